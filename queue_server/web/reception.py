"""The reception desk's page, and the QR code that takes a number along. It works over the API."""

import io
from typing import Any, get_args

import segno
from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from config.site import Need, name_in
from queue_server.service.asking import DESK
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_Asked = Request[Any, Any, Any]
CODE_DIGITS = 6


def reception_pages(rooms: Rooms) -> Router:
    """Return ``/reception/``, ``/reception/code/{secret}.svg`` and ``/reception/booking/…``."""
    server = rooms.server

    @get("/", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, DESK, "The reception is for those at the desk")
        language, site = language_of(request), server.site
        boot = {
            "services": {each.id: name_in(each.names, language) for each in site.services},
            "languages": [each for each in site.hall.languages if each in LANGUAGES],
            "needs": list(get_args(Need)),
            "windows": [],
            "hall": name_in(site.hall.name, language),
        }
        return rooms.show(request, session, "reception", boot=boot)

    @get("/code/{secret:str}", include_in_schema=False)
    async def code(secret: FromPath[str]) -> Response[bytes]:
        """Draw the address of a visitor's own page; whoever asks must know it already."""
        found = await server.hall.ticket_by_phone(secret.removesuffix(".svg"))
        if found is None:
            raise NotFoundException
        return _drawn(found[1].phone_url)

    @get("/booking/{code:str}", include_in_schema=False)
    async def booking(request: _Asked, code: FromPath[str]) -> Response[bytes]:
        """Draw the six digits of a booking, as a scanner at a desk types them."""
        rooms.enter(request, DESK, "The reception is for those at the desk")
        digits = code.removesuffix(".svg")
        if not (len(digits) == CODE_DIGITS and digits.isascii() and digits.isdecimal()):
            raise NotFoundException
        return _drawn(digits)

    return Router(path="/reception", route_handlers=[page, code, booking])


def _drawn(text: str) -> Response[bytes]:
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", border=4, scale=5, light="white"
    )
    headers = {"Cache-Control": "no-store"}
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers=headers)
