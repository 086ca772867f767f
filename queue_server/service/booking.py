"""Appointments: booked, checked in, late, cancelled, missed; kept as documents, two days long.

The journal tells what became of a booking, never whose it was: label and needs go with the
document.
"""

import math
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from config.site import Site
from hall.errors import RuleError
from hall.ids import uuid7
from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.appointments import (
    Appointment,
    Booking,
    BookingEvent,
    after,
    bookable,
    is_late,
    opens_at,
    standing,
)
from queue_server.domain.errors import refused
from queue_server.domain.hours import local, service_day
from queue_server.domain.ticket import Moment
from queue_server.service.asking import DESK, Asked, digest_of, earlier, remember, require_role
from queue_server.service.booked import KIND, OPEN, appointments, find
from queue_server.service.issuing import Visit, give_number, offered_now
from queue_server.service.telling import encode, tell_ticket, ticket_row
from queue_server.store.image import Image
from queue_server.store.records import Document

BOOKERS = DESK | {"kiosk"}
_KEPT = timedelta(days=2)
_ROWS: Mapping[Booking, str] = {
    Booking.BOOKED: "appointment_booked",
    Booking.LATE: "appointment_late",
    Booking.CHECKED_IN: "appointment_checked_in",
    Booking.CANCELLED: "appointment_cancelled",
    Booking.NO_SHOW: "appointment_missed",
}


def book(image: Image, moment: Moment, asked: Asked, request: wire.AppointmentRequest) -> str:
    """Book a time and return the appointment's id."""
    require_role(asked.actor, BOOKERS)
    digest = digest_of("book", msgspec.json.encode(request))
    before = earlier(image, moment, asked, digest)
    if before is not None:
        return before
    site = asked.site
    kept = appointments(image.documents.values())
    _require_free(kept, request.service, request.at, moment, site)
    booked = Appointment(
        id=uuid7(moment.wall),
        code=_new_code({each.code for each in kept}),
        service=request.service,
        at=request.at,
        state=Booking.BOOKED,
        booked_at=moment.wall,
        booked_by=asked.actor.name,
        needs=request.needs,
        languages=request.languages,
        label=request.label,
    )
    _put(image, moment, asked.actor, booked)
    remember(image, moment, asked, digest, booked.id)
    return booked.id


def move(image: Image, moment: Moment, asked: Asked, named: str, at: datetime) -> str:
    """Give a booking another time under the same code; return the appointment's id.

    Repeated, nothing more happens. Who was late, or came too early, is expected anew.
    """
    require_role(asked.actor, BOOKERS)
    found = find(image.documents.values(), named)
    state = after(found.state, BookingEvent.MOVE)
    if found.at == at:
        return found.id
    kept = appointments(image.documents.values())
    _require_free(kept, found.service, at, moment, asked.site)
    moved = replace(found, at=at, state=state, here_at=None)
    _put(image, moment, asked.actor, moved, "appointment_moved")
    return found.id


def _require_free(
    kept: Iterable[Appointment], wanted: str, at: datetime, moment: Moment, site: Site
) -> None:
    service = next((each for each in site.services if each.id == wanted), None)
    if service is None:
        raise refused("unknown_service", f"no service {wanted!r}", field="service")
    bookable(service, at, moment.wall, site)
    taken = sum(each.service == wanted and each.at == at and each.state in OPEN for each in kept)
    if taken >= site.appointments.per_slot:
        told = f"{wanted} is full at {local(at, site):%H:%M}; see the free times"
        raise refused("slot_taken", told, field="at")


class Early(NamedTuple):
    """Who came before check-in begins: from when it does (None: when the hall opens its day)."""

    state: Booking
    begins: datetime | None


def check_in(image: Image, moment: Moment, asked: Asked, named: str) -> str | Early:
    """Give the visitor who is here a ticket and return its id; repeated, the same ticket.

    Who comes on the day before check-in begins is noted as come.
    """
    require_role(asked.actor, BOOKERS)
    site, found = asked.site, find(image.documents.values(), named)
    if found.state is Booking.CHECKED_IN and image.tickets.get(found.ticket or "") is not None:
        return found.ticket or ""
    state = after(found.state, BookingEvent.CHECK_IN)
    early = _early(image, moment, asked, found)
    if early is not None:
        return early
    day, service = offered_now(image, moment, asked, found.service)
    if service_day(found.at, site).isoformat() != day.id:
        raise refused("too_late", "the day of this booking is over", state=found.state.value)
    place = standing(found, moment.wall, site)
    visit = Visit(
        service=service,
        needs=found.needs,
        languages=found.languages,
        channel="appointment",
        counts_from=place.counts_from,
        credit_minutes=place.credit_minutes,
        appointment=found.id,
    )
    ticket = give_number(image, moment, asked, day, visit)
    tell_ticket(
        image, moment, "ticket_issued", ticket_row(ticket, site, "check_in", actor=asked.actor)
    )
    arrived = replace(found, state=state, ticket=ticket.id, number=ticket.number)
    _put(image, moment, asked.actor, arrived)
    return ticket.id


def cancel(image: Image, moment: Moment, asked: Asked, named: str) -> str:
    """Give the booked time free again; return the appointment's id."""
    require_role(asked.actor, BOOKERS)
    found = find(image.documents.values(), named)
    ended = replace(found, state=after(found.state, BookingEvent.CANCEL))
    _put(image, moment, asked.actor, ended)
    return found.id


def refusal_of(early: Early, now: datetime, site: Site) -> RuleError:
    """Return what somebody is told who came too early: when to come."""
    if early.begins is None:
        return refused("too_early", "the hall has not opened its day yet", state=early.state.value)
    told = f"check-in begins {local(early.begins, site):%Y-%m-%d %H:%M}"
    left = math.ceil((early.begins - now).total_seconds())
    return refused(
        "too_early", told, state=early.state.value, retry_after=left, possible_at=early.begins
    )


def _early(image: Image, moment: Moment, asked: Asked, found: Appointment) -> Early | None:
    site, begins = asked.site, opens_at(found, asked.site)
    today, wanted = service_day(moment.wall, site), service_day(found.at, site)
    if today < wanted:
        return Early(found.state, begins)
    opened = image.day is not None and image.day.id >= wanted.isoformat()
    if today > wanted or (opened and moment.wall >= begins):
        return None
    if found.here_at is None:
        here = replace(found, here_at=moment.wall)
        _put(image, moment, asked.actor, here, "appointment_early")
    return Early(found.state, begins if moment.wall < begins else None)


def grow_old(image: Image, moment: Moment, site: Site) -> None:
    """Note who is late, and who never came on a day that is over."""
    today = service_day(moment.wall, site)
    for each in appointments(image.documents.values()):
        if each.state in OPEN and service_day(each.at, site) < today:
            _end(image, moment, each)
        elif each.state is Booking.BOOKED and is_late(each, moment.wall, site):
            late = replace(each, state=after(each.state, BookingEvent.GROW_LATE))
            _put(image, moment, SYSTEM, late)


def end_day(image: Image, moment: Moment, site: Site, day: str) -> int:
    """End what was booked for a day that closes; return how many did not come."""
    missed = [
        each
        for each in appointments(image.documents.values())
        if each.state in OPEN and service_day(each.at, site).isoformat() <= day
    ]
    for each in missed:
        _end(image, moment, each)
    return len(missed)


def _end(image: Image, moment: Moment, appointment: Appointment) -> None:
    ended = replace(appointment, state=after(appointment.state, BookingEvent.DAY_ENDED))
    _put(image, moment, SYSTEM, ended)


def _put(
    image: Image, moment: Moment, actor: Actor, appointment: Appointment, kind: str | None = None
) -> None:
    image.put_document(
        Document(
            kind=KIND,
            id=appointment.id,
            at=appointment.at,
            data=encode(appointment),
            until=appointment.at + _KEPT,
        )
    )
    data = {
        "appointment": appointment.id,
        "service": appointment.service,
        "at": appointment.at,
        "state": appointment.state.value,
        "ticket": appointment.ticket,
        "number": appointment.number,
        "by": actor.name,
    }
    kind = kind or _ROWS[appointment.state]
    image.tell(moment.wall, kind, encode(data), public=False)


def _new_code(known: set[str]) -> str:
    """Return six digits no kept appointment has: short enough for a keypad."""
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        if code not in known:
            return code
