"""Booked times."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from config.site import Need
from queue_server.wire.base import Line, Message, Name, Request


class AppointmentRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/appointments``. ``at`` is one of the free times; ``label`` is for the desk."""

    service: Name
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)] = ()
    languages: Annotated[tuple[Name, ...], msgspec.Meta(max_length=8)] = ()
    label: Line = ""


class AppointmentMove(Request, frozen=True, kw_only=True):
    """``POST /api/v1/appointments/{id}/move``. ``at`` is another of the service's free times."""

    at: Annotated[datetime, msgspec.Meta(tz=True)]


class Appointment(Message, frozen=True, kw_only=True):
    """A booked time. ``code`` is what the visitor types to check in; ``label`` the desk sees.

    ``here_at`` is when the visitor came before check-in began.
    """

    id: str
    code: str
    service: str
    at: datetime
    state: Literal["BOOKED", "LATE", "CHECKED_IN", "CANCELLED", "NO_SHOW"]
    languages: tuple[str, ...] = ()
    label: str = ""
    ticket: str | None = None
    ticket_number: str | None = None
    here_at: datetime | None = None


class AppointmentList(Message, frozen=True, kw_only=True):
    """A page of appointments, earliest first; ``next`` is null at the end."""

    items: tuple[Appointment, ...]
    next: str | None = None


class Slot(Message, frozen=True, kw_only=True):
    """A time that can be booked, and how many visitors it still takes."""

    at: datetime
    free: int


class SlotList(Message, frozen=True, kw_only=True):
    """The times of one day still to come."""

    items: tuple[Slot, ...]
    next: str | None = None
