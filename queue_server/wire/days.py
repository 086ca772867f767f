"""Service days."""

from datetime import datetime

import msgspec

from queue_server.wire.base import Line, Message, Request


class ReasonRequest(Request, frozen=True, kw_only=True):
    """Body of window and day commands; all of it may be left out."""

    reason: Line | None = None


class DayInfo(Message, frozen=True, kw_only=True):
    """A service day: the hall's own civil date, opened and closed by a record."""

    id: str
    opened_at: datetime
    closed_at: datetime | None


class DayState(Message, frozen=True, kw_only=True):
    """The latest service day; ``left`` counts by state the tickets closing it would end."""

    day: DayInfo | None
    left: dict[str, int] = msgspec.field(default_factory=dict)
