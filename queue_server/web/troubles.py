"""The front door, and refusals and faults for somebody at a browser: words, with a way on.

Programs get the problem document; so does every path of the API, whoever asks.
"""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, Router, get

from config.site import name_in
from queue_server.app import Server
from queue_server.web import problems
from queue_server.web.headers import SECURITY_HEADERS
from queue_server.web.pages import Pages, language_of
from queue_server.web.refusals import Refusals

_PROGRAMS = ("/api/", "/feed/", "/uplink/", "/static/", "/health", "/metrics", "/openapi")
_TOLD = {401: "session", 403: "forbidden", 404: "absent", 413: "large", 429: "often", 503: "later"}
_Asked = Request[Any, Any, Any]
_Handler = Callable[[_Asked, Any], Response[Any]]


def trouble_handlers(pages: Pages, refusals: Refusals) -> dict[Any, _Handler]:
    """Return the application's exception handlers: logged where it matters, told in words."""

    def telling(handler: _Handler) -> _Handler:
        def answer(request: _Asked, error: Any) -> Response[Any]:
            problem = handler(request, error)
            # What no route answers carries them not of itself.
            for name, value in SECURITY_HEADERS.items():
                problem.headers.setdefault(name, value)
            status = problem.status_code or 500
            refusals.note_error(request, error, status)
            if not _at_a_browser(request):
                return problem
            page = pages.answer(
                request, "trouble.html", status=status, kind=_TOLD.get(status, "fault"),
                headers={key: str(value) for key, value in problem.headers.items()},
            )  # fmt: skip
            page.headers.pop("WWW-Authenticate", None)
            return page

        return answer

    return {kind: telling(handler) for kind, handler in problems.HANDLERS.items()}


def _at_a_browser(request: _Asked) -> bool:
    path = request.url.path
    return not path.startswith(_PROGRAMS) and "text/html" in request.headers.get("accept", "")


def door_router(server: Server, pages: Pages) -> Router:
    """Return ``/``: the two ways in, for staff and for visitors."""

    @get("/", include_in_schema=False)
    async def door(request: _Asked) -> Response[str]:
        hall = name_in(server.site.hall.name, language_of(request))
        return pages.answer(request, "trouble.html", kind="", hall=hall)

    return Router(path="/", route_handlers=[door])
