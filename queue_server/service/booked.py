"""The appointments that are kept, read: by day, by code, and the times still free."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from config.site import Site
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.appointments import Appointment, Booking, slots
from queue_server.domain.errors import refused
from queue_server.service.asking import DESK
from queue_server.store.records import Document

KIND = "appointment"
OPEN = frozenset({Booking.BOOKED, Booking.LATE})


def appointments(documents: Iterable[Document]) -> list[Appointment]:
    """Return all that are kept, earliest first."""
    kept = (_read(each) for each in documents if each.kind == KIND)
    return sorted(kept, key=lambda each: (each.at, each.id))


def find(documents: Iterable[Document], named: str) -> Appointment:
    """Return an appointment by id or by its code; refuses ``unknown_appointment``."""
    for each in appointments(documents):
        if named in (each.id, each.code):
            return each
    raise refused("unknown_appointment", "no appointment has this code")


def free_slots(
    documents: Iterable[Document], site: Site, service_id: str, day: date, now: datetime
) -> tuple[wire.Slot, ...]:
    """Return a day's times and how many each still takes; none that is over or too far ahead."""
    service = next((each for each in site.services if each.id == service_id), None)
    if service is None:
        raise refused("unknown_service", f"no service {service_id!r}", field="service")
    rules = site.appointments
    last = now + timedelta(days=rules.days_ahead)
    taken = Counter(
        each.at
        for each in appointments(documents)
        if each.service == service.id and each.state in OPEN
    )
    return tuple(
        wire.Slot(at=at, free=max(rules.per_slot - taken[at], 0))
        for at in slots(service, day, site)
        if rules.taken and now < at <= last
    )


def shown(appointment: Appointment, reader: Actor) -> wire.Appointment:
    """Return an appointment as a reader may see it; whose it is, the desk alone is told."""
    return wire.Appointment(
        id=appointment.id,
        code=appointment.code,
        service=appointment.service,
        at=appointment.at,
        state=appointment.state.value,
        languages=appointment.languages,
        label=appointment.label if reader.role in DESK else "",
        ticket=appointment.ticket,
        ticket_number=appointment.number,
        here_at=appointment.here_at,
    )


def _read(document: Document) -> Appointment:
    return msgspec.json.decode(document.data, type=Appointment)
