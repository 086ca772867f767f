"""What happens to tickets: one function a command, run by the writer on its image.

Each raises RuleError and leaves the image for the writer to take back, or changes it and tells
the journal in the same transaction.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from config.site import Site
from queue_server import wire
from queue_server.domain import guards
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.circumstances import Circumstances, Params, offered
from queue_server.domain.errors import refused
from queue_server.domain.ticket import AT_WINDOW, Moment, PrintState, State, Ticket
from queue_server.domain.transitions import Event, event_named, move
from queue_server.service.asking import (
    CALLERS,
    Asked,
    around,
    digest_of,
    earlier,
    remember,
    require_role,
)
from queue_server.service.telling import encode, tell_ticket, ticket_row
from queue_server.store.image import Image

_PRINTED: dict[str, PrintState] = {"printed": "printed", "failed": "failed"}


def call_next(image: Image, moment: Moment, asked: Asked, window: str) -> str | None:
    """Call who is next at a window; return the ticket's id, None when nobody waits."""
    require_role(asked.actor, CALLERS)
    digest = digest_of("call_next", window.encode())
    before = earlier(image, moment, asked, digest)
    if before is not None:
        return before
    hall = around(image, moment, asked, at=window)
    first = _first_for(image, hall, window)
    if first is None:
        return None
    ticket, _ = _moved(image, first, Event.CALL, hall)
    remember(image, moment, asked, digest, ticket.id)
    return ticket.id


def act(
    image: Image,
    moment: Moment,
    asked: Asked,
    ticket_id: str,
    event_name: str,
    request: wire.ActionRequest,
) -> str:
    """Do one event to a ticket and return its id."""
    event = event_named(event_name)
    if event is None:
        raise refused("unknown_event", f"no event {event_name!r}")
    ticket = image.tickets.get(ticket_id)
    if ticket is None:
        raise refused("unknown_ticket")
    params = Params(
        reason=request.reason,
        service=request.service,
        window=request.window,
        position=request.position,
        minutes=request.minutes,
    )
    at = None
    if event in {Event.CALL, Event.RESUME}:
        at = request.window or asked.actor.window or ticket.window
    hall = around(image, moment, asked, at=at, params=params, ticket=ticket_id)
    _day_allows(image, event)
    _moved(image, ticket, event, hall, request.version)
    return ticket_id


def happen(
    image: Image,
    moment: Moment,
    site: Site,
    ticket: Ticket,
    event: Event,
    *,
    at: str | None = None,
    reason: str | None = None,
) -> Ticket:
    """Let the hall itself do an event (a hold ended, the day closed, a window was lost)."""
    asked, params = Asked(actor=SYSTEM, site=site), Params(reason=reason)
    hall = around(image, moment, asked, at=at, params=params, ticket=ticket.id)
    moved, _ = _moved(image, ticket, event, hall)
    return moved


def due(image: Image, moment: Moment, site: Site) -> list[tuple[Ticket, Event]]:
    """Return what is due: holds and step-aways that have ended, calls nobody answered."""
    events = {State.HELD: Event.HOLD_ENDED, State.AWAY: Event.AWAY_ENDED}
    over = [
        (ticket, events[ticket.state])
        for ticket in image.tickets.values()
        if ticket.state in events and ticket.until is not None and ticket.until_mono <= moment.mono
    ]
    patience = site.grace.no_answer_s
    called = (each for each in image.tickets.values() if each.state is State.CALLED)
    unanswered = [
        (ticket, Event.NO_SHOW if ticket.call_no >= site.grace.calls else Event.RECALL)
        for ticket in called
        if patience
        and moment.mono - ticket.call_mono
        >= max(patience, ticket.handling.grace_s, site.grace.recall_interval_s)
    ]
    return over + unanswered


def _moved(
    image: Image,
    ticket: Ticket,
    event: Event,
    hall: Circumstances,
    version: int | None = None,
) -> tuple[Ticket, int]:
    moved, transition = move(ticket, event, hall, version)
    image.put_ticket(moved)
    _rest(image, hall.moment, ticket)
    row = ticket_row(
        moved,
        hall.site,
        event.value,
        reason=hall.params.reason,
        from_window=ticket.window if ticket.window != moved.window else None,
        actor=hall.actor,
    )
    kind = transition.kind
    if event is Event.FINISH and moved.state is State.WAITING:
        kind = "ticket_transferred"
    return moved, tell_ticket(image, hall.moment, kind, row)


def _first_for(image: Image, hall: Circumstances, window_id: str) -> Ticket | None:
    window = guards.window_can_call_anyone(hall)
    place = image.lines.first_for(window_id, offered(window, hall.site), hall.floor)
    return None if place is None else image.tickets.get(place.ticket)


def _rest(image: Image, moment: Moment, before: Ticket) -> None:
    """Let a window that has nobody any more rest from now on."""
    window = image.windows.get(before.window or "")
    if window is not None and window.ticket is None and before.state in AT_WINDOW:
        image.windows.put(window.id, replace(window, free_mono=moment.mono))


def _day_allows(image: Image, event: Event) -> None:
    day = image.day
    if event is Event.REOPEN and (day is None or day.closed_at is not None):
        raise refused("day_closed", "the service day is closed")


def _heard(delivery: wire.Delivery) -> dict[str, datetime]:
    """Return when words were heard, where a voice tells it."""
    times = {"began": delivery.began, "ended": delivery.ended}
    return {name: at for name, at in times.items() if at is not None}


def deliver(
    image: Image,
    moment: Moment,
    *,
    actor: Actor,
    delivery: wire.Delivery,
    told: dict[str, Any],
) -> int:
    """Note what a sink made of a row; a printer's outcome becomes the ticket's print state."""
    ticket = image.tickets.get(str(told.get("ticket", "")))
    if ticket is not None and actor.role == "kiosk":
        state = _PRINTED.get(delivery.outcome)
        if state is not None and ticket.print_state != state:
            image.put_ticket(replace(ticket, print_state=state))
    data = {
        "seq": delivery.seq,
        "sink": delivery.sink,
        "outcome": delivery.outcome,
        "detail": delivery.detail,
        **_heard(delivery),
        "by": actor.name,
        "ticket": told.get("ticket"),
        "number": told.get("number"),
        "call_no": told.get("call_no"),
    }
    return image.tell(moment.wall, "delivery", encode(data), public=False)
