"""Journal rows: what each fact says to those who follow it. Never needs, never secrets."""

from functools import lru_cache
from typing import Any

import msgspec

from config.site import Site
from config.site import Window as Place
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.circumstances import Window, offered
from queue_server.domain.ticket import Handling, Moment, Ticket
from queue_server.store.image import Image
from queue_server.store.loading import CALLS

PAGER = "pager"
"""The kind of the documents that say which ticket has which pager."""


def encode(data: object) -> str:
    """Return the JSON text of a row's data, the same bytes for the same data."""
    return msgspec.json.encode(data).decode()


def decode(text: str) -> dict[str, Any]:
    """Return a row's data."""
    return msgspec.json.decode(text, type=dict[str, Any])


def window_told(ticket: Ticket, site: Site) -> Place | None:
    """Return the window a ticket is at, None for none and for one the site no longer has."""
    if ticket.window is None:
        return None
    return next((each for each in site.windows if each.id == ticket.window), None)


@lru_cache(maxsize=256)
def handling_told(handling: Handling) -> wire.Handling:
    """Return what is told of how a visitor is called; most of a day's are alike."""
    return wire.Handling(
        grace_s=handling.grace_s,
        repeats=handling.repeats,
        hold_s=handling.hold_s,
        channels=handling.channels,
    )


def ticket_row(
    ticket: Ticket,
    site: Site,
    event: str,
    *,
    reason: str | None = None,
    from_window: str | None = None,
    actor: Actor | None = None,
) -> wire.TicketRow:
    """Return what a ticket row tells."""
    place = window_told(ticket, site)
    return wire.TicketRow(
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        state=ticket.state.value,
        version=ticket.version,
        event=event,
        window=ticket.window,
        window_number=place.number if place else None,
        zone=place.zone if place else None,
        call_no=ticket.call_no,
        languages=ticket.languages,
        handling=handling_told(ticket.handling),
        reason=reason,
        from_window=from_window,
        until=ticket.until,
        by=actor.name if actor else None,
        role=actor.role if actor else None,
    )


def tell_ticket(image: Image, moment: Moment, kind: str, row: wire.TicketRow) -> int:
    """Append a ticket's row, with the pager its visitor holds, and return its seq."""
    lent = image.documents.get((PAGER, row.ticket))
    if lent is not None:
        row = msgspec.structs.replace(row, pager=lent.data)
    seq = image.tell(moment.wall, kind, encode(row), public=kind != "ticket_reprinted")
    if kind in CALLS:
        image.calls.put(row.ticket, seq)
    return seq


def tell_window(
    image: Image,
    moment: Moment,
    site: Site,
    window: Window,
    actor: Actor,
    kind: str | None = None,
) -> int:
    """Append a window's row, by its state unless a kind is given, and return its seq."""
    place = site.window(window.id)
    by_state = {"open": "window_opened", "paused": "window_paused", "closed": "window_closed"}
    data = {
        "window": window.id,
        "number": place.number,
        "zone": place.zone,
        "state": window.state,
        "reason": window.reason,
        "auto_call": window.auto_call,
        "services": offered(window, site),
        "by": actor.name,
    }
    return image.tell(moment.wall, kind or by_state[window.state], encode(data), public=True)
