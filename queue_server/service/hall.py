"""The hall as one object: what the web edge, the timers and the admin socket call.

Every command is durable when its call returns. Refusals are ``RuleError`` (codes and HTTP status
in ``queue_server.domain.errors.CODES``; fields ``state``, ``retry_after``, ``field`` where they
apply); ``UnavailableError`` means 503 and that nothing changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from queue_server import wire
from queue_server.domain.actors import ANONYMOUS, Actor, TokenRole, UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A ticket and whether this request made it (201) or an earlier one did (200)."""

    ticket: wire.Ticket
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the hall can serve; ``reasons`` say why not. ``seq`` is the journal's head.

    ``edges`` are the names of the kiosks and display agents that follow it.
    """

    ready: bool
    reasons: tuple[str, ...]
    epoch: str
    seq: int
    readers: int
    edges: frozenset[str] = frozenset()


class Way(Protocol):
    """How rows reach one reader without its asking for them."""

    def take(self, rows: Sequence[wire.Row]) -> bool:
        """Take rows that follow the last; False leaves them all to be asked for."""
        ...


class Subscription(Protocol):
    """One reader's place on the live stream: ``async for row in subscription``.

    Rows come in order, none twice, none missing. Iteration ends when the hall closes, or when
    the reader was too slow: then ``dropped`` is true and it must come back with its last seq.
    """

    dropped: bool

    def go_straight(self, way: "Way") -> None:
        """Hand rows to this reader's way as they come, whenever nothing waits before them."""
        ...

    def __aiter__(self) -> "Subscription": ...

    async def __anext__(self) -> wire.Row: ...

    async def next_within(self, seconds: float) -> wire.Row | None:
        """Return the next row, or None when none came in time (the moment to ping)."""
        ...

    def close(self) -> None:
        """Leave; safe to call twice."""
        ...


class HallService(Protocol):
    """All that can be asked of a hall."""

    # --- tickets
    async def issue(self, actor: Actor, request: wire.TicketRequest, key: str) -> Issued: ...

    async def call_next(self, actor: Actor, window: str, key: str) -> wire.Ticket | None: ...

    async def act(
        self,
        actor: Actor,
        ticket_id: str,
        event: str,
        params: wire.ActionRequest,
    ) -> wire.Ticket:
        """Do one event of the state machine (contract names with ``-`` or ``_``)."""
        ...

    async def ticket(self, actor: Actor, ticket_id: str) -> wire.Ticket: ...

    async def ticket_by_phone(self, secret: str) -> tuple[Actor, wire.Ticket] | None:
        """Return a visitor's own ticket, and the actor a phone page acts as, by ``/t/{secret}``."""
        ...

    async def tickets(
        self,
        actor: Actor,
        *,
        states: tuple[str, ...] = (),
        number: str | None = None,
        service: str | None = None,
        window: str | None = None,
        limit: int = 200,
        cursor: str | None = None,
    ) -> wire.TicketList:
        """Return tickets of the service day in calling order, then by issue."""
        ...

    async def replay_offline(
        self, actor: Actor, replay: wire.OfflineReplay
    ) -> wire.OfflineAnswers: ...

    # --- windows and days
    async def window_open(self, actor: Actor, window: str) -> wire.WindowInfo: ...

    async def window_pause(
        self, actor: Actor, window: str, reason: str | None = None
    ) -> wire.WindowInfo: ...

    async def window_close(
        self, actor: Actor, window: str, reason: str | None = None
    ) -> wire.WindowInfo: ...

    async def day_open(self, actor: Actor) -> wire.DayInfo: ...

    async def day_close(self, actor: Actor) -> wire.DayInfo: ...

    # --- the hall now
    async def services(self) -> wire.ServiceList: ...

    async def windows(self) -> wire.WindowList: ...

    async def site(self, asker: Actor = ANONYMOUS) -> wire.SiteInfo:
        """Return the hall as devices need it; a kiosk's token is told which kiosk it is."""
        ...

    # --- the journal
    @property
    def epoch(self) -> str: ...

    def subscribe(self, reader: Actor, after: str | None = None) -> Subscription:
        """Follow the journal from ``"EPOCH:SEQ"``; a snapshot comes first where that is no use."""
        ...

    async def rows_after(
        self, reader: Actor, after: str | None, limit: int = 500
    ) -> tuple[wire.Row, ...]: ...

    async def publish(
        self, actor: Actor, kind: str, data: Mapping[str, Any], *, public: bool
    ) -> int:
        """Append a row of another room (``notice_published``, ``content_applied``)."""
        ...

    async def deliver(self, actor: Actor, delivery: wire.Delivery) -> None: ...

    def devices(self) -> tuple[wire.DeviceState, ...]:
        """Return what every device last said of itself."""
        ...

    async def report_device(self, actor: Actor, status: wire.DeviceStatus) -> None: ...

    # --- assistance
    async def assistance_ask(
        self, actor: Actor, request: wire.AssistanceRequest
    ) -> wire.Assistance: ...

    async def assistance_take(self, actor: Actor, assistance_id: str) -> wire.Assistance: ...

    async def assistance_done(self, actor: Actor, assistance_id: str) -> wire.Assistance: ...

    async def assistance(self, actor: Actor) -> wire.AssistanceList: ...

    # --- who is who
    def admission(self) -> object: ...

    async def authenticate(self, token: str) -> Actor | None: ...

    async def create_token(
        self, actor: Actor, *, role: TokenRole, name: str, window: str | None = None
    ) -> str:
        """Return a new bearer token; only its hash is kept."""
        ...

    async def create_user(
        self,
        actor: Actor,
        *,
        name: str,
        role: UserRole,
        password: str,
        window: str | None = None,
    ) -> None: ...

    async def verify_user(self, name: str, password: str) -> Actor | None:
        """Return who signs in; None for a wrong name or password, or a locked account."""
        ...

    # --- the machine
    async def health(self) -> Health: ...

    def now(self) -> datetime: ...
