"""Clocks that step, days that turn, zones that shift: no number twice, nobody lost, no odd day."""

import asyncio
import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import ManualClock
from queue_server import wire
from queue_server.service.running import RunningHall
from queue_server.service.telling import decode
from queue_server.service.upkeep import Upkeep
from queue_server.store import tables
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from tests.queue_server.deep.working import BOSS, KIOSK, NOTHING

HOUR, DAY = 3600.0, 86400.0
REQUEST = wire.TicketRequest(service="unemployment")
Given = list[tuple[str, int]]


async def opened(folder: Path, site: Site, clock: ManualClock) -> RunningHall:
    hall = RunningHall(site, Database(folder / FILE_NAME), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    return hall


def in_zone(site: Site, zone: str) -> Site:
    return replace(site, hall=replace(site.hall, time_zone=zone))


def given(hall: RunningHall) -> Given:
    """Return every number the database ever gave, with its day."""
    columns = (tables.tickets.c.day, tables.tickets.c.seq)
    with hall.database.reading() as connection:
        rows = connection.execute(tables.tickets.select().with_only_columns(*columns))
        return sorted((row.day, row.seq) for row in rows)


def days(hall: RunningHall) -> list[str]:
    with hall.database.reading() as connection:
        return sorted(connection.execute(tables.days.select()).scalars())


@pytest.mark.parametrize("seed", range(2))
async def test_a_clock_that_steps_gives_no_number_twice_and_no_negative_wait(
    tmp_path: Path, site: Site, clock: ManualClock, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311  a seed makes the steps the same each time
    hall = await opened(tmp_path, site, clock)
    upkeep, issued = Upkeep(hall, clock), set[str]()
    await hall.window_open(BOSS, "w1")
    steps = [-HOUR, HOUR, -DAY, DAY, 90.0, -90.0]
    for n in range(60):
        clock.step(dice.choice(steps))
        await upkeep.round()
        ticket = (await hall.issue(KIOSK, REQUEST, f"k{n}")).ticket
        assert ticket.id not in issued
        issued.add(ticket.id)
        assert ticket.wait is None or ticket.wait.low >= 0
        called = await hall.call_next(BOSS, "w1", f"c{n}")
        if called is not None:
            for event in ("arrive", "finish"):
                await hall.act(BOSS, called.id, event, NOTHING)
    assert check(hall.database, site).problems == ()
    numbers = given(hall)
    assert len(numbers) == len(set(numbers)) == len(issued)
    await hall.aclose()


async def test_ten_years_forward_and_back_harm_nothing(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hall = await opened(tmp_path, site, clock)
    upkeep = Upkeep(hall, clock)
    for n, step in enumerate((0, 3652 * DAY, -3652 * DAY)):
        clock.step(step)
        await upkeep.round()
        await hall.issue(KIOSK, REQUEST, f"k{n}")
    assert check(hall.database, site).problems == ()
    assert len(set(given(hall))) == 3
    await hall.aclose()


async def test_at_midnight_with_thirty_two_issuing_each_number_is_of_one_day(
    tmp_path: Path, site: Site
) -> None:
    shanghai_midnight = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    clock = ManualClock(shanghai_midnight - timedelta(seconds=2))
    hall = await opened(tmp_path, site, clock)
    upkeep = Upkeep(hall, clock)

    async def issuer(name: int) -> None:
        for n in range(8):
            await hall.issue(KIOSK, REQUEST, f"{name}-{n}")

    async def time_passes() -> None:
        for _ in range(16):
            clock.step(0.25)
            await upkeep.round()
            await asyncio.sleep(0)

    await asyncio.gather(time_passes(), *(issuer(name) for name in range(32)))
    by_day = defaultdict(list)
    for day, seq in given(hall):
        by_day[day].append(seq)
    assert sum(map(len, by_day.values())) == 256
    for numbers in by_day.values():
        assert numbers == list(range(1, len(numbers) + 1))
    assert check(hall.database, site).problems == ()
    clock.step(60)
    await upkeep.round()
    assert (await hall.issue(KIOSK, REQUEST, "next")).ticket.number.startswith("A")
    assert days(hall) == ["2026-11-23", "2026-11-24"]
    await hall.aclose()


@pytest.mark.parametrize(
    ("zone", "from_utc", "hours", "wanted"),
    [
        # The clocks go back: a day of 25 hours.
        ("Europe/Berlin", "2026-10-24T22:30", 25, ["2026-10-25", "2026-10-26"]),
        # They go forward: 23 hours.
        ("Europe/Berlin", "2026-03-28T23:30", 23, ["2026-03-29", "2026-03-30"]),
        ("America/New_York", "2026-11-01T04:30", 25, ["2026-11-01", "2026-11-02"]),
        ("Asia/Shanghai", "2028-02-28T15:30", 25, ["2028-02-28", "2028-02-29", "2028-03-01"]),
        ("Asia/Shanghai", "2027-02-28T15:30", 1, ["2027-02-28", "2027-03-01"]),
    ],
)
async def test_every_day_is_opened_once_whatever_the_zone_does(
    tmp_path: Path, site: Site, zone: str, from_utc: str, hours: int, wanted: list[str]
) -> None:
    clock = ManualClock(datetime.fromisoformat(from_utc).replace(tzinfo=UTC))
    there = in_zone(site, zone)
    hall = await opened(tmp_path, there, clock)
    upkeep = Upkeep(hall, clock)
    issued = 0
    for _ in range(2 * hours + 1):
        await upkeep.round()
        await hall.issue(KIOSK, REQUEST, f"k{issued}")
        issued += 1
        clock.step(HOUR / 2)
    assert days(hall) == wanted
    numbers = given(hall)
    assert len(numbers) == len(set(numbers)) == issued
    for day in wanted:
        of_day = [seq for known, seq in numbers if known == day]
        assert of_day == list(range(1, len(of_day) + 1))
    assert check(hall.database, there).problems == ()
    await hall.aclose()


async def test_a_hall_that_changes_its_zone_keeps_its_numbers(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hall = await opened(tmp_path, site, clock)
    await hall.issue(KIOSK, REQUEST, "one")
    await hall.aclose()
    elsewhere = in_zone(site, "America/Anchorage")
    again = await opened(tmp_path, elsewhere, clock)
    await again.issue(KIOSK, REQUEST, "two")
    numbers = given(again)
    assert len(numbers) == len(set(numbers)) == 2
    assert check(again.database, elsewhere).problems == ()
    await again.aclose()


async def test_a_clock_that_was_set_is_told_once_and_time_that_passes_is_not(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hall = await opened(tmp_path, site, clock)
    upkeep = Upkeep(hall, clock)
    await upkeep.round()
    clock.pass_time(120)
    await upkeep.round()
    assert steps_told(hall) == []
    for seconds in (-HOUR, 90.0, 1.0):
        clock.step(seconds)
        await upkeep.round()
        await upkeep.round()
    assert steps_told(hall) == [-3600, 90]
    await hall.aclose()


def steps_told(hall: RunningHall) -> list[int]:
    rows = hall.showing.read_rows(0, 500)
    return [decode(row.data)["seconds"] for row in rows if row.kind == "clock_stepped"]
