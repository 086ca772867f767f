"""The way through the hall as somebody walks it: turns as the body makes them, lengths, paving.

Pure: from the plan in millimetres. The first turn is told from where one stands before the
kiosk's screen, every further one from the way just walked.
"""

import heapq
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from queue_server import wire

Turn = Literal["ahead", "left", "right", "half-left", "half-right", "back"]
_HEADINGS = {"up": -90.0, "right": 0.0, "down": 90.0, "left": 180.0}
_STAIRS = 20.0
"""So much longer a way with stairs counts: it is taken only where there is no other."""
_UNPAVED = 1.6
"""So much longer a way without tactile paving counts for who walks by it."""
_STRAIGHT, _HALF, _BACK = 20.0, 65.0, 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One straight piece: the turn before it, its length, whether paving lies or stairs are."""

    turn: Turn
    mm: int
    tactile: bool = False
    stairs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way: its pieces, and the points it goes through on the plan."""

    legs: tuple[Leg, ...]
    points: tuple[tuple[int, int], ...]


def steps_of(mm: int, plan: wire.HallMapInfo) -> int:
    """Return how many steps a length is, at least one."""
    return max(1, int(mm / plan.step_mm + 0.5))


def metres_of(mm: int) -> int:
    """Return a length in whole metres, at least one."""
    return max(1, int(mm / 1000 + 0.5))


def start_of(plan: wire.HallMapInfo, kiosk: str | None) -> wire.PlaceInfo | None:
    """Return where a kiosk stands on the plan."""
    return next((one for one in plan.places if one.kiosk is not None and one.kiosk == kiosk), None)


def route(
    plan: wire.HallMapInfo, start: wire.PlaceInfo, goal: str, *, by_paving: bool = False
) -> Route | None:
    """Return the way to a place, or None where no way leads there.

    ``by_paving`` prefers tactile paving; stairs are avoided for everybody where they can be.
    """
    places = {one.id: one for one in plan.places}
    if goal not in places or goal == start.id:
        return None
    through = _shortest(plan, places, start.id, goal, by_paving=by_paving)
    if through is None:
        return None
    ways = {frozenset(way.ends): way for way in plan.ways}
    legs: list[Leg] = []
    heading = _HEADINGS[start.facing]
    for one, other in pairwise(through):
        here, there, way = places[one], places[other], ways[frozenset((one, other))]
        towards = math.degrees(math.atan2(there.y - here.y, there.x - here.x))
        turn = _turn(towards - heading)
        leg = Leg(turn=turn, mm=_length(here, there), tactile=way.tactile, stairs=way.steps)
        if legs and turn == "ahead" and _alike(legs[-1], leg):
            leg = Leg(turn=legs[-1].turn, mm=legs[-1].mm + leg.mm,
                      tactile=leg.tactile, stairs=leg.stairs)  # fmt: skip
            legs.pop()
        legs.append(leg)
        heading = towards
    points = tuple((places[one].x, places[one].y) for one in through)
    return Route(legs=tuple(legs), points=points)


def _alike(one: Leg, other: Leg) -> bool:
    return (one.tactile, one.stairs) == (other.tactile, other.stairs)


def _turn(degrees: float) -> Turn:
    """Name a change of direction; positive is to the right, for y goes downwards."""
    turned = (degrees + 180) % 360 - 180
    size = abs(turned)
    if size <= _STRAIGHT:
        return "ahead"
    if size >= _BACK:
        return "back"
    if size <= _HALF:
        return "half-right" if turned > 0 else "half-left"
    return "right" if turned > 0 else "left"


def _length(one: wire.PlaceInfo, other: wire.PlaceInfo) -> int:
    return round(math.hypot(other.x - one.x, other.y - one.y))


def _shortest(
    plan: wire.HallMapInfo,
    places: dict[str, wire.PlaceInfo],
    start: str,
    goal: str,
    *,
    by_paving: bool,
) -> list[str] | None:
    """Return the ids along the best way (Dijkstra's)."""
    near: dict[str, list[tuple[str, float]]] = {}
    for way in plan.ways:
        one, other = way.ends
        long = _length(places[one], places[other]) * (_STAIRS if way.steps else 1.0)
        if by_paving and not way.tactile:
            long *= _UNPAVED
        near.setdefault(one, []).append((other, long))
        near.setdefault(other, []).append((one, long))
    best: dict[str, float] = {start: 0.0}
    before: dict[str, str] = {}
    queue = [(0.0, start)]
    while queue:
        far, here = heapq.heappop(queue)
        if here == goal:
            return _back(before, goal)
        for there, long in near.get(here, ()):
            if far + long < best.get(there, math.inf):
                best[there], before[there] = far + long, here
                heapq.heappush(queue, (far + long, there))
    return None


def _back(before: dict[str, str], goal: str) -> list[str]:
    through = [goal]
    while through[-1] in before:
        through.append(before[through[-1]])
    return through[::-1]
