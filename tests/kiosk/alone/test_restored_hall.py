"""R-19: a hall restored from last night's backup learns every printed ticket from its kiosks."""

from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hall.clock import ManualClock
from queue_server import wire
from queue_server.app import open_hall
from queue_server.content.service import ContentService
from queue_server.domain.actors import Actor
from queue_server.service.healing import opened_or_healed
from queue_server.service.machine import Machine as Room
from queue_server.service.machine import back_up, restore
from queue_server.service.running import RunningHall
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME

if TYPE_CHECKING:
    from tests.kiosk.alone.conftest import Machine, Wire

DESK = Actor(role="reception", name="r", token_id="r")
BOSS = Actor(role="supervisor", name="s", token_id="s")


@pytest.fixture
async def machine(
    hall: RunningHall, clock: ManualClock, tmp_path: Path,
    new_machine: "type[Machine]", new_wire: "type[Wire]",
) -> "AsyncIterator[Machine]":  # fmt: skip
    actor = Actor(role="kiosk", name="k1", token_id="t1")
    made = new_machine(tmp_path / "kiosk", new_wire(hall, actor, clock))
    await made.start()
    assert await made.refresh()
    yield made
    await made.stop()


async def numbers(hall: RunningHall) -> list[str]:
    return [each.number for each in (await hall.tickets(BOSS)).items]


async def test_r_19_every_printed_ticket_of_the_day_is_back_under_its_number(
    hall: RunningHall, machine: "Machine", clock: ManualClock, tmp_path: Path
) -> None:
    with closing(ContentService(tmp_path, clock)) as content:
        room, copy = Room(hall=hall, content=content), {"file": str(tmp_path / "night.sqlite3")}
        await back_up(room, copy)
        clock.pass_time(3600)
        printed = []
        for key in "abcd":
            machine.wire.fault = "cut" if key in "cd" else ""
            printed.append((await machine.take(key, ("deaf",))).number)
            clock.pass_time(10)
        assert printed == ["A001", "A002", "A9101", "A9102"]
        machine.wire.fault = ""
        await machine.bring_in()
        assert sorted(await numbers(hall)) == sorted(printed)
        await machine.restart()
        await restore(room, copy)
    assert await numbers(hall) == []
    clock.pass_time(60)
    # Somebody comes to the desk before the kiosk has told anything: no number is on paper twice.
    fresh = await hall.issue(DESK, wire.TicketRequest(service="unemployment"), "desk")
    assert fresh.ticket.number not in printed
    await machine.refresh()
    await machine.bring_in()
    assert sorted(await numbers(hall)) == sorted([*printed, fresh.ticket.number])
    assert await numbers(hall) == [*printed, fresh.ticket.number], "in the order they came"
    assert await machine.bring_in() == 0
    after = await hall.issue(DESK, wire.TicketRequest(service="unemployment"), "after")
    assert after.ticket.number not in {*printed, fresh.ticket.number}
    assert check(hall.database, hall.settings).problems == ()


async def test_r_8_numbers_printed_after_the_copy_come_back_to_a_hall_that_healed_by_itself(
    hall: RunningHall, machine: "Machine", clock: ManualClock, tmp_path: Path
) -> None:
    (tmp_path / "backups").mkdir()
    hall.database.copy_to(tmp_path / "backups" / "auto-20261123T010000Z.sqlite3")
    clock.pass_time(600)
    printed = [(await machine.take(key)).number for key in "ab"]
    await hall.aclose()
    file = tmp_path / FILE_NAME
    file.write_bytes(file.read_bytes()[:20_000])
    opened = partial(open_hall, hall.settings, tmp_path, clock)
    healed = await opened_or_healed(opened, tmp_path, hall.settings, clock)
    assert await numbers(healed) == []
    machine.wire.hall = healed
    clock.pass_time(60)
    fresh = await healed.issue(DESK, wire.TicketRequest(service="unemployment"), "desk")
    assert fresh.ticket.number not in printed
    await machine.refresh()
    await machine.bring_in()
    assert await numbers(healed) == [*printed, fresh.ticket.number]
    assert check(healed.database, healed.settings).problems == ()
    await healed.aclose()


async def test_a_hall_that_was_never_away_is_told_of_its_own_numbers_without_harm(
    hall: RunningHall, machine: "Machine"
) -> None:
    given = [(await machine.take(f"k{n}")).number for n in range(3)]
    await machine.restart()
    await machine.refresh()
    await machine.bring_in()
    assert await numbers(hall) == given
    assert await machine.bring_in() == 0


async def test_a_number_given_again_to_somebody_else_is_not_handed_over(
    hall: RunningHall, machine: "Machine", clock: ManualClock
) -> None:
    taken = await hall.issue(DESK, wire.TicketRequest(service="unemployment"), "desk")
    entry = wire.OfflineEntry(
        key="other", number=taken.ticket.number, day="2026-11-23", at=clock.now(),
        service="unemployment", by_hall=True,
    )  # fmt: skip
    replay = wire.OfflineReplay(kiosk="k1", entries=(entry,))
    (answer,) = (await hall.replay_offline(machine.wire.actor, replay)).items
    assert (answer.outcome, answer.code) == ("refused", "number_taken")


async def test_a_hall_that_was_not_restored_takes_no_number_it_never_gave(
    hall: RunningHall, machine: "Machine", clock: ManualClock
) -> None:
    entry = wire.OfflineEntry(
        key="made up", number="A500", day="2026-11-23", at=clock.now(),
        service="unemployment", by_hall=True,
    )  # fmt: skip
    replay = wire.OfflineReplay(kiosk="k1", entries=(entry,))
    (answer,) = (await hall.replay_offline(machine.wire.actor, replay)).items
    assert (answer.outcome, answer.code) == ("refused", "unknown_ticket")
    assert await numbers(hall) == []


async def test_a_kiosk_forgets_the_needs_of_tickets_no_hall_asked_for(
    machine: "Machine", clock: ManualClock
) -> None:
    machine.wire.fault = "cut"
    await machine.take("of the old hall", ("deaf",))
    journal = machine.folder / "issued-alone.jsonl"
    assert "deaf" in journal.read_text("utf-8")
    machine.wire.fault = ""
    clock.pass_time(4 * 86400)
    await machine.restart()
    await machine.alone.told("another hall's epoch", {})
    assert "deaf" not in journal.read_text("utf-8")
    assert "of the old hall" in journal.read_text("utf-8")
