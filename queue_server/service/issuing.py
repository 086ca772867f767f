"""How a ticket comes to be: what is offered, its number, its place in the line."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from config.site import Need, Service
from hall.codes import new_code
from hall.ids import uuid7
from queue_server import wire
from queue_server.domain.closing import minutes_left, no_time_left
from queue_server.domain.errors import refused
from queue_server.domain.hours import is_open
from queue_server.domain.needs import credit_for, handling_for
from queue_server.domain.numbering import after_restoring, next_number
from queue_server.domain.priority import next_turn, rank
from queue_server.domain.routing import fitting_windows, left_until
from queue_server.domain.ticket import Moment, State, Ticket
from queue_server.service.asking import DESK, Asked, digest_of, earlier, remember, require_role
from queue_server.service.telling import tell_ticket, ticket_row
from queue_server.store.image import Image
from queue_server.store.records import Day

ISSUERS = DESK | {"kiosk"}
RESTORED = "restored"
"""The kind of the document that names a day on which the hall was restored from a backup."""


def issue(
    image: Image, moment: Moment, asked: Asked, request: wire.TicketRequest
) -> tuple[str, bool]:
    """Issue a ticket; return its id and whether it is new."""
    require_role(asked.actor, ISSUERS)
    digest = digest_of("issue", msgspec.json.encode(request))
    before = earlier(image, moment, asked, digest)
    if before is not None:
        return before, False
    day, service = offered_now(image, moment, asked, request.service)
    _room_left(image, moment, asked, request.reason, day, service)
    visit = Visit(
        service=service,
        needs=request.needs,
        languages=request.languages,
        channel=request.channel,
    )
    ticket = give_number(image, moment, asked, day, visit)
    row = ticket_row(ticket, asked.site, "issue", reason=request.reason, actor=asked.actor)
    tell_ticket(image, moment, "ticket_issued", row)
    remember(image, moment, asked, digest, ticket.id)
    return ticket.id, True


def offered_now(image: Image, moment: Moment, asked: Asked, wanted: str) -> tuple[Day, Service]:
    """Return the open day and the service; refuses what is not offered now."""
    site = asked.site
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
    return day, service


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a visitor brings: for which service, with which needs, from where.

    ``counts_from`` is when the visitor counts as come, None for now; ``credit_minutes`` the head
    start, None for that of the needs.
    """

    service: Service
    needs: tuple[Need, ...]
    languages: tuple[str, ...]
    channel: str
    counts_from: datetime | None = None
    credit_minutes: int | None = None
    appointment: str | None = None


def give_number(image: Image, moment: Moment, asked: Asked, day: Day, visit: Visit) -> Ticket:
    """Put a visitor into the line under the next ordinary number."""
    prefix = visit.service.prefix
    given = given_today(image, day, visit.service)
    if image.documents.get((RESTORED, day.id)) is not None:
        given = after_restoring(asked.site, given)
    number = next_number(asked.site, prefix, given)
    image.counters.put((day.id, prefix), number)
    # A wall clock set back must not let newcomers overtake those who wait.
    image.latest = max(moment.wall, image.latest)
    return enter(image, moment, asked, visit, day=day.id, number=number, came=image.latest)


def enter(
    image: Image,
    moment: Moment,
    asked: Asked,
    visit: Visit,
    *,
    day: str,
    number: int,
    came: datetime,
    issued_at: datetime | None = None,
) -> Ticket:
    """Put a visitor into the line under a number; nothing is told yet."""
    site, service, needs = asked.site, visit.service, visit.needs
    credit = visit.credit_minutes
    if credit is None:
        credit = credit_for(needs, site.priority)
    turn = next_turn(image.lines, service.id, credit, site.priority)
    image.take_turn(service.id, credit > 0, turn)
    suits = fitting_windows(needs, service.id, site)
    known = tuple(each for each in visit.languages if each in site.hall.languages)
    ticket = Ticket(
        id=uuid7(moment.wall),
        day=day,
        prefix=service.prefix,
        seq=number,
        service=service.id,
        state=State.WAITING,
        version=1,
        issued_at=issued_at or moment.wall,
        rank_at=rank(visit.counts_from or came, credit, site.priority),
        born=image.next_seq,
        handling=handling_for(needs, site.grace),
        languages=known or site.speech.announcement_languages,
        channel=visit.channel,
        issued_by=asked.actor.token_id,
        phone_secret=new_code(),
        credit_minutes=credit,
        turn=turn.number,
        suits=suits,
        suits_until=left_until(came, suits, site),
        appointment=visit.appointment,
    )
    image.put_ticket(ticket)
    if needs:
        image.needs.put(ticket.id, needs)
    return ticket


def given_today(image: Image, day: Day, service: Service) -> int:
    """Return how many ordinary numbers a service has given on a day."""
    return image.counters.get((day.id, service.prefix)) or 0


def _room_left(
    image: Image, moment: Moment, asked: Asked, reason: str | None, day: Day, service: Service
) -> None:
    """Require quota and time for one more, or staff's reason to give one all the same."""
    given = given_today(image, day, service)
    if service.quota is not None and given >= service.quota:
        _overridden(asked, reason, "quota_reached", f"{service.id} has given {given} numbers today")
    left = minutes_left(moment.wall, asked.site)
    if left is None:
        return
    if no_time_left(service, asked.expected, left, asked.site):
        told = f"{int(left)} minutes left today cannot serve one more for {service.id}"
        _overridden(asked, reason, "no_time_left", told)


def _overridden(asked: Asked, reason: str | None, code: str, told: str) -> None:
    if asked.actor.role not in DESK:
        raise refused(code, told, state="closed")
    if not (reason or "").strip():
        raise refused(code, f"{told}; staff may give one with a reason", field="reason")
