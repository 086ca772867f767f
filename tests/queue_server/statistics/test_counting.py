"""Counting visits: figures, cuts, kept promises, who passed whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Need
from queue_server.domain.ticket import Leg, State
from queue_server.statistics.accuracy import accuracy_of
from queue_server.statistics.fairness import fairness_of
from queue_server.statistics.grouping import Cutter
from queue_server.statistics.measures import figures_of, spread_of
from queue_server.statistics.visits import Shown, Visit, need_class

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai
SHANGHAI = ZoneInfo("Asia/Shanghai")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def visit(
    n: int,
    *,
    came: float = 0,
    waited: float | None = 10,
    took: float = 8,
    service: str = "a",
    window: str = "w1",
    state: State = State.DONE,
    outcome: str = "finished",
    **more: object,
) -> Visit:
    issued = NINE + minutes(came)
    legs: tuple[Leg, ...] = ()
    if waited is not None:
        called = issued + minutes(waited)
        come = called + minutes(1)
        leg = Leg(
            service=service, window=window, called_at=called, arrived_at=come,
            ended_at=come + minutes(took), outcome=outcome,
        )  # fmt: skip
        legs = (leg,) if outcome != "no_show" else (replace(leg, arrived_at=None),)
    values: dict[str, object] = {
        "ticket": f"t{n}", "number": f"A{n:03d}", "day": "2026-11-23", "service": service,
        "state": state, "issued_at": issued, "born": n, "legs": legs, **more,
    }  # fmt: skip
    return Visit(**values)  # type: ignore[arg-type]  # fields of Visit


def shown(low: int, high: int, middle: float = 10) -> Shown:
    return Shown(
        low=low, high=high, walked_low=low, walked_middle=middle, walked_high=high, ahead=1
    )


def test_a_days_visits_in_numbers() -> None:
    figures = figures_of(
        [
            visit(1, waited=4, took=8),
            visit(2, waited=16, took=10),
            visit(3, waited=30, outcome="no_show", state=State.MISSED),
            visit(4, waited=None, state=State.CANCELLED),
            visit(5, waited=None, state=State.EXPIRED),
            visit(6, waited=None, state=State.WAITING),
        ]
    )

    assert (figures.issued, figures.called, figures.done, figures.open) == (6, 3, 2, 2)
    assert (figures.cancelled, figures.left_at_closing, figures.no_shows) == (1, 1, 1)
    assert figures.no_show_share == pytest.approx(1 / 3)
    assert figures.waits is not None
    assert (figures.waits.median, figures.waits.nine_of_ten, figures.waits.longest) == (16, 30, 30)
    assert figures.services is not None
    assert (figures.services.count, figures.services.mean) == (2, 9)
    assert figures.walks is not None
    assert figures.walks.median == pytest.approx(1)


def test_nothing_is_told_of_nobody() -> None:
    figures = figures_of([])

    assert figures.issued == 0
    assert figures.no_show_share is None
    assert figures.waits is figures.services is figures.walks is None


def test_a_visit_held_or_cut_off_by_closing_is_no_length_of_a_visit() -> None:
    figures = figures_of([visit(1, outcome="held"), visit(2, outcome="day_closed")])

    assert figures.services is None
    assert figures.walks is not None


def test_the_same_visits_cut_four_ways_agree() -> None:
    cutter = Cutter(["a", "b"], ["w1", "w2"], SHANGHAI)
    cutter.add(visit(1, came=10))
    cutter.add(visit(2, came=70, service="b", window="w2"))
    moved = visit(3, came=75)
    cutter.add(replace(moved, legs=(*moved.legs, replace(moved.legs[0], window="w2"))))
    cuts = cutter.cuts()

    assert cuts.total.issued == 3
    assert {name: each.issued for name, each in cuts.services.items()} == {"a": 2, "b": 1}
    assert {name: each.issued for name, each in cuts.windows.items()} == {"w1": 2, "w2": 2}
    assert {name: each.issued for name, each in cuts.hours.items()} == {"09": 1, "10": 2}
    assert {name: each.issued for name, each in cuts.days.items()} == {"2026-11-23": 3}
    # A ticket served at two windows is one visit, but each window served once.
    assert cuts.windows["w1"].services is not None
    assert cuts.windows["w1"].services.count == 2
    assert cuts.total.services is not None
    assert cuts.total.services.count == 4


def test_a_window_nobody_came_to_and_one_the_site_dropped_both_have_a_row() -> None:
    cutter = Cutter(["a"], ["w1"], SHANGHAI)
    cutter.add(visit(1, window="old"))

    assert [*cutter.cuts().windows] == ["w1", "old"]
    assert cutter.cuts().windows["w1"].issued == 0


def test_ranges_are_compared_with_what_came() -> None:
    accuracy = accuracy_of(
        [
            visit(1, waited=12, shown=shown(10, 20, 14)),
            visit(2, waited=3, shown=shown(5, 10, 6)),  # at most five minutes is told as five
            visit(3, waited=8, shown=shown(10, 20, 15)),
            visit(4, waited=25, shown=shown(10, 20, 15)),
            visit(5, waited=90, shown=shown(10, 20, 15), stepped_away=True),
            visit(6, waited=90),
            visit(7, waited=None, shown=shown(10, 20)),
        ]
    )

    assert accuracy is not None
    assert (accuracy.shown, accuracy.within, accuracy.sooner, accuracy.later) == (
        4,
        0.5,
        0.25,
        0.25,
    )
    assert accuracy.error == pytest.approx((2 + 3 + 7 + 10) / 4)
    assert accuracy.bias == pytest.approx((2 + 3 + 7 - 10) / 4)
    assert accuracy.width == pytest.approx(35 / 4)
    assert accuracy_of([visit(1)]) is None


def test_whom_somebody_later_was_called_before_was_passed() -> None:
    # Issued in the order 1, 2, 3; called in the order 3, 1, 2.
    line = [visit(1, came=0, waited=20), visit(2, came=1, waited=21), visit(3, came=2, waited=5)]
    elsewhere = visit(4, came=3, waited=1, service="b")
    fairness = fairness_of([*line, elsewhere])

    assert (fairness.called, fairness.passed, fairness.most) == (4, 2, 1)


@given(st.permutations(range(8)))
def test_passes_are_the_inversions_of_the_line(order: list[int]) -> None:
    visits = [visit(n, came=n, waited=100 - n + place) for place, n in enumerate(order)]
    passed = [sum(order.index(m) < order.index(n) for m in range(n + 1, 8)) for n in range(8)]

    fairness = fairness_of(visits)

    assert fairness.passed == sum(count > 0 for count in passed)
    assert fairness.most == max(passed)


@given(st.lists(st.floats(0, 1000, allow_subnormal=False), min_size=1, max_size=60))
def test_spreads_are_in_order(lengths: list[float]) -> None:
    spread = spread_of(lengths)

    assert spread is not None
    assert min(lengths) <= spread.median <= spread.nine_of_ten <= spread.longest == max(lengths)
    within = sum(each <= spread.nine_of_ten for each in lengths)
    assert within >= 0.9 * len(lengths)


@pytest.mark.parametrize(
    ("needs", "name"),
    [
        ((), "none"),
        (("wheelchair",), "mobility"),
        (("wheelchair", "slow_walker"), "mobility"),
        (("blind", "speech"), "sight"),
        (("deaf", "text_only", "vibration"), "hearing"),
        (("easy_read",), "understanding"),
        (("elder", "veteran"), "earlier"),
        (("blind", "wheelchair"), "several"),
    ],
)
def test_each_visitor_has_one_need_class(needs: tuple[Need, ...], name: str) -> None:
    assert need_class(needs) == name
