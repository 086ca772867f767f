"""Without motion ("减少动画") nothing on the glass changes over and over by itself (A-26)."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.geometry import PANEL_32
from kiosk.layout.drawing import Scene
from kiosk.layout.tokens import Colours, Rgb
from kiosk.screen import Screen
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.robots.fingers import HEIGHT, WIDTH

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room


class Film:
    """A glass that keeps every picture that differs from the one before."""

    size = (WIDTH, HEIGHT)

    def __init__(self) -> None:
        self.pictures: list[Scene] = []

    def show(self, scene: Scene, colours: Colours) -> int:
        if not self.pictures or self.pictures[-1] != scene:
            self.pictures.append(scene)
        return 0

    def ink(self, points: object, width: int, colour: Rgb) -> None:
        raise AssertionError("nobody writes here")

    def forget(self) -> None:
        pass


def filmed(room: "Room") -> Film:
    film = Film()
    screen = Screen(
        room.core, film, shared_measure(), PANEL_32, clock=room.clock,
        later=asyncio.get_running_loop().call_soon,
    )  # fmt: skip
    room.core.on_change(screen.show)
    return film


async def set_calm(room: "Room", *, calm: bool) -> None:
    """Choose it as a visitor does, on the settings' screen."""
    await room.touch("start")
    await room.touch("display")
    while room.core.model.node("set-calm") is None:
        await room.touch("page-next")
    if calm:
        await room.touch("set-calm")
    assert room.core.visit.modes.calm is calm


async def pictures_of_words(room: "Room", *, calm: bool) -> int:
    """Return how many pictures there are while one long sentence is said, word by word."""
    film = filmed(room)
    await set_calm(room, calm=calm)
    await room.press("down")
    await room.press("down")
    said = next(one for one in reversed(room.speech.heard) if one.kind == "start")
    await room.settle()
    film.pictures.clear()
    for at in range(len(said.utterance.text) - 1):
        room.core.heard(replace(said, kind="word", written=(at, at + 1)))
        await room.settle()
    return len(film.pictures)


@pytest.mark.parametrize("calm", [False, True])
async def test_a_26_no_mark_runs_along_under_the_words_that_sound(room: "Room", calm: bool) -> None:
    taken = await pictures_of_words(room, calm=calm)
    assert taken <= 1 if calm else taken > 3, taken


@pytest.mark.parametrize(("calm", "least", "most"), [(False, 40, 60), (True, 3, 10)])
async def test_a_26_the_countdown_stands_still_for_five_seconds(
    room: "Room", calm: bool, least: int, most: int
) -> None:
    film = filmed(room)
    await set_calm(room, calm=calm)
    await room.wait(122)
    assert room.screen == "warning"
    film.pictures.clear()
    ends_at = room.clock.monotonic() + 45
    while room.screen == "warning":
        told = int("".join(sign for sign in room.node("note").name if sign.isdigit()))
        assert told <= max(5, ends_at - room.clock.monotonic() + 1), "nobody is told too much"
        await room.wait(0.5)
    assert least <= len(film.pictures) <= most, len(film.pictures)
