"""A visitor's own ticket on the phone: ``/t/{code}`` from the QR code, no account.

Whoever cannot scan opens ``/t`` and types the code that stands on the paper.

Plain HTML that asks again by itself: it works on any phone, with scripts off. With scripts on it
is brought up to date in place, so that the phone may ring and shake when the number is called.
"""

from typing import Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from config.site import Names, Site
from hall.codes import read_code
from hall.errors import RuleError
from queue_server import wire
from queue_server.app import Server
from queue_server.domain.errors import refused
from queue_server.domain.hours import local
from queue_server.service.feedback.box import FeedbackBox
from queue_server.service.feedback.questions import asked_now
from queue_server.service.notices import published
from queue_server.web.receipts import PageReceipts
from queue_server.web.visitor import (
    asked_of,
    help_for,
    may_do,
    problem_key,
    visitor_does,
    wants_data,
)
from queue_server.web.visitor_pages import VisitorPages

_AGAIN_S = {"WAITING": 15, "CALLED": 5, "SERVING": 30, "HELD": 30, "AWAY": 30, "MISSED": 30}
"""Seconds until the page asks again, by state; a ticket that is over asks no more."""
SCORES = ("5", "4", "3", "2", "1")
_Asked = Request[Any, Any, Any]


class PhonePages:
    """The pages below ``/t`` over one server."""

    def __init__(self, server: Server, pages: VisitorPages, receipts: PageReceipts) -> None:
        self._server = server
        self._box = FeedbackBox(server.hall)
        self._receipts = receipts
        self._pages = pages

    async def type_code(self, request: _Asked, code: str) -> Response[Any]:
        """Ask for the code on the paper and go to its ticket."""
        for meant in (code.strip(), read_code(code)):
            if meant and await self._server.hall.ticket_by_phone(meant) is not None:
                return self._on(request, f"/t/{meant}")
        return self._pages.answer(request, "code.html", status=404 if code else 200, typed=code)

    async def show(self, request: _Asked, secret: str) -> Response[Any]:
        """Show the ticket, or say plainly that there is none behind this address."""
        found = await self._server.hall.ticket_by_phone(secret)
        ticket = found[1] if found else None
        if ticket is not None and ticket.state == "CALLED":
            seq = self._server.hall.showing.view.calls.get(ticket.id)
            if seq is not None:
                await self._receipts.shown("phone", seq)
        if wants_data(request):
            return Response(_known(ticket))
        asks = "cancel" if request.query_params.get("ask") == "cancel" else ""
        return self._page(request, secret, ticket, asks=asks)

    async def do(self, request: _Asked, secret: str, event: str) -> Response[Any]:
        """Let the visitor step away, come back, give the number up or ask for a person."""
        found = await self._server.hall.ticket_by_phone(secret)
        if found is None:
            return Response(_known(None)) if wants_data(request) else self._page(request, "", None)
        visitor, ticket = found
        try:
            asked = await asked_of(request)
            done = await visitor_does(self._server.hall, visitor, ticket, event, asked)
        except RuleError as refusal:
            if wants_data(request):
                raise
            told = problem_key(refusal.code)
            return self._page(request, secret, ticket, status=409, problem=told)
        return Response(done) if wants_data(request) else self._on(request, f"/t/{secret}")

    async def rate(self, request: _Asked, secret: str) -> Response[Any]:
        """Take down how the visit was, once."""
        found = await self._server.hall.ticket_by_phone(secret)
        if found is None:
            return Response(_known(None)) if wants_data(request) else self._page(request, "", None)
        visitor, ticket = found
        if wants_data(request):
            asked = msgspec.json.decode(await request.body() or b"{}", type=wire.RatingRequest)
            return Response(await self._box.rate(visitor, ticket.id, asked), status_code=201)
        fields = await request.form()
        score = str(fields.get("score", ""))
        if score not in SCORES:
            return self._page(request, secret, ticket, status=422, problem="phone-problem-other")
        try:
            await self._box.rate(visitor, ticket.id, wire.RatingRequest(score=int(score)))
        except RuleError as refusal:
            # Rated before: the first rating stands, and there is nothing more to ask.
            if refusal.code != "key_reused":
                told = problem_key(refusal.code)
                return self._page(request, secret, ticket, status=409, problem=told)
        return self._on(request, f"/t/{secret}?rated=1")

    def _on(self, request: _Asked, path: str) -> Response[Any]:
        return Redirect(self._pages.onward(request, path), status_code=303)

    def _page(
        self,
        request: _Asked,
        secret: str,
        ticket: wire.Ticket | None,
        *,
        status: int = 200,
        asks: str = "",
        problem: str = "",
    ) -> Response[Any]:
        server = self._server
        if ticket is None:
            return self._pages.answer(request, "phone.html", status=404, danger=None, again=None)
        danger = published(server.hall.showing.view.documents, server.hall.now()).emergency
        again = None if asks else _AGAIN_S.get(ticket.state)
        return self._pages.answer(
            request,
            "phone.html",
            status=status,
            here=f"/t/{secret}",
            again=again,
            danger=danger,
            secret=secret,
            ticket=ticket,
            service=server.site.service(ticket.service).names,
            area=_area(server.site, ticket),
            until=f"{local(ticket.until, server.site):%H:%M}" if ticket.until else "",
            may=may_do(ticket, server),
            help=help_for(ticket, server),
            rating=_rating(ticket, request),
            questions=bool(asked_now(server.site, server.hall.now())),
            asks=asks,
            saved=bool(request.query_params.get("saved")),
            problem=problem,
        )


def phone_page(server: Server, pages: VisitorPages, receipts: PageReceipts) -> Router:
    """Return the pages below ``/t``."""
    phone = PhonePages(server, pages, receipts)

    @get("/", include_in_schema=False)
    async def type_code(request: _Asked, code: FromQuery[str] = "") -> Response[Any]:
        return await phone.type_code(request, code)

    @get("/{secret:str}", include_in_schema=False)
    async def own_ticket(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await phone.show(request, secret)

    @post(["/{secret:str}/rating", "/{secret:str}/rate"], include_in_schema=False)
    async def own_rating(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await phone.rate(request, secret)

    @post("/{secret:str}/{event:str}", status_code=200, include_in_schema=False)
    async def own_action(
        request: _Asked, secret: FromPath[str], event: FromPath[str]
    ) -> Response[Any]:
        return await phone.do(request, secret, event)

    return Router(path="/t", route_handlers=[type_code, own_ticket, own_rating, own_action])


def _rating(ticket: wire.Ticket, request: _Asked) -> str:
    """Return whether to ask how the visit was, thank for the answer, or say nothing."""
    if ticket.state != "DONE":
        return ""
    return "thanks" if request.query_params.get("rated") else "ask"


def _known(ticket: wire.Ticket | None) -> wire.Ticket:
    if ticket is None:
        raise refused("unknown_ticket", "no ticket has this code")
    return ticket


def _area(site: Site, ticket: wire.Ticket) -> Names | None:
    """Return where to wait, or where the calling window stands."""
    windows = site.windows_for(ticket.service)
    zone = ticket.zone or (windows[0].zone if windows else None)
    return site.zone(zone).names if zone else None
