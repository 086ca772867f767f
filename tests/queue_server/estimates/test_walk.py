"""The forward walk: it calls as the hall calls, and its ranges behave."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf, isinf
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Priority
from queue_server.domain.priority import next_turn, rank
from queue_server.domain.waiting import Lines, Place
from queue_server.estimates.draws import ROUNDS, STRATA, lengths, lots
from queue_server.estimates.learning import Learned, Times
from queue_server.estimates.timetable import Timetable
from queue_server.estimates.values import Busy, Coming, Desk, Hall, Wait, shown_range, wait_from
from queue_server.estimates.walk import Forecast

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEAD_START = Priority(credit_minutes={"elder": 20})


def learned(spread: float = 0.15, no_show: float = 0.0, unsure: float = 1e-9) -> Learned:
    """A hall whose visits take just about ten minutes (a) and five (b)."""
    return Learned(
        times={
            name: Times(mean=mean, spread=spread, no_show=no_show, unsure=unsure, seen=100)
            for name, mean in (("a", 10.0), ("b", 5.0))
        },
        given_up=2.0,
        gap=0.0,
        speed={},
    )


def place(born: int, service: str = "a", *, target: str | None = None, ago: float = 60) -> Place:
    rank_at = NOW - timedelta(minutes=ago) + timedelta(seconds=born)
    return Place(0, rank_at, born, f"t{born}", service, target)


def line(*places: Place) -> Lines:
    lines = Lines()
    for each in places:
        lines.add(each)
    return lines


def hall(lines: Lines, *desks: Desk, priority: Priority = HEAD_START, **more: object) -> Hall:
    values = {"learned": learned(), **more}
    return Hall(now=NOW, lines=lines, desks=desks, priority=priority, **values)  # type: ignore[arg-type]  # fields of Hall


def desk(window: str = "w1", *services: str, **more: object) -> Desk:
    return Desk(window=window, services=services or ("a",), **more)  # type: ignore[arg-type]  # fields of Desk


def middle(wait: Wait | None) -> float:
    assert wait is not None
    return wait.middle


def test_who_is_first_at_a_free_window_waits_for_nothing() -> None:
    first, second = place(1), place(2)
    forecast = Forecast(hall(line(first, second), desk()))

    assert middle(forecast.wait_of(first)) == 0
    assert middle(forecast.wait_of(second)) == pytest.approx(10, rel=0.1)
    assert middle(forecast.wait_for_new("a")) == pytest.approx(20, rel=0.1)


def test_two_windows_halve_the_wait_and_a_busy_one_is_free_later() -> None:
    lines = line(*(place(n) for n in range(8)))
    alone = middle(Forecast(hall(lines, desk())).wait_for_new("a"))
    both = middle(Forecast(hall(lines, desk(), desk("w2"))).wait_for_new("a"))
    taken = desk("w2", busy=Busy(born=9999, service="a", since=2, arrived=True))
    busy = middle(Forecast(hall(lines, desk(), taken)).wait_for_new("a"))

    assert alone == pytest.approx(80, rel=0.1)
    assert both == pytest.approx(40, rel=0.15)
    assert both < busy < both + 8


def test_a_window_takes_whoever_came_first_of_all_its_services() -> None:
    lines = line(place(1, "b", ago=60), place(2, "a", ago=50), place(3, "b", ago=40))
    forecast = Forecast(hall(lines, desk("w1", "a", "b")))

    assert middle(forecast.wait_of(place(2, "a", ago=50))) == pytest.approx(5, rel=0.1)
    assert middle(forecast.wait_of(place(3, "b", ago=40))) == pytest.approx(15, rel=0.1)


def test_who_waits_for_one_window_waits_for_that_window() -> None:
    busy = Busy(born=9999, service="a", since=0, arrived=True)
    meant, other = place(1, target="w2"), place(2)
    forecast = Forecast(hall(line(meant, other), desk("w1"), desk("w2", busy=busy)))

    assert middle(forecast.wait_of(other)) == 0
    assert middle(forecast.wait_of(meant)) == pytest.approx(10, rel=0.1)


def test_where_no_window_serves_nobody_can_say() -> None:
    forecast = Forecast(hall(line(place(1, "b")), desk("w1", "a")))

    assert forecast.wait_of(place(1, "b")) is None
    assert forecast.wait_for_new("b") is None
    assert Forecast(hall(line(place(1)))).wait_of(place(1)) is None


def test_lunch_is_waited_through_and_closing_ends_it() -> None:
    table = Timetable([(0, 15), (60, 75)])
    forecast = Forecast(hall(line(*(place(n) for n in range(6))), desk(calling=table)))

    # Calls at 0, about 10, then after lunch at 60 and about 70; those behind are not reached.
    assert middle(forecast.wait_of(place(1))) == pytest.approx(10, rel=0.2)
    assert middle(forecast.wait_of(place(2))) == 60
    assert middle(forecast.wait_of(place(3))) == pytest.approx(70, rel=0.1)
    last = forecast.wait_of(place(5))
    assert last is not None
    assert isinf(last.high)
    assert last.reach < 0.1
    assert last.doubtful


def test_a_paused_window_comes_back() -> None:
    forecast = Forecast(hall(line(place(1)), desk(back_in=15)))

    assert middle(forecast.wait_of(place(1))) == 15
    busy = Busy(born=9999, service="a", since=9, arrived=True)
    served_out = Forecast(hall(line(place(1)), desk(back_in=15, busy=busy)))
    assert middle(served_out.wait_of(place(1))) == 15


def test_who_may_come_with_a_head_start_passes_whoever_comes_now() -> None:
    lines = line(*(place(n) for n in range(3)))
    coming = (Coming(4, "elder", "a", 20), Coming(5, "elder too", "a", 20))
    quiet = middle(Forecast(hall(lines, desk())).wait_for_new("a"))
    passed = middle(Forecast(hall(lines, desk(), coming=coming)).wait_for_new("a"))
    ordinary = (Coming(4, "anybody", "a", 0),)

    assert passed == pytest.approx(quiet + 20, rel=0.1)
    assert middle(Forecast(hall(lines, desk(), coming=ordinary)).wait_for_new("a")) == quiet


@pytest.mark.parametrize("policy", ["head_start", "strict", "ratio"])
def test_the_walk_calls_in_the_very_order_the_hall_calls(policy: str) -> None:
    priority = replace(HEAD_START, policy=policy)  # type: ignore[arg-type]  # one of the three
    lines, places = Lines(), []
    for born in range(30):
        came, credit = NOW - timedelta(minutes=30 - born), 20 if born % 3 == 0 else 0
        turn = next_turn(lines, "a", credit, priority)
        lines.turns[("a", credit > 0)] = turn
        places.append(Place(turn.number, rank(came, credit, priority), born, f"t{born}", "a", None))
        lines.add(places[-1])
    forecast = Forecast(hall(lines, desk(), desk("w2"), priority=priority))
    waits = [middle(forecast.wait_of(each)) for each in lines.line("a")]

    assert waits == sorted(waits)
    assert middle(forecast.wait_for_new("a")) >= waits[-1]


def test_no_shows_shorten_the_wait_by_what_they_do_not_take() -> None:
    lines = line(*(place(n) for n in range(20)))
    all_come = middle(Forecast(hall(lines, desk())).wait_for_new("a"))
    some = Forecast(hall(lines, desk(), learned=learned(no_show=0.25))).wait_for_new("a")

    assert middle(some) == pytest.approx(all_come * (1 - 0.25 * 0.8), rel=0.1)


def test_a_visit_that_lasts_long_already_will_probably_last_on() -> None:
    def left(since: float) -> float:
        busy = Busy(born=9999, service="a", since=since, arrived=True)
        with_spread = learned(spread=0.6)
        return middle(
            Forecast(hall(Lines(), desk(busy=busy), learned=with_spread)).wait_for_new("a")
        )

    assert left(0) > left(5) > 0
    assert left(30) > 1
    assert left(500) > 1


def test_the_same_hall_tells_the_same_and_a_newcomer_elsewhere_changes_nothing() -> None:
    places = [place(n) for n in range(12)]
    chancy = learned(spread=0.6, no_show=0.1, unsure=0.2)
    before = Forecast(hall(line(*places), desk(), learned=chancy))
    again = Forecast(hall(line(*places), desk(), learned=chancy))
    longer = Forecast(hall(line(*places, place(12)), desk(), learned=chancy))

    for each in places:
        assert before.wait_of(each) == again.wait_of(each) == longer.wait_of(each)


def test_whoever_came_after_the_walk_is_told_by_the_neighbours() -> None:
    places = [place(n) for n in range(5)]
    forecast = Forecast(hall(line(*places), desk()))
    between = Place(0, places[2].rank_at + timedelta(milliseconds=1), 99, "late", "a", None)
    behind = Place(0, NOW + timedelta(seconds=5), 100, "later", "a", None)

    assert forecast.wait_of(between) == forecast.wait_of(places[3])
    assert middle(forecast.wait_of(behind)) >= middle(forecast.wait_for_new("a"))


def test_a_very_long_line_is_told_without_walking_all_of_it() -> None:
    places = [place(n, ago=2000) for n in range(2000)]
    forecast = Forecast(hall(line(*places), *(desk(f"w{n}") for n in range(5))))

    assert middle(forecast.wait_of(places[100])) == pytest.approx(200, rel=0.1)
    assert middle(forecast.wait_of(places[1999])) == pytest.approx(4000, rel=0.15)
    assert middle(forecast.wait_for_new("a")) == pytest.approx(4000, rel=0.15)


def test_a_visitor_suited_to_one_window_is_left_to_it_for_a_while() -> None:
    suited = place(1)._replace(suits=("w2",), suits_until=NOW + timedelta(minutes=6))
    busy = Busy(born=9999, service="a", since=0, arrived=True)
    forecast = Forecast(hall(line(suited), desk("w1"), desk("w2", busy=busy)))

    assert 6 <= middle(forecast.wait_of(suited)) <= 7.5


_ARRIVALS = st.lists(
    st.tuples(st.integers(0, 120), st.sampled_from("ab"), st.sampled_from([0, 0, 20])), max_size=40
)


@given(_ARRIVALS, st.integers(1, 4), st.booleans(), st.floats(0, 0.4))
def test_ranges_hold_their_middle_and_never_shrink_down_the_line(
    arrivals: list[tuple[int, str, int]], windows: int, busy: bool, no_show: float
) -> None:
    lines = Lines()
    for born, (ago, service, credit) in enumerate(arrivals):
        rank_at = NOW - timedelta(minutes=ago + credit)
        lines.add(Place(0, rank_at, born, f"t{born}", service, None))
    there = Busy(born=9999, service="a", since=3, arrived=False) if busy else None
    desks = [desk(f"w{n}", "a", "b", busy=there) for n in range(windows)]
    chancy = learned(spread=0.6, no_show=no_show, unsure=0.2)
    forecast = Forecast(hall(lines, *desks, learned=chancy))
    for service in "ab":
        waits = [forecast.wait_of(each) for each in lines.line(service)]
        waits.append(forecast.wait_for_new(service))
        for wait in waits:
            assert wait is not None
            assert 0 <= wait.low <= wait.middle <= wait.high < inf
            assert wait.reach == 1
        lows = [wait.low for wait in waits if wait is not None]
        assert lows == sorted(lows)


@given(st.floats(0, 5000), st.floats(0, 5000), st.floats(0, 600) | st.just(inf))
def test_shown_ranges_are_steps_of_five_and_hold_what_they_stand_for(
    one: float, other: float, closing: float
) -> None:
    wait = Wait(low=min(one, other), middle=(one + other) / 2, high=max(one, other))
    shown = shown_range(wait, closing)

    assert shown is not None
    low, high = shown
    assert low % 5 == high % 5 == 0
    assert 5 <= low < high
    assert low <= max(wait.low, 5)
    assert high >= min(wait.high, closing)


def test_who_may_not_be_reached_is_shown_the_closing_and_a_doubt() -> None:
    wait = wait_from([20.0] * 5 + [inf] * 8)

    assert wait.doubtful
    assert shown_range(wait, closing=42) == (20, 45)
    assert shown_range(wait) is None


@given(st.text(min_size=1, max_size=30), st.sampled_from(ROUNDS))
def test_lots_spread_evenly_over_the_strata(name: str, rounds: int) -> None:
    drawn = sorted(lots(name, rounds))

    assert len(set(drawn)) == rounds
    assert all(0 <= lot < STRATA for lot in drawn)
    gaps = [b - a for a, b in pairwise(drawn)]
    assert max(gaps, default=1) <= STRATA // rounds + 1


def test_lots_of_many_names_are_not_alike() -> None:
    """The sum of many draws spreads as independent ones would, to a quarter."""
    table = lengths(10.0, 0.6)
    sums = [0.0] * 61
    for n in range(40):
        for number, lot in enumerate(lots(f"t{n}", 61)):
            sums[number] += table[lot]
    middle_of = fmean(sums)
    variance = fmean((each - middle_of) ** 2 for each in sums)

    assert middle_of == pytest.approx(400)
    assert variance == pytest.approx(40 * fmean((x - 10) ** 2 for x in table), rel=0.35)


@given(st.floats(0.5, 60), st.floats(0.15, 1.2))
def test_lengths_keep_their_mean_shortest_first(mean: float, spread: float) -> None:
    table = lengths(mean, spread)

    assert list(table) == sorted(table)
    assert fmean(table) == pytest.approx(mean)


@given(_ARRIVALS)
def test_newcomers_who_walk_along_change_nobodys_wait(
    arrivals: list[tuple[int, str, int]],
) -> None:
    lines = Lines()
    for born, (ago, service, credit) in enumerate(arrivals):
        rank_at = NOW - timedelta(minutes=ago + credit)
        lines.add(Place(0, rank_at, born, f"t{born}", service, None))
    chancy = learned(spread=0.6, no_show=0.1, unsure=0.2)
    forecast = Forecast(hall(lines, desk("w1", "a", "b"), desk("w2", "b"), learned=chancy))
    alone = [forecast.wait_of(each) for each in lines]
    assert forecast.wait_for_new("a") is not None

    assert [forecast.wait_of(each) for each in lines] == alone
