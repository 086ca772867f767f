"""Statistics over a running hall: any days asked for, and a report of each day at its closing."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from config.site import Site
from hall.clock import Clock
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.hours import service_day
from queue_server.domain.ticket import Moment
from queue_server.service.asking import require_role
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.statistics.classes import Week, count, days_of, finish, week_of
from queue_server.statistics.grouping import Cuts, Cutter
from queue_server.statistics.messages import DayReport, DayReportList, DaySummary, Stats
from queue_server.statistics.telling import report_of, tables_of, week_told
from queue_server.statistics.visits import Visit
from queue_server.store.history import closed_without, days_between, visits_of
from queue_server.store.image import Image
from queue_server.store.loading import document_by_id, documents_before, documents_between
from queue_server.store.records import NEEDS_KEPT, Day, Document

READERS = frozenset({"supervisor", "admin", "reader", "system"})
DAY_REPORT, WEEK = "day_report", "need_week"
MOST_DAYS = 366
MOST_DAYS_OF_VISITS = 31
_CLOSED_AGAIN_WITHIN = timedelta(days=7)
PAGE = 60
_LOG = logging.getLogger(__name__)
_EVERY_S = 10.0


@dataclass(frozen=True, slots=True)
class Statistics:
    """Answers from the database, in a thread of its own; nothing here holds up a call."""

    hall: RunningHall

    @property
    def site(self) -> Site:
        """The site the hall runs."""
        return self.hall.settings

    def today(self) -> date:
        """Return the hall's civil date."""
        return service_day(self.hall.now(), self.site)

    async def of(self, actor: Actor, first: date, last: date) -> Stats:
        """Return the days asked for, both ends included, and the whole weeks in them."""
        require_role(actor, READERS)
        _require_days(first, last, MOST_DAYS)
        cuts, weeks = await asyncio.to_thread(self._read, first, last)
        return Stats(
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            made_at=self.hall.now(),
            tables=tables_of(cuts, self.site),
            weeks=tuple(
                week_told(week) for week in weeks if week.final and _within(week, first, last)
            ),
        )

    async def visits(self, actor: Actor, first: date, last: date) -> Sequence[Visit]:
        """Return every visit of some days, without needs."""
        require_role(actor, READERS)
        _require_days(first, last, MOST_DAYS_OF_VISITS)
        return await asyncio.to_thread(self._read_visits, first, last)

    async def report(self, actor: Actor, day: str) -> DayReport:
        """Return a closed day's report; refuses ``unknown_report``."""
        require_role(actor, READERS)
        kept = await asyncio.to_thread(self._document, DAY_REPORT, day)
        if kept is None:
            raise refused("unknown_report", f"there is no report of {day}", field="day")
        return msgspec.json.decode(kept.data, type=DayReport)

    async def reports(
        self, actor: Actor, *, limit: int = PAGE, cursor: str | None = None
    ) -> DayReportList:
        """Return a page of day reports, newest first, those before the day ``cursor``."""
        require_role(actor, READERS)
        found = await asyncio.to_thread(self._reports_before, cursor, limit + 1)
        reports = [msgspec.json.decode(each.data, type=DayReport) for each in found[:limit]]
        return DayReportList(
            next=reports[-1].day if len(found) > limit else None,
            items=tuple(
                DaySummary(
                    id=each.day,
                    closed_at=each.closed_at,
                    total=each.tables.total,
                    left=len(each.left),
                )
                for each in reports
            ),
        )

    # --- the reports themselves

    async def make_due(self) -> list[str]:
        """Report every closed day that has no report yet; return the days.

        Nothing is done where another server writes for this hall.
        """
        if not self.hall.writer.leading:
            return []
        due = await asyncio.to_thread(self._due)
        for day in due:
            await self._make(day)
        await self._finish_weeks()
        return [day.id for day in due]

    async def _make(self, day: Day) -> None:
        visits = await asyncio.to_thread(self._visits_of_day, day.id)
        cuts = self._cut(visits)
        closed_at, now = day.closed_at or self.hall.now(), self.hall.now()
        if now - closed_at > NEEDS_KEPT:
            visits = [replace(visit, need_class="unknown") for visit in visits]
        report = report_of(
            day.id, day.opened_at, closed_at, now, tables_of(cuts, self.site), visits
        )
        week = await asyncio.to_thread(self._week, week_of(date.fromisoformat(day.id)))
        counted = _counted(week, day.id, closed_at.isoformat(), visits)

        def keep(image: Image, moment: Moment) -> None:
            image.put_document(_document(DAY_REPORT, day.id, report, moment))
            if counted is not None:
                image.put_document(_document(WEEK, counted.id, counted, moment))
            told = encode({"day": day.id, "left": len(report.left)})
            image.tell(moment.wall, "day_reported", told, public=False)

        await self.hall.writer.submit(keep)
        _LOG.info("day reported", extra={"day": day.id, "visits": len(visits)})

    async def _finish_weeks(self) -> None:
        today = self.today()
        for week in self._running_weeks():
            if days_of(week.id)[1] < today and not await self._missing(week):
                done = finish(week)
                await self.hall.writer.submit(
                    lambda image, moment, done=done: image.put_document(  # type: ignore[misc]  # bound now
                        _document(WEEK, done.id, done, moment)
                    )
                )

    async def _missing(self, week: Week) -> bool:
        """Tell whether a day of the week is still open, or not counted yet."""
        first, last = (each.isoformat() for each in days_of(week.id))
        days = await asyncio.to_thread(self._days, first, last)
        return any(day.closed_at is None or day.id not in week.counted for day in days)

    # --- reading; each blocks on the database

    def _read(self, first: date, last: date) -> tuple[Cuts, list[Week]]:
        cutter = self._cutter()
        with self.hall.database.reading() as connection:
            for day in days_between(connection, first.isoformat(), last.isoformat()):
                for visit in visits_of(connection, day.id):
                    cutter.add(visit)
            kept = documents_between(connection, WEEK, week_of(first), week_of(last))
        return cutter.cuts(), [msgspec.json.decode(each.data, type=Week) for each in kept]

    def _read_visits(self, first: date, last: date) -> list[Visit]:
        with self.hall.database.reading() as connection:
            days = days_between(connection, first.isoformat(), last.isoformat())
            return [visit for day in days for visit in visits_of(connection, day.id)]

    def _visits_of_day(self, day: str) -> list[Visit]:
        with self.hall.database.reading() as connection:
            return visits_of(connection, day)

    def _days(self, first: str, last: str) -> list[Day]:
        with self.hall.database.reading() as connection:
            return days_between(connection, first, last)

    def _due(self) -> list[Day]:
        today = self.today()
        first = (today - _CLOSED_AGAIN_WITHIN).isoformat()
        last = (today + _CLOSED_AGAIN_WITHIN).isoformat()
        with self.hall.database.reading() as connection:
            missing = closed_without(connection, DAY_REPORT)
            recent = days_between(connection, first, last)
            kept = {
                each.id: msgspec.json.decode(each.data, type=DayReport).closed_at
                for each in documents_between(connection, DAY_REPORT, first, last)
            }
        again = [
            day
            for day in recent
            if day.closed_at is not None and day.id in kept and kept[day.id] != day.closed_at
        ]
        return missing + again

    def _week(self, week: str) -> Week:
        kept = self._document(WEEK, week)
        return Week(id=week) if kept is None else msgspec.json.decode(kept.data, type=Week)

    def _running_weeks(self) -> list[Week]:
        """Return the weeks still being counted: they alone are kept at hand."""
        kept = self.hall.showing.view.documents.values()
        return [msgspec.json.decode(each.data, type=Week) for each in kept if each.kind == WEEK]

    def _document(self, kind: str, name: str) -> Document | None:
        with self.hall.database.reading() as connection:
            return document_by_id(connection, kind, name)

    def _reports_before(self, day: str | None, limit: int) -> list[Document]:
        with self.hall.database.reading() as connection:
            return documents_before(connection, DAY_REPORT, day, limit)

    # --- counting

    def _cut(self, visits: Sequence[Visit]) -> Cuts:
        cutter = self._cutter()
        for visit in visits:
            cutter.add(visit)
        return cutter.cuts()

    def _cutter(self) -> Cutter:
        return Cutter(
            [service.id for service in self.site.services],
            [window.id for window in self.site.windows],
            ZoneInfo(self.site.hall.time_zone),
        )


async def keep_reporting(statistics: Statistics, clock: Clock) -> None:
    """Make each day's report soon after its closing, for ever."""
    while True:
        try:
            await statistics.make_due()
        except Exception:  # noqa: BLE001  a task's root
            _LOG.exception("no day report; tried again")
        await clock.sleep(_EVERY_S)


def _counted(week: Week, day: str, closed_at: str, visits: Sequence[Visit]) -> Week | None:
    """Return the week with the day's visits; None where they are counted, or it is over.

    Of a day closed a second time only those who came after the first closing are new.
    """
    before = week.counted.get(day)
    if week.final or before == closed_at:
        return None
    fresh = [visit for visit in visits if before is None or visit.issued_at.isoformat() > before]
    return count(week, day, closed_at, fresh)


def _document(kind: str, name: str, value: object, moment: Moment) -> Document:
    live = isinstance(value, Week) and not value.final
    return Document(kind=kind, id=name, at=moment.wall, data=encode(value), live=live)


def _within(week: Week, first: date, last: date) -> bool:
    monday, sunday = days_of(week.id)
    return first <= monday and sunday <= last


def _require_days(first: date, last: date, most: int) -> None:
    if last < first:
        raise refused("wrong_days", "the last day is before the first", field="to")
    if (last - first).days >= most:
        raise refused("wrong_days", f"more than {most} days", field="from")
