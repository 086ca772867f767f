"""Tickets a kiosk issued alone, taken in when the line is back.

Numbers come from the kiosk's own range, so they cannot collide; each entry's key is the request
id it would have used online. If that request had reached the server after all, the printed number
wins and the other ticket is superseded.

A ticket belongs to the day printed on it. One whose day is over by now is taken into that day and
expires there at once, as those who waited at its end did.

A hall restored from a backup is also told of tickets it gave itself and this kiosk printed
(``by_hall``, R-19): those it does not know come in under their number, without needs.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from config.site import Kiosk, Site
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import SYSTEM
from queue_server.domain.errors import refused
from queue_server.domain.numbering import last_ordinary, split_number
from queue_server.domain.ticket import TERMINAL, Moment, Ticket
from queue_server.domain.transitions import Event
from queue_server.service.asking import Asked, require_role
from queue_server.service.days import follow_calendar
from queue_server.service.issuing import RESTORED, Visit, enter
from queue_server.service.telling import encode, tell_ticket, ticket_row
from queue_server.service.tickets import happen
from queue_server.store.image import Image
from queue_server.store.records import Day, Key

_KIOSKS = frozenset({"kiosk"})
_LATEST = timedelta(days=7)
_SAME_TICKET_S = 120.0
Outcome = Literal["accepted", "already", "superseded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the database holds of the day and number of an entry, where that day is no more open."""

    day: Day | None = None
    ticket: Ticket | None = None


def take_in(
    image: Image,
    moment: Moment,
    asked: Asked,
    kiosk_id: str,
    entry: wire.OfflineEntry,
    last_contact: datetime | None,
    past: Past,
) -> tuple[Outcome, str]:
    """Take one offline ticket in; return what became of it and the ticket's id.

    Raises RuleError for an entry that cannot be one of this kiosk's; ``day_closed`` for one of a
    day the hall has still to open, which may be sent again then.
    """
    require_role(asked.actor, _KIOSKS)
    kiosk = next((each for each in asked.site.kiosks if each.id == kiosk_id), None)
    if kiosk is None:
        raise refused("unknown_kiosk", f"no kiosk {kiosk_id!r}", field="kiosk")
    prefix, number = _checked_number(asked.site, kiosk, entry)
    if entry.by_hall:
        return _recover(image, moment, asked, entry, past)
    digest = f"offline:{entry.number}:{entry.day}"
    used = image.keys.get((asked.actor.token_id, entry.key))
    if used is not None and used.digest == digest:
        return "already", used.ticket
    # The calendar first: the kiosk may have passed midnight a second before the hall.
    follow_calendar(image, moment, asked.site, SYSTEM)
    day = _day(image, moment, entry, past)
    taken = _taken(image, past, (entry.day, prefix, number))
    if taken is not None:
        if used is None and past.ticket is taken:
            # The key is forgotten by now; the number, this kiosk's alone, tells the same.
            return "already", taken.id
        raise refused("key_reused", f"{entry.number} was taken in under another key")
    ticket = _ticket(image, moment, asked, entry, number, last_contact)
    row = ticket_row(ticket, asked.site, "issue_offline", actor=asked.actor)
    tell_ticket(image, moment, "ticket_issued", row)
    if day.closed_at is not None:
        happen(image, moment, asked.site, ticket, Event.EXPIRE)
    replaced = _supersede(image, moment, asked.site, used.ticket if used else None)
    key = Key(
        scope=asked.actor.token_id, key=entry.key, digest=digest, ticket=ticket.id, at=moment.wall
    )
    image.keys.put((key.scope, key.key), key)
    return ("superseded" if replaced else "accepted"), ticket.id


def _day(image: Image, moment: Moment, entry: wire.OfflineEntry, past: Past) -> Day:
    """Return the day printed on a ticket, recovering one that this server did not live through."""
    known = image.days.get(entry.day) or past.day
    if known is not None:
        image.days.learn({known.id: known})
        return known
    latest = image.day
    if latest is None or entry.day > latest.id:
        raise refused("day_closed", f"service day {entry.day} is not open yet", field="day")
    age = date.fromisoformat(latest.id) - _civil_day(entry.day)
    if age > _LATEST:
        raise refused("day_past", f"service day {entry.day} is long over", field="day")
    day = Day(id=entry.day, opened_at=min(entry.at, moment.wall), closed_at=moment.wall)
    image.days.put(day.id, day)
    image.tell(moment.wall, "day_recovered", encode({"day": day.id}), public=False)
    return day


def _civil_day(text: str) -> date:
    """Return a day as the hall writes it; other spellings (``20261123``) would be other days."""
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise refused("value_missing", "not a day", field="day") from fault
    if day.isoformat() != text:
        raise refused("value_missing", f"write the day as {day}", field="day")
    return day


def _taken(image: Image, past: Past, number: tuple[str, str, int]) -> Ticket | None:
    same = (each for each in image.tickets.values() if (each.day, each.prefix, each.seq) == number)
    return next(same, past.ticket)


def _checked_number(site: Site, kiosk: Kiosk, entry: wire.OfflineEntry) -> tuple[str, int]:
    service = next((each for each in site.services if each.id == entry.service), None)
    if service is None:
        raise refused("unknown_service", f"no service {entry.service!r}", field="service")
    try:
        prefix, number = split_number(entry.number)
    except ValueError as fault:
        raise refused("value_missing", "not a ticket number", field="number") from fault
    own, last = kiosk.offline_range, last_ordinary(site)
    possible = 1 <= number <= last if entry.by_hall else own.first <= number <= own.last
    if prefix != service.prefix or not possible:
        raise refused("value_missing", f"{entry.number} is not {kiosk.id}'s", field="number")
    return prefix, number


def _recover(
    image: Image, moment: Moment, asked: Asked, entry: wire.OfflineEntry, past: Past
) -> tuple[Outcome, str]:
    """Take in a ticket the hall itself gave before it was restored from an older backup."""
    prefix, number = split_number(entry.number)
    follow_calendar(image, moment, asked.site, SYSTEM)
    taken = _taken(image, past, (entry.day, prefix, number))
    used = image.keys.get((asked.actor.token_id, entry.key))
    if taken is not None:
        if _same(taken, entry, asked, used):
            return "already", taken.id
        raise refused("number_taken", f"{entry.number} was given again; the visitor needs help")
    day = image.day
    if day is None or entry.day > day.id:
        raise refused("day_closed", f"service day {entry.day} is not open yet", field="day")
    if entry.day < day.id:
        raise refused("day_past", f"service day {entry.day} is over", field="day")
    if image.documents.get((RESTORED, day.id)) is None:
        told = f"{entry.number} was never given, and this hall was not restored today"
        raise refused("unknown_ticket", told, field="number")
    ticket = _ticket(image, moment, asked, entry, number, None)
    if number > (image.counters.get((day.id, prefix)) or 0):
        image.counters.put((day.id, prefix), number)
    row = ticket_row(ticket, asked.site, "issue_recovered", actor=asked.actor)
    tell_ticket(image, moment, "ticket_issued", row)
    if day.closed_at is not None:
        happen(image, moment, asked.site, ticket, Event.EXPIRE)
    return "accepted", ticket.id


def _same(taken: Ticket, entry: wire.OfflineEntry, asked: Asked, used: Key | None) -> bool:
    """Tell whether a ticket is the one on the paper: by its key, else by kiosk and minute."""
    if used is not None and used.ticket == taken.id:
        return True
    close = abs((taken.issued_at - entry.at).total_seconds()) <= _SAME_TICKET_S
    return close and taken.issued_by == asked.actor.token_id and taken.service == entry.service


def _ticket(
    image: Image,
    moment: Moment,
    asked: Asked,
    entry: wire.OfflineEntry,
    number: int,
    last_contact: datetime | None,
) -> Ticket:
    # The kiosk's clock counts, but only between its last contact and now.
    earliest = last_contact or entry.at
    eligible_at = min(max(entry.at, earliest), moment.wall)
    visit = Visit(
        service=asked.site.service(entry.service),
        needs=entry.needs,
        languages=entry.languages,
        channel="kiosk_recovered" if entry.by_hall else "kiosk_offline",
    )
    ticket = enter(
        image, moment, asked, visit,
        day=entry.day, number=number, came=eligible_at, issued_at=eligible_at,
    )  # fmt: skip
    printed = replace(ticket, print_state="printed")
    image.put_ticket(printed)
    return printed


def _supersede(image: Image, moment: Moment, site: Site, ticket_id: str | None) -> bool:
    ticket = image.tickets.get(ticket_id or "")
    if ticket is None or ticket.state in TERMINAL:
        return False
    happen(image, moment, site, ticket, Event.SUPERSEDE, reason="superseded")
    return True


def answer_of(fault: RuleError, key: str) -> wire.OfflineAnswer:
    """Return the answer for an entry that was refused."""
    return wire.OfflineAnswer(key=key, outcome="refused", code=fault.code)
