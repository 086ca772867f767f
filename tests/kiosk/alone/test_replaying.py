"""Bringing tickets in: what the hall refuses, answers twice or not at all."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.site import Site
from hall.clock import ManualClock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall

if TYPE_CHECKING:
    from tests.kiosk.alone.conftest import Machine, Wire

STAFF = Actor(role="supervisor", name="s", token_id="s")


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


async def states(hall: RunningHall) -> list[tuple[str, str]]:
    return [(each.number, each.state) for each in (await hall.tickets(STAFF)).items]


async def test_a_ticket_taken_alone_stands_in_the_line_by_the_time_it_was_taken(
    hall: RunningHall, machine: "Machine", clock: ManualClock
) -> None:
    machine.wire.fault = "cut"
    clock.pass_time(60)
    first = await machine.take("early")
    clock.pass_time(60)
    other = Actor(role="reception", name="r", token_id="r")
    await hall.issue(other, wire.TicketRequest(service="unemployment"), "late")
    machine.wire.fault = ""
    assert await machine.bring_in() == 1
    assert machine.taken_in == [("early", first.number)]
    assert await states(hall) == [("A9101", "WAITING"), ("A001", "WAITING")]


async def test_an_answer_that_was_lost_leaves_one_live_ticket_the_printed_one(
    hall: RunningHall, machine: "Machine"
) -> None:
    machine.wire.fault = "answers lost"
    ticket = await machine.take("k")
    assert ticket.number == "A9101"
    assert await states(hall) == [("A001", "WAITING")]
    machine.wire.fault = ""
    await machine.bring_in()
    live = [number for number, state in await states(hall) if state == "WAITING"]
    assert live == ["A9101"]
    machine.wire.fault = "answers lost"
    assert await machine.bring_in() == 0
    machine.wire.fault = ""
    assert await machine.bring_in() == 0


async def test_r_14_a_line_that_hangs_is_tried_twice_and_the_number_comes_from_here(
    hall: RunningHall, machine: "Machine"
) -> None:
    machine.wire.fault = "hangs"
    asked = machine.wire.asked
    ticket = await machine.take("k")
    assert ticket.number == "A9101"
    assert machine.wire.asked - asked == 2
    machine.wire.connected = False
    assert (await machine.take("k2")).number == "A9102"
    assert machine.wire.asked - asked == 3, "a line known to be lost is tried once"
    machine.wire.fault = ""
    await machine.bring_in()
    live = {number for number, state in await states(hall) if state == "WAITING"}
    assert live == {"A9101", "A9102"}


async def test_a_refused_ticket_is_kept_with_its_reason_and_not_sent_for_ever(
    hall: RunningHall, machine: "Machine", site: Site
) -> None:
    machine.wire.fault = "cut"
    await machine.take("k")
    machine.wire.fault = ""
    waiting = machine.alone.waiting(await machine.line.site())
    assert len(waiting) == 1
    await machine.alone.told((await hall.site()).epoch, {"k": ("refused", "unknown_service")})
    assert await machine.bring_in() == 0
    told = [each.told for each in machine.alone.kept()]
    assert told[0] is not None
    assert told[0].code == "unknown_service"


async def test_a_ticket_dated_by_a_clock_that_was_ahead_stands_in_todays_line(
    hall: RunningHall, machine: "Machine", clock: ManualClock
) -> None:
    machine.wire.fault = "cut"
    machine.alone.heard(timedelta(days=1))
    shown = await machine.take("k")
    machine.wire.fault = ""
    machine.alone.heard(timedelta())
    assert await machine.bring_in() == 1
    assert not machine.alone.unsent
    assert await states(hall) == [(shown.number, "WAITING")]
    machine.wire.fault = "cut"
    assert (await machine.take("k2")).number == "A9102", "its number is not given again today"
    machine.wire.fault = ""


async def test_a_number_given_twice_by_a_wrong_clock_waits_for_the_day_on_its_paper(
    hall: RunningHall, machine: "Machine", clock: ManualClock
) -> None:
    machine.wire.fault = "cut"
    today = await machine.take("today")
    machine.alone.heard(timedelta(days=1))
    ahead = await machine.take("ahead")
    assert ahead.number == today.number
    machine.wire.fault = ""
    machine.alone.heard(timedelta())
    assert await machine.bring_in() == 1
    assert machine.alone.unsent
    clock.pass_time(86_400)
    assert await machine.bring_in() == 1
    assert not machine.alone.unsent


async def test_the_tickets_of_three_days_come_in_in_order(
    hall: RunningHall, machine: "Machine", clock: ManualClock
) -> None:
    machine.wire.fault = "cut"
    for place in range(120):
        clock.pass_time(2160)
        await machine.take(f"k{place}")
    machine.wire.fault = ""
    assert await machine.bring_in() == 120
    assert len(machine.taken_in) == 120
    today = clock.now().astimezone(UTC) + timedelta(hours=8)
    kept = [each.issued.entry for each in machine.alone.kept()]
    assert len({(each.day, each.number) for each in kept}) == len(kept)
    assert datetime.fromisoformat(kept[-1].day).date() == today.date()
