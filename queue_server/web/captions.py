"""A window's caption screen: what the clerk types or picks appears large for a deaf visitor.

Both pages stand in one browser, the second one on the screen that faces the visitor. The words
go from one to the other inside it: they are neither sent anywhere nor kept.
"""

from typing import Any

from litestar import Request, Response, Router, get

from config.site import name_in
from queue_server.service.asking import DESK
from queue_server.web.pages import language_of
from queue_server.web.rooms import Rooms

PHRASES = 10
_Asked = Request[Any, Any, Any]


def caption_pages(rooms: Rooms) -> Router:
    """Return ``/captions/`` for the clerk and ``/captions/screen`` for the visitor."""

    def answer(request: _Asked, template: str) -> Response[Any]:
        session = rooms.enter(request, DESK, "Captions are for those who serve visitors")
        return rooms.show(
            request, session, "captions", template=template, phrases=range(1, PHRASES + 1),
            hall=name_in(rooms.server.site.hall.name, language_of(request)),
        )  # fmt: skip

    @get("/", include_in_schema=False)
    async def desk(request: _Asked) -> Response[Any]:
        return answer(request, "captions.html")

    @get("/screen", include_in_schema=False)
    async def screen(request: _Asked) -> Response[Any]:
        return answer(request, "caption_screen.html")

    return Router(path="/captions", route_handlers=[desk, screen])
