"""Own work of keys, screens and frames in a real Kivy window drawn into memory.

Own work is processor time of the program's own thread (layout, painting, Kivy); what the graphics
driver's threads do is not counted, and no display is needed. Run as a process of its own.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field

from config.geometry import PANEL_32
from hall.clock import SystemClock
from kiosk.flow.core import KioskCore
from kiosk.screen import Screen
from tests.kiosk.tools_in_hand import PaperTray
from voice.port import SpeechEvent
from voice.synths.silence import SilentSpeech

_WAYS = ("1", "1", "#", "escape", "escape", "h", "2", "h", "3", "h", "5", "h", "6", "h")
_WORDS = ("2", "5", "*", "*", "2", "9", "*", "9", "9", "*", "2", "2", "*", "*")
_PAGES = 24


@dataclass(slots=True)
class Taken:
    """Milliseconds of own work."""

    request: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    typing: list[float] = field(default_factory=list)
    paging: list[float] = field(default_factory=list)
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
        work = time.thread_time()
        self.asked_at = 0.0
        self.core.key_down(key)
        self.core.key_up(key)
        if self.asked_at:
            self.taken.request.append((self.asked_at - work) * 1000)
        else:
            self.taken.late += 1
        await self.window.drawn()
        into.append((time.thread_time() - work) * 1000)
        await asyncio.sleep(0.1)  # the answer of the hall, and its own frame

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
        word = next((n.number for n in self.core.model.nodes if n.id == "work-text"), None)
        await self.press(str(word or 5), self.taken.change)
        for key in _WORDS:
            await self.press(key, self.taken.typing)
        for key in ("2", "5", "#"):
            await self.press(key, self.taken.change)
        await asyncio.sleep(0.5)
        for _ in range(_PAGES):
            await self.press("pagedown", self.taken.paging)
        self.window.stop()


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
        "paging": taken.paging, "late": taken.late,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
