"""The live stream: in order, none twice, none missing, each sees what it may, none waits."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Site
from hall.clock import ManualClock
from queue_server import wire
from queue_server.content.service import AppliedPage
from queue_server.domain.actors import ANONYMOUS, SYSTEM, Actor, Role
from queue_server.service.hub import QUEUE_LIMIT, HubSubscription, resumable
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import follow_content
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
DISPLAY = Actor(role="display", name="agent", token_id="d1")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")


async def visit(hall: RunningHall, count: int, start: int = 0) -> None:
    request = wire.TicketRequest(service="unemployment", needs=("deaf",), languages=("en",))
    await asyncio.gather(*(hall.issue(KIOSK, request, f"{start + n}") for n in range(count)))


async def drained(rows: HubSubscription) -> list[wire.Row]:
    read: list[wire.Row] = []
    while (row := await rows.next_within(0.05)) is not None:
        read.append(row)
    return read


async def up_to(rows: HubSubscription, seq: int) -> list[wire.Row]:
    """Read until that row came, however long a loaded machine takes, and what came with it."""
    read: list[wire.Row] = []
    while not read or read[-1].seq < seq:
        row = await rows.next_within(30)
        assert row is not None, f"row {seq} never came"
        read.append(row)
    return read + await drained(rows)


def whole(rows: list[wire.Row], after: int) -> bool:
    """Whether each row follows the one before it, from ``after`` on."""
    return all(row.prev == prev for row, prev in zip(rows, [after, *(r.seq for r in rows)]))  # noqa: B905  one shorter


async def test_a_reader_starts_from_a_snapshot_and_misses_nothing(hall: RunningHall) -> None:
    await visit(hall, 3)
    rows = hall.subscribe(DISPLAY)
    await visit(hall, 4, start=3)
    read = await up_to(rows, (await hall.health()).seq)
    assert [row.kind for row in read] == ["snapshot"] + ["ticket_issued"] * 4
    assert whole(read[1:], read[0].seq)
    rows.close()
    with pytest.raises(StopAsyncIteration):
        await anext(rows)


async def test_a_reader_resumes_where_it_was_cut_off(hall: RunningHall) -> None:
    first = hall.subscribe(DISPLAY)
    await visit(hall, 5)
    seen = (await up_to(first, (await hall.health()).seq))[2]
    first.close()
    await visit(hall, 700, start=5)
    rows = hall.subscribe(DISPLAY, f"{seen.epoch}:{seen.seq}")
    await visit(hall, 3, start=800)
    read = await up_to(rows, (await hall.health()).seq)
    assert [row.seq for row in read] == list(range(seen.seq + 1, seen.seq + len(read) + 1))
    assert read[-1].seq == (await hall.health()).seq
    assert whole(read, seen.seq)
    assert (await hall.rows_after(DISPLAY, f"{seen.epoch}:{seen.seq}"))[0] == read[0]


@given(st.text(max_size=20), st.integers(-10, 10_000))
def test_only_a_place_in_this_journal_can_be_resumed(text: str, seq: int) -> None:
    assert resumable(text, "e1", 6000) is None or text.startswith("e1:")
    assert resumable(f"e2:{seq}", "e1", 6000) is None
    assert (resumable(f"e1:{seq}", "e1", 6000) == seq) is (1000 <= seq <= 6000)


def test_a_place_longer_than_any_number_python_reads_gives_a_snapshot() -> None:
    assert resumable(f"e1:{'9' * 5000}", "e1", 6000) is None


async def test_each_reader_sees_what_it_may(hall: RunningHall) -> None:
    board, agent, kiosk, console = (
        hall.subscribe(reader) for reader in (ANONYMOUS, DISPLAY, KIOSK, ANNA)
    )
    await visit(hall, 1)
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "c")
    called = (await hall.health()).seq
    await hall.deliver(DISPLAY, wire.Delivery(seq=called, sink="sign-w1", outcome="shown"))
    await hall.assistance_ask(KIOSK, wire.AssistanceRequest(kiosk="k1"))
    await hall.create_token(SYSTEM, role="reader", name="r")
    await hall.window_pause(ANNA, "w1", "tea")
    public = ["snapshot", "ticket_issued", "window_opened", "ticket_called", "window_paused"]
    paused = (await hall.health()).seq
    on_board, on_agent, on_kiosk, on_console = [
        await up_to(rows, paused) for rows in (board, agent, kiosk, console)
    ]
    assert [row.kind for row in on_board] == public
    assert [row.kind for row in on_agent] == public
    assert [row.kind for row in on_kiosk] == [*public[:4], "assistance_asked", public[4]]
    assert [row.kind for row in on_console] == [
        *public[:4], "delivery", "assistance_asked", public[4]
    ]  # fmt: skip
    for rows in (on_board, on_agent, on_kiosk, on_console):
        assert whole(rows, -1)
    assert not {"handling", "languages", "reason"} & on_board[3].data.keys()
    assert on_agent[3].data["handling"]["channels"] == ["sign", "text"]
    assert on_agent[3].data["languages"] == ["en"]
    assert "reason" not in on_agent[4].data
    assert on_console[-1].data["reason"] == "tea"
    assert on_console[0].data["tickets"] == []


async def test_a_slow_reader_is_dropped_and_delays_nobody(hall: RunningHall) -> None:
    slow, quick = hall.subscribe(DISPLAY), hall.subscribe(DISPLAY)
    assert (await anext(quick)).kind == "snapshot"
    taken = 0
    for part in range(5):
        await visit(hall, QUEUE_LIMIT // 4, start=part * 1000)
        taken += len(await drained(quick))
    assert slow.dropped
    assert not quick.dropped
    assert taken == 5 * (QUEUE_LIMIT // 4)
    with pytest.raises(StopAsyncIteration):
        await anext(slow)


async def test_a_thousand_readers_get_every_row_they_may_in_order(hall: RunningHall) -> None:
    roles: tuple[Role, ...] = ("display", "kiosk", "staff", "anonymous", "supervisor")
    readers = [
        hall.subscribe(Actor(role=roles[n % len(roles)], name=f"r{n}", token_id=f"r{n}"))
        for n in range(1000)
    ]
    for reader in readers:
        assert (await anext(reader)).kind == "snapshot"
    sleeper = hall.subscribe(DISPLAY)
    await visit(hall, 12)
    heard = [[await anext(reader) for _ in range(12)] for reader in readers]
    assert all(whole(rows, rows[0].prev) for rows in heard)
    assert len({tuple(row.seq for row in rows) for rows in heard}) == 1
    assert not sleeper.dropped


async def test_a_console_starts_with_every_open_ticket_in_calling_order(hall: RunningHall) -> None:
    await visit(hall, 2)
    await hall.issue(
        KIOSK, wire.TicketRequest(service="unemployment", needs=("pregnant",)), "early"
    )
    snapshot = await anext(hall.subscribe(ANNA))
    assert [each["number"] for each in snapshot.data["tickets"]] == ["A003", "A001", "A002"]
    assert all(each["needs"] is None for each in snapshot.data["tickets"])


async def test_a_snapshot_names_the_row_that_called_each_ticket_last(
    hall: RunningHall, tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    await hall.window_open(ANNA, "w1")
    await visit(hall, 2)
    called = await hall.call_next(ANNA, "w1", "c")
    assert called is not None
    clock.pass_time(60)
    await hall.act(ANNA, called.id, "recall", wire.ActionRequest())
    newest = (await hall.rows_after(DISPLAY, f"{hall.epoch}:0"))[-1]
    assert newest.kind == "ticket_recalled"
    assert [call["seq"] for call in hall.showing.snapshot(DISPLAY).data["calls"]] == [newest.seq]
    await hall.deliver(DISPLAY, wire.Delivery(seq=newest.seq, sink="sign-1", outcome="shown"))
    await hall.aclose()
    again = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    again.open()
    assert [call["seq"] for call in again.showing.snapshot(DISPLAY).data["calls"]] == [newest.seq]
    await again.aclose()


class Pages:
    """Content whose pages a test makes; a file put back from a backup knows fewer."""

    def __init__(self) -> None:
        self.seqs: list[int] = []
        self.sources: dict[int, str] = {}

    def head(self) -> int:
        return max(self.seqs, default=0)

    def applied_after(self, seq: int) -> list[AppliedPage]:
        at = datetime(2026, 11, 23, tzinfo=UTC)
        return [
            AppliedPage(
                seq=each, at=at, source=self.sources.get(each, "s"), new=1, changed=0, withdrawn=0
            )
            for each in self.seqs
            if each > seq
        ]


async def test_content_applied_is_told_once_also_after_the_file_was_put_back(
    hall: RunningHall, clock: ManualClock
) -> None:
    pages = Pages()
    rows = hall.subscribe(DISPLAY)
    await anext(rows)
    pages.seqs = [1, 2]
    following = asyncio.create_task(follow_content(hall, clock, pages))
    told = [(await anext(rows)).data["content_seq"]]
    pages.seqs = [1, 2, 3]
    await clock.advance(1)
    told.append((await anext(rows)).data["content_seq"])
    pages.seqs = [1]
    await clock.advance(1)
    told.append((await anext(rows)).data["content_seq"])
    assert told == [2, 3, 1]
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    again = asyncio.create_task(follow_content(hall, clock, pages))
    assert await rows.next_within(0.1) is None
    again.cancel()
    await asyncio.gather(again, return_exceptions=True)


async def test_many_pages_at_once_are_one_row_of_each_source(
    hall: RunningHall, clock: ManualClock
) -> None:
    """An import writes dozens of pages a second: calls do not wait behind a commit of each."""
    pages = Pages()
    pages.seqs, pages.sources = list(range(1, 201)), dict.fromkeys(range(50, 90), "b")
    rows = hall.subscribe(DISPLAY)
    await anext(rows)
    following = asyncio.create_task(follow_content(hall, clock, pages))
    told = [(await anext(rows)).data for _ in range(2)]
    assert [(each["source"], each["content_seq"]) for each in told] == [("b", 89), ("s", 200)]
    assert await rows.next_within(0.1) is None
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
