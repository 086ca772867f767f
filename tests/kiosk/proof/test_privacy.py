"""After a visit nothing of the visitor is left: in memory, on the glass, to be heard."""

import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from config.geometry import PANEL_32
from kiosk.access.intents import Intent
from kiosk.layout.drawing import Scene
from kiosk.layout.tokens import Colours, Rgb
from kiosk.screen import Screen
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.conftest import Room
from tests.kiosk.hall_in_hand import ticket

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = "ZQ" + "781"
"""A ticket's number nobody else has, put together so that this file's own constant is not it."""


class RememberingGlass:
    """Keeps every scene until it is told to forget, as a store of pictures does."""

    size = (1080, 1920)

    def __init__(self) -> None:
        self.scenes: list[Scene] = []

    def show(self, scene: Scene, colours: Colours) -> int:
        """Keep it."""
        self.scenes.append(scene)
        return 1

    def ink(self, points: object, width: int, colour: Rgb) -> None:
        """Draw nothing."""

    def forget(self) -> None:
        """Keep what is shown now."""
        del self.scenes[:-1]


def holders(marker: str, but: tuple[object, ...]) -> Iterator[str]:
    """Yield what holds a string with the marker, of everything Python can reach."""
    known = {id(one) for one in but}
    for one in gc.get_objects():
        if id(one) in known or issubclass(type(one), type):
            continue
        for held in gc.get_referents(one):
            # By its type: `isinstance` asks a weak reference's proxy for what may be gone.
            if issubclass(type(held), str) and marker in held and held is not marker:
                yield f"{type(one).__module__}.{type(one).__name__}: {held[:80]!r} in {one!r:.300}"


def left_behind(room: Room, marker: str) -> list[str]:
    """Return what still holds the marker, but for what this test itself remembers."""
    room.speech.heard.clear()
    room.shown.clear()
    room.hall.issued.clear()
    room.hall.known.clear()
    room.hall.next_ticket = None
    room.hall.asked.clear()
    room.hall.queries.clear()
    room.hall.keys.clear()
    room.hall.deliveries.clear()
    room.paper.printed.clear()
    room.paper.reprints.clear()
    gc.collect()
    return list(holders(marker, ()))


async def visit(room: Room) -> None:
    """Take a ticket by ear, look it up, have it read, and repeat it."""
    room.hall.next_ticket = ticket(NUMBER, id="t-1")
    room.hall.known[NUMBER] = ticket(NUMBER, id="t-1")
    room.core.headphones(plugged=True)
    for key in ("1", "1", "2", "#", "#"):
        await room.press(key)
    await room.wait(12)
    assert any("七八幺" in said for said in room.speech.begun)
    await room.press("r", shift=True)
    await room.press("h")
    await room.press("5")
    await room.wait(3)


@pytest.mark.parametrize("how", [pytest.param("asked", marks=pytest.mark.deep), "left"])
async def test_a_82_nothing_that_python_can_reach_holds_the_visitors_number(
    new_room: "Callable[[], Room]", how: str
) -> None:
    room = new_room()
    glass = RememberingGlass()
    screen = Screen(room.core, glass, shared_measure(), PANEL_32, clock=room.clock)
    room.core.on_change(screen.show)
    await room.begin()
    await visit(room)
    assert list(holders(NUMBER, ())), "while the visit lasts it is there"
    if how == "asked":
        await room.press("h")
        room.core._stage.set(room.core.visit.__class__(step="leave", modes=room.core.visit.modes,
                                                       ticket=room.core.visit.ticket))  # fmt: skip
        await room.touch("strip")
        assert room.screen == "end"
        await room.wait(1)
    else:
        await room.wait(400, step=1.0)
        assert room.screen == "idle"
    left = left_behind(room, NUMBER)
    assert not left, "\n".join(left[:12])
    await room.core.aclose()


PHONE = "139" + "24681357"
"""A telephone number nobody else has, put together as above."""


@pytest.mark.parametrize("how", [pytest.param("asked", marks=pytest.mark.deep), "left", "unsent"])
async def test_a_82_nothing_that_python_can_reach_holds_what_was_told_or_a_number_to_call_back(
    new_room: "Callable[[], Room]", how: str
) -> None:
    room = new_room()
    glass = RememberingGlass()
    screen = Screen(room.core, glass, shared_measure(), PANEL_32, clock=room.clock)
    room.core.on_change(screen.show)
    await room.begin()
    room.core.headphones(plugged=True)
    for node in ("home-hall", "hall-tell", "tell-complaint", "about-other", "page-next",
                 "phone"):  # fmt: skip
        await room.touch(node)
    for digit in PHONE:
        await room.press(digit)
    await room.wait(3)
    await room.press("#")
    await room.wait(3)
    assert list(holders(PHONE, ())), "while the visit lasts it is there"
    if how != "unsent":
        await room.touch("strip")
        assert room.hall.letters[0][1].contact == PHONE
    room.hall.letters.clear()
    if how == "asked":
        room.core._presence.end()
        await room.wait(1)
    else:
        await room.wait(400, step=1.0)
        assert room.screen == "idle"
    left = left_behind(room, PHONE)
    assert not left, "\n".join(left[:12])
    await room.core.aclose()


async def test_a_82_the_next_visitor_cannot_hear_the_last_words_again(room: Room) -> None:
    await visit(room)
    await room.wait(400, step=1.0)
    assert room.screen == "idle"
    heard = len(room.speech.begun)
    room.core._speaker.skip(-1)
    room.core._speaker._speech.repeat()
    await room.wait(3)
    assert room.speech.begun[heard:] == []
    await room.press("down")
    await room.wish(Intent.SENTENCE_PREVIOUS)
    await room.wait(3)
    assert "七八幺" not in " ".join(room.speech.begun[heard:])


async def test_a_82_what_is_logged_of_a_visit_names_no_number_and_no_need(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        await visit(room)
        await room.wait(400, step=1.0)
    told = " ".join(str(vars(record)) for record in caplog.records)
    assert NUMBER not in told
    assert "blind" not in told
