"""Hall screens, and how words will look before they are published."""

from datetime import datetime

from queue_server.wire.base import Message, Request
from queue_server.wire.notices import Emergency, EmergencyRequest, Notice, NoticeRequest
from queue_server.wire.playlists import BoardPlaylist
from queue_server.wire.tickets import WaitRange


class PreviewRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/boards/{id}/preview``: one of the two, as it would be published."""

    notice: NoticeRequest | None = None
    emergency: EmergencyRequest | None = None


class PreviewWarning(Message, frozen=True, kw_only=True):
    """What a reader will not be able to read, by stable code."""

    code: str
    text: str


class Preview(Message, frozen=True, kw_only=True):
    """How words will look on one sign or screen: a PNG in base64, animated where it changes."""

    png: str
    texts: tuple[str, ...] = ()
    seconds: float = 0.0
    warnings: tuple[PreviewWarning, ...] = ()


class BoardCall(Message, frozen=True, kw_only=True):
    """One number on a hall screen; ``fresh`` while it is to be held in the middle of attention.

    ``beat`` changes with each call and recall: a new beat is what the screen flashes for.
    """

    number: str
    window: int
    fresh: bool
    beat: int
    arrow: str | None = None


class BoardLine(Message, frozen=True, kw_only=True):
    """A service on a hall screen: how many wait, and how long."""

    service: str
    names: dict[str, str]
    waiting: int
    wait: WaitRange | None
    open: bool


class BoardView(Message, frozen=True, kw_only=True):
    """``GET /api/v1/boards/{id}``: all a hall screen shows now, the latest call first.

    Numbers only, nobody's needs (A-83). ``mark`` changes when the page itself is another one.
    ``playlists`` are those of the coming two days, the one to be played first.
    """

    id: str
    at: datetime
    name: dict[str, str]
    languages: tuple[str, ...]
    time_zone: str
    open: bool
    calls: tuple[BoardCall, ...]
    lines: tuple[BoardLine, ...]
    notices: tuple[Notice, ...]
    emergency: Emergency | None
    film: str
    mark: str
    playlists: tuple[BoardPlaylist, ...] = ()
