"""Touches: every finger is offered to exploration first; one finger presses, on lift (A-8, A-9)."""

from collections.abc import Callable
from typing import Any, Literal, Protocol

from kivy.eventmanager import EventManagerBase

Kind = Literal["down", "move", "up"]
_KINDS: dict[str, Kind] = {"begin": "down", "update": "move", "end": "up"}


class Touchable(Protocol):
    """What touches act on."""

    def finger(self, kind: str, finger: int, x: float, y: float) -> bool:
        """Take a finger; True where it only explores."""
        ...

    def touched(self, node: str) -> None:
        """Take that a control was touched and let go inside."""
        ...


class Presses:
    """Turns fingers into presses: down and lift inside the same control; sliding off cancels.

    While one finger is on the glass no other fires anything. ``under`` finds the control at a
    point, ``press`` is told which control shows the pressed state.
    """

    def __init__(
        self,
        target: Touchable,
        under: Callable[[float, float], str | None],
        press: Callable[[str | None], None],
    ) -> None:
        self._target = target
        self._under = under
        self._press = press
        self._fingers: set[int] = set()
        self._finger: int | None = None
        self._node: str | None = None

    @property
    def busy(self) -> bool:
        """Whether a finger is on the glass: time must be told more often."""
        return bool(self._fingers)

    def feed(self, kind: Kind, finger: int, x: float, y: float) -> None:
        """Take one finger's change, in window pixels from the top left."""
        alone = not self._fingers
        if kind == "down":
            self._fingers.add(finger)
        elif kind == "up":
            self._fingers.discard(finger)
        if self._target.finger(kind, finger, x, y):
            self._let_go()
            return
        if kind == "down":
            if alone:
                self._finger, self._node = finger, self._under(x, y)
                self._press(self._node)
        elif finger == self._finger:
            inside = self._node is not None and self._under(x, y) == self._node
            if kind == "move" and not inside:
                self._let_go()
            elif kind == "up":
                node = self._node
                self._let_go()
                if inside and node is not None:
                    self._target.touched(node)

    def _let_go(self) -> None:
        if self._node is not None:
            self._press(None)
        self._finger = self._node = None


class TouchManager(EventManagerBase):  # type: ignore[misc]  # Kivy ships no types
    """Kivy's touches, before any widget sees them."""

    type_ids = ("touch",)

    def __init__(self, feed: Callable[[Kind, int, float, float], None]) -> None:
        super().__init__()
        self._feed = feed

    def dispatch(self, etype: str, me: Any) -> bool:
        """Pass one touch on; no widget gets any."""
        kind = _KINDS.get(etype)
        if kind is None:
            return True
        me.push()
        self.window.transform_motion_event_2d(me)
        x, y = me.x, self.window.height - 1 - me.y
        me.pop()
        self._feed(kind, int(me.uid), float(x), float(y))
        return True
