"""Pages for those who run the hall: notices, with a picture of each sign before they go up."""

from typing import Any

from litestar import Request, Response, Router, get

from config.site import name_in
from queue_server.app import Server
from queue_server.service.notices import PUBLISHERS
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_Asked = Request[Any, Any, Any]


def admin_router(rooms: Rooms) -> Router:
    """Return the pages' routes; what they do goes through the API like all else."""

    @get("/notices", include_in_schema=False)
    async def notices_page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, PUBLISHERS, "Notices are for supervisors and admins")
        return rooms.show(
            request, session, "notices", boot=_boot(rooms.server, language_of(request))
        )

    return Router(path="/admin", route_handlers=[notices_page])


def _boot(server: Server, language: str) -> dict[str, object]:
    """Return what the page's script starts from."""
    site = server.site
    return {
        "languages": [each for each in site.hall.languages if each in LANGUAGES],
        "above": bool(server.sync.settings.upstream),
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
