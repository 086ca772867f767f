"""The hall's feed for the halls below (Hall Feed v1), and what they send up.

Head and changes are for anybody on this machine, else for ``upstream`` tokens; the rest needs one.
Few pages are made at a time; whoever comes then is told when to come again.
"""

import asyncio
import gzip
from collections.abc import Callable
from ipaddress import ip_address
from typing import Annotated, Any, TypeVar

from litestar import Request, Response, Router, get, put
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.params import FromPath, QueryParameter

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.domain.actors import Actor
from queue_server.sync.publishing import GoneTooFarError, Publishing
from queue_server.sync.uplink import Uplink
from queue_server.web.actors import Who
from queue_server.wire import Problem

_NDJSON = "application/x-ndjson; charset=utf-8"
_READERS = frozenset({"upstream", "admin"})
_AT_ONCE, _WAITING = 4, 64
_LONGEST_WAIT_S, _LOOK_EVERY_S = 55, 0.5
_RETRY_S = 2
_GZIP_FROM, _LEVEL = 500, 5
_GONE = {"too_old": 410, "other_epoch": 409, "ahead": 409}
_ASKED = {"invalid_scope": 422, "unknown_bucket": 404, "does_not_fit": 422, "forbidden": 403}
_Asked = Request[Any, Any, Any]
_Number = Annotated[int, QueryParameter(ge=0, le=2**62)]
_Scope = Annotated[str, QueryParameter(name="scope", max_length=200)]
T = TypeVar("T")


class _Turns:
    """Back-pressure: so many answers are made at once, and so many may wait for news."""

    def __init__(self) -> None:
        self._making = 0
        self._waiting = 0

    async def make(self, work: Callable[[], T]) -> T:
        """Do work in a thread; raises RuleError ``busy`` where too many ask."""
        if self._making >= _AT_ONCE:
            raise RuleError("busy", "too many pages are being made", retry_after=_RETRY_S)
        self._making += 1
        try:
            return await asyncio.to_thread(work)
        finally:
            self._making -= 1

    async def news(self, feed: Publishing, clock: Clock, after: int, seconds: int) -> None:
        """Wait until something is newer than a number, at most so long."""
        if self._waiting >= _WAITING:
            return
        self._waiting += 1
        try:
            until = clock.monotonic() + min(seconds, _LONGEST_WAIT_S)
            while clock.monotonic() < until:
                if await asyncio.to_thread(feed.newest) != after:
                    return
                await clock.sleep(_LOOK_EVERY_S)
        finally:
            self._waiting -= 1


def feed_routers(feed: Publishing, uplink: Uplink, clock: Clock) -> tuple[Router, Router]:
    """Return ``/feed/v1`` and ``/uplink/v1``."""
    turns = _Turns()
    return _feed(feed, clock, turns), _uplink(uplink, turns)


def _feed(feed: Publishing, clock: Clock, turns: _Turns) -> Router:
    @get("/head", summary="How far the feed reaches, signed")
    async def feed_head(request: _Asked, who: Who) -> Response[Any]:
        """Answer the head, or 304 where the asker has it."""
        _let_in(request, who)
        head = await turns.make(feed.head)
        tag = f'"{head["epoch"]}:{head["max_seq"]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(b"", status_code=304, headers=headers)
        return Response(head, headers=headers)

    @get("/changes", media_type=_NDJSON, summary="What changed after a number")
    async def feed_changes(
        request: _Asked,
        who: Who,
        after: _Number = 0,
        limit: Annotated[int, QueryParameter(ge=1, le=100_000)] = 500,
        max_bytes: Annotated[int, QueryParameter(ge=1, le=10**9)] = 1_000_000,
        live_until: _Number = 0,
        part: _Scope = "",
        epoch: Annotated[str | None, QueryParameter(max_length=64)] = None,
        wait: Annotated[int, QueryParameter(ge=0, le=3600)] = 0,
    ) -> Response[Any]:
        """Answer a page; with ``wait`` only once there is something, or after so many seconds."""
        _let_in(request, who)
        if wait:
            await turns.news(feed, clock, after, wait)
        page = await turns.make(
            lambda: feed.changes(
                after=after, limit=limit, max_bytes=max_bytes, live_until=live_until, scope=part,
                epoch=epoch,
            )
        )  # fmt: skip
        return await _ndjson(request, page)

    @get(
        "/digest",
        media_type="application/octet-stream",
        summary="256 digests, to find where two ends differ",
    )
    async def feed_digest(who: Who, part: _Scope = "") -> Response[bytes]:
        """Answer 4,096 bytes; ``Feed-Position`` is the moment they are of."""
        _require_below(who)
        position, digests = await turns.make(lambda: feed.digest(part))
        headers = {"Feed-Position": position}
        return Response(digests, media_type="application/octet-stream", headers=headers)

    @get("/bucket/{b:str}", media_type=_NDJSON, summary="All items of one bucket")
    async def feed_bucket(
        request: _Asked, who: Who, b: FromPath[str], part: _Scope = ""
    ) -> Response[Any]:
        """Answer a page of what the bucket (two hex digits) holds now."""
        _require_below(who)
        number = int(b, 16) if len(b) == 2 and set(b) <= set("0123456789abcdef") else -1
        return await _ndjson(request, await turns.make(lambda: feed.bucket(number, part)))

    return Router(
        path="/feed/v1",
        route_handlers=[feed_head, feed_changes, feed_digest, feed_bucket],
        exception_handlers={RuleError: _refuse},
        tags=["feed"],
    )


def _uplink(uplink: Uplink, turns: _Turns) -> Router:
    @put("/{hall_id:str}/{epoch:str}/{n:int}", summary="One batch from a hall below")
    async def uplink_batch(
        request: _Asked, who: Who, hall_id: FromPath[str], epoch: FromPath[str], n: FromPath[int]
    ) -> Response[Any]:
        """Take day counts and submissions in, once in effect however often they are sent."""
        _require_below(who)
        body, digest = await request.body(), request.headers.get("content-digest")
        taken = await turns.make(lambda: uplink.take(who.token_id, hall_id, epoch, n, body, digest))
        return Response(taken.body, status_code=taken.status)

    @get("/{hall_id:str}", summary="Where a hall below goes on")
    async def uplink_place(who: Who, hall_id: FromPath[str]) -> Response[Any]:
        """Answer the epoch last heard of, and the number expected next."""
        _require_below(who)
        return Response(await turns.make(lambda: uplink.place(who.token_id, hall_id)))

    return Router(
        path="/uplink/v1",
        route_handlers=[uplink_batch, uplink_place],
        exception_handlers={RuleError: _refuse},
        tags=["feed"],
    )


def _let_in(request: _Asked, who: Actor) -> None:
    if not (who.role == "anonymous" and _is_here(request)):
        _require_below(who)


def _require_below(who: Actor) -> None:
    if who.role == "anonymous":
        raise NotAuthorizedException("A token of role upstream is needed: Authorization: Bearer …")
    if who.role not in _READERS:
        raise PermissionDeniedException(f"{who.role} may not read the feed")


def _is_here(request: _Asked) -> bool:
    """Tell whether a program of this machine asks, and not a proxy for somebody else."""
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip")):
        return False
    try:
        return request.client is None or ip_address(request.client.host).is_loopback
    except ValueError:
        return request.client is not None and request.client.host == "testclient"


async def _ndjson(request: _Asked, page: bytes) -> Response[bytes]:
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"}
    if len(page) >= _GZIP_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        page = await asyncio.to_thread(gzip.compress, page, _LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(page, media_type=_NDJSON, headers=headers)


def _refuse(_request: _Asked, error: RuleError) -> Response[Any]:
    status = _GONE.get(error.code) or _ASKED.get(error.code)
    retry = error.fields.get("retry_after")
    if status is None:
        status = 503 if error.code == "busy" else 409
    field = error.fields.get("field")
    problem = Problem(
        status=status,
        code=error.code,
        title=error.code.replace("_", " "),
        detail=error.detail,
        field=field if isinstance(field, str) else None,
        retry_after=retry if isinstance(retry, int) else None,
    )
    if not isinstance(error, GoneTooFarError):
        headers = {"Retry-After": str(retry)} if isinstance(retry, int) else {}
        kind = "application/problem+json"
        return Response(problem, status_code=status, headers=headers, media_type=kind)
    told = {
        "restart": "reconcile", "code": error.code, "title": problem.title,
        "detail": error.detail, "status": status,
    }  # fmt: skip
    return Response(told, status_code=status, media_type="application/problem+json")
