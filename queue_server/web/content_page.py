"""The page ``/admin/content``: what waits for a yes, the sources, the quality, exports, history.

It needs no script: what an admin decides is a form, so it works by keyboard and screen reader like
any other.
"""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.exceptions import (
    NotFoundException,
    PermissionDeniedException,
)
from litestar.params import FromPath
from litestar.response import Redirect

from hall.texts import load_texts
from queue_server.content.quality.exporting import EXPORT_FORMATS
from queue_server.content.quality.report import Quality
from queue_server.content.sweeping.holds import discard, release
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms
from queue_server.web.sources import DECIDERS, READERS, ask_now

_PAGE = "/admin/content"
_Asked = Request[Any, Any, Any]


def content_pages(rooms: Rooms, quality: Quality) -> Router:
    """Return the page's routes."""
    shown = _Page(rooms, quality)

    @get("/content", include_in_schema=False)
    async def content_page(request: _Asked) -> Response[Any]:
        return await shown.answer(request)

    @post("/content/{deed:str}", include_in_schema=False)
    async def decide(request: _Asked, deed: FromPath[str]) -> Response[Any]:
        return await shown.do(request, deed)

    return Router(path="/admin", route_handlers=[content_page, decide])


class _Page:
    """The page of those who look after the content."""

    def __init__(self, rooms: Rooms, quality: Quality) -> None:
        self._rooms = rooms
        self._server = rooms.server
        self._quality = quality
        self._texts = {
            each: load_texts(each, "queue_server.content.quality", "queue_server.content")
            for each in LANGUAGES
        }

    async def answer(self, request: _Asked) -> Response[Any]:
        told_to = "Content is looked after by supervisors and admins"
        session = self._rooms.enter(request, READERS, told_to)
        language, asked = language_of(request), request.query_params
        told = await self._told(asked.get("source", ""), asked.get("item", ""))
        zone = ZoneInfo(self._server.site.hall.time_zone)
        return self._rooms.show(
            request, session, "content", s=self._texts[language].written, lang=language,
            may=session.actor.role in DECIDERS, done=_done(asked), formats=EXPORT_FORMATS,
            asked_now=_asked_now(told["sources"], asked),
            clock=lambda instant: instant.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            asked_source=asked.get("source", ""), asked_item=asked.get("item", ""), **told,
        )  # fmt: skip

    async def do(self, request: _Asked, deed: str) -> Response[Any]:
        session, fields = await self._rooms.own_form(request)
        if session.actor.role not in DECIDERS:
            raise PermissionDeniedException("Only an admin decides about content")
        wanted, content, clock = str(fields.get("id", "")), self._server.content, self._server.clock
        match deed:
            case "run":
                await ask_now(self._server, wanted)
                return Redirect(f"{_PAGE}?done=run&asked={quote(wanted)}", status_code=303)
            case "release" | "keep" if wanted.isascii() and wanted.isdigit():
                decide = release if deed == "release" else discard
                count = await _in_thread(decide, content, clock, int(wanted), session.actor.name)
                return Redirect(f"{_PAGE}?done={deed}&count={count}", status_code=303)
            case _:
                raise NotFoundException("There is nothing of that name to do")

    async def _told(self, source: str, item: str) -> dict[str, Any]:
        kind, _, own = item.strip().partition(" ")
        quality = self._quality
        return {
            "holds": await _in_thread(quality.holds),
            "sources": await _in_thread(quality.standings),
            "refused": await _in_thread(quality.refused, source) if source else (),
            "quality": await _in_thread(quality.quality, self._server.clock.now()),
            "history": await _in_thread(quality.history, kind, own.strip()) if own else None,
        }


def _done(asked: Any) -> dict[str, Any] | None:
    """Return what the last form decided, for the sentence at the top."""
    deed, count = asked.get("done", ""), asked.get("count", "0")
    if deed not in {"release", "keep"} or not (count.isascii() and count.isdigit()):
        return None
    return {"key": f"done-{deed}", "count": int(count[:7])}


def _asked_now(sources: tuple[Any, ...], asked: Any) -> Any:
    """Return the source that was just asked, for the sentence at the top."""
    wanted = asked.get("asked", "") if asked.get("done") == "run" else ""
    return next((each for each in sources if wanted and each.id == wanted), None)


async def _in_thread(ask: Callable[..., Any], *values: Any) -> Any:
    return await asyncio.to_thread(ask, *values)
