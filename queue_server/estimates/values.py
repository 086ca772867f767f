"""What a walk of the line starts from, and what it answers. Lengths of time are minutes."""

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil, floor, inf, isinf
from typing import NamedTuple

from config.site import Priority
from queue_server.domain.waiting import Lines
from queue_server.estimates.learning import Learned
from queue_server.estimates.timetable import Timetable

STEP = 5
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
_DOUBTFUL_BELOW = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Who is at a window: minutes since the call, and whether the visitor has come.

    ``born`` is the journal row of the ticket's issue, as in the line.
    """

    born: int
    service: str
    since: float
    arrived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A window that calls, or will: what it offers, when it calls, who is there.

    ``back_in`` is how long a paused window will probably stay paused; one not ``present`` is
    closed until its calling begins.
    """

    window: str
    services: tuple[str, ...]
    calling: Timetable = field(default_factory=Timetable)
    busy: Busy | None = None
    back_in: float = 0.0
    present: bool = True


class Coming(NamedTuple):
    """Somebody with a head start who may come ``after`` minutes from now."""

    after: float
    name: str
    service: str
    credit_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """The hall as a walk finds it."""

    now: datetime
    lines: Lines
    desks: tuple[Desk, ...]
    learned: Learned
    priority: Priority
    coming: tuple[Coming, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Minutes until a call: eight of ten are between ``low`` and ``high``.

    ``reach`` is the share of rounds in which the call came before the hall closed; where too
    many did not, minutes are infinite.
    """

    low: float
    middle: float
    high: float
    reach: float = 1.0

    @property
    def doubtful(self) -> bool:
        """Whether the hall may well close before the turn comes."""
        return self.reach < _DOUBTFUL_BELOW

    def later_by(self, minutes: float) -> "Wait":
        """Return a wait that many minutes longer, and wider by a fifth of them on each side."""
        return Wait(
            low=self.low + minutes * 0.8,
            middle=self.middle + minutes,
            high=self.high + minutes * 1.2,
            reach=self.reach,
        )


NEVER = Wait(low=inf, middle=inf, high=inf, reach=0.0)


def wait_from(calls: list[float]) -> Wait:
    """Return the range of the call times of all rounds."""
    ordered = sorted(calls)
    return Wait(
        low=_quantile(ordered, LOW),
        middle=_quantile(ordered, MIDDLE),
        high=_quantile(ordered, HIGH),
        reach=sum(not isinf(call) for call in ordered) / len(ordered),
    )


def shown_range(wait: Wait, closing: float = inf) -> tuple[int, int] | None:
    """Return (low, high) whole minutes: multiples of five, low at least five, high above low.

    Minutes beyond the hall's closing end there; None when there is neither an end nor a call.
    """
    low, high = min(wait.low, closing), min(wait.high, closing)
    if isinf(low) or isinf(high):
        return None
    least = max(STEP, floor(low / STEP) * STEP)
    return least, max(ceil(high / STEP) * STEP, least + STEP)


def _quantile(ordered: list[float], share: float) -> float:
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    if isinf(ordered[above]):
        return ordered[above] if at > below else ordered[below]
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)
