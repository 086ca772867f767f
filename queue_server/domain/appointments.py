"""A booked time, from booking to check-in: its own small state machine.

``BOOKED → CHECKED_IN`` makes a ticket. Who has not come ``late_minutes`` after the time is
``LATE`` and may still check in that day, then counting as arrived at that moment; who never comes
is a ``NO_SHOW`` when the day ends. As with tickets, what is not in the table is refused.

Who comes on the day before check-in begins is told when it does and noted as come; such a visitor
may then be twice as late.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from config.site import Need, Service, Site
from queue_server.domain.closing import opening_spans
from queue_server.domain.errors import refused
from queue_server.domain.hours import local
from queue_server.domain.needs import credit_for


class Booking(StrEnum):
    """Where a booking stands; the last three are terminal."""

    BOOKED = "BOOKED"
    LATE = "LATE"
    CHECKED_IN = "CHECKED_IN"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"


class BookingEvent(StrEnum):
    """What can happen to a booking."""

    CHECK_IN = "check_in"
    CANCEL = "cancel"
    MOVE = "move"
    GROW_LATE = "grow_late"
    DAY_ENDED = "day_ended"


TABLE: Mapping[tuple[Booking, BookingEvent], Booking] = {
    (Booking.BOOKED, BookingEvent.CHECK_IN): Booking.CHECKED_IN,
    (Booking.LATE, BookingEvent.CHECK_IN): Booking.CHECKED_IN,
    (Booking.BOOKED, BookingEvent.CANCEL): Booking.CANCELLED,
    (Booking.LATE, BookingEvent.CANCEL): Booking.CANCELLED,
    (Booking.BOOKED, BookingEvent.MOVE): Booking.BOOKED,
    (Booking.LATE, BookingEvent.MOVE): Booking.BOOKED,
    (Booking.BOOKED, BookingEvent.GROW_LATE): Booking.LATE,
    (Booking.BOOKED, BookingEvent.DAY_ENDED): Booking.NO_SHOW,
    (Booking.LATE, BookingEvent.DAY_ENDED): Booking.NO_SHOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A booked time; ``code`` is what the visitor types to check in, ``label`` for the desk.

    ``here_at`` is when the visitor came before check-in began.
    """

    id: str
    code: str
    service: str
    at: datetime
    state: Booking
    booked_at: datetime
    booked_by: str
    needs: tuple[Need, ...] = ()
    languages: tuple[str, ...] = ()
    label: str = ""
    ticket: str | None = None
    number: str | None = None
    here_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a visitor who checks in stands in the line."""

    counts_from: datetime
    credit_minutes: int


def after(state: Booking, event: BookingEvent) -> Booking:
    """Return the state an event leads to; refuses what is not in the table."""
    target = TABLE.get((state, event))
    if target is None:
        raise refused("wrong_state", f"{event} does not fit a booking that is {state}", state=state)
    return target


def is_late(appointment: Appointment, now: datetime, site: Site) -> bool:
    """Tell whether the visitor is no more punctual."""
    allowed = site.appointments.late_minutes * (1 if appointment.here_at is None else 2)
    return now > appointment.at + timedelta(minutes=allowed)


def standing(appointment: Appointment, now: datetime, site: Site) -> Standing:
    """Return how a visitor who checks in now stands: punctual as of the time, late as of now."""
    credit = credit_for(appointment.needs, site.priority)
    if is_late(appointment, now, site):
        return Standing(counts_from=now, credit_minutes=credit)
    return Standing(
        counts_from=appointment.at,
        credit_minutes=max(credit, site.appointments.credit_minutes),
    )


def opens_at(appointment: Appointment, site: Site) -> datetime:
    """Return from when the visitor may check in: never before the hall serves."""
    earliest = appointment.at - timedelta(minutes=site.appointments.early_minutes)
    day = local(appointment.at, site).date()
    begun = (start for start, _ in opening_spans(day, site) if start <= appointment.at)
    return max(earliest, max(begun, default=earliest))


def slots(service: Service, day: date, site: Site) -> tuple[datetime, ...]:
    """Return the times of a hall's day at which a visit may begin, early first."""
    step = timedelta(minutes=site.appointments.slot_minutes)
    length = timedelta(minutes=service.minutes)
    found: list[datetime] = []
    for start, end in opening_spans(day, site):
        at = start
        while at + length <= end:
            found.append(at)
            at += step
    return tuple(found)


def bookable(service: Service, at: datetime, now: datetime, site: Site) -> None:
    """Refuse a time that cannot be booked, saying which can."""
    rules, here = site.appointments, local(at, site)
    if not rules.taken:
        raise refused("service_closed", "this hall takes no appointments", state="closed")
    if at <= now:
        raise refused("time_past", "this time is over", field="at")
    if at > now + timedelta(days=rules.days_ahead):
        raise refused("too_early", f"at most {rules.days_ahead} days ahead", field="at")
    possible = slots(service, here.date(), site)
    if at not in possible:
        near = min(possible, key=lambda each: abs(each - at), default=None)
        told = f"; the nearest is {local(near, site):%H:%M}" if near else "; the hall is closed"
        raise refused("no_such_slot", f"no visit begins at {here:%H:%M}{told}", field="at")
