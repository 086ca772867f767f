"""What of the hall's statistics goes up: counts of the last days by service, and finished weeks.

Day counts name no need. Weeks by need class come as the statistics tell them, small cells withheld
already (``"<5"``), so that sending them up tells no more than the hall's own page.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from queue_server.domain.actors import SYSTEM
from queue_server.domain.ticket import State
from queue_server.service.statistics import Statistics
from queue_server.statistics.messages import ClassWeek
from queue_server.statistics.visits import Visit
from queue_server.sync.outbox import Count

DAYS = 8
WEEKS = 5
WITHHELD = "<5"


class Counting:
    """Counts over a running hall's statistics."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics

    async def __call__(self) -> Sequence[Count]:
        """Return the counts of the last days and weeks, absolute."""
        today = self._statistics.today()
        visits = await self._statistics.visits(SYSTEM, today - timedelta(days=DAYS - 1), today)
        weeks = (await self._statistics.of(SYSTEM, today - timedelta(weeks=WEEKS), today)).weeks
        return [*day_counts(visits), *(count for week in weeks for count in week_counts(week))]


def day_counts(visits: Iterable[Visit]) -> list[Count]:
    """Return tickets issued, served and not answered by day and service."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for visit in visits:
        counted[visit.day[:10], "tickets_issued", visit.service] += 1
        if visit.state is State.DONE:
            counted[visit.day[:10], "tickets_served", visit.service] += 1
        if any(leg.outcome == "no_show" for leg in visit.legs):
            counted[visit.day[:10], "tickets_no_show", visit.service] += 1
    return [
        Count(day=day, metric=metric, dims=(("service", service),), value=value)
        for (day, metric, service), value in sorted(counted.items())
        if _is_day(day)
    ]


def week_counts(week: ClassWeek) -> list[Count]:
    """Return a finished week's visits by need class; withheld cells stay withheld."""
    return [
        Count(
            day=week.last_day,
            metric="visits_of_week",
            dims=(("needs", row.id), ("week", week.id)),
            value=WITHHELD if row.withheld or row.visits is None else row.visits,
        )
        for row in week.classes
    ]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
