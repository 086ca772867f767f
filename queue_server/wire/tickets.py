"""Tickets as the server tells of them, and what may be asked of them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from config.site import Need
from queue_server.wire.base import Line, Message, Name, Request

State = Literal[
    "WAITING", "CALLED", "SERVING", "AWAY", "HELD", "MISSED", "DONE", "CANCELLED", "EXPIRED"
]
Why = Literal["arrival", "head_start", "appointment", "returned", "served"]


class WaitRange(Message, frozen=True, kw_only=True):
    """Minutes a visitor will probably wait: multiples of five, never below five.

    ``doubtful`` says that the hall may well close before the turn comes.
    """

    low: int
    high: int
    doubtful: bool = False


class Handling(Message, frozen=True, kw_only=True):
    """How a call is to be made, derived from the visitor's needs without naming them.

    ``grace_s`` since the last call before a no-show; ``repeats`` times spoken; ``hold_s`` on a
    sign; ``channels`` out of ``sign, speech, text, vibration, escort, sign_language``.
    """

    grace_s: int
    repeats: int
    hold_s: int
    channels: tuple[str, ...] = ("sign", "speech")


class Leg(Message, frozen=True, kw_only=True):
    """One stay at one window."""

    service: str
    window: str
    called_at: datetime
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None


class Ticket(Message, frozen=True, kw_only=True):
    """One visit's place in the hall (contract §2).

    ``ahead`` and ``wait`` are null unless it waits. ``handling``, ``languages``, ``target`` and
    ``further`` are for the visitor's own devices and for staff; others see the usual handling.
    ``needs`` is null except for staff of the serving window. ``target`` is the one window a
    transferred ticket waits for, or null.
    Consoles alone see ``credit_minutes`` (the head start it was given), ``why`` (what gives it
    its place), ``suits`` (windows it is left to until ``suits_until``) and ``appointment``.
    ``at_desk``: given at the desk or a window, told to whom the address is told.
    """

    id: str
    number: str
    service: str
    state: State
    version: int
    issued_at: datetime
    called_at: datetime | None
    window: str | None
    call_no: int
    ahead: int | None
    wait: WaitRange | None
    handling: Handling
    phone_url: str
    languages: tuple[str, ...] = ()
    day: str | None = None
    window_number: int | None = None
    zone: str | None = None
    missed_count: int = 0
    prints: int = 0
    print_state: Literal["pending", "printed", "failed"] = "pending"
    until: datetime | None = None
    target: str | None = None
    further: tuple[str, ...] = ()
    legs: tuple[Leg, ...] | None = None
    needs: tuple[Need, ...] | None = None
    credit_minutes: int | None = None
    why: Why | None = None
    suits: tuple[str, ...] = ()
    suits_until: datetime | None = None
    appointment: str | None = None
    at_desk: bool = False


class TicketRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/tickets``. ``channel`` tells where it was asked for.

    With a ``reason`` staff may give a number beyond the service's quota; it goes into the journal.
    """

    service: Name
    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)] = ()
    languages: Annotated[tuple[Name, ...], msgspec.Meta(max_length=8)] = ()
    channel: Name = "kiosk"
    reason: Line | None = None


class NeedsRequest(Request, frozen=True, kw_only=True):
    """``PUT /api/v1/tickets/{id}/needs``: what helps this visitor, instead of what was said."""

    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)]


class PagerRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/tickets/{id}/pager``: the number of the pager lent; null takes it back."""

    pager: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,16}$")] | None


class ActionRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/tickets/{id}/{event}``: what any event may carry.

    ``version`` refuses a stale view; ``service``/``window``/``position`` are for transfer and
    add-service; ``minutes`` for hold and step-away.
    """

    version: int | None = None
    reason: Line | None = None
    service: Name | None = None
    window: Name | None = None
    position: Literal["keep", "head", "tail"] | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=480)] | None = None


class TicketList(Message, frozen=True, kw_only=True):
    """A page of tickets; ``next`` is null at the end."""

    items: tuple[Ticket, ...]
    next: str | None = None
