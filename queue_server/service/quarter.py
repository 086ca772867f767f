"""A quarter in numbers, for those above the hall: what it did for how many, and nobody's identity.

Everything told is a count of things or of people, never a person; counts of people by what helps
them or by what they answered are withheld where they are small (``statistics.withholding``).
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.service.asking import require_role
from queue_server.service.feedback.box import FeedbackBox
from queue_server.service.statistics import READERS, Statistics
from queue_server.statistics.messages import Stats
from queue_server.statistics.visits import NeedClass
from queue_server.store import tables

ACTS = (
    "need_registered", "need_finished", "need_withdrawn", "vacancy_registered", "vacancy_closed",
    "appointment_booked", "appointment_checked_in", "appointment_missed", "appointment_cancelled",
    "assistance_asked",
)  # fmt: skip
"""Journal rows that are counted: what was asked of the hall beside numbers."""
_QUARTER = re.compile(r"^(20\d\d)-Q([1-4])$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter's counts; None where a count is withheld.

    ``classes`` are sums of the weeks told, so weeks in which a class was withheld are not in it.
    """

    id: str
    first: date
    last: date
    stats: Stats
    classes: Mapping[NeedClass, int | None]
    acts: Mapping[str, int]
    feedback: wire.FeedbackSummary
    answers: Mapping[str, Mapping[str, int | None]]


def quarter_of(day: date) -> str:
    """Return a day's quarter, such as ``2026-Q4``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def days_of(quarter: str) -> tuple[date, date]:
    """Return a quarter's first and last day; refuses ``wrong_days`` for what is none."""
    found = _QUARTER.match(quarter)
    if found is None:
        raise refused("wrong_days", "a quarter is written 2026-Q4", field="quarter")
    year, number = int(found[1]), int(found[2])
    first = date(year, 3 * number - 2, 1)
    following = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return first, following - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quarters:
    """The hall's quarters, counted when asked for."""

    statistics: Statistics
    box: FeedbackBox

    def recent(self, count: int = 8) -> list[str]:
        """Return the present quarter and those before it."""
        found: list[str] = []
        day = self.statistics.today()
        while len(found) < count:
            found.append(quarter_of(day))
            day = days_of(found[-1])[0] - timedelta(days=1)
        return found

    async def of(self, actor: Actor, quarter: str) -> Quarter:
        """Return a quarter's counts, up to today where it is not over."""
        require_role(actor, READERS)
        first, last = days_of(quarter)
        until = max(first, min(last, self.statistics.today()))
        stats = await self.statistics.of(actor, first, until)
        summary = await self.box.summary(actor, first, until)
        return Quarter(
            id=quarter,
            first=first,
            last=last,
            stats=stats,
            classes=_classes(stats),
            acts=await asyncio.to_thread(self._acts, first, until),
            feedback=summary,
            answers=summary.answers,
        )  # fmt: skip

    def _acts(self, first: date, last: date) -> dict[str, int]:
        zone = ZoneInfo(self.statistics.site.hall.time_zone)
        since = datetime.combine(first, time(), zone)
        until = datetime.combine(last + timedelta(days=1), time(), zone)
        columns = tables.journal.c
        wanted = (
            select(columns.kind, func.count())
            .where(columns.kind.in_(ACTS), columns.at >= since, columns.at < until)
            .group_by(columns.kind)
        )
        with self.statistics.hall.database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}


def _classes(stats: Stats) -> dict[NeedClass, int | None]:
    found: dict[NeedClass, int | None] = {}
    for week in stats.weeks:
        for each in week.classes:
            before = found.get(each.id)
            if each.visits is not None:
                found[each.id] = (before or 0) + each.visits
            else:
                found.setdefault(each.id, None)
    return found
