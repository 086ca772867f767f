"""Windows, services and who sits where."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from queue_server.wire.base import Message, Name, Request
from queue_server.wire.tickets import State, WaitRange

WindowState = Literal["closed", "open", "paused"]


class WindowSettings(Request, frozen=True, kw_only=True):
    """``POST /api/v1/windows/{w}/settings``; what is left out stays as it is.

    ``services`` narrows what the window offers today; an empty list means all of its services.
    """

    auto_call: bool | None = None
    services: Annotated[tuple[Name, ...], msgspec.Meta(max_length=64)] | None = None


class ServiceInfo(Message, frozen=True, kw_only=True):
    """A service as visitors see it now. ``windows`` are numbers of windows open for it."""

    id: str
    prefix: str
    names: dict[str, str]
    about: dict[str, str]
    minutes: int
    icon: str
    open: bool
    closed_because: str | None
    waiting: int
    wait: WaitRange | None
    windows: tuple[int, ...]


class WindowInfo(Message, frozen=True, kw_only=True):
    """A window now; ``number`` is what is shown and spoken; ``ticket`` what it calls or serves."""

    id: str
    number: int
    zone: str
    services: tuple[str, ...]
    state: WindowState
    reason: str | None
    ticket: str | None
    ticket_number: str | None
    ticket_state: State | None
    call_no: int
    waiting: int
    auto_call: bool = False


class Shift(Message, frozen=True, kw_only=True):
    """One person's stay at one window; ``because`` tells why it ended."""

    id: str
    user: str
    role: str
    window: str
    began_at: datetime
    ended_at: datetime | None = None
    because: str = ""


class ShiftList(Message, frozen=True, kw_only=True):
    """Shifts; those under way, or the last thousand."""

    items: tuple[Shift, ...]
    next: str | None = None


class ServiceList(Message, frozen=True, kw_only=True):
    """All services; never more than one page."""

    items: tuple[ServiceInfo, ...]
    next: str | None = None


class WindowList(Message, frozen=True, kw_only=True):
    """All windows; never more than one page."""

    items: tuple[WindowInfo, ...]
    next: str | None = None
