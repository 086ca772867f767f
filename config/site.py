"""The hall as data: services, windows, zones, signs, boards, kiosks, hours and rules.

These are values only; ``config.loader`` reads them from TOML and ``config/defaults/site.toml`` is
the demo hall, where every key is explained. Written names are given per language tag
(``{"zh-CN": "失业登记", "en": "Unemployment registration"}``); lengths of time say their unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from config.alerting import Alert
from config.rules import (
    Allowance,
    Appointments,
    Backup,
    Calling,
    Grace,
    Issuing,
    Names,
    Need,
    PasswordRules,
    Priority,
    Routing,
    Speech,
    Stations,
)
from config.sources import Source
from config.visiting import Feedback, HallMap, KioskModes, NeedRegistry, Page, Question, Search
from hall.errors import HallError
from hall.ids import HallId, KioskId, ServiceId, SignId, WindowId, ZoneId

__all__ = [
    "Alert",
    "Allowance",
    "Appointments",
    "Backup",
    "Board",
    "Calling",
    "Channel",
    "Clerk",
    "Direction",
    "Display",
    "Grace",
    "Hall",
    "Hours",
    "Issuing",
    "Kiosk",
    "Names",
    "Need",
    "OfflineRange",
    "PasswordRules",
    "Priority",
    "Routing",
    "Service",
    "Sign",
    "Site",
    "Source",
    "Speech",
    "Stations",
    "Sync",
    "Weekday",
    "Window",
    "Zone",
    "name_in",
]

Direction = Literal["left", "right", "up", "down", "up-left", "up-right"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def name_in(names: Names, language: str) -> str:
    """Return the name in a language, else in the first language given."""
    return names.get(language) or next(iter(names.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When the hall serves. ``always`` beats ``week``; spans are ``"09:00-12:00"`` in hall time.

    With ``by_itself`` the service day opens ``before_minutes`` before the first span and closes
    ``after_minutes`` after the last; else a supervisor does both.
    """

    always: bool = False
    week: Mapping[Weekday, tuple[str, ...]] = field(default_factory=dict)
    holidays: tuple[str, ...] = ()
    by_itself: bool = True
    before_minutes: int = 60
    after_minutes: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """Who and where we are. ``public_url`` is where a visitor's phone finds ``/t/{token}``.

    ``emblem`` is a picture in the hall's ``media`` folder, ``colour`` (``#rrggbb``) the ground of
    the band beside the hall's name; both empty where the hall has none.
    """

    id: HallId
    name: Names
    region: str
    time_zone: str
    public_url: str
    languages: tuple[str, ...]
    hotline: str
    hours: Hours
    emblem: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is offered. ``prefix`` begins its ticket numbers; ``minutes`` is its nominal length."""

    id: ServiceId
    prefix: str
    names: Names
    minutes: int
    icon: str
    about: Names = field(default_factory=dict)
    quota: int | None = None
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of the hall with its own waiting area, boards and loudspeaker.

    ``loudspeaker`` names an output of the machine that announces: a part of the device's name,
    empty for its default one; zones of the same loudspeaker are announced one after another.
    ``level_db`` is its level where the hall's own does not fit.
    """

    id: ZoneId
    names: Names
    directions: Names
    loudspeaker: str = ""
    level_db: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A counter. ``number`` is what is shown and spoken; ``fit_for`` lists needs it serves best.

    ``breaks`` are the spans of the day, in hall time, in which it makes no calls (lunch);
    ``shifts`` those in which somebody is to sit there, empty where nobody plans that.
    """

    id: WindowId
    number: int
    services: tuple[ServiceId, ...]
    zone: ZoneId
    fit_for: tuple[Need, ...] = ()
    breaks: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """What one account can do at a window; who is not named can do all a window offers."""

    name: str
    services: tuple[ServiceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An LED device: ``area`` is x, y, width, height in pixels; ``window`` makes it that one's.

    ``pitch_mm`` from dot to dot and ``distance_m`` to the farthest reader tell whether its letters
    are tall enough (A-85).
    """

    id: SignId
    family: str
    profile: str
    link: str
    zone: ZoneId
    area: tuple[int, int, int, int]
    window: WindowId | None = None
    address: int | str | None = None
    colour: Literal["red", "green", "yellow", "blue", "cyan", "magenta", "white"] | None = None
    pitch_mm: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A hall screen in a browser at ``/board/{id}``; it hangs in ``zone``.

    ``zones`` are those whose calls it shows, its own where none is named. ``arrows`` tell the way
    to a window as seen from this screen. ``film`` is a silent film in the hall's ``media`` folder
    (sign language, welcome), shown beside the calls.
    """

    id: str
    zone: ZoneId
    zones: tuple[ZoneId, ...] = ()
    arrows: Mapping[WindowId, Direction] = field(default_factory=dict)
    film: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Another way to reach visitors: a lamp on a relay board, pagers, another program.

    ``link`` is the device's line, or the https address of a webhook, whose shared secret lies in
    ``secret_file`` on the machine of the display agent. It tells the calls of ``window``, else of
    ``zones``, else all. ``output`` is the relay, ``address`` the board's or pager system's own.
    """

    id: str
    family: Literal["ch340", "modbus", "espa", "webhook"]
    link: str
    window: WindowId | None = None
    zones: tuple[ZoneId, ...] = ()
    output: int = 1
    address: int | None = None
    secret_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineRange:
    """Numbers a kiosk may issue alone, for each prefix and day; both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kiosk:
    """A visitor's machine. ``geometry`` names a geometry file; ``printer`` is a LINK, or empty.

    ``headphones`` and ``speaker`` name its outputs as ``Zone.loudspeaker`` does. ``jack`` is where
    it learns that headphones came: a part of an input device's name, a path, "none", or empty
    for every device that tells.
    ``modes`` is how it looks and sounds for whoever comes next. ``keypad`` is where its keypad is
    found, as ``jack``. ``desk_tickets``: its printer also prints numbers given at the desk and at
    windows.
    """

    id: KioskId
    zone: ZoneId
    geometry: str
    printer: str
    printer_profile: str
    offline_range: OfflineRange
    headphones: str = ""
    speaker: str = ""
    jack: str = ""
    keypad: str = ""
    desk_tickets: bool = False
    modes: KioskModes = field(default_factory=KioskModes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """How the hall's signs behave.

    ``brightness`` maps a time of day to per cent that hold from then on. In the ``quiet`` spans
    signs without a call are dark, or dimmed to ``quiet_brightness``. Without the server they keep
    the last truth for ``old_after_s`` seconds, then say that it is old. ``flash`` lets panels that
    are streamed to beat once a second for three seconds at a new call.
    """

    brightness: Mapping[str, int] = field(default_factory=dict)
    quiet: tuple[str, ...] = ()
    quiet_brightness: int = 0
    old_after_s: int = 60
    long_text: Literal["page", "scroll"] = "page"
    flash: bool = True


_Item = TypeVar("_Item", Service, Window, Zone, Kiosk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """The level above this hall. ``feed`` names what we publish ourselves: the hall's id if empty.

    ``upstream`` is the address of the level above, empty where there is none; ``token_file`` holds
    the token presented there, ``key`` is its public signing key (base64) and ``scope`` the part of
    its feed we take. ``statistics`` sends day counts up.
    """

    feed: str = ""
    upstream: str = ""
    token_file: str = ""
    key: str = ""
    scope: str = ""
    every_s: int = 60
    statistics: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One hall, whole and checked: every id named in it exists in it."""

    hall: Hall
    services: tuple[Service, ...]
    zones: tuple[Zone, ...]
    windows: tuple[Window, ...]
    signs: tuple[Sign, ...]
    boards: tuple[Board, ...]
    kiosks: tuple[Kiosk, ...]
    priority: Priority
    grace: Grace
    speech: Speech
    clerks: tuple[Clerk, ...] = ()
    channels: tuple[Channel, ...] = ()
    display: Display = field(default_factory=Display)
    routing: Routing = field(default_factory=Routing)
    issuing: Issuing = field(default_factory=Issuing)
    calling: Calling = field(default_factory=Calling)
    appointments: Appointments = field(default_factory=Appointments)
    sources: tuple[Source, ...] = ()
    hall_map: HallMap = field(default_factory=HallMap)
    pages: tuple[Page, ...] = ()
    questions: tuple[Question, ...] = ()
    feedback: Feedback = field(default_factory=Feedback)
    needs: NeedRegistry = field(default_factory=NeedRegistry)
    sync: Sync = field(default_factory=Sync)
    search: Search = field(default_factory=Search)
    alerts: tuple[Alert, ...] = ()
    backup: Backup = field(default_factory=Backup)
    passwords: PasswordRules = field(default_factory=PasswordRules)
    stations: Stations = field(default_factory=Stations)

    def service(self, service_id: str) -> Service:
        """Return a service by id; raises HallError when there is none."""
        return _named(self.services, service_id, "service")

    def window(self, window_id: str) -> Window:
        """Return a window by id; raises HallError when there is none."""
        return _named(self.windows, window_id, "window")

    def zone(self, zone_id: str) -> Zone:
        """Return a zone by id; raises HallError when there is none."""
        return _named(self.zones, zone_id, "zone")

    def kiosk(self, kiosk_id: str) -> Kiosk:
        """Return a kiosk by id; raises HallError when there is none."""
        return _named(self.kiosks, kiosk_id, "kiosk")

    def windows_for(self, service_id: str) -> tuple[Window, ...]:
        """Return the windows that serve a service, by number."""
        fitting = (window for window in self.windows if service_id in window.services)
        return tuple(sorted(fitting, key=lambda window: window.number))


def _named(items: tuple[_Item, ...], wanted: str, kind: str) -> _Item:
    for item in items:
        if item.id == wanted:
            return item
    known = ", ".join(item.id for item in items) or "none"
    raise HallError(f"the site has no {kind} {wanted!r}; it has {known}")
