"""The hall's identity on every page: its colour as a style sheet, its emblem as a picture."""

import asyncio
import hashlib
from typing import Any

from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException

from config.site import Hall
from queue_server.app import Server

_Asked = Request[Any, Any, Any]


def identity_router(server: Server) -> Router:
    """Return ``/identity``: both follow the site at once, and are asked for again each time."""

    @get("/identity.css", include_in_schema=False)
    async def colour(request: _Asked) -> Response[bytes]:
        return _fresh(request, rules_of(server.site.hall).encode(), "text/css; charset=utf-8")

    @get("/emblem.png", include_in_schema=False)
    async def emblem(request: _Asked) -> Response[bytes]:
        name = server.site.hall.emblem
        file = server.settings.data / "media" / name
        if not name or not file.is_file():
            raise NotFoundException("This hall has no emblem")
        return _fresh(request, await asyncio.to_thread(file.read_bytes), "image/png")

    return Router(path="/identity", route_handlers=[colour, emblem])


def rules_of(hall: Hall) -> str:
    """Return the style sheet of a hall's identity: a band of its colour, its emblem by its name.

    In high contrast the colour is left out; the emblem says nothing that words do not.
    """
    rules = []
    if hall.colour:
        plain = 'html:not([data-theme="contrast"])'
        band = f"6px solid {hall.colour}"
        rules.append(f"{plain} .card, {plain} .console > .top {{ border-top: {band}; }}")
        rules.append(f".screen > header {{ border-bottom: 8px solid {hall.colour}; }}")
    if hall.emblem:
        drawn = f'url("/identity/emblem.png?{hall.emblem}") left center / contain no-repeat'
        box = f"content: ''; background: {drawn};"
        rules.append(f".card > .hall::before {{ {box} display: block; height: 56px; }}")
        inline = "display: inline-block; width: 1.2em; height: 1.2em; margin-right: .4em;"
        rules.append(f".screen > header h1::before {{ {box} {inline} vertical-align: -.2em; }}")
    return "\n".join(rules) + "\n"


def mark_of(hall: Hall) -> str:
    """Return a mark that changes with what every screen shows of the hall's identity."""
    shown = repr((sorted(hall.name.items()), hall.languages, hall.emblem, hall.colour))
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


def _fresh(request: _Asked, body: bytes, media_type: str) -> Response[bytes]:
    mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": mark, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
