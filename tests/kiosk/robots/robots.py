"""Robot visitors: each hears what is said and can do one kind of thing; none sees anything.

A robot knows words it wants to hear and what to do once it heard them. It is never told which
screen it is on or what stands there; only what was spoken decides what it does next.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Literal, Protocol

TouchKind = Literal["down", "move", "up"]

MOST_STEPS = 260
_AT_THE_END = "^最后一项"
_AT_THE_START = "^这一屏从这里开始"
_MORE = "^下一页，按钮$"
_ITEM = re.compile(r"，(选项|按钮|开关|键)(，|$)")
"""An item tells its role; a group of items does not."""


class StuckError(AssertionError):
    """A robot never heard what it was to choose."""


class World(Protocol):
    """The kiosk as a robot meets it: something that speaks, with keys, a jack and a glass."""

    @property
    def begun(self) -> list[str]:
        """Everything that began to be spoken, in order."""
        ...

    async def press(self, key: str) -> None:
        """Press a key and let it go."""
        ...

    async def plug_in(self) -> None:
        """Put headphones in."""
        ...

    async def touch(self, kind: TouchKind, x: int, y: int) -> None:
        """Put a finger down, move it, or lift it."""
        ...

    async def tap_twice(self, x: int, y: int) -> None:
        """Tap twice in one place."""
        ...

    async def answer(self, since: int) -> None:
        """Listen until something began after the first ``since``, or it stays silent."""
        ...

    async def quiet(self, enough: Callable[[], bool] = lambda: False) -> None:
        """Listen until the kiosk has said what it has to say for now, or enough was heard."""
        ...

    async def moment(self) -> None:
        """Listen a short while."""
        ...

    async def still(self) -> None:
        """Listen whether what was heard is followed by something that was on its way before it."""
        ...


class Ears:
    """What was spoken since somebody last listened from here on."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._mark = 0

    def begin(self) -> None:
        """Listen from now on."""
        self._mark = len(self.world.begun)

    @property
    def said(self) -> list[str]:
        """Everything that began to be spoken since."""
        return self.world.begun[self._mark :]

    def have(self, words: str) -> bool:
        """Tell whether something with these words was spoken since."""
        return any(re.search(words, one) for one in self.said)

    def have_item(self, words: str) -> bool:
        """Tell whether an item with these words was spoken since: the focus is on it."""
        return any(re.search(words, one) and _ITEM.search(one) for one in self.said)

    async def have_last(self, words: str) -> bool:
        """Tell whether what was said last has these words: the focus went no further since.

        Speech that was under way when a hand pressed is not that press's answer.
        """
        if not self.have(words):
            return False
        await self.world.still()
        items = [one for one in self.said if _ITEM.search(one)]
        return not items or re.search(words, items[-1]) is not None

    async def answer(self) -> None:
        """Listen until something is said since."""
        await self.world.answer(self._mark)

    async def wait_for(self, words: str, moments: int = 200) -> None:
        """Listen until it is said."""
        for _ in range(moments):
            if self.have(words):
                return
            await self.world.moment()
        raise StuckError(f"never heard {words!r}: {self.said}")


class Robot(Protocol):
    """Somebody who comes, chooses by ear, and counts what it took."""

    name: str
    acts: int

    async def come(self) -> None:
        """Begin, without sight."""
        ...

    async def choose(self, words: str) -> None:
        """Find what is said with these words and press it."""
        ...

    async def type(self, digits: str) -> None:
        """Put digits in on a pad."""
        ...

    @property
    def ears(self) -> Ears:
        """What it hears."""
        ...


class Hearing(ABC):
    """What every robot has: ears, and a count of what its hands did."""

    name = ""

    def __init__(self, world: World) -> None:
        self.world = world
        self.acts = 0
        self.ears = Ears(world)

    async def type(self, digits: str) -> None:
        """Choose each digit's key by ear."""
        for digit in digits:
            await self.choose(f"^{'零一二三四五六七八九'[int(digit)]}，.*键|^{digit}，.*键")

    @abstractmethod
    async def choose(self, words: str) -> None:
        """Find and press."""

    def stuck(self, words: str) -> StuckError:
        """Return what to tell."""
        return StuckError(f"{self.name} never heard {words!r}; last: {self.ears.said[-6:]}")


class ArrowRobot(Hearing):
    """A blind visitor with the keypad's arrows, the round key and no knowledge of the kiosk."""

    name = "arrows"

    async def come(self) -> None:
        """Put headphones in and hear out the welcome."""
        await self.world.plug_in()
        await self.world.quiet()

    async def press(self, key: str) -> None:
        """Press a key and listen a moment."""
        self.acts += 1
        self.ears.begin()
        await self.world.press(key)
        await self.ears.answer()

    async def choose(self, words: str) -> None:
        """Confirm what the kiosk offers for the # key; else go down until it is heard."""
        main = f"井号键，.*({words})"
        await self.world.quiet(lambda: self.ears.have(main))  # hear the screen, and its hint
        if self.ears.have(main):
            await self.press("#")
            return
        if self.ears.have_item(words):
            await self.press("enter")  # it is where the focus already is
            return
        way = "down"
        for _ in range(MOST_STEPS):
            await self.press(way)
            if await self.ears.have_last(words):
                await self.press("enter")
                return
            if way == "down" and self.ears.have(_AT_THE_END):
                way = "up"
            elif way == "up" and self.ears.have(_AT_THE_START):
                await self.press("pagedown")  # all of this page was heard
                way = "down"
        raise self.stuck(words)

    async def type(self, digits: str) -> None:
        """Type on the pad."""
        for digit in digits:
            await self.press(digit)


class DigitRobot(ArrowRobot):
    """A blind visitor who listens for the number of an item, and presses that number."""

    name = "digits"

    async def choose(self, words: str) -> None:
        """Go by number where one is told, else confirm, else by arrows as the others do."""
        known = _NUMBERS.get(words)
        if known is not None:
            await self.press(known)
        elif words in _MAIN:
            await self.press("#")
        else:
            await super().choose(words)


_NUMBERS = {"取号办事": "1", "找工作": "2", "学技能": "3", "查政策": "4", "查我的号": "5",
            "大厅服务": "6", "失业登记": "1", "呼叫工作人员": "0"}  # fmt: skip
_MAIN = ("下一步，核对|确认取号",)


class SwitchRobot(Hearing):
    """Two switches: one goes on, the other selects."""

    name = "two switches"

    async def come(self) -> None:
        """Press each once, as the kiosk asks."""
        for key in ("space", "tab"):
            await self._press(key)

    async def choose(self, words: str) -> None:
        """Go on until it is heard, then select."""
        if self.ears.have_item(words) and await self.ears.have_last(words):
            await self._press("tab")  # it is where the focus already is
            return
        more = 0
        for _ in range(MOST_STEPS):
            await self._press("space")
            if await self.ears.have_last(words):
                await self._press("tab")
                return
            more += self.ears.have(_MORE)
            if more > 1 and await self.ears.have_last(_MORE):
                await self._press("tab")  # all of this page was heard
                more = 0
        raise self.stuck(words)

    async def _press(self, key: str) -> None:
        self.acts += 1
        self.ears.begin()
        await self.world.press(key)
        await self.ears.answer()


class ScanRobot(Hearing):
    """One switch: the kiosk offers groups, then items; a press takes what is offered."""

    name = "one switch"

    async def come(self) -> None:
        """Press twice: there is only one."""
        for _ in range(2):
            await self._press()

    async def choose(self, words: str) -> None:
        """Wait until a group with it is offered and take it, then the item itself."""
        heard = len(self.ears.said)
        parts = [part.removeprefix("^").removesuffix("，.*键") for part in words.split("|")]
        among = re.compile("|".join(f"(^|，){part}" for part in parts))
        for _ in range(4 * MOST_STEPS):
            fresh = [
                one
                for one in self.ears.said[heard:]
                if re.search(words, one) or (among.search(one) and not _ITEM.search(one))
            ]
            if fresh:
                await self._press()
                heard = 0
                if _ITEM.search(fresh[-1]):
                    return
                continue
            heard = len(self.ears.said)
            await self.world.moment()
        raise self.stuck(words)

    async def _press(self) -> None:
        self.acts += 1
        self.ears.begin()
        await self.world.press("space")
