"""Visits by need class, a calendar week at a time, and never few enough to find somebody in.

Needs are erased a day after a visit; what stays of them is one running count per class and week.
When the week is over, small cells are withheld (``withholding``) and then gone for good. Weeks do
not overlap and are told only when whole, so no two answers can be subtracted from one another.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from queue_server.statistics.visits import CLASSES, NeedClass, Visit
from queue_server.statistics.withholding import SMALLEST_SHOWN, withhold

BOUNDS = (5, 10, 15, 20, 30, 45, 60, 90, 120)
"""Upper minutes of the coarse steps in which waits are kept; the last step is open."""


class ClassCount(msgspec.Struct, frozen=True, kw_only=True):
    """One class in one week; ``waits`` counts first calls in the steps of :data:`BOUNDS`."""

    visits: int = 0
    called: int = 0
    no_shows: int = 0
    wait_minutes: float = 0.0
    waits: tuple[int, ...] = (0,) * (len(BOUNDS) + 1)

    @property
    def mean_wait(self) -> float | None:
        """Mean minutes to the first call."""
        return self.wait_minutes / self.called if self.called else None

    @property
    def nine_of_ten(self) -> int | None:
        """The bound below which nine of ten waits lie; None when none, or beyond the last."""
        left = self.called * 0.9
        for bound, count in zip(BOUNDS, self.waits, strict=False):
            left -= count
            if self.called and left <= 0:
                return bound
        return None


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar week; ``counted`` maps each day in it to when it was closed.

    ``withheld`` are the classes not to be told; once ``final`` their counts are gone, and
    ``visits`` is None where even the total would tell.
    """

    id: str
    counted: dict[str, str] = {}
    classes: dict[NeedClass, ClassCount] = {}
    visits: int | None = 0
    withheld: tuple[NeedClass, ...] = ()
    final: bool = False


def week_of(day: date) -> str:
    """Return a day's calendar week, such as ``2026-W48``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def days_of(week: str) -> tuple[date, date]:
    """Return a calendar week's Monday and Sunday."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return monday, monday + timedelta(days=6)


def count(week: Week, day: str, closed_at: str, visits: Iterable[Visit]) -> Week:
    """Return the running week with a closed day's visits added."""
    classes: dict[NeedClass, ClassCount] = dict(week.classes)
    number = 0
    for visit in visits:
        number += 1
        known = classes.get(visit.need_class, ClassCount())
        classes[visit.need_class] = _with(known, visit)
    return msgspec.structs.replace(
        week,
        counted={**week.counted, day: closed_at},
        classes=classes,
        visits=(week.visits or 0) + number,
    )


def finish(week: Week, k: int = SMALLEST_SHOWN) -> Week:
    """Return the week as it may be told: withheld classes without any figure."""
    hidden = withhold({name: each.visits for name, each in week.classes.items()}, k)
    return Week(
        id=week.id,
        counted=week.counted,
        classes={name: each for name, each in week.classes.items() if name not in hidden.cells},
        visits=None if hidden.total else week.visits,
        withheld=tuple(name for name in CLASSES if name in hidden.cells),
        final=True,
    )


def _with(known: ClassCount, visit: Visit) -> ClassCount:
    waited = visit.waited
    waits = list(known.waits)
    if waited is not None:
        waits[next((n for n, bound in enumerate(BOUNDS) if waited <= bound), len(BOUNDS))] += 1
    return ClassCount(
        visits=known.visits + 1,
        called=known.called + (waited is not None),
        no_shows=known.no_shows + sum(leg.outcome == "no_show" for leg in visit.legs),
        wait_minutes=known.wait_minutes + (waited or 0.0),
        waits=tuple(waits),
    )
