"""What visitors told the hall, on a page for those who answer it in time."""

from typing import Any

from litestar import Request, Response, Router, get

from config.site import name_in
from queue_server.web.pages import language_of
from queue_server.web.rooms import Rooms

_ANSWERERS = ("supervisor", "admin")
_Asked = Request[Any, Any, Any]


def feedback_page(rooms: Rooms) -> Router:
    """Return ``/admin/feedback``; what it does goes through the API like all else."""

    @get("/feedback", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(
            request, _ANSWERERS, "What visitors tell is for supervisors and admins"
        )
        language, site = language_of(request), rooms.server.site
        boot = {
            "services": {each.id: name_in(each.names, language) for each in site.services},
            "windows": {each.id: each.number for each in site.windows},
            "questions": {each.id: name_in(each.names, language) for each in site.questions},
            "choices": {
                each.id: {choice.value: name_in(choice.names, language) for choice in each.choices}
                for each in site.questions
            },
        }
        return rooms.show(request, session, "feedback", boot=boot)

    return Router(path="/admin", route_handlers=[page])
