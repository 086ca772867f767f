"""What happens to tickets: one function a command, run by the writer on its image.

Each raises RuleError and leaves the image for the writer to take back, or changes it and tells
the journal in the same transaction.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from config.site import Service, Site
from hall.ids import uuid7
from queue_server import wire
from queue_server.domain import guards
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.circumstances import Circumstances, Params
from queue_server.domain.errors import refused
from queue_server.domain.hours import is_open
from queue_server.domain.needs import credit_for, handling_for
from queue_server.domain.numbering import next_number
from queue_server.domain.ticket import Moment, PrintState, State, Ticket
from queue_server.domain.transitions import Event, event_named, move
from queue_server.service.telling import encode, tell_ticket, ticket_row
from queue_server.store.image import Image
from queue_server.store.records import KEYS_KEPT, Day, Key

ISSUERS = frozenset({"kiosk", "reception", "staff", "supervisor", "admin"})
OVERRIDERS = ISSUERS - {"kiosk"}
CALLERS = frozenset({"staff", "supervisor", "admin"})
_PRINTED: dict[str, PrintState] = {"printed": "printed", "failed": "failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, where, and under which idempotency key."""

    actor: Actor
    site: Site
    key: str | None = None


def issue(
    image: Image, moment: Moment, asked: Asked, request: wire.TicketRequest
) -> tuple[str, bool]:
    """Issue a ticket; return its id and whether it is new."""
    require_role(asked.actor, ISSUERS)
    digest = _digest("issue", msgspec.json.encode(request))
    earlier = _earlier(image, moment, asked, digest)
    if earlier is not None:
        return earlier, False
    day, service = _offered(image, moment, asked, request)
    number = next_number(
        asked.site, service.prefix, image.counters.get((day.id, service.prefix)) or 0
    )
    image.counters.put((day.id, service.prefix), number)
    ticket = _new_ticket(image, moment, asked, request, day, service.prefix, number)
    image.put_ticket(ticket)
    if request.needs:
        image.needs.put(ticket.id, request.needs)
    row = ticket_row(ticket, asked.site, "issue", reason=request.reason)
    tell_ticket(image, moment, "ticket_issued", row)
    _remember(image, moment, asked, digest, ticket.id)
    return ticket.id, True


def call_next(image: Image, moment: Moment, asked: Asked, window: str) -> str | None:
    """Call who is next at a window; return the ticket's id, None when nobody waits."""
    require_role(asked.actor, CALLERS)
    digest = _digest("call_next", window.encode())
    earlier = _earlier(image, moment, asked, digest)
    if earlier is not None:
        return earlier
    around = _around(image, moment, asked, at=window)
    place = _window_ready(image, around, window)
    if place is None:
        return None
    ticket, _ = _moved(image, place, Event.CALL, around)
    _remember(image, moment, asked, digest, ticket.id)
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
    around = _around(image, moment, asked, at=at, params=params)
    _day_allows(image, event)
    _moved(image, ticket, event, around, request.version)
    return ticket_id


def happen(image: Image, moment: Moment, site: Site, ticket: Ticket, event: Event) -> Ticket:
    """Let the hall itself do an event (a hold ended, the day closed, a window was lost)."""
    asked = Asked(actor=SYSTEM, site=site)
    moved, _ = _moved(image, ticket, event, _around(image, moment, asked))
    return moved


def due(image: Image, moment: Moment) -> list[tuple[Ticket, Event]]:
    """Return the tickets whose hold or step-away has ended."""
    events = {State.HELD: Event.HOLD_ENDED, State.AWAY: Event.AWAY_ENDED}
    return [
        (ticket, events[ticket.state])
        for ticket in list(image.tickets.values())
        if ticket.until is not None and ticket.state in events and ticket.until <= moment.wall
    ]


def require_role(actor: Actor, roles: frozenset[str]) -> None:
    """Refuse roles that may not."""
    if actor.role not in roles:
        raise refused("forbidden", f"{actor.role} may not")


def _moved(
    image: Image,
    ticket: Ticket,
    event: Event,
    around: Circumstances,
    version: int | None = None,
) -> tuple[Ticket, int]:
    moved, transition = move(ticket, event, around, version)
    image.put_ticket(moved)
    row = ticket_row(
        moved,
        around.site,
        event.value,
        reason=around.params.reason,
        from_window=ticket.window if ticket.window != moved.window else None,
    )
    kind = transition.kind
    if event is Event.FINISH and moved.state is State.WAITING:
        kind = "ticket_transferred"
    return moved, tell_ticket(image, around.moment, kind, row)


def _around(
    image: Image,
    moment: Moment,
    asked: Asked,
    *,
    at: str | None = None,
    params: Params | None = None,
) -> Circumstances:
    return Circumstances(
        moment=moment,
        site=asked.site,
        actor=asked.actor,
        windows=image.windows,
        lines=image.lines,
        at=at,
        params=params or Params(),
    )


def _window_ready(image: Image, around: Circumstances, window_id: str) -> Ticket | None:
    guards.window_can_call_anyone(around)
    place = image.lines.first_for(window_id, around.site.window(window_id).services)
    return None if place is None else image.tickets.get(place.ticket)


def _offered(
    image: Image, moment: Moment, asked: Asked, request: wire.TicketRequest
) -> tuple[Day, Service]:
    site, wanted = asked.site, request.service
    service = next((each for each in site.services if each.id == wanted), None)
    if service is None:
        known = ", ".join(each.id for each in site.services)
        raise refused(
            "unknown_service", f"no service {wanted!r}; there is {known}", field="service"
        )
    if not service.open:
        raise refused("service_closed", f"{wanted} is not offered at present", state="closed")
    day = image.day
    if day is None or day.closed_at is not None:
        raise refused("day_closed", "no service day is open", state="closed")
    if not is_open(moment.wall, site):
        raise refused("service_closed", "outside the hall's hours", state="closed")
    _quota_left(image, asked, request, day, service)
    return day, service


def _quota_left(
    image: Image, asked: Asked, request: wire.TicketRequest, day: Day, service: Service
) -> None:
    """Require a number left in the service's quota, or staff's reason to give one more."""
    given = image.counters.get((day.id, service.prefix)) or 0
    if service.quota is None or given < service.quota:
        return
    if asked.actor.role not in OVERRIDERS:
        raise refused("quota_reached", f"{service.id} has given {given} numbers today")
    if not (request.reason or "").strip():
        told = f"{service.id} has given {given} numbers today; staff may give more with a reason"
        raise refused("quota_reached", told, field="reason")


def _new_ticket(
    image: Image,
    moment: Moment,
    asked: Asked,
    request: wire.TicketRequest,
    day: Day,
    prefix: str,
    number: int,
) -> Ticket:
    site = asked.site
    # A wall clock set back must not let newcomers overtake those who wait.
    image.latest = eligible_at = max(moment.wall, image.latest)
    known = tuple(each for each in request.languages if each in site.hall.languages)
    return Ticket(
        id=uuid7(moment.wall),
        day=day.id,
        prefix=prefix,
        seq=number,
        service=request.service,
        state=State.WAITING,
        version=1,
        issued_at=moment.wall,
        rank_at=eligible_at - credit_for(request.needs, site.priority),
        born=image.next_seq,
        handling=handling_for(request.needs, site.grace),
        languages=known or site.speech.announcement_languages,
        channel=request.channel,
        issued_by=asked.actor.token_id,
        phone_secret=secrets.token_urlsafe(16),
    )


def _day_allows(image: Image, event: Event) -> None:
    day = image.day
    if event is Event.REOPEN and (day is None or day.closed_at is not None):
        raise refused("day_closed", "the service day is closed")


def _digest(what: str, body: bytes) -> str:
    return hashlib.sha256(what.encode() + b"\x00" + body).hexdigest()


def _earlier(image: Image, moment: Moment, asked: Asked, digest: str) -> str | None:
    used = image.keys.get((asked.actor.token_id, asked.key or ""))
    if used is None or moment.wall - used.at > KEYS_KEPT:
        return None
    if used.digest != digest:
        raise refused("key_reused", "this key was used for another request")
    return used.ticket


def _remember(image: Image, moment: Moment, asked: Asked, digest: str, ticket: str) -> None:
    if asked.key is None:
        return
    used = Key(
        scope=asked.actor.token_id, key=asked.key, digest=digest, ticket=ticket, at=moment.wall
    )
    image.keys.put((used.scope, used.key), used)


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
        "by": actor.name,
        "ticket": told.get("ticket"),
        "number": told.get("number"),
        "call_no": told.get("call_no"),
    }
    return image.tell(moment.wall, "delivery", encode(data), public=False)
