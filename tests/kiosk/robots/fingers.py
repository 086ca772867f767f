"""The robot that explores the glass: it knows where its finger is and hears; it sees nothing."""

from config.geometry import PANEL_32
from kiosk.layout.drawing import Scene
from kiosk.layout.tokens import Colours, Rgb
from kiosk.screen import Screen
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.conftest import Room
from tests.kiosk.robots.robots import _Hearing

_ACROSS = (0.27, 0.73, 0.5, 0.12, 0.88)
"""Where the finger slides down: left half, right half, the middle, the edges."""


class Glass:
    """A pane without a picture: scenes are placed on it and thrown away."""

    size = (1080, 1920)

    def show(self, scene: Scene, colours: Colours) -> int:
        """Show nothing."""
        return len(scene.items)

    def ink(self, points: object, width: int, colour: Rgb) -> None:
        """Draw nothing."""


class FingerRobot(_Hearing):
    """Slides one finger over the glass and taps twice where it heard it."""

    name = "explore by touch"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._at = (0, 0)
        self.screen = Screen(room.core, Glass(), shared_measure(), PANEL_32, clock=room.clock)
        room.core.on_change(self.screen.show)

    async def come(self) -> None:
        """Rest a finger anywhere for two seconds: speech begins and tells how to go on."""
        self.acts += 1
        self.screen.touch("down", 1, 500, 300)
        await self.room.wait(2.5, step=0.25)
        self.screen.touch("up", 1, 500, 300)
        await self.room.wait(14)

    async def choose(self, words: str) -> None:
        """Slide down the glass, line by line, until it is heard; then tap twice."""
        width, height = Glass.size
        for across in _ACROSS:
            if await self._slide(words, round(width * across), height):
                await self._tap_twice()
                return
        raise self.stuck(words)

    async def _slide(self, words: str, x: int, height: int) -> bool:
        """Slide one finger down; True where the words were heard under it."""
        self.acts += 1
        self.ears.begin()
        self.screen.touch("down", 1, x, 120)
        for y in range(120, height, 24):
            before = len(self.ears.said)
            self.screen.touch("move", 1, x, y)
            if len(self.ears.said) > before:
                await self.room.wait(1.2, step=0.4)
            if self.ears.have(words):
                self._at = (x, y)
                self.screen.touch("up", 1, x, y)
                await self.room.wait(1.5)
                return True
        self.screen.touch("up", 1, x, height - 1)
        await self.room.wait(1)
        return False

    async def _tap_twice(self) -> None:
        self.acts += 1
        self.ears.begin()
        for _ in range(2):
            self.screen.touch("down", 1, *self._at)
            self.room.speech.advance(0.1)
            self.screen.touch("up", 1, *self._at)
            self.room.speech.advance(0.15)
        await self.room.settle()
        await self.room.wait(6)
