"""Pages for those who run the hall: notices, with a picture of each sign before they go up."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.exceptions import PermissionDeniedException
from litestar.response import Redirect

from config.site import name_in
from queue_server.app import Server
from queue_server.service.notices import PUBLISHERS
from queue_server.web.pages import LANGUAGES, Pages, language_of
from queue_server.web.sessions import COOKIE, Session, Sessions

_Asked = Request[Any, Any, Any]


def admin_router(server: Server, sessions: Sessions, pages: Pages) -> Router:
    """Return the pages' routes; what they do goes through the API like all else."""

    @get("/notices", include_in_schema=False)
    async def notices_page(request: _Asked) -> Response[Any]:
        session = sessions.find(request.cookies.get(COOKIE))
        if session is None:
            return Redirect("/staff/sign-in")
        if session.actor.role not in PUBLISHERS:
            raise PermissionDeniedException("Notices are for supervisors and admins")
        return pages.answer(
            request, "notices.html", who=session.actor.name, csrf=session.csrf,
            role=session.actor.role, now="notices",
            boot=_boot(server, session, language_of(request)),
        )  # fmt: skip

    return Router(path="/admin", route_handlers=[notices_page])


def _boot(server: Server, session: Session, language: str) -> dict[str, object]:
    """Return what the page's script starts from."""
    site = server.site
    return {
        "language": language,
        "csrf": session.csrf,
        "timeZone": site.hall.time_zone,
        "now": server.clock.now().isoformat(),
        "services": {},
        "languages": [each for each in site.hall.languages if each in LANGUAGES],
        "places": [
            *({"id": f"zone:{each.id}", "name": name_in(each.names, language)}
              for each in site.zones),
            *({"id": f"sign:{each.id}", "name": each.id} for each in site.signs),
            *({"id": f"board:{each.id}", "name": each.id} for each in site.boards),
        ],
        "sinks": [
            *({"id": each.id, "zone": each.zone, "kind": "sign"} for each in site.signs),
            *({"id": each.id, "zone": each.zone, "kind": "board"} for each in site.boards),
        ],
    }  # fmt: skip
