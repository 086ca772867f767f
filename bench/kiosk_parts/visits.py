"""Memory over very many visits: conversation, voice rules and layout, each visit forgotten."""

import asyncio
import gc
from pathlib import Path

from config.geometry import PANEL_32
from kiosk.screen import Screen
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.conftest import Room
from tests.kiosk.robots.virtual import Pane

_WARM = 100
_KEYS = ("1", "1", "2", "#", "#", "h", "2", "#", "pagedown", "1", "h", "5", "h", "f1", "s", "c")


def measured(visits: int, *, warm: int = _WARM) -> dict[str, float]:
    """Return MB held after warming up and after all visits, and how many more objects live."""
    return asyncio.run(_measured(visits, warm))


async def _measured(visits: int, first: int) -> dict[str, float]:
    room = Room()
    screen = Screen(room.core, Pane(), shared_measure(), PANEL_32, clock=room.clock)
    room.core.on_change(screen.show)
    await room.begin()
    for _ in range(first):
        await _visit(room)
    warm, objects = _held(), _objects()
    for _ in range(visits):
        await _visit(room)
    return {
        "visits": visits,
        "warm_mb": warm,
        "after_mb": _held(),
        "objects_more": _objects() - objects,
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


def _held() -> float:
    gc.collect()
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise RuntimeError("this system tells no VmRSS")


def _objects() -> int:
    gc.collect()
    return len(gc.get_objects())
