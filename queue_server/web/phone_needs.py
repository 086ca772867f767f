"""How the hall is to help, told and changed on the phone: ``/t/{code}/needs``.

Whoever holds the code may see and change it, on this page alone: the ticket's own page, which a
neighbour may glance at, never names it. Plain form, no script.
"""

from typing import Any, get_args

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from config.site import Need
from hall.errors import RuleError
from queue_server import wire
from queue_server.app import Server
from queue_server.domain.errors import refused
from queue_server.domain.ticket import TERMINAL, State
from queue_server.service.asking import Asked
from queue_server.service.changing import change_needs
from queue_server.web.visitor import problem_key, wants_data
from queue_server.web.visitor_pages import VisitorPages

NEEDS: tuple[Need, ...] = get_args(Need)
_DRAWN = {"speech": "speech-need", "text_only": "captions", "vibration": "vibrate"}
_Asked = Request[Any, Any, Any]


class PhoneNeeds:
    """The form behind a visitor's own address."""

    def __init__(self, server: Server, pages: VisitorPages) -> None:
        self._server = server
        self._pages = pages

    async def form(self, request: _Asked, secret: str) -> Response[Any]:
        """Show what was told; a visit that is over has nothing left to change."""
        found = await self._server.hall.ticket_by_phone(secret)
        if found is None:
            return self._unknown(request)
        ticket = found[1]
        if State(ticket.state) in TERMINAL:
            return Redirect(self._pages.onward(request, f"/t/{secret}"), status_code=303)
        told = self._server.hall.showing.view.needs.get(ticket.id, ())
        return self._page(request, secret, ticket, told)

    async def take(self, request: _Asked, secret: str) -> Response[Any]:
        """Change it; head start, grace and channels follow at once."""
        found = await self._server.hall.ticket_by_phone(secret)
        if found is None:
            if wants_data(request):
                raise refused("unknown_ticket", "no ticket has this code")
            return self._unknown(request)
        visitor, ticket = found
        hall = self._server.hall
        asked = Asked(actor=visitor, site=hall.settings)
        needs = await _sent(request)
        try:
            await hall.writer.submit(
                lambda image, moment: change_needs(image, moment, asked, ticket.id, needs)
            )
        except RuleError as refusal:
            if wants_data(request):
                raise
            told = problem_key(refusal.code)
            return self._page(request, secret, ticket, needs, status=409, problem=told)
        if wants_data(request):
            return Response(await hall.ticket(visitor, ticket.id))
        return Redirect(self._pages.onward(request, f"/t/{secret}?saved=1"), status_code=303)

    def _page(
        self,
        request: _Asked,
        secret: str,
        ticket: wire.Ticket,
        chosen: tuple[Need, ...],
        *,
        status: int = 200,
        problem: str = "",
    ) -> Response[Any]:
        return self._pages.answer(
            request,
            "phone_needs.html",
            status=status,
            ticket=ticket,
            secret=secret,
            needs=NEEDS,
            chosen=chosen,
            drawn=lambda need: _DRAWN.get(need, need.replace("_", "-")),
            problem=problem,
        )

    def _unknown(self, request: _Asked) -> Response[Any]:
        return self._pages.answer(request, "phone.html", status=404, danger=None, again=None)


def phone_needs(server: Server, pages: VisitorPages) -> Router:
    """Return ``/t/{code}/needs``."""
    needs = PhoneNeeds(server, pages)

    @get("/{secret:str}/needs", include_in_schema=False)
    async def own_needs(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await needs.form(request, secret)

    @post("/{secret:str}/needs", status_code=200, include_in_schema=False)
    async def change_own_needs(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await needs.take(request, secret)

    return Router(path="/t", route_handlers=[own_needs, change_own_needs])


async def _sent(request: _Asked) -> tuple[Need, ...]:
    """Return what was ticked, or what a program sent; in a fixed order, what is unknown left out.

    A form cannot hold anything unknown but by somebody's own hand; a program is told.
    """
    if request.headers.get("content-type", "").startswith("application/json"):
        return msgspec.json.decode(await request.body() or b"{}", type=wire.NeedsRequest).needs
    fields = await request.form()
    ticked = {str(each) for each in fields.getall("need", [])}
    return tuple(each for each in NEEDS if each in ticked)
