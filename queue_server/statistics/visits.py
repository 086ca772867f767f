"""A visit as statistics see it: nobody's name, and no need, only its class while it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from config.site import Need
from queue_server.domain.ticket import Leg, State

NeedClass = Literal[
    "none", "mobility", "sight", "hearing", "understanding", "earlier", "several", "unknown"
]
"""One class per visitor. ``earlier``: elder, pregnant, veteran, with an infant. ``unknown``: the
needs are erased already."""
CLASSES: tuple[NeedClass, ...] = get_args(NeedClass)
_CLASS_OF: dict[Need, NeedClass] = {
    "wheelchair": "mobility",
    "slow_walker": "mobility",
    "escort": "mobility",
    "blind": "sight",
    "low_vision": "sight",
    "speech": "sight",
    "deaf": "hearing",
    "hard_of_hearing": "hearing",
    "sign_language": "hearing",
    "text_only": "hearing",
    "vibration": "hearing",
    "easy_read": "understanding",
    "elder": "earlier",
    "pregnant": "earlier",
    "veteran": "earlier",
    "infant": "earlier",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The range a visitor was shown at issue, and what it was rounded from; minutes."""

    low: int
    high: int
    walked_low: float
    walked_middle: float
    walked_high: float
    ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One ticket from its issue on; ``previous`` is the state it ended in."""

    ticket: str
    number: str
    day: str
    service: str
    state: State
    issued_at: datetime
    born: int = 0
    ended_at: datetime | None = None
    previous: State | None = None
    stepped_away: bool = False
    need_class: NeedClass = "unknown"
    legs: tuple[Leg, ...] = ()
    shown: Shown | None = None

    @property
    def called_at(self) -> datetime | None:
        """When the visitor was called first; None when never."""
        return self.legs[0].called_at if self.legs else None

    @property
    def waited(self) -> float | None:
        """Minutes from issue to the first call."""
        called = self.called_at
        return None if called is None else max((called - self.issued_at).total_seconds(), 0.0) / 60


def need_class(needs: Iterable[Need]) -> NeedClass:
    """Return the one class of a visitor's needs."""
    classes = {_CLASS_OF[need] for need in needs}
    if not classes:
        return "none"
    return classes.pop() if len(classes) == 1 else "several"
