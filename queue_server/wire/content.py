"""What can be searched: jobs, courses, policies, fairs."""

from datetime import datetime
from typing import Literal

import msgspec

from queue_server.wire.base import Message


class Label(Message, frozen=True, kw_only=True):
    """A coded value with its written name per language."""

    value: str
    names: dict[str, str]


class DisabilityAccepted(Message, frozen=True, kw_only=True):
    """A disability category an item is open to; ``levels`` 1 (severest) to 4."""

    category: str
    names: dict[str, str]
    levels: tuple[int, ...]


class Highlight(Message, frozen=True, kw_only=True):
    """Characters ``start`` to ``end`` of a field that matched the words asked for."""

    field: Literal["title", "employer", "place", "address", "summary"]
    start: int
    end: int


class ContentTranslation(Message, frozen=True, kw_only=True):
    """An item's title and summary in another language."""

    title: str
    summary: str = ""


class ContentMedia(Message, frozen=True, kw_only=True):
    """A picture, film, recording or document of an item.

    ``alt`` is never empty: it is shown and said where the thing itself cannot be. ``kind`` is
    ``picture video sign_video audio document``; ``captions`` the address of a film's WebVTT.
    """

    kind: str
    url: str
    alt: str
    captions: str = ""
    language: str = ""


class ContentItem(Message, frozen=True, kw_only=True):
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
    translations: dict[str, ContentTranslation] = msgspec.field(default_factory=dict)
    highlights: tuple[Highlight, ...] = ()
    reasons: tuple[Label, ...] = ()
    easy_read: tuple[str, ...] = ()
    ends_at: datetime | None = None
    media: tuple[ContentMedia, ...] = ()
    employment: Label | None = None
    experience: int | None = None
    occupation_code: str = ""
    url: str = ""
    related: tuple[str, ...] = ()


class FacetValue(Message, frozen=True, kw_only=True):
    """One choice of a facet and how many items it leaves."""

    value: str
    names: dict[str, str]
    count: int


class Facet(Message, frozen=True, kw_only=True):
    """A way to narrow a search: ``kind region occupation education disability pay_min facts``.

    Each value goes into the query parameter of the facet's name. Counts leave out the facet's
    own filter, so they tell what choosing another value would give.
    """

    name: str
    values: tuple[FacetValue, ...]


class Widening(Message, frozen=True, kw_only=True):
    """A filter that was set, and how many items there were without it."""

    name: str
    count: int


class ContentPage(Message, frozen=True, kw_only=True):
    """One page of a search.

    ``heard_as`` is what was looked for in the place of words nothing was found with: words of the
    same sound; ``also`` are words of like meaning looked for as well. ``note`` tells either in a
    sentence per language, empty where nothing else was done: whoever shows the page says so.
    ``widen`` tells, where nothing is left, what each filter set keeps away.
    """

    items: tuple[ContentItem, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    next: str | None = None
    heard_as: str = ""
    also: tuple[str, ...] = ()
    note: dict[str, str] = msgspec.field(default_factory=dict)
    widen: tuple[Widening, ...] = ()


class Suggestion(Message, frozen=True, kw_only=True):
    """A term that completes what was typed, and how many items have it in their title."""

    text: str
    count: int


class SuggestionList(Message, frozen=True, kw_only=True):
    """Suggestions, best first."""

    items: tuple[Suggestion, ...]
    next: str | None = None
