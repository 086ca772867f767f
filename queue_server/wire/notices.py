"""Notices and emergencies."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from queue_server.wire.base import Line, Message, Name, Request
from queue_server.wire.devices import Outcome


class Notice(Message, frozen=True, kw_only=True):
    """Words for the hall until somebody withdraws them; ``text`` by language, ``zh-CN`` at least.

    ``targets`` are ``zone:ID``, ``sign:ID`` or ``board:ID``, empty: everywhere; ``audience`` is
    ``sign`` or ``board``, empty: both. ``weekdays`` (Monday 1), ``dates`` and
    ``from_time``/``until_time`` are the hall's own time; see ``queue_server.notices``. The higher
    ``priority`` comes first, an important notice every second turn; none ever covers a call.
    ``seq`` is set in a snapshot only: the row a receipt answers. ``playlist`` names the playlist
    a notice is a part of, on signs.
    """

    id: str
    text: dict[str, str]
    revision: int = 1
    spoken: dict[str, str] = msgspec.field(default_factory=dict)
    level: Literal["normal", "important"] = "normal"
    priority: int = 0
    dwell_s: int = 10
    colour: str | None = None
    targets: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    weekdays: tuple[int, ...] = ()
    from_time: str | None = None
    until_time: str | None = None
    dates: tuple[str, ...] = ()
    except_dates: tuple[str, ...] = ()
    seq: int | None = None
    playlist: str = ""


class Emergency(Message, frozen=True, kw_only=True):
    """A danger declared by people, until they end it; it covers everything, calls too.

    ``text`` and ``spoken`` may be empty: every sink has words of its own for the ``kind``. No
    ``zones`` means the whole hall. A ``drill`` says first that it is one.
    """

    id: str
    kind: Literal["fire", "evacuation", "medical", "other", "drill"]
    since: datetime
    text: dict[str, str] = msgspec.field(default_factory=dict)
    spoken: dict[str, str] = msgspec.field(default_factory=dict)
    zones: tuple[str, ...] = ()
    seq: int | None = None


Languages = Annotated[dict[Name, Line], msgspec.Meta(max_length=8)]
ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
IsoDate = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class NoticeRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/notices`` and ``PUT …/{id}``: a :class:`Notice` as its author writes it.

    ``revision`` is what a change was made from; another one is refused as stale.
    """

    text: Annotated[Languages, msgspec.Meta(min_length=1)]
    revision: int | None = None
    spoken: Languages = msgspec.field(default_factory=dict)
    level: Literal["normal", "important"] = "normal"
    priority: Annotated[int, msgspec.Meta(ge=0, le=9)] = 0
    dwell_s: Annotated[int, msgspec.Meta(ge=3, le=600)] = 10
    colour: Literal["red", "green", "yellow", "white"] | None = None
    targets: Annotated[tuple[Name, ...], msgspec.Meta(max_length=200)] = ()
    audience: tuple[Literal["sign", "board"], ...] = ()
    starts_at: Instant | None = None
    expires_at: Instant | None = None
    weekdays: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...],
                        msgspec.Meta(max_length=7)] = ()  # fmt: skip
    from_time: ClockTime | None = None
    until_time: ClockTime | None = None
    dates: Annotated[tuple[IsoDate, ...], msgspec.Meta(max_length=366)] = ()
    except_dates: Annotated[tuple[IsoDate, ...], msgspec.Meta(max_length=366)] = ()


class SinkShowing(Message, frozen=True, kw_only=True):
    """What one screen or sign itself says: ``silent`` did once and is not heard now."""

    sink: str
    state: Literal["shown", "waiting", "silent", "failed"]
    since: datetime | None = None


class Showing(Message, frozen=True, kw_only=True):
    """On how many of the screens and signs it is meant for something is shown, and since when.

    ``since`` is when the last of those that show it began to.
    """

    shown: int
    of: int
    since: datetime | None = None
    sinks: tuple[SinkShowing, ...] = ()


class NoticeState(Message, frozen=True, kw_only=True):
    """A notice and what became of it: is it on now, and which sinks last said what."""

    notice: Notice
    on: bool
    deliveries: dict[str, Outcome] = msgspec.field(default_factory=dict)
    showing: Showing | None = None


class NoticeList(Message, frozen=True, kw_only=True):
    """All notices that are up or still to come; never more than one page."""

    items: tuple[NoticeState, ...]
    next: str | None = None


class NoticeVersion(Message, frozen=True, kw_only=True):
    """One version of a notice, kept for thirty days to be put back."""

    notice: Notice
    at: datetime
    by: str
    withdrawn: bool = False


class NoticeVersionList(Message, frozen=True, kw_only=True):
    """Versions, newest first."""

    items: tuple[NoticeVersion, ...]
    next: str | None = None


class EmergencyRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/emergency``."""

    kind: Literal["fire", "evacuation", "medical", "other", "drill"]
    text: Languages = msgspec.field(default_factory=dict)
    spoken: Languages = msgspec.field(default_factory=dict)
    zones: Annotated[tuple[Name, ...], msgspec.Meta(max_length=64)] = ()


class EmergencyState(Message, frozen=True, kw_only=True):
    """Whether there is an emergency; null where all is well."""

    emergency: Emergency | None
