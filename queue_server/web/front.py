"""The short way for the two requests that come in crowds: a number, and the next visitor.

What is plainly in order is answered here without the framework's layers. All else goes the long
way, through the application, refusals included: a refused command has changed nothing, so it is
refused again there in the usual words. A number issued just now repeats under its key.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.hall import HallService
from queue_server.web.headers import SECURITY_HEADERS

_TICKETS = "/api/v1/tickets"
_CALL_NEXT = re.compile(r"/api/v1/windows/([A-Za-z0-9_-]{1,64})/call-next")
_LONGEST_KEY, _LONGEST_BODY = 200, 64 * 1024
_encode = msgspec.json.Encoder().encode
_read_request = msgspec.json.Decoder(wire.TicketRequest).decode
_GUARDS = [(each.name.lower().encode(), str(each.value).encode()) for each in SECURITY_HEADERS]
_Answer = tuple[int, bytes]
Scope = Any
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Front:
    """The whole server's first door: answers itself, or passes on to the application."""

    def __init__(self, app: App, hall: HallService) -> None:
        self._app = app
        self._hall = hall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection of the server's."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        window = _CALL_NEXT.fullmatch(scope["path"])
        if (window is None and scope["path"] != _TICKETS) or scope["query_string"]:
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        read = await _read(receive)
        answer = None
        if not read[-1].get("more_body", True):
            body = b"".join(message["body"] for message in read)
            answer = await self._answer(headers, body, window[1] if window else None)
        if answer is None:
            await self._app(scope, _again(read, receive), send)
        else:
            await _send(send, *answer)

    async def _answer(
        self, headers: Mapping[bytes, bytes], body: bytes, window: str | None
    ) -> _Answer | None:
        """Return the answer, None where the long way has to find it."""
        key = headers.get(b"idempotency-key", b"").decode("latin-1")
        actor = await self._who(headers.get(b"authorization", b""))
        if actor is None or not 0 < len(key) <= _LONGEST_KEY or b"content-encoding" in headers:
            return None
        try:
            if window is not None:
                called = await self._hall.call_next(actor, window, key)
                return (204, b"") if called is None else (200, _encode(called))
            if not headers.get(b"content-type", b"").startswith(b"application/json"):
                return None
            issued = await self._hall.issue(actor, _read_request(body), key)
        except Exception:  # noqa: BLE001  refusals and faults of ours alike are told the long way
            return None
        return 201 if issued.created else 200, _encode(issued.ticket)

    async def _who(self, header: bytes) -> Actor | None:
        scheme, _, token = header.decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        return await self._hall.authenticate(token.strip())


async def _read(receive: Receive) -> list[Message]:
    """Return the messages of a body, the last without ``more_body`` where it is all and short."""
    read = [await receive()]
    while read[-1].get("more_body") and sum(len(each["body"]) for each in read) < _LONGEST_BODY:
        read.append(await receive())
    return read


def _again(read: list[Message], receive: Receive) -> Receive:
    """Return a receive that gives what was read already, then the rest."""
    waiting = read[::-1]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message


async def _send(send: Send, status: int, body: bytes) -> None:
    headers = [*_GUARDS]
    if body:
        headers.append((b"content-type", b"application/json"))
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
