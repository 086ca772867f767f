"""The short way for the requests that come in crowds: a number, the next visitor, his steps.

What is plainly in order is answered here without the framework's layers. All else goes the long
way, through the application, refusals included: a refused command has changed nothing, so it is
refused again there in the usual words. A number issued just now repeats under its key.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.transitions import Event
from queue_server.service.hall import HallService
from queue_server.store.acting import PLACE
from queue_server.web.answering import answer
from queue_server.web.draining import Draining, is_long
from queue_server.web.placing import place_of

_ALIVE, _TICKETS = "/health/live", "/api/v1/tickets"
_CALL_NEXT = re.compile(r"/api/v1/windows/([A-Za-z0-9_-]{1,64})/call-next")
_STEPS = "|".join(sorted(event.value.replace("_", "-") for event in Event))
_STEP = re.compile(rf"/api/v1/tickets/([0-9a-f-]{{36}})/({_STEPS})")
_LONGEST_KEY, _LONGEST_BODY = 200, 64 * 1024
_encode = msgspec.json.Encoder().encode
_read_request = msgspec.json.Decoder(wire.TicketRequest).decode
_read_action = msgspec.json.Decoder(wire.ActionRequest | None).decode
_Answer = tuple[int, bytes]
_Do = Callable[[Actor, str, bytes], Awaitable[_Answer | None]]
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
            if scope.get("method") == "GET" and scope["path"] == _ALIVE:
                await answer(send, 200, _encode({"alive": True}))
                return
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if is_long(headers):
            drained = Draining(receive, send)
            receive, send = drained.receive, drained.send
        do = None if scope["query_string"] else self._meant(scope["path"])
        if do is None:
            await self._app(scope, receive, send)
            return
        read = await _read(receive)
        known = None
        if not read[-1].get("more_body", True):
            PLACE.set(place_of(scope))
            known = await self._answer(do, headers, read)
        if known is None:
            await self._app(scope, _again(read, receive), send)
        else:
            await answer(send, *known)

    def _meant(self, path: str) -> _Do | None:
        """Return what a path asks for, None where that is for the long way."""
        if path == _TICKETS:
            return self._issue
        if window := _CALL_NEXT.fullmatch(path):
            return partial(self._call_next, window[1])
        if step := _STEP.fullmatch(path):
            return partial(self._act, step[1], step[2])
        return None

    async def _answer(
        self, do: _Do, headers: Mapping[bytes, bytes], read: Sequence[Message]
    ) -> _Answer | None:
        """Return the answer, None where the long way has to find it."""
        actor = await self._who(headers.get(b"authorization", b""))
        if actor is None or b"content-encoding" in headers:
            return None
        body = read[0]["body"] if len(read) == 1 else b"".join(each["body"] for each in read)
        if body and not headers.get(b"content-type", b"").startswith(b"application/json"):
            return None
        key = headers.get(b"idempotency-key", b"").decode("latin-1")
        try:
            return await do(actor, key, body)
        except Exception:  # noqa: BLE001  refusals and faults of ours alike are told the long way
            return None

    async def _issue(self, actor: Actor, key: str, body: bytes) -> _Answer | None:
        if not 0 < len(key) <= _LONGEST_KEY:
            return None
        issued = await self._hall.issue(actor, _read_request(body), key)
        return 201 if issued.created else 200, _encode(issued.ticket)

    async def _call_next(self, window: str, actor: Actor, key: str, body: bytes) -> _Answer | None:
        if body or not 0 < len(key) <= _LONGEST_KEY:
            return None
        called = await self._hall.call_next(actor, window, key)
        return (204, b"") if called is None else (200, _encode(called))

    async def _act(
        self, ticket: str, event: str, actor: Actor, _key: str, body: bytes
    ) -> _Answer | None:
        request = _read_action(body) if body else None
        moved = await self._hall.act(actor, ticket, event, request or wire.ActionRequest())
        return 200, _encode(moved)

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
