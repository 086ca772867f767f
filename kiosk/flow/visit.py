"""One visitor's visit, and what the kiosk knows of the hall: immutable values."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.flow.effects import Question
from kiosk.flow.model import Capacity, Modes
from queue_server import wire

Step = Literal[
    "idle",
    "home",
    "services",
    "needs",
    "confirm",
    "issued",
    "refused",
    "work",
    "facet",
    "pad",
    "results",
    "detail",
    "take",
    "code",
    "my",
    "digits",
    "booked",
    "found",
    "cancel",
    "leave",
    "hall",
    "settings",
    "language",
    "help",
    "staff",
    "offline",
    "warning",
    "emergency",
    "end",
]
Paper = Literal["none", "printing", "printed", "out", "failed", "unsure"]
Kind = Literal["job", "training", "policy"]

FACETS = ("occupation", "region", "disability", "pay_min")
"""The ways to narrow jobs that are offered as choices, in this order."""

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
    """

    kind: Kind = "job"
    text: str = ""
    chosen: tuple[tuple[str, str, str], ...] = ()
    """(facet, value, its name) of each narrowing."""
    facet: str = ""
    facet_page: int = 0
    items: tuple[wire.ContentItem, ...] = ()
    first: int = 0
    answer: wire.ContentPage | None = None
    busy: bool = False

    def value_of(self, facet: str) -> str | None:
        """Return the name of the value chosen for a facet."""
        return next((name for one, _, name in self.chosen if one == facet), None)


@dataclass(frozen=True, slots=True)
class Place:
    """A step that was left, and the page that was shown there."""

    step: Step
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Everything about one visit; a new one knows nothing of the last (A-82).

    ``key`` is the idempotency key of the ticket asked for, good for ``key_for`` (what it was
    made for). ``failed`` is what could not be asked because the hall was gone. ``acted`` is the
    message of what the last act on the ticket found came to.
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
    asked_service: str | None = None
    found: wire.Ticket | None = None
    acted: str = ""
    busy: bool = False
    search: Search = field(default_factory=Search)
    item: wire.ContentItem | None = None
    typed: str = ""
    suggestions: tuple[wire.Suggestion, ...] = ()
    assistance: wire.Assistance | None = None
    assistance_failed: bool = False
    seconds_left: int = 0

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

    ``keeps`` tells that this machine can keep tickets of its own safely on its disk. ``calls`` are
    the hall's latest, newest first.
    """

    hall_names: dict[str, str] = field(default_factory=dict)
    services: tuple[wire.ServiceInfo, ...] = ()
    site: wire.SiteInfo | None = None
    jobs: int | None = None
    connected: bool = False
    lost: bool = False
    prints: bool = True
    keeps: bool = False
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
        """The languages offered."""
        return self.site.languages if self.site else ("zh-CN", "en")
