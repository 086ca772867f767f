"""Refusals."""

from datetime import datetime

from queue_server.wire.base import Message


class Problem(Message, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 problem. ``code`` is stable; ``state`` the present state where a rule refused.

    ``possible_at`` is from when the same request would be taken, where that is known.
    """

    status: int
    code: str
    title: str
    type: str = "about:blank"
    detail: str = ""
    state: str | None = None
    field: str | None = None
    retry_after: int | None = None
    possible_at: datetime | None = None
