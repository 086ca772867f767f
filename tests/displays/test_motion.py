"""Moving pages show every word, and nothing ever flashes fast enough to harm."""

import itertools

import pytest

from displays.signs.commands import Area, Effect, Page
from displays.signs.motion import FRAME_S, frames_of, moves, pixels_a_second, seconds_once

AREA = Area(width=64, height=32)


def test_a_25_a_flash_beats_at_most_three_times_a_second_and_then_stays_lit() -> None:
    at = frames_of(Page(text="A017", area=AREA, effect="flash"))
    lit = [any(at(number * FRAME_S).rgb) for number in range(25 * 60)]
    changes = [after != before for before, after in itertools.pairwise(lit)]
    for start in range(len(changes) - 25):
        assert sum(changes[start : start + 25]) <= 6
    assert any(changes)
    assert all(lit[25 * 4 :])


@pytest.mark.parametrize("effect", ["left", "right", "up", "down"])
def test_a_moving_page_shows_all_its_columns_and_comes_round(effect: Effect) -> None:
    page = Page(text="第一行很长的通知ABCDEFG", area=AREA, effect=effect, speed=4)
    at = frames_of(page)
    speed = pixels_a_second(page)
    pictures = [at(number / speed).rgb for number in range(600)]
    assert len(set(pictures)) > 40
    first = pictures[0]
    again = [number for number, each in enumerate(pictures) if number and each == first]
    assert again
    assert again[0] / speed <= seconds_once(page) + 1


def test_it_starts_with_the_first_words_at_the_left_edge() -> None:
    page = Page(text="很长很长的一行通知", area=AREA, effect="left")
    still = Page(text="很长很长的一行通知", area=Area(width=288, height=32))
    row = 3 * 64
    begun = frames_of(page)(0.0).rgb
    whole = frames_of(still)(0.0).rgb
    assert [begun[y * row : y * row + row] for y in range(32)] == [
        whole[y * 3 * 288 : y * 3 * 288 + row] for y in range(32)
    ]


def test_speed_is_bounded_for_slow_readers() -> None:
    assert pixels_a_second(Page(text="x", speed=0)) <= 64
    assert pixels_a_second(Page(text="x", speed=8)) < pixels_a_second(Page(text="x", speed=4))
    assert not moves(Page(text="x"))
