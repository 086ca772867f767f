"""Clocks that are set, and what time does by itself."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from config.site import Site
from hall.clock import ManualClock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.telling import decode
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
NOTHING = wire.ActionRequest()


async def issue(hall: RunningHall, key: str, *needs: str) -> wire.Ticket:
    request = wire.TicketRequest(service="unemployment", needs=needs)  # type: ignore[arg-type]  # needs are known ones
    return (await hall.issue(KIOSK, request, key)).ticket


async def round_of(hall: RunningHall, clock: ManualClock, seconds: float = 0) -> None:
    await clock.advance(seconds)
    await Upkeep(hall, clock).round()


@pytest_asyncio.fixture
async def patient(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[RunningHall]:
    """A hall that calls again and notes no-shows by itself after a minute."""
    by_itself = replace(site, grace=replace(site.grace, no_answer_s=60))
    running = RunningHall(by_itself, Database(tmp_path / "patient.sqlite3"), clock)
    running.open()
    await Upkeep(running, clock).round()
    yield running
    await running.aclose()


@pytest.mark.parametrize("step", [-86_400.0, -3600.0, 3600.0])
async def test_a_clock_that_is_set_gives_no_number_twice_and_ends_no_hold_early(
    step: float, hall: RunningHall, clock: ManualClock
) -> None:
    first, second = await issue(hall, "a"), await issue(hall, "b")
    await hall.act(KIOSK, first.id, "step-away", wire.ActionRequest(minutes=10))
    clock.step(step)
    await round_of(hall, clock)
    third = await issue(hall, "c")
    assert [each.number for each in (first, second, third)] == ["A001", "A002", "A003"]
    assert (await hall.ticket(KIOSK, first.id)).state == "AWAY"
    assert (await hall.ticket(KIOSK, third.id)).ahead == 1
    await round_of(hall, clock, 599)
    assert (await hall.ticket(KIOSK, first.id)).state == "AWAY"
    await round_of(hall, clock, 1)
    assert (await hall.ticket(KIOSK, first.id)).state == "MISSED"


async def test_a_hold_outlives_a_restart(tmp_path: Path, site: Site, clock: ManualClock) -> None:
    hall = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    await round_of(hall, clock)
    ticket = await issue(hall, "a")
    await hall.act(KIOSK, ticket.id, "step-away", wire.ActionRequest(minutes=10))
    await clock.advance(300)
    await hall.aclose()
    hall = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    await round_of(hall, clock, 299)
    assert (await hall.ticket(KIOSK, ticket.id)).state == "AWAY"
    await round_of(hall, clock, 1)
    assert (await hall.ticket(KIOSK, ticket.id)).state == "MISSED"
    await hall.aclose()


async def test_a_87_the_hall_calls_again_and_notes_a_no_show_but_never_within_the_grace(
    patient: RunningHall, clock: ManualClock
) -> None:
    slow = await issue(patient, "a", "elder")
    await patient.window_open(ANNA, "w1")
    await patient.call_next(ANNA, "w1", "c")
    await round_of(patient, clock, 119)
    assert (await patient.ticket(ANNA, slow.id)).call_no == 1
    await round_of(patient, clock, 1)
    assert (await patient.ticket(ANNA, slow.id)).call_no == 2
    await round_of(patient, clock, 119)
    assert (await patient.ticket(ANNA, slow.id)).state == "CALLED"
    await round_of(patient, clock, 1)
    assert (await patient.ticket(ANNA, slow.id)).state == "MISSED"
    rows = [decode(row.data) for row in patient.showing.read_rows(0, 100)]
    assert [row["by"] for row in rows if row.get("event") in {"recall", "no_show"}] == ["hall"] * 2


async def test_without_that_a_call_waits_for_the_clerk(
    hall: RunningHall, clock: ManualClock
) -> None:
    ticket = await issue(hall, "a")
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "c")
    await round_of(hall, clock, 3600)
    assert (await hall.ticket(ANNA, ticket.id)).call_no == 1


async def test_a_hall_that_calls_again_by_itself_keeps_the_distance_of_calls_and_ends_holds_too(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    slow = replace(site, grace=replace(site.grace, no_answer_s=60, recall_interval_s=1500))
    hall = RunningHall(slow, Database(tmp_path / "slow.sqlite3"), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    away, called = await issue(hall, "a"), await issue(hall, "b")
    await hall.act(KIOSK, away.id, "step-away", wire.ActionRequest(minutes=10))
    boss = Actor(role="supervisor", name="boss", token_id="boss")
    await hall.window_open(boss, "w1")
    await hall.call_next(boss, "w1", "n")
    await round_of(hall, clock, 1200)
    assert (await hall.ticket(KIOSK, away.id)).state == "MISSED"
    assert (await hall.ticket(KIOSK, called.id)).call_no == 1
    await round_of(hall, clock, 300)
    assert (await hall.ticket(KIOSK, called.id)).call_no == 2
    await hall.aclose()
