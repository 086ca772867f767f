"""Requests for a person to come."""

from datetime import datetime
from typing import Literal

from queue_server.wire.base import Message, Name, Request


class AssistanceRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/assistance``: somebody at a kiosk or phone wants a person to come."""

    kiosk: Name | None = None
    ticket: Name | None = None
    kind: Name = "help"


class Assistance(Message, frozen=True, kw_only=True):
    """A request for a person to come, until it is done."""

    id: str
    kind: str
    state: Literal["asked", "taken", "done"]
    asked_at: datetime
    kiosk: str | None = None
    zone: str | None = None
    ticket: str | None = None
    ticket_number: str | None = None
    taken_by: str | None = None
    window_number: int | None = None
    taken_as: str = ""
    """The role of who comes, told with ``assistance_taken`` alone."""


class AssistanceList(Message, frozen=True, kw_only=True):
    """Requests not yet done, oldest first."""

    items: tuple[Assistance, ...]
    next: str | None = None
