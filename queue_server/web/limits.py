"""The page ``/admin/limits``: what the system does not do, and its limits; it prints."""

from typing import Any

from litestar import Request, Response, Router, get

from hall.texts import load_texts
from queue_server.limits.figures import DOES_NOT, limits
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_Asked = Request[Any, Any, Any]


def limits_page(rooms: Rooms) -> Router:
    """Return ``/admin/limits``, for everybody who is signed in."""
    words = {each: load_texts(each, "queue_server.limits") for each in LANGUAGES}

    @get("/limits", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request)
        site = rooms.server.site
        return rooms.show(
            request, session, "upkeep", template="limits.html",
            s=words[language_of(request)].written, does_not=DOES_NOT, groups=limits(site),
        )  # fmt: skip

    return Router(path="/admin", route_handlers=[page])
