"""The robot that explores the glass: it knows where its finger is and hears; it sees nothing."""

from tests.kiosk.robots.robots import Hearing, World

WIDTH, HEIGHT = 1080, 1920
_ACROSS = (0.27, 0.73, 0.5, 0.12, 0.88)
"""Where the finger slides down: left half, right half, the middle, the edges."""
_TOP = 120
_STEP = 24
_REST = (500, 300)


class FingerRobot(Hearing):
    """Slides one finger over the glass and taps twice where it heard what it came for."""

    name = "explore by touch"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._at = _REST

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
        for across in _ACROSS:
            if await self._slide(words, round(WIDTH * across)):
                self.acts += 1
                self.ears.begin()
                await self.world.tap_twice(*self._at)
                await self.world.quiet()
                return
        raise self.stuck(words)

    async def _slide(self, words: str, x: int) -> bool:
        """Slide one finger down; True where the words were heard under it."""
        self.acts += 1
        self.ears.begin()
        await self.world.touch("down", x, _TOP)
        for y in range(_TOP, HEIGHT, _STEP):
            before = len(self.ears.said)
            await self.world.touch("move", x, y)
            if len(self.ears.said) > before and self.ears.have(words):
                self._at = (x, y)
                break
        found = self.ears.have(words)
        await self.world.touch("up", x, self._at[1] if found else HEIGHT - 1)
        await self.world.moment()
        return found
