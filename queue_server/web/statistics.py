"""Statistics over HTTP: JSON, tables for spreadsheets, and pages for supervisors and admins."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from config.site import name_in
from hall.errors import RuleError
from hall.texts import Texts, load_texts
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.asking import require_role
from queue_server.service.statistics import MOST_DAYS, PAGE, READERS
from queue_server.statistics.exporting import to_csv
from queue_server.statistics.messages import DayReport, DayReportList, Stats
from queue_server.statistics.sheets import Sheet, Sheets
from queue_server.web.actors import Who, require_known
from queue_server.web.charts import columns
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_From = Annotated[date | None, QueryParameter(name="from")]
_To = Annotated[date | None, QueryParameter(name="to")]
_WHOSE = "Statistics are for supervisors and admins"
_Asked = Request[Any, Any, Any]


class StatisticsPages:
    """Statistics as people and spreadsheets read them."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._server = rooms.server
        self._statistics = rooms.server.statistics
        self._texts = {each: load_texts(each, "queue_server.statistics") for each in LANGUAGES}

    def sheets(self, language: str) -> Sheets:
        """Return the maker of tables in a language."""
        return Sheets(self._server.site, self._texts[language])

    async def file(
        self, who: Actor, name: str, first: date | None, last: date | None, language: str
    ) -> Response[bytes]:
        """Return a table, or all of them, as a file; 404 for a name there is not."""
        require_role(who, READERS)
        stem, _, ending = name.rpartition(".")
        if ending not in {"csv", "xlsx"}:
            raise NotFoundException(f"There is no report {name!r}")
        found = await self._tables(who, stem, first, last, language)
        if ending == "csv":
            if len(found) != 1:
                raise NotFoundException("One CSV file holds one table; name it, or ask for .xlsx")
            return _download(to_csv(found[0]), _CSV, name)
        from queue_server.statistics.workbooks import to_xlsx  # large, and seldom needed

        return _download(to_xlsx(found), _XLSX, name)

    async def page(self, request: _Asked) -> Response[Any]:
        """Return the statistics of the days asked for."""
        session = self._rooms.enter(request, READERS, _WHOSE)
        today, wrong = self._statistics.today(), False
        first, last = _asked_days(request, today)
        try:
            stats = await self._statistics.of(session.actor, first, last)
        except RuleError as refusal:
            if refusal.code != "wrong_days":
                raise
            first = last = today
            wrong, stats = True, await self._statistics.of(session.actor, today, today)
        reports = await self._statistics.reports(session.actor)
        texts = self._texts[language_of(request)]
        sheets = self.sheets(texts.language)
        return self._rooms.show(
            request, session, "statistics", status=422 if wrong else 200, s=texts.written,
            first=first.isoformat(),
            last=last.isoformat(), wrong=wrong, most=MOST_DAYS, stats=stats, cell=_cell,
            quick=_quick(today), tables=sheets.of(stats.tables),
            classes=sheets.classes(stats.weeks) if stats.weeks else None,
            charts=_charts(stats, texts), reports=reports.items,
        )  # fmt: skip

    async def report_page(self, request: _Asked, day: str) -> Response[Any]:
        """Return a day report, to read and to print."""
        session = self._rooms.enter(request, READERS, _WHOSE)
        texts, site = self._texts[language_of(request)], self._server.site
        try:
            report = await self._statistics.report(session.actor, day)
        except RuleError as refusal:
            if refusal.code != "unknown_report":
                raise
            report = None
        sheets = self.sheets(texts.language)
        zone = ZoneInfo(site.hall.time_zone)
        return self._rooms.show(
            request, session, "statistics", template="report.html",
            status=200 if report else 404, s=texts.written, day=day,
            report=report, cell=_cell,
            hall=name_in(site.hall.name, texts.language),
            times={
                "opened": _clock(report.opened_at, zone),
                "closed": _clock(report.closed_at, zone),
                "made": _clock(report.made_at, zone),
            } if report else {},
            tables=_report_tables(sheets, report) if report else [],
            left=sheets.left(report.left) if report and report.left else None,
        )  # fmt: skip

    async def _tables(
        self, who: Actor, stem: str, first: date | None, last: date | None, language: str
    ) -> list[Sheet]:
        sheets = self.sheets(language)
        if stem.startswith("day-"):
            report = await self._statistics.report(who, stem.removeprefix("day-"))
            return [*_report_tables(sheets, report), sheets.left(report.left)]
        today = self._statistics.today()
        begin, end = first or last or today, last or first or today
        if stem == "visits":
            return [sheets.visits(await self._statistics.visits(who, begin, end))]
        stats = await self._statistics.of(who, begin, end)
        every = [*sheets.of(stats.tables), sheets.classes(stats.weeks)]
        chosen = every if stem == "all" else [each for each in every if each.name == stem]
        if not chosen:
            known = ", ".join([*(each.name for each in every), "visits", "all"])
            raise NotFoundException(f"There is no report {stem!r}; there is {known}")
        return chosen


def statistics_routers(rooms: Rooms) -> list[Router]:
    """Return the API's routes and the pages'."""
    shown, statistics = StatisticsPages(rooms), rooms.server.statistics

    @get("/stats", summary="Waits, visits and no-shows of some days")
    async def get_stats(who: Who, first: _From = None, last: _To = None) -> Stats:
        """Answer the days from ``from`` to ``to``; today where neither is given."""
        today = statistics.today()
        return await statistics.of(
            require_known(who), first or last or today, last or first or today
        )

    @get("/reports", summary="Day reports, newest first")
    async def list_reports(
        who: Who,
        cursor: Annotated[str | None, QueryParameter(max_length=10)] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=500)] = PAGE,
    ) -> DayReportList:
        """Answer a page of what has been kept of each closed day."""
        return await statistics.reports(require_known(who), limit=limit, cursor=cursor)

    @get("/reports/days/{day:str}", summary="One day report")
    async def get_report(who: Who, day: FromPath[str]) -> DayReport:
        """Answer the report made at the day's closing."""
        return await statistics.report(require_known(who), day)

    @get(
        "/reports/{file:str}",
        summary="A table as CSV or XLSX",
        media_type="application/octet-stream",
    )
    async def get_file(
        request: _Asked, who: Who, file: FromPath[str], first: _From = None, last: _To = None
    ) -> Response[bytes]:
        """Answer a file such as ``services.csv`` or ``all.xlsx``.

        Tables: ``services windows hours days estimates classes visits``, ``all`` of them but the
        visits, ``day-2026-11-23`` for a day's report.
        """
        language = language_of(request)
        answer = await shown.file(require_known(who), file, first, last, language)
        told = {"file": file, "by": who.name}
        await rooms.server.hall.publish(SYSTEM, "export_taken", told, public=False)
        return answer

    @get("/statistics", include_in_schema=False)
    async def statistics_page(request: _Asked) -> Response[Any]:
        return await shown.page(request)

    @get("/reports/{day:str}", include_in_schema=False)
    async def report_page(request: _Asked, day: FromPath[str]) -> Response[Any]:
        return await shown.report_page(request, day)

    return [
        Router(
            path="/api/v1",
            route_handlers=[get_stats, list_reports, get_report, get_file],
            tags=["statistics"],
        ),
        Router(path="/admin", route_handlers=[statistics_page, report_page]),
    ]


def _report_tables(sheets: Sheets, report: DayReport) -> list[Sheet]:
    return [each for each in sheets.of(report.tables) if each.name != "days"]


def _charts(stats: Stats, texts: Texts) -> list[Any]:
    hours = stats.tables.hours
    taken = [(each.id, float(each.figures.issued)) for each in hours]
    waits = [
        (each.id, round(each.figures.waits.median, 1) if each.figures.waits else None)
        for each in hours
    ]
    drawn = []
    for key, values in (("stats-chart-hours", taken), ("stats-chart-waits", waits)):
        title = texts.written(key)
        told = ", ".join(f"{hour}:00 {value:g}" for hour, value in values if value is not None)
        words = texts.written("stats-chart-told", title=title, values=told)
        drawn.append({"title": title, "drawing": columns(title, words, values)})
    return drawn if hours else []


def _quick(today: date) -> list[tuple[str, str, str]]:
    spans = (("stats-today", 0), ("stats-week", 6), ("stats-month", 30))
    return [
        (key, (today - timedelta(days=back)).isoformat(), today.isoformat()) for key, back in spans
    ]


def _asked_days(request: _Asked, today: date) -> tuple[date, date]:
    first, last = (_day(request.query_params.get(name)) for name in ("from", "to"))
    return first or last or today, last or first or today


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _cell(value: object) -> str:
    """Return a table's cell as the page writes it."""
    if value is None:
        return "–"
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _download(content: bytes, kind: str, name: str) -> Response[bytes]:
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
