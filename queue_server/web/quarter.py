"""A quarter in numbers without identities: a page to read and print, and a table to take along."""

from collections.abc import Iterator
from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from config.site import Site, name_in
from hall.errors import RuleError
from hall.texts import Texts, load_texts
from queue_server.domain.actors import SYSTEM
from queue_server.service.feedback.box import FeedbackBox
from queue_server.service.quarter import ACTS, Quarter, Quarters
from queue_server.service.statistics import READERS
from queue_server.statistics.exporting import to_csv
from queue_server.statistics.sheets import Sheet
from queue_server.statistics.visits import CLASSES
from queue_server.web.actors import Who, require_known
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_KINDS = ("complaint", "suggestion", "praise", "rating", "questionnaire")
_Asked = Request[Any, Any, Any]
_Row = tuple[str, str]


def quarter_routers(rooms: Rooms, box: FeedbackBox) -> list[Router]:
    """Return ``/admin/quarter`` and ``/api/v1/quarters/{quarter}.csv``."""
    quarters = Quarters(rooms.server.statistics, box)
    words = {
        each: load_texts(each, "queue_server", "queue_server.statistics", "queue_server.audit")
        for each in LANGUAGES
    }

    @get("/quarter", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, READERS, "Statistics are for supervisors and admins")
        asked, recent = str(request.query_params.get("q", "")), quarters.recent()
        wrong = False
        try:
            told = await quarters.of(session.actor, asked or recent[0])
        except RuleError as refusal:
            if refusal.code != "wrong_days":
                raise
            wrong, told = True, await quarters.of(session.actor, recent[0])
        texts, site = words[language_of(request)], rooms.server.site
        return rooms.show(
            request, session, "quarter", status=422 if wrong else 200, wrong=wrong,
            recent=recent, quarter=told, parts=list(_parts(told, site, texts)),
            hall=name_in(site.hall.name, texts.language),
        )  # fmt: skip

    @get(
        "/{file:str}",
        summary="A quarter's counts as a table",
        media_type="text/csv",
    )
    async def quarter_file(request: _Asked, who: Who, file: FromPath[str]) -> Response[bytes]:
        """Answer a file such as ``2026-Q4.csv``: counts only, small ones withheld."""
        actor = require_known(who)
        told = await quarters.of(actor, file.removesuffix(".csv"))
        texts = words[language_of(request)]
        rows = [
            (title, *row) for title, part in _parts(told, rooms.server.site, texts) for row in part
        ]
        columns = tuple(texts.written(f"quarter-{each}") for each in ("part", "what", "count"))
        sheet = Sheet(name="quarter", title=told.id, columns=columns, rows=tuple(rows))
        await rooms.server.hall.publish(
            SYSTEM, "export_taken", {"file": f"quarter {told.id}", "by": actor.name}, public=False
        )
        return Response(
            to_csv(sheet),
            media_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="quarter-{told.id}.csv"',
                "Cache-Control": "no-store",
            },
        )

    return [
        Router(path="/admin", route_handlers=[page]),
        Router(path="/api/v1/quarters", route_handlers=[quarter_file], tags=["statistics"]),
    ]


def _parts(told: Quarter, site: Site, texts: Texts) -> Iterator[tuple[str, list[_Row]]]:
    """Yield the quarter's parts: a title, and what was counted under it."""
    total = told.stats.tables.total
    yield (
        texts.written("quarter-visits"),
        [
            (texts.written("stats-figure-issued"), str(total.issued)),
            (texts.written("stats-figure-done"), str(total.done)),
            (
                texts.written("stats-figure-wait"),
                f"{total.waits.median:.0f}" if total.waits else "–",
            ),
            *(
                (name_in(site.service(each.id).names, texts.language), str(each.figures.issued))
                for each in told.stats.tables.services
                if any(known.id == each.id for known in site.services)
            ),
        ],
    )
    yield (
        texts.written("quarter-needs"),
        [
            (texts.written(f"class-{each}"), _count(told.classes[each], texts))
            for each in CLASSES
            if each in told.classes
        ],
    )
    yield (
        texts.written("quarter-acts"),
        [(texts.written(f"journal-{each}"), str(told.acts.get(each, 0))) for each in ACTS],
    )
    yield texts.written("quarter-told"), [
        *((texts.written(f"feedback-kind-{each}"), str(told.feedback.kinds.get(each, 0)))
          for each in _KINDS),
        (texts.written("quarter-open"), str(told.feedback.open)),
        (texts.written("quarter-late"), str(told.feedback.late)),
    ]  # fmt: skip
    for question in site.questions:
        counts = told.answers.get(question.id)
        if counts:
            yield (
                name_in(question.names, texts.language),
                [
                    (name_in(each.names, texts.language), _count(counts.get(each.value, 0), texts))
                    for each in question.choices
                ],
            )


def _count(count: int | None, texts: Texts) -> str:
    return texts.written("quarter-withheld") if count is None else str(count)
