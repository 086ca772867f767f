"""Explore by touch: one finger reads what it meets, and never activates by itself (A-50).

A pure state machine over fingers and time; ``kiosk.access`` feeds it and says what it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from math import hypot
from typing import Literal

from kiosk.flow.model import Placed

_DOUBLE_TAP_S = 0.6
_TAP_S = 0.35
_AGAIN_S = 0.3
_EMPTY_TICK_S = 0.1
_EMPTY_WORDS_S = 1.0
_HOLD_S = 2.0
_SLOP_MM = 6.0
_STICKY_MM = 3.0
_SPLIT_AFTER_S = 0.3
_LONG_AGO = -10.0


class Kind(Enum):
    """What a gesture asks for."""

    EXPLORE = auto()
    ACTIVATE = auto()
    SILENCE = auto()
    REPEAT_SCREEN = auto()
    EMPTY_TICK = auto()
    EMPTY_WORDS = auto()


@dataclass(frozen=True, slots=True)
class Gesture:
    """A recognised gesture; ``node`` is what it concerns, ``direction`` where content lies."""

    kind: Kind
    node: str | None = None
    direction: Literal["up", "down", "left", "right"] | None = None


@dataclass(slots=True, kw_only=True)
class _Finger:
    x: float
    y: float
    began: float
    moved: float = 0.0
    from_x: float = field(init=False)
    from_y: float = field(init=False)

    def __post_init__(self) -> None:
        self.from_x, self.from_y = self.x, self.y


@dataclass(slots=True, kw_only=True)
class Exploration:
    """Fingers on the glass. ``px_per_mm`` scales slop and stickiness; times are seconds."""

    px_per_mm: float = 2.7
    _fingers: dict[int, _Finger] = field(default_factory=dict)
    _node: str | None = None
    _target: str | None = None
    _heard: dict[str, float] = field(default_factory=dict)
    _empty_since: float | None = None
    _empty_told: int = 0
    _last_tap: float = _LONG_AGO
    _two: bool = False
    _split: bool = False
    _tapping: bool = False
    _held: bool = False
    _pending: bool = False
    _rested: bool = False
    _placed: Mapping[str, Placed] = field(default_factory=dict)

    @property
    def under(self) -> str | None:
        """What lies under the one finger on the glass."""
        if len(self._fingers) != 1:
            return None
        finger = next(iter(self._fingers.values()))
        return self._at(finger.x, finger.y)

    def placed(self, nodes: Mapping[str, Placed]) -> None:
        """Take where the nodes are now."""
        self._placed = nodes
        if self._node not in nodes:
            self._node = None

    def down(self, finger: int, x: float, y: float, at: float) -> list[Gesture]:
        """A finger landed; a second one while the first rests is a split tap when it lifts.

        A finger that lands soon after a tap may be the second half of a double tap, which acts on
        what was last heard, wherever it lands: it explores only once it stays.
        """
        self._fingers[finger] = _Finger(x=x, y=y, began=at)
        if len(self._fingers) > 1:
            first = min(one.began for one in self._fingers.values())
            self._split = not self._two and at - first >= _SPLIT_AFTER_S
            self._two = self._tapping = True
            self._pending = False
            self._empty_since = None
            return []
        self._two = self._held = self._rested = False
        self._pending = at - self._last_tap <= _DOUBLE_TAP_S
        return [] if self._pending else self._meet(x, y, at)

    def move(self, finger: int, x: float, y: float, at: float) -> list[Gesture]:
        """A finger moved; only a single one explores."""
        known = self._fingers.get(finger)
        if known is None:
            return []
        known.moved = max(known.moved, hypot(x - known.from_x, y - known.from_y))
        known.x, known.y = x, y
        if len(self._fingers) != 1 or self._two:
            return []
        if self._pending and known.moved <= _SLOP_MM * self.px_per_mm:
            return []
        self._pending = False
        return self._meet(x, y, at)

    def up(self, finger: int, at: float) -> list[Gesture]:
        """A finger lifted; lifting alone never activates."""
        known = self._fingers.pop(finger, None)
        self._empty_since = None
        if known is None:
            return []
        tapped = at - known.began <= _TAP_S and known.moved <= _SLOP_MM * self.px_per_mm
        if self._two:
            return self._lift_of_two(tapped)
        self._node = None
        again, self._pending = self._pending, False
        if not tapped:
            return []
        self._last_tap = _LONG_AGO if again else at
        return [Gesture(Kind.ACTIVATE, self._target)] if again else []

    def rested(self, at: float) -> bool:
        """Tell, once, that one finger has lain still for two seconds."""
        if self._rested or self._two or len(self._fingers) != 1:
            return False
        finger = next(iter(self._fingers.values()))
        still = finger.moved <= _SLOP_MM * self.px_per_mm
        self._rested = still and at - finger.began >= _HOLD_S
        return self._rested

    def tick(self, at: float) -> list[Gesture]:
        """Time passes while fingers rest."""
        if len(self._fingers) == 2 and not self._held:
            if min(at - finger.began for finger in self._fingers.values()) >= _HOLD_S:
                self._held = True
                return [Gesture(Kind.REPEAT_SCREEN)]
            return []
        if len(self._fingers) != 1:
            return []
        finger = next(iter(self._fingers.values()))
        if self._pending and at - finger.began > _TAP_S:
            self._pending = False
            return self._meet(finger.x, finger.y, at)
        return self._tick_empty(finger, at)

    def _tick_empty(self, finger: _Finger, at: float) -> list[Gesture]:
        if self._empty_since is None:
            return []
        rested = at - self._empty_since
        if self._empty_told == 0 and rested >= _EMPTY_TICK_S:
            self._empty_told = 1
            return [Gesture(Kind.EMPTY_TICK)]
        if self._empty_told == 1 and rested >= _EMPTY_WORDS_S:
            self._empty_told = 2
            return [Gesture(Kind.EMPTY_WORDS, direction=self._towards(finger.x, finger.y))]
        return []

    def forget(self) -> None:
        """Forget every finger: the screen's owner changed."""
        self._fingers.clear()
        self._node = self._target = None
        self._heard.clear()
        self._empty_since = None
        self._pending = False
        self._last_tap = _LONG_AGO

    def _lift_of_two(self, tapped: bool) -> list[Gesture]:
        """A second finger tapping beside a resting one activates; two tapping together silence."""
        self._tapping = self._tapping and (tapped or self._split)
        if self._split:
            split, self._split = tapped and bool(self._fingers), False
            self._held = True  # what is left of this touch asks for nothing more
            return [Gesture(Kind.ACTIVATE, self._target)] if split and self._target else []
        if self._fingers:
            return []
        self._node = None
        return [Gesture(Kind.SILENCE)] if self._tapping and not self._held else []

    def _meet(self, x: float, y: float, at: float) -> list[Gesture]:
        node = self._under(x, y)
        if node is None:
            if self._empty_since is None:
                self._empty_since, self._empty_told = at, 0
            self._node = None
            return []
        self._empty_since = None
        entered = node != self._node
        self._node = node
        recent = at - self._heard.get(node, _LONG_AGO) < _AGAIN_S
        self._heard[node] = at
        if not entered or (recent and node == self._target):
            return []
        self._target = node
        return [Gesture(Kind.EXPLORE, node)]

    def _under(self, x: float, y: float) -> str | None:
        sticky = _STICKY_MM * self.px_per_mm
        here = self._placed.get(self._node) if self._node else None
        if here is not None and _inside(here, x, y, sticky):
            return self._node
        return self._at(x, y)

    def _at(self, x: float, y: float) -> str | None:
        return next((name for name, box in self._placed.items() if _inside(box, x, y, 0)), None)

    def _towards(self, x: float, y: float) -> Literal["up", "down", "left", "right"]:
        def distance(box: Placed) -> float:
            return hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y)

        if not self._placed:
            return "down"
        near = min(self._placed.values(), key=distance)
        across, along = (near.left + near.right) / 2 - x, (near.top + near.bottom) / 2 - y
        if abs(along) >= abs(across):
            return "down" if along > 0 else "up"
        return "right" if across > 0 else "left"


def _inside(box: Placed, x: float, y: float, margin: float) -> bool:
    return (
        box.left - margin <= x <= box.right + margin
        and box.top - margin <= y <= box.bottom + margin
    )
