"""Own work of keys, screens and frames in a real Kivy window drawn into memory.

Own work is processor time of the program's own thread (layout, painting, Kivy); what the graphics
driver's threads do is not counted, and no display is needed. Run as a process of its own.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from config.geometry import PANEL_32
from hall.clock import SystemClock
from kiosk.flow.core import KioskCore
from kiosk.flow.typing_screens import GROUPS
from kiosk.screen import Screen
from tests.kiosk.tools_in_hand import PaperTray
from voice.port import SpeechEvent
from voice.synths.silence import SilentSpeech

_WAYS = ("1", "1", "#", "escape", "escape", "h", "2", "h", "3", "h", "5", "h", "6", "h", "9", "9")
_ON_PAD = ("2", "5", "9", "*", "*", "*", "2", "9", "9", "*", "*", "5", "*", "2", "6", "7")
"""Initials on twelve keys: 保洁员, a word nobody has, 包装工, 客服, 按摩师; the star erases."""
_LETTERS = "baojie"
_PAGES = 24
_MOST_TURNS = 9
_BETWEEN_S = 0.25
"""More than the kiosk waits for more keys before it asks the hall for words."""


@dataclass(slots=True)
class Taken:
    """Milliseconds of own work."""

    request: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    typing: list[float] = field(default_factory=list)
    paging: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    """All work from a key's frame to the next key: the hall's answer and each of its frames."""
    late: int = 0
    """Keys whose words were asked for only after the key was done."""


class Desk:
    """One kiosk with its window, and hands on its keys."""

    def __init__(self, jobs: int) -> None:
        from bench.kiosk_parts.hall_of_jobs import HallOfJobs
        from kiosk.ui.text.pango import shared_measure
        from kiosk.ui.window import Inputs, KioskWindow

        self.asked_at = 0.0
        clock = SystemClock()
        speech = SilentSpeech(clock, events=self._heard)
        self.core = KioskCore(
            clock=clock, hall=HallOfJobs(count=jobs), paper=PaperTray(), speech=speech
        )
        touch, key = (lambda *_: None), (lambda *_: None)
        self.window = KioskWindow(Inputs(touch=touch, key_down=key, key_up=key))
        screen = Screen(
            self.core, self.window, shared_measure(), PANEL_32, clock=clock,
            later=asyncio.get_running_loop().call_soon,
        )  # fmt: skip
        self.core.on_change(screen.show)
        self.taken = Taken()

    def _heard(self, event: SpeechEvent) -> None:
        if event.kind == "request":
            self.asked_at = time.thread_time()
        core = getattr(self, "core", None)
        if core is not None:
            core.heard(event)

    async def press(self, key: str, into: list[float]) -> None:
        """Press a key and let the frame be drawn; note the own work of both."""

        def pressed() -> None:
            self.core.key_down(key)
            self.core.key_up(key)

        await self._noted(pressed, into)

    async def touch(self, node: str, into: list[float]) -> None:
        """Touch a control and let the frame be drawn; note the own work of both."""
        self._stand_before(node)
        await self._noted(lambda: self.core.touched(node), into)

    async def _noted(self, act: Callable[[], None], into: list[float]) -> None:
        work = time.thread_time()
        self.asked_at = 0.0
        act()
        if self.asked_at:
            self.taken.request.append((self.asked_at - work) * 1000)
        else:
            self.taken.late += 1
        await self.window.drawn()
        into.append((time.thread_time() - work) * 1000)
        between = time.thread_time()
        await asyncio.sleep(_BETWEEN_S)
        self.taken.answer.append((time.thread_time() - between) * 1000)

    async def go(self) -> None:
        """Walk, type and turn pages."""
        await self.window.drawn()
        self.core.start()
        self.core.headphones(plugged=True)
        await asyncio.sleep(1)
        for key in _WAYS:
            await self.press(key, self.taken.change)
        await self.press("2", self.taken.change)
        await asyncio.sleep(0.5)
        for _ in range(_MOST_TURNS):
            if self.core.model.node("search") is not None:
                break
            await self.press("pagedown", self.taken.change)
        await self.touch("search", self.taken.change)
        for key in _ON_PAD:
            self._stand_on("pad")
            await self.press(key, self.taken.typing)
        await self._letters()
        await self.press("#", self.taken.change)
        await asyncio.sleep(0.5)
        for _ in range(_PAGES):
            self._stand_on("results")
            await self.press("pagedown", self.taken.paging)
        self.window.stop()

    async def _letters(self) -> None:
        """Type pinyin letter by letter, each in two steps, take the first word, go on with it."""
        for _ in range(4):
            await self.press("*", self.taken.typing)
        await self.touch("to-keys", self.taken.change)
        for letter in _LETTERS:
            group = next(each for each in GROUPS if letter in each)
            await self.touch(f"group-{group}", self.taken.typing)
            await self.touch(f"key-{letter}", self.taken.typing)
        self._stand_on("keys")
        await self.press("1", self.taken.typing)

    def _stand_on(self, screen: str) -> None:
        if self.core.model.id != screen:
            raise SystemExit(f"the walk is on {self.core.model.id}, not on {screen}")

    def _stand_before(self, node: str) -> None:
        if self.core.model.node(node) is None:
            raise SystemExit(f"{self.core.model.id} has no {node}")


async def run(jobs: int) -> Taken:
    """Return what was taken; nothing is drawn while the loop does not turn."""
    desk = Desk(jobs)
    going = asyncio.create_task(desk.go())
    await desk.window.run()
    await going
    await desk.core.aclose()
    return desk.taken


def main() -> None:
    """Measure; the last line is JSON."""
    from kiosk.ui.environment import prepare

    prepare(1080, 1920, offscreen=True)
    taken = asyncio.run(run(int(sys.argv[1])))
    print(json.dumps({
        "request": taken.request, "change": taken.change, "typing": taken.typing,
        "paging": taken.paging, "answer": taken.answer, "late": taken.late,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
