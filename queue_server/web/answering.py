"""A short answer in one write: what uvicorn does in two messages and a look at every header.

Used by the short way in front only, whose headers are its own and known to be sound. Wherever a
line is not plainly open and kept, the answer goes as the two messages of ASGI.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from queue_server.web.headers import SECURITY_HEADERS

_GUARDS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_HEAD = b"".join(b"%s: %s\r\n" % each for each in _GUARDS)
_JSON = (b"content-type", b"application/json")
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def answer(send: Send, status: int, body: bytes) -> None:
    """Send one whole answer; ``body`` is JSON, or empty with a status that has none (204)."""
    cycle = getattr(send, "__self__", None)
    if isinstance(cycle, RequestResponseCycle) and _plainly_open(cycle):
        _write(cycle, status, body)
        return
    headers = [*_GUARDS]
    if body:
        headers += [_JSON, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _plainly_open(cycle: RequestResponseCycle) -> bool:
    return cycle.keep_alive and not (
        cycle.disconnected
        or cycle.response_started
        or cycle.flow.write_paused
        or cycle.transport.is_closing()
    )


def _write(cycle: RequestResponseCycle, status: int, body: bytes) -> None:
    head = [STATUS_LINE[status], *(b"%s: %s\r\n" % each for each in cycle.default_headers), _HEAD]
    if body:
        head.append(b"%s: %s\r\ncontent-length: %d\r\n" % (*_JSON, len(body)))
    head += (b"\r\n", body)
    cycle.waiting_for_100_continue = False
    cycle.response_started = cycle.response_complete = True
    cycle.transport.write(b"".join(head))
    cycle.message_event.set()
    cycle.on_response()
