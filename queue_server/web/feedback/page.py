"""What visitors told the hall, on a page for those who answer it in time."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.exceptions import PermissionDeniedException
from litestar.response import Redirect

from config.site import name_in
from queue_server.app import Server
from queue_server.web.pages import Pages, language_of
from queue_server.web.sessions import COOKIE, Sessions

_ANSWERERS = ("supervisor", "admin")
_Asked = Request[Any, Any, Any]


def feedback_page(server: Server, sessions: Sessions, pages: Pages) -> Router:
    """Return ``/admin/feedback``; what it does goes through the API like all else."""

    @get("/feedback", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = sessions.find(request.cookies.get(COOKIE))
        if session is None:
            return Redirect("/staff/sign-in")
        if session.actor.role not in _ANSWERERS:
            raise PermissionDeniedException("What visitors tell is for supervisors and admins")
        language, site = language_of(request), server.site
        boot = {
            "language": language,
            "csrf": session.csrf,
            "timeZone": site.hall.time_zone,
            "now": server.clock.now().isoformat(),
            "services": {each.id: name_in(each.names, language) for each in site.services},
            "windows": {each.id: each.number for each in site.windows},
            "questions": {each.id: name_in(each.names, language) for each in site.questions},
            "choices": {
                each.id: {choice.value: name_in(choice.names, language) for choice in each.choices}
                for each in site.questions
            },
        }
        return pages.answer(
            request, "feedback.html", who=session.actor.name, csrf=session.csrf,
            role=session.actor.role, now="feedback", boot=boot,
        )  # fmt: skip

    return Router(path="/admin", route_handlers=[page])
