"""Strokes become characters, whatever the size and place they were written at."""

from collections.abc import Iterator

import pytest

from kiosk.input_method.candidates import Stroke
from kiosk.input_method.handwriting import Handwriting, open_handwriting
from kiosk.input_method.methods import InputMethods

WORK: tuple[Stroke, ...] = (
    ((0.2, 0.23), (0.5, 0.22), (0.8, 0.23)),
    ((0.5, 0.23), (0.5, 0.5), (0.5, 0.77)),
    ((0.13, 0.77), (0.5, 0.78), (0.87, 0.77)),
)
BIG: tuple[Stroke, ...] = (
    ((0.13, 0.4), (0.87, 0.37)),
    ((0.5, 0.13), (0.43, 0.5), (0.13, 0.87)),
    ((0.5, 0.4), (0.67, 0.67), (0.9, 0.87)),
)


@pytest.fixture(scope="module")
def hand() -> Iterator[Handwriting]:
    opened = open_handwriting()
    assert opened is not None, "the model is missing: hall90 installs it for tests"
    yield opened
    opened.close()


def moved(strokes: tuple[Stroke, ...], scale: float, left: float, top: float) -> list[Stroke]:
    return [tuple((x * scale + left, y * scale + top) for x, y in stroke) for stroke in strokes]


@pytest.mark.parametrize("place", [(1.0, 0.0, 0.0), (0.4, 0.05, 0.55), (0.35, 0.6, 0.02)])
def test_a_character_is_known_at_any_size_and_place(
    hand: Handwriting, place: tuple[float, float, float]
) -> None:
    assert hand.characters(moved(WORK, *place), 8)[0] == "工"
    assert "大" in hand.characters(moved(BIG, *place), 8)


def test_no_strokes_are_no_character_and_one_dot_is_not_a_line(hand: Handwriting) -> None:
    assert hand.characters([], 8) == []
    assert hand.characters([((0.1, 0.5), (0.9, 0.5))], 8)[0] == "一"
    assert hand.characters([((0.5, 0.5),)], 8)[0] != "一"


async def test_characters_are_offered_with_a_word_they_stand_in() -> None:
    methods = InputMethods()
    await methods.open()
    try:
        assert methods.writes
        found = await methods.written(WORK)
    finally:
        methods.close()
    assert len(found) == 8
    assert (found[0].text, found[0].gloss) == ("工", "工作")
