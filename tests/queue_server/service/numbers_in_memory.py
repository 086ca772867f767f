"""A hall in memory for tests of numbers: what it is asked, and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment, Ticket
from queue_server.service.asking import Asked
from queue_server.service.issuing import RESTORED, issue
from queue_server.service.offline import Past, take_in
from queue_server.store.image import Image, Loaded
from queue_server.store.records import Day, Document

if TYPE_CHECKING:
    from config.site import Site

DAY = "2026-11-23"
BEGAN = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KIOSK = Actor(role="kiosk", name="k1", token_id="k1-token")
CLERK = Actor(role="reception", name="desk", token_id="u:desk")
NOTHING = Past()


def hall(*days: Day, restored: bool = False, **kept: Any) -> Image:
    """A hall in memory; its one day is open since its midnight."""
    known = days or (Day(id=DAY, opened_at=BEGAN),)
    image = Image(Loaded(epoch="e", days={each.id: each for each in known}, **kept))
    if restored:
        image.put_document(Document(kind=RESTORED, id=DAY, at=NOW, data="{}"))
    return image


def asked(site: Site, actor: Actor = KIOSK, **values: Any) -> Asked:
    return Asked(actor=actor, site=site, **values)


def at(moment: datetime = NOW) -> Moment:
    return Moment(moment, 0.0)


def entry(number: str = "A9101", **values: Any) -> wire.OfflineEntry:
    given: dict[str, Any] = {
        "key": number, "number": number, "day": DAY, "at": NOW, "service": "unemployment",
    }  # fmt: skip
    return wire.OfflineEntry(**{**given, **values})


def taken(
    image: Image,
    site: Site,
    sent: wire.OfflineEntry,
    *,
    now: datetime = NOW,
    contact: datetime | None = None,
    past: Past = NOTHING,
    actor: Actor = KIOSK,
    kiosk: str = "k1",
) -> tuple[str, Ticket]:
    outcome, ticket_id = take_in(image, at(now), asked(site, actor), kiosk, sent, contact, past)
    ticket = image.tickets.get(ticket_id) or past.ticket
    assert ticket is not None
    return outcome, ticket


def refusal(image: Image, site: Site, sent: wire.OfflineEntry, **values: Any) -> dict[str, Any]:
    rows = len(image.rows)
    with pytest.raises(RuleError) as fault:
        taken(image, site, sent, **values)
    assert len(image.tickets) == 0 or len(image.rows) == rows
    return {"code": fault.value.code, **fault.value.fields}


def kinds(image: Image) -> list[str]:
    return [kind for _, kind, _, _ in image.rows]


def given(image: Image, site: Site, key: str = "one", **values: Any) -> tuple[str, bool]:
    request = wire.TicketRequest(service="unemployment", **values)
    return issue(image, at(), asked(site, key=key), request)


def number_of(image: Image, ticket_id: str) -> str:
    ticket = image.tickets.get(ticket_id)
    assert ticket is not None
    return ticket.number


def by_hall(number: str = "A007", **values: Any) -> wire.OfflineEntry:
    return entry(number, by_hall=True, **values)


def slip(number: str = "A9701", **values: Any) -> wire.PaperEntry:
    given: dict[str, Any] = {"number": number, "service": "unemployment", "at": NOW}
    return wire.PaperEntry(**{**given, **values})
