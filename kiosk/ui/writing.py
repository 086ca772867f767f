"""One finger writing on the glass: its points become a stroke; no Kivy here."""

from collections.abc import Callable
from math import hypot

from kiosk.input_method.candidates import Stroke
from kiosk.layout.drawing import Box

Points = tuple[tuple[float, float], ...]
_NEAR_PX = 2.0
_MOST_POINTS = 600
Draws = Callable[[Points], None]
"""Shows the stroke that is being written; no points take it away."""


class Writing:
    """Follows the finger that landed on the paper; a second one (a palm) writes nothing."""

    def __init__(self, draw: Draws) -> None:
        self._draw = draw
        self._finger: int | None = None
        self._box: Box | None = None
        self._points: list[tuple[float, float]] = []

    def down(self, finger: int, x: float, y: float, paper: Box | None) -> bool:
        """A finger landed; True where it writes."""
        if self._finger is not None:
            return paper is not None and _inside(paper, x, y)
        if paper is None or not _inside(paper, x, y):
            return False
        self._finger, self._box, self._points = finger, paper, [(x, y)]
        self._draw(tuple(self._points))
        return True

    def move(self, finger: int, x: float, y: float) -> bool:
        """A finger moved; True where it writes."""
        if finger != self._finger or self._box is None:
            return False
        box = self._box
        at = (min(max(x, box.left), box.right), min(max(y, box.top), box.bottom))
        last = self._points[-1]
        near = hypot(at[0] - last[0], at[1] - last[1]) < _NEAR_PX
        if not near and len(self._points) < _MOST_POINTS:
            self._points.append(at)
            self._draw(tuple(self._points))
        return True

    def up(self, finger: int, x: float, y: float) -> Stroke | None:
        """A finger lifted: return its stroke, or None where it wrote nothing."""
        if not self.move(finger, x, y) or self._box is None:
            return None
        box = self._box
        stroke = tuple(
            ((px - box.left) / max(1, box.width), (py - box.top) / max(1, box.width))
            for px, py in self._points
        )
        self.cancel()
        return stroke

    def cancel(self) -> None:
        """Forget what is being written: the screen changed."""
        if self._finger is not None:
            self._draw(())
        self._finger, self._box, self._points = None, None, []


def _inside(box: Box, x: float, y: float) -> bool:
    return box.left <= x < box.right and box.top <= y < box.bottom
