"""From where a request comes, for the journal: what kind of asker, and its address.

A visitor's own phone is told as such without its address: nobody is to be followed by it.
"""

from typing import Any

from queue_server.store.acting import PLACE
from queue_server.web.sessions import COOKIE

_OWN_PAGES = ("/t/", "/f/")
_COOKIE = COOKIE.encode() + b"="


def place_of(scope: Any) -> str:
    """Return ``device``, ``console`` or ``page`` and the address, ``phone`` for visitors' pages."""
    if str(scope.get("path", "")).startswith(_OWN_PAGES):
        return "phone"
    kind = "page"
    for name, value in scope["headers"]:
        if name == b"authorization":
            kind = "device"
            break
        if name == b"cookie" and _COOKIE in value:
            kind = "console"
    client = scope.get("client")
    return f"{kind} {client[0]}" if client else kind


class Placed:
    """An application whose commands carry to the journal from where they were asked."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection."""
        if scope["type"] in {"http", "websocket"}:
            PLACE.set(place_of(scope))
        await self._app(scope, receive, send)
