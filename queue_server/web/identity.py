"""The hall's identity on every page: its colour as a style sheet, its emblem as a picture."""

import asyncio
import hashlib
from typing import Any

from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException

from queue_server.app import Server

_Asked = Request[Any, Any, Any]


def identity_router(server: Server) -> Router:
    """Return ``/identity``: both follow the site at once, and are asked for again each time."""

    @get("/identity.css", include_in_schema=False)
    async def colour(request: _Asked) -> Response[bytes]:
        chosen = server.site.hall.colour
        rules = f":root {{ --identity: {chosen}; }}\n" if chosen else ""
        return _fresh(request, rules.encode(), "text/css; charset=utf-8")

    @get("/emblem.png", include_in_schema=False)
    async def emblem(request: _Asked) -> Response[bytes]:
        name = server.site.hall.emblem
        file = server.settings.data / "media" / name
        if not name or not file.is_file():
            raise NotFoundException("This hall has no emblem")
        return _fresh(request, await asyncio.to_thread(file.read_bytes), "image/png")

    return Router(path="/identity", route_handlers=[colour, emblem])


def _fresh(request: _Asked, body: bytes, media_type: str) -> Response[bytes]:
    mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": mark, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
