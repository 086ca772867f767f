"""Tickets a kiosk issued alone, taken in when the line is back.

Numbers come from the kiosk's own range, so they cannot collide; each entry's key is the request
id it would have used online. If that request had reached the server after all, the printed number
wins and the other ticket is superseded.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Literal

from config.site import Kiosk, Site
from hall.errors import RuleError
from hall.ids import uuid7
from queue_server import wire
from queue_server.domain.errors import refused
from queue_server.domain.needs import credit_for, handling_for
from queue_server.domain.numbering import split_number
from queue_server.domain.ticket import TERMINAL, Moment, State, Ticket
from queue_server.service.telling import tell_ticket, ticket_row
from queue_server.service.tickets import Asked, require_role
from queue_server.store.image import Image
from queue_server.store.records import Key

_KIOSKS = frozenset({"kiosk"})
Outcome = Literal["accepted", "already", "superseded"]


def take_in(
    image: Image,
    moment: Moment,
    asked: Asked,
    kiosk_id: str,
    entry: wire.OfflineEntry,
    last_contact: datetime | None,
) -> tuple[Outcome, str]:
    """Take one offline ticket in; return what became of it and the ticket's id.

    Raises RuleError for an entry that cannot be one of this kiosk's.
    """
    require_role(asked.actor, _KIOSKS)
    kiosk = next((each for each in asked.site.kiosks if each.id == kiosk_id), None)
    if kiosk is None:
        raise refused("unknown_kiosk", f"no kiosk {kiosk_id!r}", field="kiosk")
    prefix, number = _checked_number(asked.site, kiosk, entry)
    day = image.day
    if day is None or entry.day != day.id:
        raise refused("day_past", f"service day {entry.day} is over", field="day")
    digest = f"offline:{entry.number}:{entry.day}"
    used = image.keys.get((asked.actor.token_id, entry.key))
    if used is not None and used.digest == digest:
        return "already", used.ticket
    same_number = next(
        (each for each in image.tickets.values() if (each.prefix, each.seq) == (prefix, number)),
        None,
    )
    if same_number is not None:
        raise refused("key_reused", f"{entry.number} was taken in under another key")
    ticket = _ticket(image, moment, asked, entry, prefix, number, last_contact)
    image.put_ticket(ticket)
    if entry.needs:
        image.needs.put(ticket.id, entry.needs)
    row = ticket_row(ticket, asked.site, "issue_offline")
    tell_ticket(image, moment, "ticket_issued", row)
    replaced = _supersede(image, moment, asked.site, used.ticket if used else None)
    key = Key(
        scope=asked.actor.token_id, key=entry.key, digest=digest, ticket=ticket.id, at=moment.wall
    )
    image.keys.put((key.scope, key.key), key)
    return ("superseded" if replaced else "accepted"), ticket.id


def _checked_number(site: Site, kiosk: Kiosk, entry: wire.OfflineEntry) -> tuple[str, int]:
    service = next((each for each in site.services if each.id == entry.service), None)
    if service is None:
        raise refused("unknown_service", f"no service {entry.service!r}", field="service")
    try:
        prefix, number = split_number(entry.number)
    except ValueError as fault:
        raise refused("value_missing", "not a ticket number", field="number") from fault
    own = kiosk.offline_range
    if prefix != service.prefix or not own.first <= number <= own.last:
        raise refused("value_missing", f"{entry.number} is not {kiosk.id}'s", field="number")
    return prefix, number


def _ticket(
    image: Image,
    moment: Moment,
    asked: Asked,
    entry: wire.OfflineEntry,
    prefix: str,
    number: int,
    last_contact: datetime | None,
) -> Ticket:
    # The kiosk's clock counts, but only between its last contact and now.
    earliest = last_contact or entry.at
    eligible_at = min(max(entry.at, earliest), moment.wall)
    return Ticket(
        id=uuid7(moment.wall),
        day=entry.day,
        prefix=prefix,
        seq=number,
        service=entry.service,
        state=State.WAITING,
        version=1,
        issued_at=eligible_at,
        rank_at=eligible_at - credit_for(entry.needs, asked.site.priority),
        born=image.next_seq,
        handling=handling_for(entry.needs, asked.site.grace),
        languages=entry.languages or asked.site.speech.announcement_languages,
        channel="kiosk_offline",
        issued_by=asked.actor.token_id,
        phone_secret=secrets.token_urlsafe(16),
        print_state="printed",
    )


def _supersede(image: Image, moment: Moment, site: Site, ticket_id: str | None) -> bool:
    ticket = image.tickets.get(ticket_id or "")
    if ticket is None or ticket.state in TERMINAL:
        return False
    ended = replace(
        ticket,
        state=State.CANCELLED,
        previous=ticket.state,
        version=ticket.version + 1,
        ended_at=moment.wall,
        until=None,
    )
    image.put_ticket(ended)
    row = ticket_row(ended, site, "supersede", reason="superseded")
    tell_ticket(image, moment, "ticket_cancelled", row)
    return True


def answer_of(fault: RuleError, key: str) -> wire.OfflineAnswer:
    """Return the answer for an entry that was refused."""
    return wire.OfflineAnswer(key=key, outcome="refused", code=fault.code)
