"""From a view of the hall to what is sent: tickets, services, windows, the site."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property

import msgspec

from config.site import Display, Service, Site
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.circumstances import Window, offered, present
from queue_server.domain.closing import ClosedBecause, minutes_left, no_time_left
from queue_server.domain.hours import is_open, service_day
from queue_server.domain.numbering import last_ordinary
from queue_server.domain.ticket import AT_WINDOW, TERMINAL, State, Ticket
from queue_server.domain.waiting import Floor, in_calling_order, place_of
from queue_server.estimates.values import Wait
from queue_server.service.asking import CALLERS, DESK
from queue_server.service.booked import appointments
from queue_server.service.booked import shown as appointment_shown
from queue_server.service.equipment import states
from queue_server.service.feedback.questions import asked_now
from queue_server.service.forecasting import Waits
from queue_server.service.kiosks import modes_of, plan_of
from queue_server.service.notices import published
from queue_server.service.people import shown
from queue_server.service.telling import PAGER, handling_told, ticket_row, window_told
from queue_server.store.image import View
from queue_server.store.records import Day

CONSOLES = frozenset({"staff", "supervisor", "reception", "admin", "reader", "system"})
_ACTIVE = AT_WINDOW | {State.HELD}
_DESK_CHANNELS = frozenset({"reception", "staff"})


class Presenter:
    """One view of the hall, shown to many; built anew for each view."""

    def __init__(self, view: View, site: Site, now: datetime, waits: Callable[[], Waits]) -> None:
        self.view = view
        self._site = site
        self._now = now
        self._walk = waits
        self._places: dict[str, tuple[int | None, Wait | None, wire.WaitRange | None]] = {}

    @cached_property
    def _floor(self) -> Floor:
        return Floor(now=self._now, present=present(self.view.windows))

    @cached_property
    def waits(self) -> Waits:
        """How long each will wait; walked when first asked for."""
        return self._walk()

    def ticket(self, ticket: Ticket, reader: Actor) -> wire.Ticket:
        """Return a ticket with no more than the reader may see."""
        ahead, _, wait = self.place(ticket)
        own = _owns(reader, ticket) or self._prints(reader, ticket)
        full = own or reader.role in CONSOLES
        place = window_told(ticket, self._site)
        return wire.Ticket(
            id=ticket.id,
            number=ticket.number,
            service=ticket.service,
            state=ticket.state.value,
            version=ticket.version,
            issued_at=ticket.issued_at,
            called_at=ticket.called_at,
            window=ticket.window,
            call_no=ticket.call_no,
            ahead=ahead,
            wait=wait,
            handling=handling_told(ticket.handling) if full else self._usual_handling(),
            phone_url=self._phone_url(ticket) if full else "",
            languages=ticket.languages if full else (),
            day=ticket.day,
            window_number=place.number if place else None,
            zone=place.zone if place else None,
            missed_count=ticket.missed_count,
            prints=ticket.prints,
            print_state=ticket.print_state,
            until=ticket.until,
            target=ticket.target if full else None,
            further=ticket.further if full else (),
            legs=tuple(_leg(ticket, index) for index in range(len(ticket.legs)))
            if reader.role in CONSOLES
            else None,
            needs=self.view.needs.get(ticket.id, ()) if _serves(reader, ticket) else None,
            credit_minutes=ticket.credit_minutes if reader.role in CONSOLES else None,
            why=_why(ticket) if reader.role in CONSOLES else None,
            suits=ticket.suits if reader.role in CONSOLES else (),
            suits_until=ticket.suits_until if reader.role in CONSOLES else None,
            appointment=ticket.appointment if reader.role in CONSOLES else None,
            at_desk=full and ticket.channel in _DESK_CHANNELS,
        )

    def services(self) -> tuple[wire.ServiceInfo, ...]:
        """Return every service as visitors see it now."""
        return tuple(self._service(service) for service in self._site.services)

    def windows(self) -> tuple[wire.WindowInfo, ...]:
        """Return every window as it is now."""
        return tuple(self.window(place.id) for place in self._site.windows)

    def window(self, window_id: str) -> wire.WindowInfo:
        """Return one window as it is now."""
        place = self._site.window(window_id)
        window = self.view.windows.get(window_id) or Window(id=window_id)
        ticket = self.view.tickets.get(window.ticket or "")
        services = offered(window, self._site)
        return wire.WindowInfo(
            id=place.id,
            number=place.number,
            zone=place.zone,
            services=services,
            state=window.state,
            reason=window.reason,
            ticket=ticket.id if ticket else None,
            ticket_number=ticket.number if ticket else None,
            ticket_state=ticket.state.value if ticket else None,
            call_no=ticket.call_no if ticket else 0,
            waiting=self.view.lines.waiting_for(place.id, services, self._floor),
            auto_call=window.auto_call,
        )

    @property
    def open(self) -> bool:
        """Whether the hall issues tickets now."""
        day = self.view.day
        return day is not None and day.closed_at is None and is_open(self._now, self._site)

    def site(self) -> wire.SiteInfo:
        """Return the hall as devices need it."""
        site, hall = self._site, self._site.hall
        return wire.SiteInfo(
            id=hall.id,
            name=dict(hall.name),
            region=hall.region,
            time_zone=hall.time_zone,
            public_url=hall.public_url,
            languages=hall.languages,
            hotline=hall.hotline,
            epoch=self.view.epoch,
            day=day_info(self.view.day),
            open=self.open,
            zones=tuple(
                wire.ZoneInfo(
                    id=each.id, names=dict(each.names), directions=dict(each.directions),
                    loudspeaker=each.loudspeaker, level_db=each.level_db,
                )
                for each in site.zones
            ),
            windows=self.windows(),
            signs=tuple(
                wire.SignInfo(
                    id=each.id, family=each.family, profile=each.profile, link=each.link,
                    zone=each.zone, area=each.area, window=each.window, address=each.address,
                    colour=each.colour, pitch_mm=each.pitch_mm, distance_m=each.distance_m,
                )
                for each in site.signs
            ),
            boards=tuple(wire.BoardInfo(id=each.id, zone=each.zone) for each in site.boards),
            channels=msgspec.convert(
                site.channels, tuple[wire.ChannelInfo, ...], from_attributes=True
            ),
            kiosks=tuple(
                wire.KioskInfo(
                    id=each.id, zone=each.zone, geometry=each.geometry, printer=each.printer,
                    printer_profile=each.printer_profile,
                    offline_first=each.offline_range.first, offline_last=each.offline_range.last,
                    headphones=each.headphones, speaker=each.speaker, jack=each.jack,
                    keypad=each.keypad, modes=modes_of(self.view.documents, each),
                    desk_tickets=each.desk_tickets,
                )
                for each in site.kiosks
            ),
            ticket_one=site.speech.ticket_one,
            announcement_languages=site.speech.announcement_languages,
            speech=wire.SpeechInfo(
                level_db=site.speech.level_db,
                quiet=site.speech.quiet,
                quiet_level_db=site.speech.quiet_level_db,
            ),
            priority_sentence=dict(site.priority.sentence),
            hours=wire.HoursInfo(
                always=hall.hours.always,
                week={day: tuple(spans) for day, spans in hall.hours.week.items()},
                holidays=hall.hours.holidays,
            ),
            display=display_rules(site.display),
            hall_map=plan_of(site),
            pages=msgspec.convert(site.pages, tuple[wire.PageInfo, ...], from_attributes=True),
            questions=msgspec.convert(
                asked_now(site, self._now), tuple[wire.QuestionInfo, ...], from_attributes=True
            ),
            needs_kept_days=site.needs.keep_days,
            colour=hall.colour,
            emblem=hall.emblem,
        )  # fmt: skip

    def snapshot(self, reader: Actor) -> wire.Snapshot:
        """Return where a reader of the live stream starts."""
        console = reader.role in CONSOLES
        told = published(self.view.documents, self._now)
        tickets = [each for each in self.view.tickets.values() if each.state not in TERMINAL]
        return wire.Snapshot(
            day=day_info(self.view.day),
            open=self.open,
            services=self.services(),
            windows=self.windows(),
            calls=tuple(
                msgspec.structs.replace(
                    ticket_row(each, self._site, "snapshot"),
                    seq=self.view.calls.get(each.id),
                    pager=self._pager(each.id),
                )
                for each in sorted(tickets, key=lambda each: each.called_at or each.issued_at)
                if each.state in AT_WINDOW
            ),
            tickets=tuple(self.ticket(each, reader) for each in in_order(tickets))
            if console
            else (),
            assistance=tuple(
                each
                for each in self.assistance()
                if console or (reader.role == "kiosk" and each.kiosk == reader.name)
            ),
            appointments=self._appointments(reader),
            devices=states(self.view.documents.values()) if console else (),
            notices=told.notices,
            emergency=told.emergency,
        )

    def _appointments(self, reader: Actor) -> tuple[wire.Appointment, ...]:
        if reader.role not in DESK:
            return ()
        today = service_day(self._now, self._site)
        kept = appointments(self.view.documents.values())
        return tuple(
            appointment_shown(each, reader)
            for each in kept
            if service_day(each.at, self._site) == today
        )

    def assistance(self) -> tuple[wire.Assistance, ...]:
        """Return the requests not yet done, oldest first."""
        waiting = (each for each in self.view.assistance.values() if each.state != "done")
        return tuple(
            shown(each, self._site, self._number(each.ticket))
            for each in sorted(waiting, key=lambda each: each.id)
        )

    def _pager(self, ticket_id: str) -> str | None:
        lent = self.view.documents.get((PAGER, ticket_id))
        return None if lent is None else lent.data

    def _number(self, ticket_id: str | None) -> str | None:
        ticket = self.view.tickets.get(ticket_id or "")
        return ticket.number if ticket else None

    def _service(self, service: Service) -> wire.ServiceInfo:
        windows = tuple(
            place.number
            for place in self._site.windows_for(service.id)
            if (window := self.view.windows.get(place.id)) is not None
            and window.state == "open"
            and service.id in offered(window, self._site)
        )
        waiting = len(self.view.lines.line(service.id))
        wait = self.waits.for_new(service.id, waiting)
        closed = self._closed_because(service, wait.middle if wait else None)
        return wire.ServiceInfo(
            id=service.id,
            prefix=service.prefix,
            names=dict(service.names),
            about=dict(service.about),
            minutes=service.minutes,
            icon=service.icon,
            open=closed is None,
            closed_because=closed,
            waiting=waiting,
            wait=self.waits.shown(wait),
            windows=windows,
        )

    def _closed_because(self, service: Service, wait: float | None) -> ClosedBecause | None:
        day, site = self.view.day, self._site
        if not service.open:
            return "service_closed"
        if day is None or day.closed_at is not None:
            return "day_closed"
        if not is_open(self._now, site):
            return "hours"
        given = self.view.counters.get((day.id, service.prefix), 0)
        if service.quota is not None and given >= service.quota:
            return "quota_reached"
        if given >= last_ordinary(site):
            return "numbers_used_up"
        late = no_time_left(service, wait, minutes_left(self._now, site), site)
        return "no_time_left" if late else None

    def place(self, ticket: Ticket) -> tuple[int | None, Wait | None, wire.WaitRange | None]:
        """Return how many are before a ticket of this view, its wait, and the wait as shown."""
        if ticket.state is not State.WAITING:
            return None, None, None
        known = self._places.get(ticket.id)
        if known is None:
            place = place_of(ticket)
            ahead = self.view.lines.ahead(place)
            wait = self.waits.of(place, ahead)
            known = self._places[ticket.id] = (ahead, wait, self.waits.shown(wait))
        return known

    def _usual_handling(self) -> wire.Handling:
        """How anybody is called: what strangers are told of every ticket alike."""
        grace = self._site.grace
        return wire.Handling(grace_s=grace.normal_s, repeats=grace.repeats, hold_s=grace.hold_s)

    def _prints(self, reader: Actor, ticket: Ticket) -> bool:
        """Whether a kiosk's printer is the one that prints what the desk gave."""
        return (
            reader.role == "kiosk"
            and ticket.channel in _DESK_CHANNELS
            and any(each.desk_tickets and each.id == reader.name for each in self._site.kiosks)
        )

    def _phone_url(self, ticket: Ticket) -> str:
        return f"{self._site.hall.public_url.rstrip('/')}/t/{ticket.phone_secret}"


def in_order(tickets: Iterable[Ticket]) -> list[Ticket]:
    """Return tickets in calling order; those no longer waiting stand where they stood."""
    known = {each.id: each for each in tickets}
    return [known[place.ticket] for place in in_calling_order(map(place_of, known.values()))]


def display_rules(display: Display) -> wire.DisplayRules:
    """Return how the hall's signs behave."""
    return wire.DisplayRules(
        brightness=dict(display.brightness),
        quiet=display.quiet,
        quiet_brightness=display.quiet_brightness,
        old_after_s=display.old_after_s,
        long_text=display.long_text,
        flash=display.flash,
    )


def day_info(day: Day | None) -> wire.DayInfo | None:
    """Return a service day's record."""
    if day is None:
        return None
    return wire.DayInfo(id=day.id, opened_at=day.opened_at, closed_at=day.closed_at)


def _owns(reader: Actor, ticket: Ticket) -> bool:
    if reader.role == "phone":
        return reader.ticket == ticket.id
    return reader.role in {"kiosk", "reception"} and reader.token_id == ticket.issued_by


def _serves(reader: Actor, ticket: Ticket) -> bool:
    """Needs are for the staff of the window that has the visitor, while it has."""
    return (
        reader.role in CALLERS
        and reader.window is not None
        and reader.window == ticket.window
        and ticket.state in _ACTIVE
    )


def _why(ticket: Ticket) -> wire.Why:
    """Return what gives a ticket its place, the strongest reason first."""
    if ticket.appointment is not None:
        return "appointment"
    if ticket.missed_count:
        return "returned"
    if ticket.legs:
        return "served"
    return "head_start" if ticket.credit_minutes else "arrival"


def _leg(ticket: Ticket, index: int) -> wire.Leg:
    leg = ticket.legs[index]
    return wire.Leg(
        service=leg.service,
        window=leg.window,
        called_at=leg.called_at,
        arrived_at=leg.arrived_at,
        ended_at=leg.ended_at,
        outcome=leg.outcome,
    )
