"""One visitor's visit, and what the kiosk knows of the hall: immutable values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from kiosk.flow.effects import Question
from kiosk.flow.model import Capacity, Modes
from kiosk.flow.telling import Telling
from kiosk.flow.wording import has_words
from kiosk.input_method.candidates import Candidate, Stroke
from queue_server import wire

Step = Literal[
    "idle",
    "home",
    "services",
    "needs",
    "my-needs",
    "confirm",
    "issued",
    "refused",
    "work",
    "facet",
    "level",
    "pad",
    "keys",
    "writing",
    "results",
    "detail",
    "aloud",
    "enrol",
    "take",
    "code",
    "my",
    "digits",
    "booked",
    "booked-show",
    "found",
    "cancel",
    "leave",
    "hall",
    "tell",
    "tell-about",
    "tell-points",
    "tell-check",
    "tell-phone",
    "tell-done",
    "rate",
    "asked",
    "status-pad",
    "status",
    "notices",
    "pages",
    "page",
    "wish-consent",
    "wish",
    "wish-matches",
    "wish-done",
    "wish-withdraw",
    "way",
    "way-to",
    "settings",
    "setting",
    "language",
    "help",
    "staff",
    "offline",
    "warning",
    "emergency",
    "end",
]
Trouble = Literal["voice", "keypad", "paper"]
Paper = Literal["none", "printing", "printed", "out", "failed", "unsure"]
Kind = Literal["job", "training", "policy", "fair"]

FACETS = ("occupation", "region", "disability", "pay_min", "education")
"""The ways to narrow jobs that are offered as choices, in this order."""

SEARCHING: tuple[Step, ...] = ("work", "facet", "level", "pad", "keys", "writing", "results")
"""Where somebody is who waits for what a search finds."""

STATED = ("disability", "education")
"""What a visitor tells of himself: once, and for this visit alone (A-75, A-82)."""

SORTS = ("newest", "pay")
"""The orders jobs can be listed in, the usual one first."""

Narrowing = tuple[str, str, str]
"""(facet, value, its name) of one thing a search is narrowed to."""

NEEDS = (
    "wheelchair",
    "blind",
    "low_vision",
    "deaf",
    "hard_of_hearing",
    "slow_walker",
    "escort",
    "sign_language",
    "speech",
    "elder",
    "infant",
    "pregnant",
    "veteran",
    "easy_read",
    "vibration",
    "text_only",
)
"""Answers to "what helps you today", the commonest first."""


ALONE = "alone:"
"""Ids of tickets this kiosk issued alone, and the hall does not know yet, begin so."""


def is_alone(ticket: wire.Ticket) -> bool:
    """Tell whether only this kiosk knows of a ticket."""
    return ticket.id.startswith(ALONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a visitor looks for, and what was found so far.

    ``items`` grow as pages are turned, ``first`` is the one shown at the top; so pages can be cut
    anew when more or less fits. ``answer`` is the latest: total, facets, and what comes next.
    ``like`` is the job others like it are looked for, ``of`` the fair whose jobs these are;
    ``before`` is the search one goes back to from there. ``wider`` tells, where nothing was found,
    how much there is without each narrowing. ``copied`` says that this kiosk's own copy answered.
    """

    kind: Kind = "job"
    text: str = ""
    chosen: tuple[Narrowing, ...] = ()
    sort: str = SORTS[0]
    like: wire.ContentItem | None = None
    of: wire.ContentItem | None = None
    before: "Search | None" = None
    wider: tuple[tuple[str, int], ...] = ()
    copied: bool = False
    facet: str = ""
    facet_page: int = 0
    items: tuple[wire.ContentItem, ...] = ()
    first: int = 0
    answer: wire.ContentPage | None = None
    busy: bool = False

    def value_of(self, facet: str) -> str | None:
        """Return the name of the value chosen for a facet."""
        return next((name for one, _, name in self.chosen if one == facet), None)

    def chosen_value(self, facet: str) -> str:
        """Return the value chosen for a facet, empty where there is none."""
        return next((value for one, value, _ in self.chosen if one == facet), "")

    @property
    def question(self) -> tuple[object, ...]:
        """What is asked, whatever has been answered of it."""
        return self.kind, self.text, self.chosen, self.sort, self.like, self.of

    def without(self, facet: str) -> tuple[Narrowing, ...]:
        """Return what is chosen besides one facet."""
        return tuple(one for one in self.chosen if one[0] != facet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishing:
    """A need for work being registered: what answers it, its key, its receipt.

    ``unknown`` says that a number to be withdrawn is none.
    """

    matches: tuple[wire.Match, ...] = ()
    key: str = ""
    receipt: wire.NeedReceipt | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A step that was left, and the page that was shown there."""

    step: Step
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Everything about one visit; a new one knows nothing of the last (A-82).

    ``key`` is the idempotency key of the ticket asked for, good for ``key_for`` (what it was
    made for). ``letters`` is the group of letters that lies open on the keyboard. ``failed`` is
    what could not be asked because the hall was gone. ``acted`` is the
    message of what the last act on the ticket found came to. ``stated`` is what the visitor told of
    himself. ``entered`` are the words in the field, ``typed`` the keys not yet made into words;
    ``writing_for`` says what the words are for. ``reading_on`` reads paragraph after paragraph.
    """

    step: Step = "idle"
    history: tuple[Place, ...] = ()
    modes: Modes = field(default_factory=Modes)
    page: int = 0
    service: str | None = None
    needs: frozenset[str] = frozenset()
    key: str = ""
    key_for: tuple[str | None, frozenset[str], str] | None = None
    failed: Question | None = None
    ticket: wire.Ticket | None = None
    paper: Paper = "none"
    slip: Paper = "none"
    refusal: str = ""
    refusal_at: datetime | None = None
    asked_service: str | None = None
    found: wire.Ticket | None = None
    acted: str = ""
    busy: bool = False
    search: Search = field(default_factory=Search)
    item: wire.ContentItem | None = None
    stated: tuple[Narrowing, ...] = ()
    typed: str = ""
    suggestions: tuple[wire.Suggestion, ...] = ()
    writing_for: Literal["search", "own_words"] = "search"
    entered: str = ""
    candidates: tuple[Candidate, ...] = ()
    letters: str = ""
    strokes: tuple[Stroke, ...] = ()
    own_words: str = ""
    reading_on: bool = False
    assistance: wire.Assistance | None = None
    assistance_failed: bool = False
    seconds_left: int = 0
    telling: Telling = field(default_factory=Telling)
    reading: str = ""
    bound_for: str = ""
    wishing: Wishing = field(default_factory=Wishing)

    def awaits(self, asked: Search) -> bool:
        """Tell whether a search is still this visit's question, and still without answer."""
        search = self.search
        return self.step in SEARCHING and search.busy and search.question == asked.question

    @property
    def helped(self) -> bool:
        """Whether somebody of the staff was asked to come and is not done yet."""
        return self.assistance is not None and self.assistance.state != "done"


@dataclass(frozen=True, slots=True)
class Call:
    """A number that was called, and the window it was called to."""

    number: str
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the kiosk knows of the hall just now; ``lost`` when it answered nothing of late.

    ``keeps`` tells that this machine can keep tickets of its own safely on its disk, ``writes``
    that it can read handwriting. ``troubles`` are devices that do not work now.
    ``calls`` are the hall's latest, newest first.
    """

    hall_names: dict[str, str] = field(default_factory=dict)
    services: tuple[wire.ServiceInfo, ...] = ()
    site: wire.SiteInfo | None = None
    jobs: int | None = None
    connected: bool = False
    lost: bool = False
    prints: bool = True
    keeps: bool = False
    writes: bool = False
    troubles: frozenset[Trouble] = frozenset()
    notices: tuple[wire.Notice, ...] = ()
    calls: tuple[Call, ...] = ()
    emergency: wire.Emergency | None = None
    capacity: Capacity = field(default_factory=Capacity)

    def service(self, service_id: str | None) -> wire.ServiceInfo | None:
        """Return a service by id."""
        return next((one for one in self.services if one.id == service_id), None)

    @property
    def alone(self) -> bool:
        """Whether this kiosk gives numbers of its own while the hall is silent."""
        site = self.site
        return self.keeps and site is not None and any(one.id == site.you for one in site.kiosks)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages offered: the site's, as far as this kiosk has words in them."""
        named = self.site.languages if self.site else ("zh-CN", "en")
        return tuple(one for one in named if has_words(one)) or ("zh-CN",)
