"""The hall as devices need it."""

from typing import Literal

import msgspec

from queue_server.wire.base import Message
from queue_server.wire.days import DayInfo
from queue_server.wire.visiting import HallMapInfo, ModesInfo, PageInfo, QuestionInfo
from queue_server.wire.windows import WindowInfo


class ZoneInfo(Message, frozen=True, kw_only=True):
    """A part of the hall; its loudspeaker as in ``config.site.Zone``."""

    id: str
    names: dict[str, str]
    directions: dict[str, str]
    loudspeaker: str = ""
    level_db: int | None = None


class SpeechInfo(Message, frozen=True, kw_only=True):
    """How loud announcements are and when they are softer, as in ``config.site.Speech``."""

    level_db: int = -6
    quiet: tuple[str, ...] = ()
    quiet_level_db: int = -18


class SignInfo(Message, frozen=True, kw_only=True):
    """An LED device the display agent drives; fields as in ``config.site.Sign``."""

    id: str
    family: str
    profile: str
    link: str
    zone: str
    area: tuple[int, int, int, int]
    window: str | None
    address: int | str | None
    colour: str | None
    pitch_mm: float | None = None
    distance_m: float | None = None


class DisplayRules(Message, frozen=True, kw_only=True):
    """How signs behave; fields as in ``config.site.Display``."""

    brightness: dict[str, int] = msgspec.field(default_factory=dict)
    quiet: tuple[str, ...] = ()
    quiet_brightness: int = 0
    old_after_s: int = 60
    long_text: Literal["page", "scroll"] = "page"
    flash: bool = True


class BoardInfo(Message, frozen=True, kw_only=True):
    """A hall screen in a browser."""

    id: str
    zone: str


class ChannelInfo(Message, frozen=True, kw_only=True):
    """Another way to reach visitors, told by the display agent; as in ``config.site.Channel``."""

    id: str
    family: Literal["ch340", "modbus", "espa", "webhook"]
    link: str
    window: str | None = None
    zones: tuple[str, ...] = ()
    output: int = 1
    address: int | None = None
    secret_file: str = ""


class KioskInfo(Message, frozen=True, kw_only=True):
    """A kiosk; ``offline_first``/``offline_last`` bound the numbers it may issue alone.

    ``headphones``, ``speaker``, ``jack`` and ``desk_tickets`` as in ``config.site.Kiosk``.
    """

    id: str
    zone: str
    geometry: str
    printer: str
    printer_profile: str
    offline_first: int
    offline_last: int
    headphones: str = ""
    speaker: str = ""
    jack: str = ""
    keypad: str = ""
    modes: ModesInfo = ModesInfo()
    desk_tickets: bool = False


class HoursInfo(Message, frozen=True, kw_only=True):
    """When the hall serves, as in ``config.site.Hours``."""

    always: bool = True
    week: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    holidays: tuple[str, ...] = ()


class SiteInfo(Message, frozen=True, kw_only=True):
    """``GET /api/v1/site``: the hall as devices need it.

    ``you`` is the kiosk whose token asks, so that it knows which numbers are its own; null for
    anybody else, and for a token that stands for no kiosk of this hall. ``colour`` is the hall's
    own, ``#rrggbb``, or empty. ``emblem`` names the picture at ``/identity/emblem.png``, another
    name for another picture, or is empty.
    """

    id: str
    name: dict[str, str]
    region: str
    time_zone: str
    public_url: str
    languages: tuple[str, ...]
    hotline: str
    epoch: str
    day: DayInfo | None
    open: bool
    zones: tuple[ZoneInfo, ...]
    windows: tuple[WindowInfo, ...]
    signs: tuple[SignInfo, ...]
    boards: tuple[BoardInfo, ...]
    kiosks: tuple[KioskInfo, ...]
    ticket_one: str
    announcement_languages: tuple[str, ...]
    speech: SpeechInfo = SpeechInfo()
    priority_sentence: dict[str, str]
    hours: HoursInfo | None = None
    display: DisplayRules | None = None
    you: str | None = None
    channels: tuple[ChannelInfo, ...] = ()
    hall_map: HallMapInfo | None = None
    pages: tuple[PageInfo, ...] = ()
    questions: tuple[QuestionInfo, ...] = ()
    needs_kept_days: int = 90
    colour: str = ""
    emblem: str = ""
