"""Fingers on controls: fire on lift inside, slide off to cancel, a second finger never fires."""

from collections.abc import Callable
from dataclasses import dataclass

Find = Callable[[float, float], str | None]


@dataclass(slots=True)
class Fingers:
    """The finger that presses; ``find`` tells the control under a point. Pure."""

    find: Find
    _finger: int | None = None
    _node: str | None = None
    _inside: bool = False
    _resting: int = 0

    @property
    def pressed(self) -> str | None:
        """The control that looks pressed now."""
        return self._node if self._inside else None

    def down(self, finger: int, x: float, y: float) -> None:
        """A finger landed; only the first one presses anything (A-8)."""
        self._resting += 1
        if self._finger is None and self._resting == 1:
            self._finger, self._node = finger, self.find(x, y)
            self._inside = self._node is not None

    def move(self, finger: int, x: float, y: float) -> None:
        """A finger moved; away from its control it presses nothing."""
        if finger == self._finger:
            self._inside = self._node is not None and self.find(x, y) == self._node

    def up(self, finger: int, x: float, y: float) -> str | None:
        """A finger lifted: return the control it fires, if it lifts where it landed."""
        self._resting = max(0, self._resting - 1)
        if finger != self._finger:
            return None
        self.move(finger, x, y)
        fired = self._node if self._inside else None
        self.cancel()
        return fired

    def cancel(self) -> None:
        """Forget the press: the screen changed, or exploration took the finger."""
        self._finger = self._node = None
        self._inside = False
