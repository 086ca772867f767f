"""Waits as the hall tells them: remembered, learned from, doubted near closing, kept cheap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.site import Hours, Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.waiting import Lines
from queue_server.estimates.calibrating import Calibration
from queue_server.estimates.learning import Experience
from queue_server.estimates.values import Hall
from queue_server.service.forecasting import Waits
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.statistics.accuracy import accuracy_of
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.history import recent_promises, recent_stays, visits_of

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
DESK = Actor(role="reception", name="desk", token_id="desk")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()


async def issue(hall: RunningHall, key: str, service: str = "unemployment") -> wire.Ticket:
    return (await hall.issue(KIOSK, wire.TicketRequest(service=service), key)).ticket


async def serve(hall: RunningHall, clock: ManualClock, key: str, minutes: float) -> None:
    called = await hall.call_next(ANNA, "w1", key)
    assert called is not None
    await hall.act(ANNA, called.id, "arrive", NOTHING)
    clock.pass_time(minutes * 60)
    await hall.act(ANNA, called.id, "finish", NOTHING)


async def test_what_was_shown_is_remembered_and_compared_with_what_came(
    hall: RunningHall, clock: ManualClock
) -> None:
    await hall.window_open(ANNA, "w1")
    shown = [(await issue(hall, f"i{n}")).wait for n in range(3)]
    for n in range(3):
        await serve(hall, clock, f"c{n}", minutes=12)
    await Upkeep(hall, clock).round()
    with hall.database.reading() as connection:
        visits = visits_of(connection, "2026-11-23")

    told = [(each.shown.low, each.shown.high) if each.shown else None for each in visits]
    assert told == [(each.low, each.high) if each else None for each in shown]
    assert [each.shown.ahead for each in visits if each.shown] == [0, 1, 2]
    assert [each.waited for each in visits] == [0, 12, 24]
    accuracy = accuracy_of(visits)
    assert accuracy is not None
    assert accuracy.shown == 3


async def test_nothing_is_remembered_where_nothing_was_shown_or_again(
    hall: RunningHall, clock: ManualClock
) -> None:
    await issue(hall, "nobody serves")
    await hall.window_open(ANNA, "w1")
    await issue(hall, "once")
    await issue(hall, "once")
    await hall.keep_promises()
    with hall.database.reading() as connection:
        visits = visits_of(connection, "2026-11-23")

    assert [each.shown is not None for each in visits] == [False, True]


async def test_waits_shown_a_moment_before_the_end_are_written_too(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hall = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    await hall.window_open(ANNA, "w1")
    await issue(hall, "a")
    await hall.aclose()
    again = Database(tmp_path / FILE_NAME)
    with again.reading() as connection:
        (visit,) = visits_of(connection, "2026-11-23")
    again.close()

    assert visit.shown is not None


async def test_a_hall_learns_that_visits_take_longer_and_knows_it_after_a_restart(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hall = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    await hall.window_open(ANNA, "w1")
    for n in range(30):
        await issue(hall, f"i{n}")
        await serve(hall, clock, f"c{n}", minutes=20)
    for n in range(4):
        await issue(hall, f"j{n}")
    before = [each.wait for each in (await hall.services()).items]
    await hall.keep_promises()
    with hall.database.reading() as connection:
        stays, kept = recent_stays(connection, 100), recent_promises(connection)
    await hall.aclose()
    again = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    again.open()
    after = [each.wait for each in (await again.services()).items]
    await again.aclose()

    assert before[0] is not None
    assert before[0].high >= 60  # four visits of twenty minutes; the site says eight
    assert after == before
    assert len(stays) == len(kept) == 30
    assert [each.minutes for each in stays] == [20] * 30


def office(site: Site) -> Site:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    hours = Hours(week=dict.fromkeys(days, ("09:00-12:00",)))  # type: ignore[arg-type]  # the seven days
    return replace(site, hall=replace(site.hall, hours=hours))


async def test_near_closing_a_wait_is_doubtful_and_then_no_number_is_given(
    tmp_path: Path, site: Site
) -> None:
    clock = ManualClock(datetime(2026, 11, 23, 3, 5, tzinfo=UTC))  # 11:05, closing at noon
    hall = RunningHall(office(site), Database(tmp_path / FILE_NAME), clock)
    hall.open()
    upkeep = Upkeep(hall, clock)
    await upkeep.round()
    await hall.window_open(ANNA, "w1")
    waits: list[wire.WaitRange] = []
    refused = ""
    for n in range(12):
        clock.pass_time(20)
        await upkeep.round()
        try:
            ticket = await issue(hall, f"i{n}")
        except RuleError as refusal:
            refused = refusal.code
            break
        assert ticket.wait is not None
        waits.append(ticket.wait)
    given = await hall.issue(
        DESK, wire.TicketRequest(service="unemployment", reason="来自很远的地方"), "far"
    )
    await hall.aclose()

    assert refused == "no_time_left"
    assert 3 <= len(waits) <= 7
    assert not waits[0].doubtful
    assert given.ticket.wait is not None
    assert given.ticket.wait.doubtful
    assert given.ticket.wait.high <= 55 + 5


async def test_a_walk_costs_nothing_while_nothing_has_changed(
    hall: RunningHall, clock: ManualClock
) -> None:
    await hall.window_open(ANNA, "w1")
    await issue(hall, "a")
    showing = hall.showing
    first = showing.forecaster.waits(showing.view)
    assert showing.forecaster.waits(showing.view) is first
    await Upkeep(hall, clock).round()  # a new view, but no new row of the journal
    assert showing.forecaster.waits(showing.view) is first
    clock.pass_time(16)  # visits under way have come nearer to their end
    assert showing.forecaster.waits(showing.view) is not first
    await issue(hall, "b")
    assert showing.forecaster.waits(showing.view) is not first


class SlowClock(ManualClock):
    """A machine on which everything takes a twentieth of a second."""

    def monotonic(self) -> float:
        self.pass_time(0.05)
        return super().monotonic()


async def test_in_a_rush_walks_take_a_twentieth_of_the_time_and_newcomers_are_still_told(
    tmp_path: Path, site: Site
) -> None:
    clock = SlowClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    hall = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    await hall.window_open(ANNA, "w1")
    showing, walks, told = hall.showing, set(), []
    for n in range(8):
        told.append((await issue(hall, f"i{n}")).wait)
        walks.add(id(showing.forecaster.waits(showing.view)))
    clock.pass_time(60)
    later = showing.forecaster.waits(showing.view)
    await hall.aclose()

    assert len(walks) < 5
    assert id(later) not in walks
    assert None not in told
    lows = [each.low for each in told if each is not None]
    assert lows == sorted(lows)
    assert lows[-1] > lows[0]


async def test_what_the_look_at_the_hall_takes_counts_as_part_of_the_walk(site: Site) -> None:
    clock, looks = ManualClock(), []

    def look() -> Hall:
        looks.append(clock.monotonic())
        clock.pass_time(3)  # a hall of hundreds of windows
        learned = Experience(site).learned()
        return Hall(now=clock.now(), lines=Lines(), desks=(), learned=learned,
                    priority=site.priority)  # fmt: skip

    waits = Waits(look, Calibration(()), 60.0, clock)
    assert looks == []
    assert waits.for_new("unemployment", 0) is None
    assert waits.for_new("hiring", 0) is None
    assert looks == [0.0]
    assert waits.spent == 3.0


@pytest.mark.parametrize("state", ["paused", "closed"])
async def test_a_paused_window_is_expected_back_a_closed_one_is_not(
    hall: RunningHall, state: str
) -> None:
    await hall.window_open(ANNA, "w1")
    if state == "paused":
        await hall.window_pause(ANNA, "w1", "休息")
    else:
        await hall.window_close(ANNA, "w1")
    wait = (await issue(hall, "a")).wait

    assert (wait is None) == (state == "closed")
    if wait is not None:
        assert wait.low <= 15 <= wait.high


async def test_who_stepped_away_teaches_nothing_of_ranges(
    hall: RunningHall, clock: ManualClock
) -> None:
    await hall.window_open(ANNA, "w1")
    ticket = await issue(hall, "a")
    await hall.act(DESK, ticket.id, "step-away", NOTHING)
    clock.pass_time(timedelta(minutes=10).total_seconds())
    await hall.act(DESK, ticket.id, "back", NOTHING)
    await serve(hall, clock, "c", minutes=5)
    await hall.keep_promises()
    with hall.database.reading() as connection:
        assert recent_promises(connection) == []
        (visit,) = visits_of(connection, "2026-11-23")

    assert visit.stepped_away
    assert accuracy_of([visit]) is None


@pytest.mark.parametrize(("ends_soon", "longest"), [(True, 30), (False, 20)])
async def test_a_window_still_closed_is_counted_on_from_its_shift_and_an_open_one_until_then(
    tmp_path: Path, site: Site, clock: ManualClock, *, ends_soon: bool, longest: int
) -> None:
    later = replace(site.windows[0], shifts=(span(clock, 30, 90),))
    ending = replace(site.windows[1], shifts=(span(clock, -30, 10),) if ends_soon else ())
    begun = replace(site.windows[2], shifts=(span(clock, -60, 120),))
    hall = RunningHall(
        replace(site, windows=(later, ending, begun)), Database(tmp_path / FILE_NAME), clock
    )
    hall.open()
    await Upkeep(hall, clock).round()
    # Nobody is there: one window will be in half an hour, one should be by now and is not.
    first = (await issue(hall, "a")).wait
    assert first is not None
    assert (first.low, first.high) == (30, 35)
    await hall.window_open(BOSS, "w2")
    # Who comes second waits for the other window where this one's shift is over by then.
    second = (await issue(hall, "b")).wait
    assert second is not None
    assert second.high == longest
    await hall.aclose()


def span(clock: ManualClock, start: int, end: int) -> str:
    """A span of so many minutes from now, in the hall's own time."""
    here = clock.now() + timedelta(hours=8)
    return f"{here + timedelta(minutes=start):%H:%M}-{here + timedelta(minutes=end):%H:%M}"
