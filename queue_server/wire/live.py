"""The live stream: journal rows and where a reader starts."""

from datetime import datetime
from typing import Any

from queue_server.wire.appointments import Appointment
from queue_server.wire.base import Message
from queue_server.wire.days import DayInfo
from queue_server.wire.devices import DeviceState
from queue_server.wire.notices import Emergency, Notice
from queue_server.wire.people import Assistance
from queue_server.wire.tickets import Handling, State, Ticket
from queue_server.wire.windows import ServiceInfo, WindowInfo


class Row(Message, frozen=True, kw_only=True):
    """One journal row a reader may see, or a snapshot.

    ``prev`` is the seq last sent to this reader (-1 before the first). ``data`` by kind:

    - ``snapshot``: a :class:`Snapshot`; ``seq`` is the last row it contains.
    - ``ticket_*``: :class:`TicketRow`.
    - ``window_opened|paused|closed|changed``: ``window, number, zone, state, reason, auto_call,
      services``, and for consoles ``by``.
    - ``shift_began|ended``: :class:`Shift`; consoles only.
    - ``day_opened|closed``: ``day`` and, at closing, ``expired, done, appointments`` counts.
    - ``day_reported``: ``day`` and how many were ``left``; staff only.
    - ``delivery``: :class:`Delivery` and ``by``; staff only.
    - ``appointment_booked|early|checked_in|late|cancelled|missed``: ``appointment, service, at,
      state, ticket, number, by``; consoles only.
    - ``device_status``: :class:`DeviceState`; consoles only.
    - ``assistance_asked|taken|done``: :class:`Assistance`; staff, and the asking kiosk.
    - ``notice_published|changed``: :class:`Notice`; ``notice_withdrawn``: ``id``.
    - ``emergency_declared``: :class:`Emergency`; ``emergency_ended``: ``id``.
    - ``clock_stepped``: ``seconds`` by which the server's clock was set; consoles only.
    - ``content_applied``: as its room documents.
    """

    epoch: str
    seq: int
    prev: int
    at: datetime
    kind: str
    data: dict[str, Any]


class TicketRow(Message, frozen=True, kw_only=True):
    """``data`` of a ticket row: enough to act on without asking again; never the needs.

    ``event`` is the transition's name. Anonymous boards get neither languages nor handling;
    consoles alone are told ``reason``, and who did it (``by``, ``role``).
    ``seq`` is set in a snapshot's ``calls``: the row that called last, which a sink's delivery
    answers. A live row has its own.
    """

    ticket: str
    number: str
    service: str
    state: State
    version: int
    event: str
    window: str | None
    window_number: int | None
    zone: str | None
    call_no: int
    languages: tuple[str, ...] = ()
    handling: Handling | None = None
    reason: str | None = None
    from_window: str | None = None
    until: datetime | None = None
    by: str | None = None
    role: str | None = None
    seq: int | None = None
    pager: str | None = None


class Snapshot(Message, frozen=True, kw_only=True):
    """Where a reader starts: everything it may see, as of one seq.

    ``calls`` are tickets now called or served; ``tickets`` all open ones (consoles only).
    """

    day: DayInfo | None
    open: bool
    services: tuple[ServiceInfo, ...]
    windows: tuple[WindowInfo, ...]
    calls: tuple[TicketRow, ...]
    tickets: tuple[Ticket, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    devices: tuple[DeviceState, ...] = ()
    notices: tuple[Notice, ...] = ()
    emergency: Emergency | None = None
