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


class Kind(Enum):
    """What a gesture asks for."""

    EXPLORE = auto()
    ACTIVATE = auto()
    SILENCE = auto()
    REPEAT_SCREEN = auto()
    EMPTY_TICK = auto()
    EMPTY_WORDS = auto()
    START_SPEECH = auto()


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


@dataclass(slots=True, kw_only=True)
class Exploration:
    """Fingers on the glass. ``px_per_mm`` scales slop and stickiness; times are seconds."""

    px_per_mm: float = 2.7
    _fingers: dict[int, _Finger] = field(default_factory=dict)
    _node: str | None = None
    _heard: dict[str, float] = field(default_factory=dict)
    _empty_since: float | None = None
    _empty_told: int = 0
    _last_tap: float = -10.0
    _two: bool = False
    _held: bool = False
    _placed: Mapping[str, Placed] = field(default_factory=dict)

    def placed(self, nodes: Mapping[str, Placed]) -> None:
        """Take where the nodes are now."""
        self._placed = nodes
        if self._node not in nodes:
            self._node = None

    def down(self, finger: int, x: float, y: float, at: float) -> list[Gesture]:
        """A finger landed; a second one while the first rests is a split tap when it lifts."""
        self._fingers[finger] = _Finger(x=x, y=y, began=at)
        if len(self._fingers) > 1:
            self._two = True
            return []
        self._two = False
        self._held = False
        return self._meet(x, y, at)

    def move(self, finger: int, x: float, y: float, at: float) -> list[Gesture]:
        """A finger moved; only a single one explores."""
        known = self._fingers.get(finger)
        if known is None:
            return []
        known.moved = max(known.moved, hypot(x - known.x, y - known.y))
        return self._meet(x, y, at) if len(self._fingers) == 1 and not self._two else []

    def up(self, finger: int, at: float) -> list[Gesture]:
        """A finger lifted; lifting alone never activates."""
        known = self._fingers.pop(finger, None)
        self._empty_since = None
        if known is None:
            return []
        tapped = at - known.began <= _TAP_S and known.moved <= _SLOP_MM * self.px_per_mm
        if self._two:
            return self._lift_of_two(tapped)
        if not tapped:
            return []
        if at - self._last_tap <= _DOUBLE_TAP_S:
            self._last_tap = -10.0
            return [Gesture(Kind.ACTIVATE, self._node)] if self._node else []
        self._last_tap = at
        return []

    def tick(self, at: float) -> list[Gesture]:
        """Time passes while fingers rest."""
        if len(self._fingers) == 2 and not self._held:
            if min(at - finger.began for finger in self._fingers.values()) >= _HOLD_S:
                self._held = True
                return [Gesture(Kind.REPEAT_SCREEN)]
            return []
        if self._empty_since is None or len(self._fingers) != 1:
            return []
        rested = at - self._empty_since
        if self._empty_told == 0 and rested >= _EMPTY_TICK_S:
            self._empty_told = 1
            return [Gesture(Kind.EMPTY_TICK)]
        if self._empty_told == 1 and rested >= _EMPTY_WORDS_S:
            self._empty_told = 2
            finger = next(iter(self._fingers.values()))
            return [Gesture(Kind.EMPTY_WORDS, direction=self._towards(finger.x, finger.y))]
        return []

    def forget(self) -> None:
        """Forget every finger: the screen's owner changed."""
        self._fingers.clear()
        self._node = None
        self._heard.clear()
        self._empty_since = None

    def _lift_of_two(self, tapped: bool) -> list[Gesture]:
        if self._fingers:  # the second finger lifted while the first still rests: a split tap
            return [Gesture(Kind.ACTIVATE, self._node)] if tapped and self._node else []
        return [Gesture(Kind.SILENCE)] if tapped and not self._held else []

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
        if not entered or at - self._heard.get(node, -10.0) < _AGAIN_S:
            return []
        self._heard[node] = at
        return [Gesture(Kind.EXPLORE, node)]

    def _under(self, x: float, y: float) -> str | None:
        sticky = _STICKY_MM * self.px_per_mm
        here = self._placed.get(self._node) if self._node else None
        if here is not None and _inside(here, x, y, sticky):
            return self._node
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


HOLD_S = _HOLD_S
"""How long a finger rests on the idle screen to start speech (A-29)."""
