"""The journal as a stream: WebSocket for devices and consoles, SSE for plain boards."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Annotated, Any, cast

from litestar import Request, WebSocket, get, websocket
from litestar.exceptions import (
    HTTPException,
    NotAuthorizedException,
    WebSocketDisconnect,
)
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from hall.errors import RuleError
from queue_server.service.hall import HallService, Subscription
from queue_server.service.pace import Pace
from queue_server.web.actors import Doorkeeper, Hall, Who, same_origin
from queue_server.web.lines import LINE, Line, Straight, Texts
from queue_server.web.refusals import Refusals
from queue_server.web.sessions import cookie_of
from queue_server.wire import Row

_LOG = logging.getLogger(__name__)
_PING_S = 5.0
_LONGEST_SEND_S = 30.0
"""A reader whose end takes nothing for so long is gone, whatever its connection says."""
_REFUSED = 4401
_FOREIGN = 4403
_LOUD = 1008
_RESYNC = 4409
"""Close code for a reader that was too slow: come back with the last seq."""
Still = Callable[[], Awaitable[bool]]


@websocket("/live")
async def follow_by_websocket(socket: WebSocket[Any, Any, Any]) -> None:
    """Send every row the reader may see; what it says back is ignored, unless it is too much."""
    refusals: Refusals = socket.app.state.refusals
    if not same_origin(socket):
        refusals.note(socket, "foreign_origin")
        await socket.close(code=_FOREIGN, reason="from a foreign page")
        return
    doorkeeper: Doorkeeper = socket.app.state.doorkeeper
    try:
        who = await doorkeeper.who(socket)
    except (NotAuthorizedException, HTTPException):
        refusals.note(socket, "unauthenticated")
        await socket.close(code=_REFUSED, reason="this token is not known here")
        return
    await socket.accept()
    hall: HallService = socket.app.state.hall
    rows = hall.subscribe(who, socket.query_params.get("after"))
    still: Still = partial(doorkeeper.still, socket, who)
    extensions: dict[str, Any] = cast(Any, socket.scope.get("extensions") or {})
    line: Line | None = extensions.get(LINE)
    # A console's session ends by its own clock: its rows are asked for, and it with them.
    way: Straight | None = None
    if line is not None and cookie_of(socket) is None:
        way = Straight(line, socket.app.state.texts, hall.admission)
        rows.go_straight(way)
        still = partial(_still, still, way)
    sending = asyncio.create_task(_send(socket, rows, still, way), name="live")
    loud = False
    try:
        loud = await _until_gone(socket, sending, doorkeeper.talk())
    finally:
        rows.close()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    if loud:
        refusals.note(socket, "rate_limited")
        async with asyncio.timeout(_LONGEST_SEND_S):
            await socket.close(code=_LOUD, reason="nothing is to be said here")


async def _still(asked: Still, way: Straight) -> bool:
    """Ask, and let the straight way know."""
    known = await asked()
    if known:
        way.admit()
    return known


async def _send(
    socket: WebSocket[Any, Any, Any], rows: Subscription, still: Still, way: Straight | None
) -> None:
    texts: Texts = socket.app.state.texts
    try:
        async for row in _while_let_in(rows, still):
            if row is not None and not (way is not None and way.send(row)):
                async with asyncio.timeout(_LONGEST_SEND_S):
                    await socket.send(
                        {"type": "websocket.send", "bytes": None, "text": texts.of(row).decode()}
                    )
        code, reason = await _why_over(rows, still)
        async with asyncio.timeout(_LONGEST_SEND_S):
            await socket.close(code=code, reason=reason)
    except TimeoutError:
        _LOG.info("a reader took nothing for %d s and was left", int(_LONGEST_SEND_S))


async def _why_over(rows: Subscription, still: Still) -> tuple[int, str]:
    if not await still():
        return _REFUSED, "signed out"
    if rows.dropped:
        return _RESYNC, "too slow: come back with your last seq"
    return 1012, "the server ends"


async def _while_let_in(rows: Subscription, still: Still) -> AsyncIterator[Row | None]:
    """Yield rows, and None when none came for a while, until the stream or the sign-in ends."""
    while True:
        try:
            row = await rows.next_within(_PING_S)
        except StopAsyncIteration:
            return
        if not await still():
            return
        yield row


async def _until_gone(
    socket: WebSocket[Any, Any, Any], sending: asyncio.Task[None], talk: Pace
) -> bool:
    """Wait for the stream's end; tell whether it is that the reader says too much (S-5)."""
    while not sending.done():
        receiving = asyncio.ensure_future(socket.receive_data(mode="text"))
        done, _ = await asyncio.wait({receiving, sending}, return_when=asyncio.FIRST_COMPLETED)
        if receiving not in done:
            receiving.cancel()
            await asyncio.gather(receiving, return_exceptions=True)
            return False
        with contextlib.suppress(UnicodeDecodeError):
            try:
                receiving.result()
            except WebSocketDisconnect:
                return False
        try:
            talk.step("")
        except RuleError:
            return True
    return False


@get("/events", summary="The journal as server-sent events")
async def follow_by_sse(
    request: Request[Any, Any, Any],
    hall: Hall,
    who: Who,
    after: Annotated[str | None, QueryParameter(max_length=100)] = None,
    last_event_id: Annotated[
        str | None, HeaderParameter(name="Last-Event-ID", max_length=100)
    ] = None,
) -> Stream:
    """Send rows for ever; ``id:`` is ``E:SEQ``, and ``Last-Event-ID`` wins over ``after``."""
    rows = hall.subscribe(who, last_event_id or after)
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    return Stream(
        _events(rows, partial(doorkeeper.still, request, who), request.app.state.texts),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(rows: Subscription, still: Still, texts: Texts) -> AsyncIterator[bytes]:
    try:
        yield b"retry: 1000\n\n"
        async for row in _while_let_in(rows, still):
            if row is None:
                yield b": still here\n\n"
            else:
                yield b"id: %s:%d\ndata: %s\n\n" % (row.epoch.encode(), row.seq, texts.of(row))
    finally:
        rows.close()


HANDLERS: list[Any] = [follow_by_websocket, follow_by_sse]
