"""The hall's appointments as one object, over a running hall."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.appointments import Appointment
from queue_server.domain.hours import service_day
from queue_server.service import booked, booking
from queue_server.service.asking import DESK, Asked, require_role
from queue_server.service.running import RunningHall


@dataclass(frozen=True, slots=True)
class Diary:
    """Commands are durable when they return; see ``service.booking`` for the rules."""

    hall: RunningHall

    async def listed(
        self,
        actor: Actor,
        *,
        day: date | None = None,
        service: str | None = None,
        code: str | None = None,
        limit: int = 200,
        cursor: str | None = None,
    ) -> wire.AppointmentList:
        """Return a page of the appointments of a day; a kiosk asks by code alone."""
        require_role(actor, DESK if code is None else booking.BOOKERS)
        site = self.hall.settings
        kept = booked.appointments(self.hall.showing.view.documents.values())
        wanted = [
            each
            for each in kept
            if day in {None, service_day(each.at, site)}
            and service in {None, each.service}
            and code in {None, each.code}
            and _mark(each) > (cursor or "")
        ]
        page = wanted[:limit]
        return wire.AppointmentList(
            items=tuple(booked.shown(each, actor) for each in page),
            next=_mark(page[-1]) if len(wanted) > limit else None,
        )

    async def slots(self, actor: Actor, service: str, day: date) -> wire.SlotList:
        """Return the free times of a service on a day."""
        require_role(actor, booking.BOOKERS)
        documents = self.hall.showing.view.documents.values()
        found = booked.free_slots(documents, self.hall.settings, service, day, self.hall.now())
        return wire.SlotList(items=found)

    async def book(
        self, actor: Actor, request: wire.AppointmentRequest, key: str
    ) -> wire.Appointment:
        """Book a time; the same key and request again: the same appointment."""
        asked = Asked(actor=actor, site=self.hall.settings, key=key)
        made = await self.hall.writer.submit(
            lambda image, moment: booking.book(image, moment, asked, request),
            (actor.token_id, key),
        )
        return self._one(actor, made)

    async def check_in(self, actor: Actor, named: str) -> wire.Ticket:
        """Give the visitor who is here a ticket; who is early is noted, and told when to come."""
        asked = Asked(actor=actor, site=self.hall.settings)
        done = await self.hall.writer.submit(
            lambda image, moment: booking.check_in(image, moment, asked, named)
        )
        if isinstance(done, booking.Early):
            raise booking.refusal_of(done, self.hall.now(), self.hall.settings)
        return await self.hall.showing.ticket(done, actor)

    async def move(self, actor: Actor, named: str, at: datetime) -> wire.Appointment:
        """Give a booking another time; its code stays the same."""
        asked = Asked(actor=actor, site=self.hall.settings)
        moved = await self.hall.writer.submit(
            lambda image, moment: booking.move(image, moment, asked, named, at)
        )
        return self._one(actor, moved)

    async def cancel(self, actor: Actor, named: str) -> wire.Appointment:
        """Give the time free again."""
        asked = Asked(actor=actor, site=self.hall.settings)
        ended = await self.hall.writer.submit(
            lambda image, moment: booking.cancel(image, moment, asked, named)
        )
        return self._one(actor, ended)

    def _one(self, actor: Actor, named: str) -> wire.Appointment:
        documents = self.hall.showing.view.documents.values()
        return booked.shown(booked.find(documents, named), actor)


def _mark(appointment: Appointment) -> str:
    """Return where a page ended: it stays right while others are booked and cancelled."""
    return f"{appointment.at.astimezone(UTC).isoformat()} {appointment.id}"
