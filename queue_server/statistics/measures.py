"""Counting visits: how many, how long they waited, how long they took, who did not come."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from statistics import fmean, median
from typing import NamedTuple

from queue_server.domain.ticket import Leg, State
from queue_server.statistics.visits import Visit

_SERVED = frozenset({"finished", "transferred"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How some lengths of time lie, in minutes; ``nine_of_ten`` took no longer than that."""

    count: int
    mean: float
    median: float
    nine_of_ten: float
    longest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A group of visits in numbers.

    ``called`` were called at least once; ``no_shows`` are calls nobody answered (a visit may have
    several) and ``no_show_share`` is of all calls that are over; ``left_at_closing`` expired
    unserved. ``waits`` run from issue to the first call, ``walks`` from a call to the arrival,
    ``services`` from arrival to the end at that window.
    """

    issued: int = 0
    called: int = 0
    done: int = 0
    cancelled: int = 0
    left_at_closing: int = 0
    open: int = 0
    no_shows: int = 0
    no_show_share: float | None = None
    waits: Spread | None = None
    walks: Spread | None = None
    services: Spread | None = None


class MeasuredLeg(NamedTuple):
    """One stay at a window in minutes; None where there is nothing to measure."""

    window: str
    over: bool
    no_show: bool
    walked: float | None
    served: float | None


class Measured(NamedTuple):
    """A visit in minutes: measured once, counted in many tallies."""

    state: State
    waited: float | None
    legs: tuple[MeasuredLeg, ...]


def measured(visit: Visit) -> Measured:
    """Return a visit in minutes."""
    return Measured(visit.state, visit.waited, tuple(_measured_leg(leg) for leg in visit.legs))


@dataclass(slots=True)
class Tally:
    """Counts visits one by one; of a window's tally only the legs there are taken."""

    window: str | None = None
    _states: Counter[State] = field(default_factory=Counter)
    _called: int = 0
    _over: int = 0
    _no_shows: int = 0
    _waits: "array[float]" = field(default_factory=lambda: array("f"))
    _walks: "array[float]" = field(default_factory=lambda: array("f"))
    _services: "array[float]" = field(default_factory=lambda: array("f"))

    def add(self, measured: "Measured") -> None:
        """Count one visit."""
        self._states[measured.state] += 1
        if measured.waited is not None:
            self._called += 1
            self._waits.append(measured.waited)
        for leg in measured.legs:
            if self.window is None or self.window == leg.window:
                self._over += leg.over
                self._no_shows += leg.no_show
                if leg.walked is not None:
                    self._walks.append(leg.walked)
                if leg.served is not None:
                    self._services.append(leg.served)

    def figures(self) -> Figures:
        """Return what was counted."""
        states, issued = self._states, self._states.total()
        done, cancelled = states[State.DONE], states[State.CANCELLED]
        return Figures(
            issued=issued,
            called=self._called,
            done=done,
            cancelled=cancelled,
            left_at_closing=states[State.EXPIRED],
            open=issued - done - cancelled - states[State.EXPIRED],
            no_shows=self._no_shows,
            no_show_share=self._no_shows / self._over if self._over else None,
            waits=spread_of(self._waits),
            walks=spread_of(self._walks),
            services=spread_of(self._services),
        )


def figures_of(visits: Iterable[Visit]) -> Figures:
    """Return a group of visits in numbers."""
    tally = Tally()
    for visit in visits:
        tally.add(measured(visit))
    return tally.figures()


def spread_of(minutes: Iterable[float]) -> Spread | None:
    """Return how lengths lie; None when there are none."""
    ordered = sorted(minutes)
    if not ordered:
        return None
    return Spread(
        count=len(ordered),
        mean=fmean(ordered),
        median=median(ordered),
        nine_of_ten=ordered[ceil(len(ordered) * 0.9) - 1],
        longest=ordered[-1],
    )


def _measured_leg(leg: Leg) -> MeasuredLeg:
    walked = served = None
    if leg.arrived_at is not None:
        walked = (leg.arrived_at - leg.called_at).total_seconds() / 60
        if leg.ended_at is not None and leg.outcome in _SERVED:
            served = (leg.ended_at - leg.arrived_at).total_seconds() / 60
    return MeasuredLeg(
        leg.window, leg.outcome is not None, leg.outcome == "no_show", walked, served
    )
