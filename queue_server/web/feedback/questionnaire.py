"""The questionnaire for those who run the hall: what is asked, what was answered, as visitors see.

Answers are counted under the words they were given to; small counts are withheld. Every plot has
its table, and everything can be taken along as CSV.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import QueryParameter
from markupsafe import Markup

from config.site import name_in
from config.visiting import Question
from hall.texts import Texts, load_texts
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.errors import refused
from queue_server.service.feedback.box import FeedbackBox
from queue_server.service.feedback.questions import Answered, asked_now
from queue_server.service.feedback.rules import COUNTERS
from queue_server.statistics.exporting import to_csv
from queue_server.statistics.sheets import Sheet
from queue_server.statistics.withholding import SMALLEST_SHOWN
from queue_server.web.actors import Who, require_known
from queue_server.web.charts import columns
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms
from queue_server.web.visitor_pages import VisitorPages

_USUAL = timedelta(days=89)
_WHOSE = "The questionnaire is for supervisors and admins"
_From = Annotated[date | None, QueryParameter(name="from")]
_To = Annotated[date | None, QueryParameter(name="to")]
_Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One question's answers as a page shows them."""

    name: str
    now: bool
    days: str
    rows: tuple[tuple[str, str], ...]
    chart: Markup


class QuestionnairePages:
    """Results over one feedback box."""

    def __init__(self, rooms: Rooms, box: FeedbackBox) -> None:
        self._rooms = rooms
        self._box = box
        self._texts = {each: load_texts(each, "queue_server") for each in LANGUAGES}

    async def page(self, request: _Asked) -> Response[Any]:
        """Show what is asked now and what was answered."""
        session = self._rooms.enter(request, COUNTERS, _WHOSE)
        language, site = language_of(request), self._rooms.server.site
        first, last, wrong = self._days(request)
        found = await self._box.answers(session.actor, first, last)
        today = {each.id for each in asked_now(site, self._rooms.server.hall.now())}
        return self._rooms.show(
            request, session, "questionnaire", status=422 if wrong else 200, wrong=wrong,
            first=first.isoformat(), last=last.isoformat(), least=SMALLEST_SHOWN,
            asked=[_named(each, language, each.id in today) for each in site.questions],
            answered=[shown(each, self._texts[language]) for each in found],
        )  # fmt: skip

    async def file(
        self, who: Actor, first: date | None, last: date | None, language: str
    ) -> Response[bytes]:
        """Return the same as CSV; who took it along is written down."""
        last = last or self._rooms.server.statistics.today()
        first = first or last - min(_USUAL, last - date.min)
        if first > last:
            raise refused("wrong_days", "the first day comes after the last", field="from")
        found = await self._box.answers(who, first, last)
        texts = self._texts[language]
        names = ("question", "version", "since", "until", "answer", "count")
        sheet = Sheet(
            name="questionnaire",
            title=f"{first} – {last}",
            columns=tuple(texts.written(f"questionnaire-{each}") for each in names),
            rows=tuple(row for each in found for row in _rows(each, texts)),
        )
        name = f"questionnaire-{first}-{last}.csv"
        await self._rooms.server.hall.publish(
            SYSTEM, "export_taken", {"file": name, "by": who.name}, public=False
        )
        return Response(
            to_csv(sheet),
            media_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )

    def _days(self, request: _Asked) -> tuple[date, date, bool]:
        """Return the days asked for; the last three months where none, or no days, were given."""
        today = self._rooms.server.statistics.today()
        try:
            last = date.fromisoformat(request.query_params.get("to") or today.isoformat())
            usual = last - _USUAL
            first = date.fromisoformat(request.query_params.get("from") or usual.isoformat())
        except (ValueError, OverflowError):
            return today - _USUAL, today, True
        return (first, last, False) if first <= last else (today - _USUAL, today, True)


def questionnaire_routers(rooms: Rooms, box: FeedbackBox, visitors: VisitorPages) -> list[Router]:
    """Return ``/admin/questionnaire`` and ``/api/v1/questionnaire.csv``."""
    pages = QuestionnairePages(rooms, box)

    @get("/questionnaire", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        return await pages.page(request)

    @get("/questionnaire/preview", include_in_schema=False)
    async def preview(request: _Asked) -> Response[Any]:
        """Show the form as visitors get it today; nothing can be sent from here."""
        rooms.enter(request, COUNTERS, _WHOSE)
        return visitors.answer(
            request, "tell.html", secret="", what="questionnaire", preview=True, kept={}, key="",
            problem=False, questions=asked_now(visitors.site, rooms.server.hall.now()),
        )  # fmt: skip

    @get(
        "/questionnaire.csv",
        summary="The questionnaire's answers as a table",
        media_type="text/csv",
    )
    async def questionnaire_file(
        request: _Asked, who: Who, first: _From = None, last: _To = None
    ) -> Response[bytes]:
        """Answer counts by question, version and answer from day to day; small ones withheld."""
        return await pages.file(require_known(who), first, last, language_of(request))

    return [
        Router(path="/admin", route_handlers=[page, preview]),
        Router(path="/api/v1", route_handlers=[questionnaire_file], tags=["feedback"]),
    ]


def shown(answered: Answered, texts: Texts) -> Shown:
    """Return one question's answers in words, as table and as plot."""
    language = texts.language
    name = name_in(answered.names, language)
    rows = tuple(
        (
            name_in(each.names, language),
            texts.written("questionnaire-withheld") if each.count is None else str(each.count),
        )
        for each in answered.answers
    )
    values = [
        (row[0], None if each.count is None else float(each.count))
        for row, each in zip(rows, answered.answers, strict=True)
    ]
    told = "; ".join(f"{what}: {count}" for what, count in rows)
    return Shown(
        name=name,
        now=answered.now,
        days=f"{answered.first} – {answered.last}",
        rows=rows,
        chart=columns(name, told, values),
    )


def _rows(answered: Answered, texts: Texts) -> list[tuple[str, ...]]:
    told = shown(answered, texts)
    version = texts.written(f"questionnaire-{'now' if answered.now else 'before'}")
    since, until = answered.first.isoformat(), answered.last.isoformat()
    return [(told.name, version, since, until, *row) for row in told.rows]


def _named(question: Question, language: str, today: bool) -> dict[str, object]:
    return {
        "id": question.id,
        "name": name_in(question.names, language),
        "choices": [name_in(each.names, language) for each in question.choices],
        "today": today,
        "days": " – ".join((question.from_day, question.until_day))
        if question.from_day or question.until_day
        else "",
    }
