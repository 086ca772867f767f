"""Messages between the hall server and everyone else: models only, versioned by the address.

Everything the edges, the pages and other people's programs exchange with the server is one of
these structs, encoded as JSON. Instants are aware UTC (``Z``). Adding an optional field is
allowed; renaming or removing one needs a new version of the address (``/api/v2``).
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from config.site import Need

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=2000)]

State = Literal[
    "WAITING", "CALLED", "SERVING", "AWAY", "HELD", "MISSED", "DONE", "CANCELLED", "EXPIRED"
]
WindowState = Literal["closed", "open", "paused"]
Why = Literal["arrival", "head_start", "appointment", "returned", "served"]
Outcome = Literal["shown", "spoken", "printed", "failed", "expired"]


class _Message(msgspec.Struct, frozen=True, kw_only=True):
    """A thing the server says; readers ignore fields they do not know."""


class _Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A thing the server is asked; unknown fields are refused."""


# --- tickets -------------------------------------------------------------------------------


class WaitRange(_Message, frozen=True, kw_only=True):
    """Minutes a visitor will probably wait: multiples of five, never below five.

    ``doubtful`` says that the hall may well close before the turn comes.
    """

    low: int
    high: int
    doubtful: bool = False


class Handling(_Message, frozen=True, kw_only=True):
    """How a call is to be made, derived from the visitor's needs without naming them.

    ``grace_s`` since the last call before a no-show; ``repeats`` times spoken; ``hold_s`` on a
    sign; ``channels`` out of ``sign, speech, text, vibration, escort, sign_language``.
    """

    grace_s: int
    repeats: int
    hold_s: int
    channels: tuple[str, ...] = ("sign", "speech")


class Leg(_Message, frozen=True, kw_only=True):
    """One stay at one window."""

    service: str
    window: str
    called_at: datetime
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None


class Ticket(_Message, frozen=True, kw_only=True):
    """One visit's place in the hall (contract §2).

    ``ahead`` and ``wait`` are null unless it waits. ``needs`` is null except for staff of the
    serving window. ``target`` is the one window a transferred ticket waits for, or null.
    Consoles alone see ``credit_minutes`` (the head start it was given), ``why`` (what gives it
    its place), ``suits`` (windows it is left to until ``suits_until``) and ``appointment``.
    """

    id: str
    number: str
    service: str
    state: State
    version: int
    issued_at: datetime
    called_at: datetime | None
    window: str | None
    call_no: int
    ahead: int | None
    wait: WaitRange | None
    handling: Handling
    phone_url: str
    languages: tuple[str, ...] = ()
    day: str | None = None
    window_number: int | None = None
    zone: str | None = None
    missed_count: int = 0
    prints: int = 0
    print_state: Literal["pending", "printed", "failed"] = "pending"
    until: datetime | None = None
    target: str | None = None
    further: tuple[str, ...] = ()
    legs: tuple[Leg, ...] | None = None
    needs: tuple[Need, ...] | None = None
    credit_minutes: int | None = None
    why: Why | None = None
    suits: tuple[str, ...] = ()
    suits_until: datetime | None = None
    appointment: str | None = None


class TicketRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/tickets``. ``channel`` tells where it was asked for.

    With a ``reason`` staff may give a number beyond the service's quota; it goes into the journal.
    """

    service: Name
    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)] = ()
    languages: Annotated[tuple[Name, ...], msgspec.Meta(max_length=8)] = ()
    channel: Name = "kiosk"
    reason: Line | None = None


class PagerRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/tickets/{id}/pager``: the number of the pager lent; null takes it back."""

    pager: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,16}$")] | None


class ActionRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/tickets/{id}/{event}``: what any event may carry.

    ``version`` refuses a stale view; ``service``/``window``/``position`` are for transfer and
    add-service; ``minutes`` for hold and step-away.
    """

    version: int | None = None
    reason: Line | None = None
    service: Name | None = None
    window: Name | None = None
    position: Literal["keep", "head", "tail"] | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=480)] | None = None


class WindowSettings(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/windows/{w}/settings``; what is left out stays as it is.

    ``services`` narrows what the window offers today; an empty list means all of its services.
    """

    auto_call: bool | None = None
    services: Annotated[tuple[Name, ...], msgspec.Meta(max_length=64)] | None = None


class ReasonRequest(_Request, frozen=True, kw_only=True):
    """Body of window and day commands; all of it may be left out."""

    reason: Line | None = None


class TicketList(_Message, frozen=True, kw_only=True):
    """A page of tickets; ``next`` is null at the end."""

    items: tuple[Ticket, ...]
    next: str | None = None


class OfflineEntry(_Request, frozen=True, kw_only=True):
    """One ticket a kiosk issued alone: its key is the request id it would have used online."""

    key: Name
    number: Name
    day: Name
    at: datetime
    service: Name
    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)] = ()
    languages: Annotated[tuple[Name, ...], msgspec.Meta(max_length=8)] = ()


class OfflineReplay(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/offline``."""

    kiosk: Name
    entries: Annotated[tuple[OfflineEntry, ...], msgspec.Meta(max_length=1000)]
    last_contact: datetime | None = None


class OfflineAnswer(_Message, frozen=True, kw_only=True):
    """What became of one replayed ticket."""

    key: str
    outcome: Literal["accepted", "already", "superseded", "refused"]
    ticket: Ticket | None = None
    code: str | None = None


class OfflineAnswers(_Message, frozen=True, kw_only=True):
    """Answers in the order of the entries."""

    items: tuple[OfflineAnswer, ...]


# --- appointments --------------------------------------------------------------------------


class AppointmentRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/appointments``. ``at`` is one of the free times; ``label`` is for the desk."""

    service: Name
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    needs: Annotated[tuple[Need, ...], msgspec.Meta(max_length=16)] = ()
    languages: Annotated[tuple[Name, ...], msgspec.Meta(max_length=8)] = ()
    label: Line = ""


class Appointment(_Message, frozen=True, kw_only=True):
    """A booked time. ``code`` is what the visitor types to check in; ``label`` the desk sees."""

    id: str
    code: str
    service: str
    at: datetime
    state: Literal["BOOKED", "LATE", "CHECKED_IN", "CANCELLED", "NO_SHOW"]
    languages: tuple[str, ...] = ()
    label: str = ""
    ticket: str | None = None
    ticket_number: str | None = None


class AppointmentList(_Message, frozen=True, kw_only=True):
    """Appointments, earliest first; never more than one page."""

    items: tuple[Appointment, ...]
    next: str | None = None


class Slot(_Message, frozen=True, kw_only=True):
    """A time that can be booked, and how many visitors it still takes."""

    at: datetime
    free: int


class SlotList(_Message, frozen=True, kw_only=True):
    """The times of one day still to come."""

    items: tuple[Slot, ...]
    next: str | None = None


# --- the hall ------------------------------------------------------------------------------


class ServiceInfo(_Message, frozen=True, kw_only=True):
    """A service as visitors see it now. ``windows`` are numbers of windows open for it."""

    id: str
    prefix: str
    names: dict[str, str]
    about: dict[str, str]
    minutes: int
    icon: str
    open: bool
    closed_because: str | None
    waiting: int
    wait: WaitRange | None
    windows: tuple[int, ...]


class WindowInfo(_Message, frozen=True, kw_only=True):
    """A window now; ``number`` is what is shown and spoken; ``ticket`` what it calls or serves."""

    id: str
    number: int
    zone: str
    services: tuple[str, ...]
    state: WindowState
    reason: str | None
    ticket: str | None
    ticket_number: str | None
    ticket_state: State | None
    call_no: int
    waiting: int
    auto_call: bool = False


class ZoneInfo(_Message, frozen=True, kw_only=True):
    """A part of the hall; its loudspeaker as in ``config.site.Zone``."""

    id: str
    names: dict[str, str]
    directions: dict[str, str]
    loudspeaker: str = ""
    level_db: int | None = None


class SpeechInfo(_Message, frozen=True, kw_only=True):
    """How loud announcements are and when they are softer, as in ``config.site.Speech``."""

    level_db: int = -6
    quiet: tuple[str, ...] = ()
    quiet_level_db: int = -18


class SignInfo(_Message, frozen=True, kw_only=True):
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


class DisplayRules(_Message, frozen=True, kw_only=True):
    """How signs behave; fields as in ``config.site.Display``."""

    brightness: dict[str, int] = {}
    quiet: tuple[str, ...] = ()
    quiet_brightness: int = 0
    old_after_s: int = 60
    long_text: Literal["page", "scroll"] = "page"
    flash: bool = True


class BoardInfo(_Message, frozen=True, kw_only=True):
    """A hall screen in a browser."""

    id: str
    zone: str


class ChannelInfo(_Message, frozen=True, kw_only=True):
    """Another way to reach visitors, told by the display agent; as in ``config.site.Channel``."""

    id: str
    family: Literal["ch340", "modbus", "espa", "webhook"]
    link: str
    window: str | None = None
    zones: tuple[str, ...] = ()
    output: int = 1
    address: int | None = None
    secret_file: str = ""


class KioskInfo(_Message, frozen=True, kw_only=True):
    """A kiosk; ``offline_first``/``offline_last`` bound the numbers it may issue alone.

    ``headphones``, ``speaker`` and ``jack`` as in ``config.site.Kiosk``.
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


class DayInfo(_Message, frozen=True, kw_only=True):
    """A service day: the hall's own civil date, opened and closed by a record."""

    id: str
    opened_at: datetime
    closed_at: datetime | None


class DayState(_Message, frozen=True, kw_only=True):
    """The latest service day; ``left`` counts by state the tickets closing it would end."""

    day: DayInfo | None
    left: dict[str, int] = {}


class Shift(_Message, frozen=True, kw_only=True):
    """One person's stay at one window; ``because`` tells why it ended."""

    id: str
    user: str
    role: str
    window: str
    began_at: datetime
    ended_at: datetime | None = None
    because: str = ""


class ShiftList(_Message, frozen=True, kw_only=True):
    """Shifts; those under way, or the last thousand."""

    items: tuple[Shift, ...]
    next: str | None = None


class HoursInfo(_Message, frozen=True, kw_only=True):
    """When the hall serves, as in ``config.site.Hours``."""

    always: bool = True
    week: dict[str, tuple[str, ...]] = {}
    holidays: tuple[str, ...] = ()


class SiteInfo(_Message, frozen=True, kw_only=True):
    """``GET /api/v1/site``: the hall as devices need it.

    ``you`` is the kiosk whose token asks, so that it knows which numbers are its own; null for
    anybody else, and for a token that stands for no kiosk of this hall.
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


class ServiceList(_Message, frozen=True, kw_only=True):
    """All services; never more than one page."""

    items: tuple[ServiceInfo, ...]
    next: str | None = None


class WindowList(_Message, frozen=True, kw_only=True):
    """All windows; never more than one page."""

    items: tuple[WindowInfo, ...]
    next: str | None = None


# --- the live stream -----------------------------------------------------------------------


class Row(_Message, frozen=True, kw_only=True):
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
    - ``appointment_booked|checked_in|late|cancelled|missed``: ``appointment, service, at, state,
      ticket, number, by``; consoles only.
    - ``device_status``: :class:`DeviceState`; consoles only.
    - ``assistance_asked|taken|done``: :class:`Assistance`; staff, and the asking kiosk.
    - ``notice_published|changed``: :class:`Notice`; ``notice_withdrawn``: ``id``.
    - ``emergency_declared``: :class:`Emergency`; ``emergency_ended``: ``id``.
    - ``content_applied``: as its room documents.
    """

    epoch: str
    seq: int
    prev: int
    at: datetime
    kind: str
    data: dict[str, Any]


class TicketRow(_Message, frozen=True, kw_only=True):
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


class Snapshot(_Message, frozen=True, kw_only=True):
    """Where a reader starts: everything it may see, as of one seq.

    ``calls`` are tickets now called or served; ``tickets`` all open ones (consoles only).
    """

    day: DayInfo | None
    open: bool
    services: tuple[ServiceInfo, ...]
    windows: tuple[WindowInfo, ...]
    calls: tuple[TicketRow, ...]
    tickets: tuple[Ticket, ...] = ()
    assistance: tuple["Assistance", ...] = ()
    appointments: tuple[Appointment, ...] = ()
    devices: tuple["DeviceState", ...] = ()
    notices: tuple["Notice", ...] = ()
    emergency: "Emergency | None" = None


class Notice(_Message, frozen=True, kw_only=True):
    """Words for the hall until somebody withdraws them; ``text`` by language, ``zh-CN`` at least.

    ``targets`` are ``zone:ID``, ``sign:ID`` or ``board:ID``, empty: everywhere; ``audience`` is
    ``sign`` or ``board``, empty: both. ``weekdays`` (Monday 1), ``dates`` and
    ``from_time``/``until_time`` are the hall's own time; see ``queue_server.notices``. The higher
    ``priority`` comes first, an important notice every second turn; none ever covers a call.
    ``seq`` is set in a snapshot only: the row a receipt answers.
    """

    id: str
    text: dict[str, str]
    revision: int = 1
    spoken: dict[str, str] = {}
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


class Emergency(_Message, frozen=True, kw_only=True):
    """A danger declared by people, until they end it; it covers everything, calls too.

    ``text`` and ``spoken`` may be empty: every sink has words of its own for the ``kind``. No
    ``zones`` means the whole hall. A ``drill`` says first that it is one.
    """

    id: str
    kind: Literal["fire", "evacuation", "medical", "other", "drill"]
    since: datetime
    text: dict[str, str] = {}
    spoken: dict[str, str] = {}
    zones: tuple[str, ...] = ()
    seq: int | None = None


_Languages = Annotated[dict[Name, Line], msgspec.Meta(max_length=8)]
_Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
_Date = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
_Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class NoticeRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/notices`` and ``PUT …/{id}``: a :class:`Notice` as its author writes it.

    ``revision`` is what a change was made from; another one is refused as stale.
    """

    text: Annotated[_Languages, msgspec.Meta(min_length=1)]
    revision: int | None = None
    spoken: _Languages = {}
    level: Literal["normal", "important"] = "normal"
    priority: Annotated[int, msgspec.Meta(ge=0, le=9)] = 0
    dwell_s: Annotated[int, msgspec.Meta(ge=3, le=600)] = 10
    colour: Literal["red", "green", "yellow", "white"] | None = None
    targets: Annotated[tuple[Name, ...], msgspec.Meta(max_length=200)] = ()
    audience: tuple[Literal["sign", "board"], ...] = ()
    starts_at: _Instant | None = None
    expires_at: _Instant | None = None
    weekdays: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...],
                        msgspec.Meta(max_length=7)] = ()  # fmt: skip
    from_time: _Clock | None = None
    until_time: _Clock | None = None
    dates: Annotated[tuple[_Date, ...], msgspec.Meta(max_length=366)] = ()
    except_dates: Annotated[tuple[_Date, ...], msgspec.Meta(max_length=366)] = ()


class NoticeState(_Message, frozen=True, kw_only=True):
    """A notice and what became of it: is it on now, and which sinks last said what."""

    notice: Notice
    on: bool
    deliveries: dict[str, Outcome] = {}


class NoticeList(_Message, frozen=True, kw_only=True):
    """All notices that are up or still to come; never more than one page."""

    items: tuple[NoticeState, ...]
    next: str | None = None


class NoticeVersion(_Message, frozen=True, kw_only=True):
    """One version of a notice, kept for thirty days to be put back."""

    notice: Notice
    at: datetime
    by: str
    withdrawn: bool = False


class NoticeVersionList(_Message, frozen=True, kw_only=True):
    """Versions, newest first."""

    items: tuple[NoticeVersion, ...]
    next: str | None = None


class EmergencyRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/emergency``."""

    kind: Literal["fire", "evacuation", "medical", "other", "drill"]
    text: _Languages = {}
    spoken: _Languages = {}
    zones: Annotated[tuple[Name, ...], msgspec.Meta(max_length=64)] = ()


class EmergencyState(_Message, frozen=True, kw_only=True):
    """Whether there is an emergency; null where all is well."""

    emergency: Emergency | None


class PreviewRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/boards/{id}/preview``: one of the two, as it would be published."""

    notice: NoticeRequest | None = None
    emergency: EmergencyRequest | None = None


class PreviewWarning(_Message, frozen=True, kw_only=True):
    """What a reader will not be able to read, by stable code."""

    code: str
    text: str


class Preview(_Message, frozen=True, kw_only=True):
    """How words will look on one sign or screen: a PNG in base64, animated where it changes."""

    png: str
    texts: tuple[str, ...] = ()
    seconds: float = 0.0
    warnings: tuple[PreviewWarning, ...] = ()


class BoardCall(_Message, frozen=True, kw_only=True):
    """One number on a hall screen; ``fresh`` while it is to be held in the middle of attention.

    ``beat`` changes with each call and recall: a new beat is what the screen flashes for.
    """

    number: str
    window: int
    fresh: bool
    beat: int
    arrow: str | None = None


class BoardLine(_Message, frozen=True, kw_only=True):
    """A service on a hall screen: how many wait, and how long."""

    service: str
    names: dict[str, str]
    waiting: int
    wait: WaitRange | None
    open: bool


class BoardView(_Message, frozen=True, kw_only=True):
    """``GET /api/v1/boards/{id}``: all a hall screen shows now, the latest call first.

    Numbers only, nobody's needs (A-83). ``mark`` changes when the page itself is another one.
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


class DeviceReport(_Request, frozen=True, kw_only=True):
    """What an edge knows of one of its devices; ``shows`` is what people now see on it."""

    device: Name
    state: Literal["connected", "silent", "refusing", "unknown"]
    since: datetime
    detail: Line = ""
    shows: Line = ""


class DeviceStatus(_Request, frozen=True, kw_only=True):
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


class DeviceState(_Message, frozen=True, kw_only=True):
    """What a device last said, since when, and who told: ``data`` of a ``device_status`` row."""

    device: str
    state: str
    kind: str
    cause: str
    detail: str
    shows: str
    since: datetime
    by: str


class Delivery(_Request, frozen=True, kw_only=True):
    """What became of a call or notice at one sink; ``seq`` is the row it answers.

    ``began`` and ``ended`` are when words were heard.
    """

    seq: int
    sink: Name
    outcome: Outcome
    detail: Line = ""
    began: datetime | None = None
    ended: datetime | None = None


class AssistanceRequest(_Request, frozen=True, kw_only=True):
    """``POST /api/v1/assistance``: somebody at a kiosk or phone wants a person to come."""

    kiosk: Name | None = None
    ticket: Name | None = None
    kind: Name = "help"


class Assistance(_Message, frozen=True, kw_only=True):
    """A request for a person to come, until it is done."""

    id: str
    kind: str
    state: Literal["asked", "taken", "done"]
    asked_at: datetime
    kiosk: str | None = None
    zone: str | None = None
    ticket: str | None = None
    ticket_number: str | None = None
    taken_by: str | None = None
    window_number: int | None = None


class AssistanceList(_Message, frozen=True, kw_only=True):
    """Requests not yet done, oldest first."""

    items: tuple[Assistance, ...]
    next: str | None = None


# --- content -------------------------------------------------------------------------------


class Label(_Message, frozen=True, kw_only=True):
    """A coded value with its written name per language."""

    value: str
    names: dict[str, str]


class DisabilityAccepted(_Message, frozen=True, kw_only=True):
    """A disability category an item is open to; ``levels`` 1 (severest) to 4."""

    category: str
    names: dict[str, str]
    levels: tuple[int, ...]


class Highlight(_Message, frozen=True, kw_only=True):
    """Characters ``start`` to ``end`` of a field that matched the words asked for."""

    field: Literal["title", "employer", "place", "address", "summary"]
    start: int
    end: int


class ContentTranslation(_Message, frozen=True, kw_only=True):
    """An item's title and summary in another language."""

    title: str
    summary: str = ""


class ContentItem(_Message, frozen=True, kw_only=True):
    """A job, course, policy, notice, fair or seeker.

    Pay is yuan a month, null where not told; ``pay_text`` is the source's own words.
    ``disability_known`` is false where the source does not say whom the item is open to: show
    such an item, with the mark "ask the employer". ``description`` is paragraphs of plain text,
    empty in lists, whole in ``GET /content/{kind}/{id}``. ``fit`` tells why a place suits, in the
    employer's words. ``translations`` holds title and summary by language, where there are any.
    """

    id: str
    kind: str
    title: str
    summary: str = ""
    employer: str = ""
    place: str = ""
    address: str = ""
    region: str = ""
    pay_min: int | None = None
    pay_max: int | None = None
    pay_text: str = ""
    education: Label | None = None
    disability_known: bool = False
    disability: tuple[DisabilityAccepted, ...] = ()
    disability_text: str = ""
    occupation: Label | None = None
    openings: int | None = None
    hours: str = ""
    requirements: str = ""
    fit: tuple[str, ...] = ()
    facts: tuple[Label, ...] = ()
    tags: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    published_at: datetime | None = None
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    source: str = ""
    translations: dict[str, ContentTranslation] = {}
    highlights: tuple[Highlight, ...] = ()


class FacetValue(_Message, frozen=True, kw_only=True):
    """One choice of a facet and how many items it leaves."""

    value: str
    names: dict[str, str]
    count: int


class Facet(_Message, frozen=True, kw_only=True):
    """A way to narrow a search: ``kind region occupation education disability pay_min facts``.

    Each value goes into the query parameter of the facet's name. Counts leave out the facet's
    own filter, so they tell what choosing another value would give.
    """

    name: str
    values: tuple[FacetValue, ...]


class ContentPage(_Message, frozen=True, kw_only=True):
    """One page of a search."""

    items: tuple[ContentItem, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    next: str | None = None


class Suggestion(_Message, frozen=True, kw_only=True):
    """A term that completes what was typed, and how many items it finds."""

    text: str
    count: int


class SuggestionList(_Message, frozen=True, kw_only=True):
    """Suggestions, best first."""

    items: tuple[Suggestion, ...]
    next: str | None = None


# --- refusals ------------------------------------------------------------------------------


class Problem(_Message, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 problem. ``code`` is stable; ``state`` the present state where a rule refused."""

    status: int
    code: str
    title: str
    type: str = "about:blank"
    detail: str = ""
    state: str | None = None
    field: str | None = None
    retry_after: int | None = None
