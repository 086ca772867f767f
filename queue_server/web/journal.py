"""The journal on a page: read, searched by subject and day, printed; nothing in it changes."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, Router, get

from hall.texts import load_texts
from queue_server.audit.reading import READERS, Journal
from queue_server.audit.subjects import SUBJECTS
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_LONGEST = 64
_Asked = Request[Any, Any, Any]


def journal_page(rooms: Rooms) -> Router:
    """Return ``/admin/journal``."""
    journal = Journal(rooms.server.hall)
    words = {each: load_texts(each, "queue_server.audit") for each in LANGUAGES}

    @get("/journal", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, READERS, "The journal is for supervisors and admins")
        asked, texts = request.query_params, words[language_of(request)]
        subject = str(asked.get("subject", "all"))
        day, wrong = _day(str(asked.get("day", "")))
        leaf = await journal.leaf(
            session.actor,
            texts,
            subject=subject,
            day=day,
            before=_seq(str(asked.get("before", ""))),
            who=str(asked.get("who", "")).strip()[:_LONGEST],
            place=str(asked.get("from", "")).strip()[:_LONGEST],
        )
        kept = {name: str(asked.get(name, ""))[:_LONGEST] for name in ("who", "from")}
        again = urlencode(
            {"subject": subject, "day": day.isoformat() if day else "", **kept}
        )  # fmt: skip
        return rooms.show(
            request, session, "journal", status=422 if wrong else 200, s=texts.written,
            leaf=leaf, subjects=list(SUBJECTS), subject=subject if subject in SUBJECTS else "all",
            day=day.isoformat() if day else "", wrong=wrong, kept=kept, again=again,
        )  # fmt: skip

    return Router(path="/admin", route_handlers=[page])


def _day(text: str) -> tuple[date | None, bool]:
    try:
        return (date.fromisoformat(text) if text else None), False
    except ValueError:
        return None, True


def _seq(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
