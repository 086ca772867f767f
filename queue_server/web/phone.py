"""A visitor's own ticket on the phone: ``/t/{code}`` from the QR code, no account.

Whoever cannot scan opens ``/t`` and types the code that stands on the paper.

Plain HTML that asks again by itself: it works on any phone, with scripts off.
"""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from config.site import Site, name_in
from hall.codes import read_code
from queue_server import wire
from queue_server.app import Server
from queue_server.web.pages import Pages, language_of

_AGAIN_S = {"WAITING": 15, "CALLED": 5, "SERVING": 30, "HELD": 30, "AWAY": 30, "MISSED": 30}
"""Seconds until the page asks again, by state; a ticket that is over asks no more."""
_Asked = Request[Any, Any, Any]


def phone_page(server: Server, pages: Pages) -> Router:
    """Return the pages below ``/t``."""

    async def known(typed: str) -> str | None:
        """Return the code of a ticket, however it was typed."""
        for code in (typed.strip(), read_code(typed)):
            if code and await server.hall.ticket_by_phone(code) is not None:
                return code
        return None

    @get("/", include_in_schema=False)
    async def type_code(request: _Asked, code: FromQuery[str] = "") -> Response[Any]:
        """Ask for the code on the paper and go to its ticket."""
        found = await known(code)
        if found is not None:
            return Redirect(f"/t/{found}", status_code=303)
        hall = name_in(server.site.hall.name, language_of(request))
        status = 404 if code else 200
        return pages.answer(request, "code.html", status=status, hall=hall, typed=code)

    @get("/{secret:str}", include_in_schema=False)
    async def own_ticket(request: _Asked, secret: FromPath[str]) -> Response[str]:
        """Show the ticket, or say plainly that there is none behind this address."""
        language = language_of(request)
        hall = name_in(server.site.hall.name, language)
        found = await server.hall.ticket_by_phone(secret)
        if found is None:
            return pages.answer(
                request, "phone.html", status=404, hall=hall, ticket=None, service="", area=""
            )
        _, ticket = found
        again = _AGAIN_S.get(ticket.state)
        return pages.answer(
            request,
            "phone.html",
            headers={"Refresh": str(again)} if again else None,
            hall=hall,
            ticket=ticket,
            service=name_in(server.site.service(ticket.service).names, language),
            area=_area(server.site, ticket, language),
        )

    return Router(path="/t", route_handlers=[type_code, own_ticket])


def _area(site: Site, ticket: wire.Ticket, language: str) -> str:
    """Return where to wait, or where the calling window stands."""
    windows = site.windows_for(ticket.service)
    zone = ticket.zone or (windows[0].zone if windows else None)
    return name_in(site.zone(zone).names, language) if zone else ""
