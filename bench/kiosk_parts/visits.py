"""Memory over very many visits: conversation, voice rules and layout, each visit forgotten.

Keys, clock ticks, layout and text measuring are the kiosk's own; the pane has no pixels. What the
window and its textures hold is measured by `frames` and bounded by their store.
"""

import asyncio
import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.geometry import PANEL_32
from hall.clock import Clock, SystemClock
from kiosk.screen import Screen
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.conftest import Room
from tests.kiosk.robots.virtual import Pane

_WARM = 100
_KEYS = ("1", "1", "2", "#", "#", "h", "2", "#", "pagedown", "1", "h", "5", "h", "f1", "s", "c")
_LOOK_EVERY = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What lives after so many visits."""

    visits: int
    mb: float
    objects: int
    seconds: float
    """Since the first visit."""


def measured(
    visits: int,
    *,
    warm: int = _WARM,
    minutes: float | None = None,
    tell: Callable[[Held], None] = lambda _held: None,
) -> dict[str, float]:
    """Return what lives after warming up and at the end, and the most between.

    Ends early after so many ``minutes``; "visits" is then how many there really were. ``tell``
    hears how it stands now and then.
    """
    return asyncio.run(_measured(visits, warm, minutes, tell, SystemClock()))


def told(held: Held) -> None:
    """Print how it stands, at once."""
    print(
        f"  {held.visits:6} visits  {held.mb:7.1f} MB  {held.objects:8} objects"
        f"  {held.seconds:7.0f} s",
        file=sys.stderr, flush=True,
    )  # fmt: skip


async def _measured(
    visits: int, first: int, minutes: float | None, tell: Callable[[Held], None], clock: Clock
) -> dict[str, float]:
    room = Room()
    screen = Screen(
        room.core, Pane(), shared_measure(), PANEL_32, clock=room.clock,
        later=asyncio.get_running_loop().call_soon,
    )  # fmt: skip
    room.core.on_change(screen.show)
    await room.begin()
    began = clock.monotonic()
    for _ in range(first):
        await _visit(room)

    def look(done: int) -> Held:
        gc.collect()
        held = Held(
            visits=done, mb=_resident(), objects=len(gc.get_objects()),
            seconds=clock.monotonic() - began,
        )  # fmt: skip
        tell(held)
        return held

    looks = [look(0)]
    done = 0
    while done < visits and (minutes is None or looks[-1].seconds < minutes * 60):
        some = min(_LOOK_EVERY, visits - done)
        for _ in range(some):
            await _visit(room)
        done += some
        looks.append(look(done))
    await room.core.aclose()
    warm, last = looks[0], looks[-1]
    return {
        "visits": done,
        "warm_mb": warm.mb,
        "after_mb": last.mb,
        "most_mb": max(one.mb for one in looks),
        "objects_more": last.objects - warm.objects,
        "objects_most": max(one.objects for one in looks) - warm.objects,
        "seconds": round(last.seconds),
    }


async def _visit(room: Room) -> None:
    """Come, do this and that, leave; what the test's own room remembers goes too."""
    room.core.headphones(plugged=True)
    for key in _KEYS:
        await room.press(key)
    room.core.headphones(plugged=False)
    await room.wait(180, step=20)  # nobody answers the warning: the visit is over
    for remembered in (room.shown, room.speech.heard, room.hall.asked, room.hall.requests,
                       room.hall.queries, room.hall.keys, room.hall.deliveries,
                       room.paper.printed, room.paper.variants, room.paper.slips):  # fmt: skip
        remembered.clear()
    room.hall.issued.clear()


def _resident() -> float:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise RuntimeError("this system tells no VmRSS")
