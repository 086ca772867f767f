"""Rows handed to readers as they come, and asked for where they could not be taken."""

import asyncio
from collections.abc import Sequence

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
DISPLAY = Actor(role="display", name="d1", token_id="d1")


class Way:
    """Keeps what it takes; ``full`` takes nothing."""

    def __init__(self) -> None:
        self.full = False
        self.rows: list[wire.Row] = []

    def take(self, rows: Sequence[wire.Row]) -> bool:
        if not self.full:
            self.rows.extend(rows)
        return not self.full


async def issue(hall: RunningHall, *keys: str) -> None:
    request = wire.TicketRequest(service="unemployment")
    await asyncio.gather(*(hall.issue(KIOSK, request, key) for key in keys))


async def test_rows_go_straight_while_they_are_taken_and_none_is_missing_or_twice(
    hall: RunningHall,
) -> None:
    way, asked = Way(), list[wire.Row]()
    rows = hall.subscribe(DISPLAY)
    rows.go_straight(way)

    async def reading() -> None:
        async for row in rows:
            asked.append(row)

    task = asyncio.create_task(reading())
    await asyncio.sleep(0)
    await issue(hall, "a", "b", "c")
    way.full = True
    await issue(hall, "d", "e")
    way.full = False
    for _ in range(20):
        await asyncio.sleep(0)
    await issue(hall, "f")
    rows.close()
    await task

    assert [row.kind for row in asked] == ["snapshot", "ticket_issued", "ticket_issued"]
    assert len(way.rows) == 4
    seen = sorted((*asked, *way.rows), key=lambda row: row.seq)
    assert [row.prev for row in seen[1:]] == [row.seq for row in seen[:-1]]


async def test_two_readers_in_step_are_handed_the_same_rows(hall: RunningHall) -> None:
    ways = [Way(), Way()]
    readers = [hall.subscribe(DISPLAY) for _ in ways]
    tasks = []
    for reader, way in zip(readers, ways, strict=True):
        reader.go_straight(way)
        await anext(reader)
        tasks.append(asyncio.create_task(reader.next_within(60)))
    await asyncio.sleep(0)
    await issue(hall, "a", "b")
    for reader, task in zip(readers, tasks, strict=True):
        reader.close()
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [each.kind for each in ways[0].rows] == ["ticket_issued"] * 2
    assert all(one is other for one, other in zip(ways[0].rows, ways[1].rows, strict=True))


async def test_who_asked_is_answered_before_readers_are_told_and_a_newcomer_hears_it_once(
    hall: RunningHall,
) -> None:
    way, late = Way(), list[wire.Row]()
    reader = hall.subscribe(DISPLAY)
    reader.go_straight(way)
    await anext(reader)
    waiting = asyncio.create_task(reader.next_within(60))
    await asyncio.sleep(0)
    await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), "a")
    assert way.rows == []
    # Between the answer and the telling: the number stands in the snapshot, and only there.
    newcomer = hall.subscribe(DISPLAY)
    late.append(await anext(newcomer))
    await issue(hall, "b")
    late.append(await anext(newcomer))
    for each in (reader, newcomer):
        each.close()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert [row.kind for row in way.rows] == ["ticket_issued"] * 2
    assert [row.kind for row in late] == ["snapshot", "ticket_issued"]
    assert late[0].seq == way.rows[0].seq
    assert late[1].seq == way.rows[1].seq
