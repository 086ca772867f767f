"""Where content is from and how good it is: sources, holds, quality, exports, history."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from hall.errors import HallError, RuleError
from queue_server import wire
from queue_server.app import Server
from queue_server.content.model import Kind
from queue_server.content.quality.exporting import (
    MEDIA_TYPES,
    SUFFIXES,
    ExportFormat,
    export,
    records_of,
)
from queue_server.content.quality.report import Quality
from queue_server.content.sweeping.holds import discard, release
from queue_server.domain.actors import Actor
from queue_server.service.asking import require_role
from queue_server.web.actors import Who, require_known
from queue_server.web.problems import answer_rule

READERS = frozenset({"supervisor", "admin", "reader", "system"})
DECIDERS = frozenset({"admin", "system"})
_PAGE = "/admin/content"
_CHUNK = 1 << 18
# A server that is off is found out in five seconds: whoever asked is told what came of it.
_WAITED_S = 8.0
_Asked = Request[Any, Any, Any]
_Text = Annotated[str, QueryParameter(max_length=200)]


def sources_router(server: Server, quality: Quality) -> Router:
    """Return the API's routes."""
    return Router(
        path="/api/v1",
        route_handlers=[
            *_source_routes(server, quality),
            *_hold_routes(server, quality),
            *_quality_routes(server, quality),
        ],
        tags=["content"],
        exception_handlers={RuleError: _refuse},
    )


def _source_routes(server: Server, quality: Quality) -> list[Any]:
    @get("/content-sources", sync_to_thread=True, summary="Every source and how its last run went")
    def list_sources(who: Who) -> wire.SourceList:
        """Answer the sources, for supervisors, admins and readers."""
        _require(who, READERS)
        return wire.SourceList(items=quality.standings())

    @post("/content-sources/{source:str}/run", status_code=202, summary="Ask a source now")
    async def run_source(who: Who, source: FromPath[str]) -> wire.SourceList:
        """Have it asked at once; answers the sources as they are when that ended, or after 8 s."""
        _require(who, DECIDERS)
        await ask_now(server, source)
        return wire.SourceList(items=await asyncio.to_thread(quality.standings))

    @get("/content-sources/{source:str}/refused", sync_to_thread=True, summary="What was refused")
    def list_refused(who: Who, source: FromPath[str]) -> wire.RefusedList:
        """Answer the rows the last run refused or took without a value, with the reason."""
        _require(who, READERS)
        return wire.RefusedList(items=quality.refused(source))

    return [list_sources, run_source, list_refused]


def _hold_routes(server: Server, quality: Quality) -> list[Any]:
    @get("/content-holds", sync_to_thread=True, summary="Sweeps that wait for a yes")
    def list_holds(who: Who) -> wire.ContentHoldList:
        """Answer what a source no longer shows in such number that somebody must say yes."""
        _require(who, READERS)
        return wire.ContentHoldList(items=quality.holds())

    @post("/content-holds/{hold:int}/release", status_code=200, sync_to_thread=True,
          summary="Let held items go")  # fmt: skip
    def release_hold(who: Who, hold: FromPath[int]) -> wire.HoldDecided:
        """Withdraw them, but those seen again since; 404 ``unknown_hold``."""
        _require(who, DECIDERS)
        return wire.HoldDecided(count=release(server.content, server.clock, hold, who.name))

    @post("/content-holds/{hold:int}/keep", status_code=200, sync_to_thread=True,
          summary="Keep held items")  # fmt: skip
    def keep_hold(who: Who, hold: FromPath[int]) -> wire.HoldDecided:
        """Keep them: their misses are counted anew; 404 ``unknown_hold``."""
        _require(who, DECIDERS)
        return wire.HoldDecided(count=discard(server.content, server.clock, hold, who.name))

    return [list_holds, release_hold, keep_hold]


def _quality_routes(server: Server, quality: Quality) -> list[Any]:
    @get("/content-quality", sync_to_thread=True, summary="How complete, fresh and unique it is")
    def tell_quality(who: Who) -> wire.ContentQuality:
        """Answer by source and kind, and what is repeated."""
        _require(who, READERS)
        return quality.quality(server.clock.now())

    @get("/content-history/{kind:str}/{item_id:str}", sync_to_thread=True,
         summary="Where an item is from and what it said before")  # fmt: skip
    def tell_history(who: Who, kind: FromPath[str], item_id: FromPath[str]) -> wire.ItemHistory:
        """Answer its source, the feeds it passed and every earlier revision."""
        _require(who, READERS)
        found = quality.history(kind, item_id)
        if found is None:
            raise RuleError("unknown_content", "no such item is known here")
        return found

    @get("/content-exports", sync_to_thread=True, summary="The content as a file",
         media_type="application/octet-stream")  # fmt: skip
    def export_content(
        who: Who,
        form: Annotated[ExportFormat, QueryParameter(name="format")] = "csv",
        kind: FromQuery[Kind | None] = None,
        source: _Text = "",
    ) -> Stream:
        """Answer what the hall shows as CSV, JSON Lines, XLSX or schema.org JSON-LD."""
        _require(who, READERS)
        return _download(server, form, kind or "", source)

    return [tell_quality, tell_history, export_content]


def _require(who: Actor, roles: frozenset[str]) -> None:
    require_role(require_known(who), roles)


async def ask_now(server: Server, source: str) -> None:
    """Have a source asked, and wait a little; 404 where the site names none of that id."""
    try:
        await server.sources.ask_now(source, within_s=_WAITED_S)
    except HallError as fault:
        raise NotFoundException(str(fault)) from fault


def _download(server: Server, form: ExportFormat, kind: str, source: str) -> Stream:
    """Write the file beside the content, then send it in pieces: a million items need no memory."""
    folder = tempfile.TemporaryDirectory(prefix="hall90-export-")
    path = Path(folder.name) / f"content.{SUFFIXES[form]}"
    now = int(server.clock.now().timestamp())
    with server.content.reading() as connection:
        export(records_of(connection, kind=kind, source=source, now=now), form, path)
    day = server.clock.now().strftime("%Y%m%d")
    name = f"content-{kind or 'all'}-{day}.{SUFFIXES[form]}"
    return Stream(
        _pieces(path, folder),
        media_type=MEDIA_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _pieces(path: Path, folder: "tempfile.TemporaryDirectory[str]") -> Iterator[bytes]:
    with folder, path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def _refuse(request: _Asked, error: RuleError) -> Response[wire.Problem]:
    if error.code not in {"unknown_hold", "unknown_content"}:
        return answer_rule(request, error)
    return Response(
        wire.Problem(status=404, code=error.code, title=error.detail, detail=error.detail),
        status_code=404,
        media_type="application/problem+json",
    )
