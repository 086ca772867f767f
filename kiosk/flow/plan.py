"""The hall's plan as one thing to draw: places with their marks, ways, and the way to go."""

from dataclasses import dataclass
from typing import Literal

from queue_server import wire

Mark = Literal["window", "you", "goal", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place drawn: a window's number on its plate, or a name."""

    x: int
    y: int
    mark: Mark
    text: str
    lang: str = "zh-CN"
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan in millimetres; ``route`` is the way to go, empty for none."""

    width_mm: int
    depth_mm: int
    spots: tuple[Spot, ...]
    ways: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    tactile: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    route: tuple[tuple[int, int], ...] = ()


def lines_of(
    plan: wire.HallMapInfo, *, tactile: bool
) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Return the ways with or without tactile paving as pairs of points."""
    at = {one.id: (one.x, one.y) for one in plan.places}
    return tuple((at[a], at[b]) for a, b in (w.ends for w in plan.ways if w.tactile == tactile))
