"""The robot that explores the glass: it knows where its finger is and hears; it sees nothing."""

import re

from tests.kiosk.robots.robots import Hearing, World

WIDTH, HEIGHT = 1080, 1920
_ACROSS = (0.27, 0.73, 0.5, 0.12, 0.88)
"""Where the finger slides down: left half, right half, the middle, the edges."""
_TOP = 120
_STEP = 36
_REST = (500, 300)
_MORE = "^下一页，按钮"
_KEY = re.compile("，键$")
_MOST_PAGES = 4


class FingerRobot(Hearing):
    """Slides one finger over the glass and taps twice where it heard what it came for."""

    name = "explore by touch"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._at = _REST
        self._rows: list[int] = []

    async def come(self) -> None:
        """Rest a finger anywhere for two seconds: speech begins and tells how to go on."""
        self.acts += 1
        self.ears.begin()
        await self.world.touch("down", *_REST)
        await self.ears.answer()
        await self.world.touch("up", *_REST)
        await self.world.quiet()

    async def choose(self, words: str) -> None:
        """Slide down the glass, line by line, until it is heard; then tap twice."""
        for _ in range(_MOST_PAGES):
            more = False
            for across in _ACROSS:
                if await self._slide(words, round(WIDTH * across)):
                    await self._tap()
                    return
                more = more or self.ears.have(f"{_MORE}$")
            for down in self._rows:
                if await self._slide_across(words, down):
                    await self._tap()
                    return
            if not (more and await self._turned()):
                break
        raise self.stuck(words)

    async def _slide_across(self, words: str, y: int) -> bool:
        """Slide one finger along a row of keys; True where the words were heard under it."""
        self.acts += 1
        self.ears.begin()
        found = False
        await self.world.touch("down", _STEP, y)
        for x in range(_STEP, WIDTH, _STEP):
            before = len(self.ears.said)
            await self.world.touch("move", x, y)
            if len(self.ears.said) > before and self.ears.have(words):
                self._at, found = (x, y), True
                break
        await self.world.touch("up", self._at[0] if found else WIDTH - 1, y)
        await self.world.moment()
        return found

    async def _turned(self) -> bool:
        """Turn to the next page, as was heard that one can."""
        for across in _ACROSS:
            if await self._slide(_MORE, round(WIDTH * across)):
                await self._tap()
                return True
        return False

    async def _tap(self) -> None:
        """Tap twice where the finger was."""
        self.acts += 1
        self.ears.begin()
        await self.world.tap_twice(*self._at)
        await self.world.quiet()

    async def _slide(self, words: str, x: int) -> bool:
        """Slide one finger down; True where the words were heard under it.

        Where single keys are met, their rows are remembered.
        """
        self.acts += 1
        self.ears.begin()
        if x == round(WIDTH * _ACROSS[0]):
            self._rows = []
        await self.world.touch("down", x, _TOP)
        for y in range(_TOP, HEIGHT, _STEP):
            before = len(self.ears.said)
            await self.world.touch("move", x, y)
            heard = self.ears.said[before:]
            if heard and self.ears.have(words):
                self._at = (x, y)
                break
            if x == round(WIDTH * _ACROSS[0]) and any(_KEY.search(one) for one in heard):
                self._rows.append(y)
        found = self.ears.have(words)
        await self.world.touch("up", x, self._at[1] if found else HEIGHT - 1)
        await self.world.moment()
        return found
