"""Tickets a kiosk issued alone, told afterwards."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from config.site import Need
from queue_server.wire.base import Message, Name, Request
from queue_server.wire.tickets import Ticket


class OfflineEntry(Request, frozen=True, kw_only=True):
    """One ticket a kiosk issued alone: its key is the request id it would have used online.

    ``by_hall`` marks one the hall gave and this kiosk printed: told again to a hall that was
    restored from a backup and may not know it.
    """

    key: Name
    number: Name
    day: Name
    at: datetime
    service: Name
    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)] = ()
    languages: Annotated[tuple[Name, ...], msgspec.Meta(max_length=8)] = ()
    by_hall: bool = False


class OfflineReplay(Request, frozen=True, kw_only=True):
    """``POST /api/v1/offline``."""

    kiosk: Name
    entries: Annotated[tuple[OfflineEntry, ...], msgspec.Meta(max_length=1000)]
    last_contact: datetime | None = None


class OfflineAnswer(Message, frozen=True, kw_only=True):
    """What became of one replayed ticket."""

    key: str
    outcome: Literal["accepted", "already", "superseded", "refused"]
    ticket: Ticket | None = None
    code: str | None = None


class OfflineAnswers(Message, frozen=True, kw_only=True):
    """Answers in the order of the entries."""

    items: tuple[OfflineAnswer, ...]
