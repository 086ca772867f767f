from array import array
from itertools import combinations

import pytest

from voice.earcons import NAMES, duration, earcon

RATE = 22050


def samples(name: str) -> "array[int]":
    return array("h", earcon(name, RATE))


@pytest.mark.parametrize("name", NAMES)
def test_an_earcon_is_short_audible_and_not_clipped(name: str) -> None:
    made = samples(name)
    assert len(made) / RATE == pytest.approx(duration(name), abs=0.001)
    assert duration(name) <= 1.0
    assert 1500 < max(abs(value) for value in made) < 24000
    assert abs(made[0]) < 300
    assert abs(made[-1]) < 300


def test_a_focus_tick_lasts_twenty_to_forty_milliseconds() -> None:
    assert 0.02 <= duration("focus") <= 0.04


def test_no_two_sound_alike() -> None:
    for one, other in combinations(NAMES, 2):
        assert earcon(one, RATE) != earcon(other, RATE)


def test_an_unknown_name_is_not_silent() -> None:
    assert earcon("nothing", RATE) == earcon("focus", RATE)
