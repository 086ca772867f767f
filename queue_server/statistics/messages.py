"""What statistics and day reports say to programs: encoded as JSON (``GET /api/v1/stats``)."""

from datetime import datetime

import msgspec

from queue_server.statistics.accuracy import Accuracy
from queue_server.statistics.fairness import Fairness
from queue_server.statistics.measures import Figures
from queue_server.statistics.visits import NeedClass


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the visits: a service, a window, an hour (``"09"``) or a day.

    ``names`` are those of a service, ``number`` that of a window; ``estimates`` tells how the
    waits shown held, for services.
    """

    id: str
    figures: Figures
    names: dict[str, str] | None = None
    number: int | None = None
    estimates: Accuracy | None = None


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """Some days in numbers. Lengths of time are minutes."""

    total: Figures
    services: tuple[Group, ...]
    windows: tuple[Group, ...]
    hours: tuple[Group, ...]
    days: tuple[Group, ...]
    estimates: Accuracy | None


class ClassRow(msgspec.Struct, frozen=True, kw_only=True):
    """One need class of a week; everything but its name is null where it is withheld.

    ``nine_of_ten`` waited at most so long, in coarse steps; null also beyond the last step.
    """

    id: NeedClass
    withheld: bool
    visits: int | None = None
    no_shows: int | None = None
    mean_wait: float | None = None
    nine_of_ten: int | None = None


class ClassWeek(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar week by need class; ``visits`` is null where even the total is withheld."""

    id: str
    first_day: str
    last_day: str
    visits: int | None
    smallest_shown: int
    classes: tuple[ClassRow, ...]


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """``GET /api/v1/stats``: the days asked for, and the whole weeks in them by need class."""

    first_day: str
    last_day: str
    made_at: datetime
    tables: Tables
    weeks: tuple[ClassWeek, ...]


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that was not over when the day closed: ``was`` is its state then, ``now`` after."""

    number: str
    service: str
    was: str
    now: str


class DayReport(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a service day at its closing."""

    day: str
    opened_at: datetime
    closed_at: datetime
    made_at: datetime
    tables: Tables
    fairness: Fairness
    left: tuple[Left, ...] = ()


class DayReportList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of day reports, newest first; ``next`` asks for those before."""

    items: tuple["DaySummary", ...]
    next: str | None = None


class DaySummary(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the list of reports."""

    id: str
    closed_at: datetime
    total: Figures
    left: int
