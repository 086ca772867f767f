"""A kiosk on a virtual clock, as robots meet it: the real conversation, voice rules and layout."""

import asyncio
from collections.abc import Callable

from config.geometry import PANEL_32
from kiosk.layout.drawing import Scene
from kiosk.layout.tokens import Colours, Rgb
from kiosk.screen import Screen, TouchKind
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.conftest import Room
from tests.kiosk.robots.fingers import HEIGHT, WIDTH

_REST_S = 2.5


class Pane:
    """A pane without a picture: scenes are placed on it and thrown away."""

    size = (WIDTH, HEIGHT)

    def show(self, scene: Scene, colours: Colours) -> int:
        """Show nothing."""
        return len(scene.items)

    def ink(self, points: object, width: int, colour: Rgb) -> None:
        """Draw nothing."""

    def forget(self) -> None:
        """Keep nothing, as ever."""


class VirtualWorld:
    """One kiosk. With ``glass`` its screens are placed, so that fingers find them."""

    def __init__(self, room: Room, *, glass: bool = False) -> None:
        self.room = room
        self._screen: Screen | None = None
        if glass:
            self._screen = Screen(
                room.core, Pane(), shared_measure(), PANEL_32, clock=room.clock,
                later=asyncio.get_running_loop().call_soon,
            )  # fmt: skip
            room.core.on_change(self._screen.show)

    @property
    def begun(self) -> list[str]:
        """Everything that began to be spoken."""
        return self.room.speech.begun

    async def press(self, key: str) -> None:
        """Press a key."""
        await self.room.press(key)

    async def plug_in(self) -> None:
        """Put headphones in."""
        self.room.core.headphones(plugged=True)

    async def touch(self, kind: TouchKind, x: int, y: int) -> None:
        """Move a finger; time passes as a slow hand takes it."""
        if self._screen is None:
            raise RuntimeError("this kiosk has no glass")
        before = len(self.begun)
        self._screen.touch(kind, 1, x, y)
        await self.room.settle()
        if len(self.begun) > before:
            await self.room.wait(1.2, step=0.4)

    async def tap_twice(self, x: int, y: int) -> None:
        """Tap twice in one place."""
        if self._screen is None:
            raise RuntimeError("this kiosk has no glass")
        for _ in range(2):
            self._screen.touch("down", 1, x, y)
            self.room.speech.advance(0.1)
            self._screen.touch("up", 1, x, y)
            self.room.speech.advance(0.15)
        await self.room.settle()

    async def answer(self, since: int) -> None:
        """Listen a breath; a finger that rests is noticed meanwhile."""
        await self.room.wait(1.5)
        if len(self.begun) <= since:
            await self.room.wait(_REST_S, step=0.25)

    async def quiet(self, enough: Callable[[], bool] = lambda: False) -> None:
        """Listen for eight seconds: to a title, what there is, and the main action's key."""
        await self.room.wait(8)  # here everything is heard out, so that its length is counted

    async def moment(self) -> None:
        """Half a second."""
        await self.room.wait(0.5)

    async def still(self) -> None:
        """Nothing is on its way: everything settled before the clock went on."""
