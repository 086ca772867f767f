"""The journal on a page: read, searched by subject and day, printed; nothing in it changes."""

import asyncio
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get

from hall.errors import HallError
from hall.texts import load_texts
from queue_server.audit.reading import READERS, Journal
from queue_server.audit.subjects import SUBJECTS
from queue_server.sealing.standing import Standing, glance
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
        seal = await asyncio.to_thread(_seal, rooms)
        kept = {name: str(asked.get(name, ""))[:_LONGEST] for name in ("who", "from")}
        again = urlencode(
            {"subject": subject, "day": day.isoformat() if day else "", **kept}
        )  # fmt: skip
        return rooms.show(
            request, session, "journal", status=422 if wrong else 200, s=texts.written,
            leaf=leaf, subjects=list(SUBJECTS), subject=subject if subject in SUBJECTS else "all",
            day=day.isoformat() if day else "", wrong=wrong, kept=kept, again=again, seal=seal,
        )  # fmt: skip

    return Router(path="/admin", route_handlers=[page])


def _seal(rooms: Rooms) -> tuple[Standing | None, str]:
    """Return up to where the journal is signed, and when that was by the hall's clock."""
    server = rooms.server
    try:
        found = glance(server.hall.database, server.settings.data, server.hall.epoch)
    except HallError:
        return None, ""
    if found.signed is None:
        return found, ""
    zone = ZoneInfo(server.site.hall.time_zone)
    return found, f"{datetime.fromisoformat(found.signed.at).astimezone(zone):%Y-%m-%d %H:%M}"


def _day(text: str) -> tuple[date | None, bool]:
    try:
        return (date.fromisoformat(text) if text else None), False
    except ValueError:
        return None, True


def _seq(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
