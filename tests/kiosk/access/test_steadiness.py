"""Hands that shake: a press counts after its rest, and not twice."""

import pytest

from kiosk.access.steadiness import FILTERS, Steadiness


@pytest.mark.parametrize("level", range(len(FILTERS)))
def test_a_63_a_press_counts_after_its_rest_and_not_again_too_soon(level: int) -> None:
    rest, again = FILTERS[level]
    steady = Steadiness()
    if rest:
        steady.landed(10.0)
        assert not steady.counts("ok", 10.0 + rest - 0.05, level)
    steady.landed(20.0)
    lifted = 20.0 + rest
    assert steady.counts("ok", lifted, level)
    if again:
        steady.landed(lifted)
        assert not steady.counts("ok", lifted + again - 0.05, level)
        assert steady.counts("other", lifted + max(again, rest), level)
    steady.landed(40.0)
    assert steady.counts("ok", 40.0 + rest, level)


def test_without_a_filter_every_press_counts_at_once() -> None:
    steady = Steadiness()
    steady.landed(1.0)
    assert steady.counts("key-5", 1.0, 0)
    steady.landed(1.0)
    assert steady.counts("key-5", 1.01, 0)
