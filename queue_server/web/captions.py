"""A window's caption screen: what the clerk types or picks appears large for a deaf visitor.

Both pages stand in one browser, the second one on the screen that faces the visitor. The words
go from one to the other inside it: they are neither sent anywhere nor kept.
"""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.response import Redirect

from config.site import name_in
from queue_server.app import Server
from queue_server.web.pages import Pages, language_of
from queue_server.web.sessions import COOKIE, Sessions

PHRASES = 10
_Asked = Request[Any, Any, Any]


def caption_pages(server: Server, sessions: Sessions, pages: Pages) -> Router:
    """Return ``/captions/`` for the clerk and ``/captions/screen`` for the visitor."""

    def answer(request: _Asked, template: str) -> Response[Any]:
        session = sessions.find(request.cookies.get(COOKIE))
        if session is None:
            return Redirect("/staff/sign-in")
        language = language_of(request)
        return pages.answer(
            request, template, who=session.actor.name, csrf=session.csrf,
            role=session.actor.role, now="captions", phrases=range(1, PHRASES + 1),
            hall=name_in(server.site.hall.name, language),
        )  # fmt: skip

    @get("/", include_in_schema=False)
    async def desk(request: _Asked) -> Response[Any]:
        return answer(request, "captions.html")

    @get("/screen", include_in_schema=False)
    async def screen(request: _Asked) -> Response[Any]:
        return answer(request, "caption_screen.html")

    return Router(path="/captions", route_handlers=[desk, screen])
