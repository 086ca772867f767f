"""The reception desk's page, and the QR code that takes a number along. It works over the API."""

import io
from typing import Any, get_args

import segno
from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect

from config.site import Need, name_in
from queue_server.app import Server
from queue_server.service.asking import DESK
from queue_server.web.pages import LANGUAGES, Pages, language_of
from queue_server.web.sessions import COOKIE, Sessions

_Asked = Request[Any, Any, Any]


def reception_pages(server: Server, sessions: Sessions, pages: Pages) -> Router:
    """Return ``/reception/`` and ``/reception/code/{secret}.svg``."""

    @get("/", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = sessions.find(request.cookies.get(COOKIE))
        if session is None:
            return Redirect("/staff/sign-in")
        if session.actor.role not in DESK:
            raise PermissionDeniedException("The reception is for those at the desk")
        language, site = language_of(request), server.site
        boot = {
            "language": language,
            "csrf": session.csrf,
            "timeZone": site.hall.time_zone,
            "now": server.clock.now().isoformat(),
            "services": {each.id: name_in(each.names, language) for each in site.services},
            "languages": [each for each in site.hall.languages if each in LANGUAGES],
            "needs": list(get_args(Need)),
            "windows": [],
            "hall": name_in(site.hall.name, language),
        }
        return pages.answer(
            request, "reception.html", who=session.actor.name, csrf=session.csrf,
            role=session.actor.role, now="reception", boot=boot,
        )  # fmt: skip

    @get("/code/{secret:str}", include_in_schema=False)
    async def code(secret: FromPath[str]) -> Response[bytes]:
        """Draw the address of a visitor's own page; whoever asks must know it already."""
        found = await server.hall.ticket_by_phone(secret.removesuffix(".svg"))
        if found is None:
            raise NotFoundException
        drawn = io.BytesIO()
        made = segno.make(found[1].phone_url, error="m")
        made.save(drawn, kind="svg", border=4, scale=5, light="white")
        headers = {"Cache-Control": "no-store"}
        return Response(drawn.getvalue(), media_type="image/svg+xml", headers=headers)

    return Router(path="/reception", route_handlers=[page, code])
