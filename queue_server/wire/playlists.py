"""Playlists: what hall screens and signs show in order, and what devices say they show."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from queue_server.wire.base import Line, Message, Name, Request
from queue_server.wire.notices import ClockTime, Instant, IsoDate, Languages, Showing

ItemKind = Literal["words", "notice", "picture", "video", "calls"]


class PlaylistItem(Request, frozen=True, kw_only=True, omit_defaults=False):
    """One thing in a playlist, for ``seconds``.

    ``words`` stand large; ``notice`` names one that is up; ``picture`` and ``video`` name a
    ``media`` file, whose ``text`` is its alternative and caption by language; ``calls`` is the
    ordinary screen with what is called now. Signs show the words of all but ``calls``.
    """

    kind: ItemKind
    seconds: Annotated[int, msgspec.Meta(ge=10, le=600)] = 15
    text: Languages = msgspec.field(default_factory=dict)
    notice: Name | None = None
    media: Name | None = None


class PlaylistRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/playlists`` and ``PUT …/{id}``; targets and schedule are those of a notice."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    items: Annotated[tuple[PlaylistItem, ...], msgspec.Meta(min_length=1, max_length=60)]
    revision: int | None = None
    priority: Annotated[int, msgspec.Meta(ge=0, le=9)] = 0
    targets: Annotated[tuple[Name, ...], msgspec.Meta(max_length=200)] = ()
    starts_at: Instant | None = None
    expires_at: Instant | None = None
    weekdays: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...], msgspec.Meta(max_length=7)
    ] = ()
    from_time: ClockTime | None = None
    until_time: ClockTime | None = None
    dates: Annotated[tuple[IsoDate, ...], msgspec.Meta(max_length=366)] = ()
    except_dates: Annotated[tuple[IsoDate, ...], msgspec.Meta(max_length=366)] = ()


class Playlist(Message, frozen=True, kw_only=True):
    """A published playlist; ``seq`` is the row a receipt answers."""

    id: str
    name: str
    items: tuple[PlaylistItem, ...]
    revision: int = 1
    priority: int = 0
    targets: tuple[str, ...] = ()
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    weekdays: tuple[int, ...] = ()
    from_time: str | None = None
    until_time: str | None = None
    dates: tuple[str, ...] = ()
    except_dates: tuple[str, ...] = ()
    seq: int | None = None


class PlaylistVersion(Message, frozen=True, kw_only=True):
    """One version of a playlist, kept for thirty days to be put back."""

    playlist: Playlist
    at: datetime
    by: str
    withdrawn: bool = False


class PlaylistVersionList(Message, frozen=True, kw_only=True):
    """Versions, newest first."""

    items: tuple[PlaylistVersion, ...]
    next: str | None = None


class PlaylistState(Message, frozen=True, kw_only=True):
    """A playlist, whether it is on now, and what the screens and signs say."""

    playlist: Playlist
    on: bool
    showing: Showing


class PlaylistList(Message, frozen=True, kw_only=True):
    """All playlists that are up or still to come; never more than one page."""

    items: tuple[PlaylistState, ...]
    next: str | None = None


class BoardItem(Message, frozen=True, kw_only=True):
    """One thing a screen plays; ``url`` and ``captions`` are addresses of this server."""

    kind: Literal["words", "picture", "video", "calls"]
    seconds: int
    text: dict[str, str] = msgspec.field(default_factory=dict)
    url: str = ""
    captions: str = ""


class BoardPlaylist(Message, frozen=True, kw_only=True):
    """What a screen plays, and when: ``spans`` are the coming two days' times it is on.

    A screen whose server is gone goes by them. Of several that are on the first is played; once
    it is, the screen tells ``seq``.
    """

    id: str
    revision: int
    items: tuple[BoardItem, ...]
    spans: tuple[tuple[datetime, datetime], ...]
    seq: int | None = None


class Media(Message, frozen=True, kw_only=True):
    """A picture or film of the hall's own, by its file's name; pixels where they are known."""

    name: str
    title: str
    kind: Literal["picture", "video"]
    bytes: int
    at: datetime
    by: str
    width: int | None = None
    height: int | None = None
    captions: str = ""
    used_by: tuple[Line, ...] = ()


class MediaList(Message, frozen=True, kw_only=True):
    """The hall's pictures and films, newest first; never more than one page."""

    items: tuple[Media, ...]
    next: str | None = None
