"""Text is measured and broken as long as a kiosk runs: nothing of it may stay in the library."""

import gc
from pathlib import Path

from kiosk.ui.text.pango import PangoMeasure

_TEXTS = 4000
_MOST_KB = 3000
"""What the library keeps for itself; a layout that is not freed costs two of these and more."""


def held_kb() -> int:
    gc.collect()
    status = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def test_measuring_and_breaking_text_leaves_no_memory_behind() -> None:
    measure = PangoMeasure()

    def some(count: int) -> None:
        for number in range(count):
            text = f"第{number % 40}段，请在这里等候叫号"
            measure.lines(text, 36, bold=True, lang="zh-CN", within=200)
            measure.width(text, 36, bold=False, lang="en")
            measure.forget()

    some(200)
    before = held_kb()
    some(_TEXTS)
    assert held_kb() - before < _MOST_KB
