"""What a visitor may do with the own ticket, by the code on the paper: no account, no script.

A page's form and a program's JSON go to the same address: ``POST /t/{code}/step-away``, ``back``,
``reinstate``, ``cancel`` answer the ticket, ``assistance`` the request for a person.
"""

from typing import Any

import msgspec
from litestar import Request

from queue_server import wire
from queue_server.app import Server
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.guards import AWAY_LIMIT
from queue_server.domain.ticket import State
from queue_server.domain.transitions import TABLE, event_named
from queue_server.service.hall import HallService

_EVENTS = ("step-away", "back", "reinstate", "cancel")
_TOLD = ("wrong_state", "limit_reached", "day_closed")
_Asked = Request[Any, Any, Any]


def wants_data(request: _Asked) -> bool:
    """Tell whether a program asks; browsers want a page."""
    accepted = request.headers.get("accept", "")
    sent = request.headers.get("content-type", "")
    return "text/html" not in accepted and (
        "application/json" in accepted or sent.startswith("application/json")
    )


async def asked_of(request: _Asked) -> wire.ActionRequest:
    """Return what came along: a form's or a program's minutes and reason."""
    if request.headers.get("content-type", "").startswith("application/json"):
        body = await request.body()
        return msgspec.json.decode(body or b"{}", type=wire.ActionRequest)
    fields = await request.form()
    minutes = str(fields.get("minutes", ""))
    told = {"minutes": int(minutes)} if minutes.isdecimal() else {}
    return msgspec.convert(told, wire.ActionRequest)


async def visitor_does(
    hall: HallService, visitor: Actor, ticket: wire.Ticket, event: str, asked: wire.ActionRequest
) -> wire.Ticket | wire.Assistance:
    """Do it; refuses ``unknown_event`` for what is not the visitor's to do."""
    if event == "assistance":
        return await hall.assistance_ask(visitor, wire.AssistanceRequest(ticket=ticket.id))
    if event not in _EVENTS:
        raise refused("unknown_event", f"a visitor has no {event!r}")
    return await hall.act(visitor, ticket.id, event, asked)


def may_do(ticket: wire.Ticket, server: Server) -> tuple[str, ...]:
    """Return what the visitor may do now, as the table has it."""
    known = server.hall.showing.view.tickets.get(ticket.id)
    spent = known is not None and known.away_count >= AWAY_LIMIT
    return tuple(
        name
        for name in _EVENTS
        if (State(ticket.state), event_named(name)) in TABLE and not (name == "step-away" and spent)
    )


def problem_key(code: str) -> str:
    """Return the message that tells a visitor why it was not done."""
    return f"phone-problem-{code}" if code in _TOLD else "phone-problem-other"


def help_for(ticket: wire.Ticket, server: Server) -> wire.Assistance | None:
    """Return the visitor's open request for a person."""
    asked = server.hall.showing.present().assistance()
    return next((each for each in asked if each.ticket == ticket.id), None)
