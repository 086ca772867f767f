import math
import re
from array import array
from itertools import combinations
from pathlib import Path

import pytest

from voice.earcons import NAMES, duration, earcon

RATE = 22050


def samples(name: str) -> "array[int]":
    return array("h", earcon(name, RATE))


@pytest.mark.parametrize("name", NAMES)
def test_a_49_an_earcon_is_short_audible_and_not_clipped(name: str) -> None:
    made = samples(name)
    assert len(made) / RATE == pytest.approx(duration(name), abs=0.001)
    assert duration(name) <= 1.0
    assert 1500 < max(abs(value) for value in made) < 24000
    assert abs(made[0]) < 300
    assert abs(made[-1]) < 300


def test_a_focus_tick_lasts_twenty_to_forty_milliseconds() -> None:
    assert 0.02 <= duration("focus") <= 0.04


#: A sixth of an octave apart, 100 Hz to 4 kHz.
BANDS = [100 * 2 ** (step / 6) for step in range(33)]


def spectrum(made: "array[int]") -> list[float]:
    """How loud each band is, by Goertzel's algorithm, with unit length as a whole."""
    loudness = []
    for frequency in BANDS:
        turn = 2 * math.cos(2 * math.pi * frequency / RATE)
        before, last = 0.0, 0.0
        for sample in made:
            before, last = last, sample + turn * last - before
        loudness.append(math.sqrt(max(0.0, before**2 + last**2 - turn * before * last)))
    whole = math.sqrt(sum(value**2 for value in loudness))
    return [value / whole for value in loudness]


def pitch(made: "array[int]") -> float:
    loudness = spectrum(made)
    return BANDS[loudness.index(max(loudness))]


def halves(name: str) -> tuple[float, float]:
    made = samples(name)
    middle = len(made) // 2
    return pitch(made[:middle]), pitch(made[middle:])


@pytest.mark.parametrize(("one", "other"), list(combinations(NAMES, 2)))
def test_two_earcons_are_told_apart_by_their_tones_or_by_their_length(one: str, other: str) -> None:
    alike = sum(
        a * b for a, b in zip(spectrum(samples(one)), spectrum(samples(other)), strict=True)
    )
    lengths = sorted((duration(one), duration(other)))
    assert alike < 0.8 or lengths[1] >= 3 * lengths[0]


def test_what_went_well_rises_and_what_did_not_falls() -> None:
    first, second = halves("activate")
    assert second > 1.2 * first
    first, second = halves("error")
    assert second < 0.8 * first


def test_the_chime_falls_over_three_tones_within_a_second() -> None:
    made = samples("chime")
    third = len(made) // 4
    tones = [pitch(made[at : at + third]) for at in (0, third, 2 * third)]
    assert tones[0] > tones[1] > tones[2]
    assert duration("chime") <= 1.0


def test_every_earcon_is_documented() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "voice.md"
    listed = set(re.findall(r"^\| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE))
    assert set(NAMES) <= listed


def test_an_unknown_name_is_not_silent() -> None:
    assert earcon("nothing", RATE) == earcon("focus", RATE)
