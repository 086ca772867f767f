"""What devices say of themselves and of what they were given."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from queue_server.wire.base import Line, Message, Name, Request

Outcome = Literal["shown", "spoken", "printed", "failed", "expired"]


class DeviceReport(Request, frozen=True, kw_only=True):
    """What an edge knows of one of its devices; ``shows`` is what people now see on it."""

    device: Name
    state: Literal["connected", "silent", "refusing", "unknown"]
    since: datetime
    detail: Line = ""
    shows: Line = ""


class DeviceStatus(Request, frozen=True, kw_only=True):
    """``POST /api/v1/devices/status``: what a device says of itself.

    ``device`` names it (``printer:k1``, ``sign:sign-w1``), ``state`` is one short word (``ok``,
    ``warning``, ``failed``, ``connected``, ``silent``, ``refusing``, ``unknown``), ``cause`` a
    stable code (``paper_out``), ``shows`` what people now see on it.
    """

    device: Name
    state: Name
    kind: Annotated[str, msgspec.Meta(max_length=64)] = ""
    cause: Annotated[str, msgspec.Meta(max_length=64)] = ""
    detail: Line = ""
    shows: Line = ""
    since: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class DeviceState(Message, frozen=True, kw_only=True):
    """What a device last said, since when, and who told: ``data`` of a ``device_status`` row."""

    device: str
    state: str
    kind: str
    cause: str
    detail: str
    shows: str
    since: datetime
    by: str


class Delivery(Request, frozen=True, kw_only=True):
    """What became of a call or notice at one sink; ``seq`` is the row it answers.

    ``began`` and ``ended`` are when words were heard.
    """

    seq: int
    sink: Name
    outcome: Outcome
    detail: Line = ""
    began: datetime | None = None
    ended: datetime | None = None
