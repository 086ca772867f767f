"""Ends of ranges move to where the last ones would have held."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.estimates.calibrating import Calibration, Kept
from queue_server.estimates.values import Wait

TWENTY_TO_FORTY = Wait(low=20, middle=30, high=40)


def calibrated(*waited: float) -> Wait:
    kept = (Kept(low=20, high=40, waited=each) for each in waited)
    return Calibration(kept).applied(TWENTY_TO_FORTY)


def test_little_experience_moves_nothing() -> None:
    assert calibrated(*[90.0] * 20) == TWENTY_TO_FORTY


def test_ranges_that_are_too_short_are_widened_at_the_end_that_failed() -> None:
    late = calibrated(*[30.0] * 150, *[48.0] * 150)

    assert late.high == pytest.approx(40 + 8 * 300 / 350)
    assert late.low >= 20


def test_ranges_that_are_too_wide_are_narrowed_a_little() -> None:
    sure = calibrated(*[30.0] * 300)

    assert 20 < sure.low < 24
    assert 36 < sure.high < 40


def test_one_who_waited_for_ever_does_not_stretch_every_range() -> None:
    assert calibrated(*[30.0] * 290, *[500.0] * 10).high < 40


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 100), st.floats(0, 500)), max_size=120),
    st.tuples(st.floats(0, 300), st.floats(0, 100), st.floats(0, 100)),
)
def test_a_range_stays_a_range(
    past: list[tuple[float, float, float]], now: tuple[float, float, float]
) -> None:
    kept = (Kept(low=low, high=low + width, waited=waited) for low, width, waited in past)
    low, left, right = now
    moved = Calibration(kept).applied(Wait(low=low, middle=low + left, high=low + left + right))

    assert 0 <= moved.low <= moved.middle <= moved.high
    assert moved.middle == low + left


def test_what_never_comes_is_left_as_it_is() -> None:
    never = Wait(low=20, middle=math.inf, high=math.inf, reach=0.3)

    assert Calibration([Kept(low=1, high=2, waited=50)] * 60).applied(never) == never
