"""One item of content as we keep it, and one question asked of all of it.

A ``Record`` holds only what a visitor may see, already cleaned: plain text without markup, private
contact data masked, codes beside the words they came from. ``rev`` names a revision; dates on
which a source merely refreshed an item take no part in it (94 % of real repeats change nothing).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

import msgspec

Kind = Literal["job", "training", "policy", "notice", "fair", "seeker"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Sort = Literal["relevance", "newest", "pay"]
SORTS: tuple[Sort, ...] = get_args(Sort)

DISABILITIES = (
    "visual",
    "hearing",
    "speech",
    "physical",
    "intellectual",
    "mental",
    "multiple",
)
EDUCATIONS = (
    "any",
    "primary",
    "junior",
    "secondary",
    "vocational",
    "college",
    "bachelor",
    "master",
    "doctor",
)
FACTS = (
    "wheelchair",
    "seated",
    "home_work",
    "lodging",
    "meals",
    "insurance",
    "induction",
    "day_shift",
    "weekends_off",
    "part_time",
    "bus",
    "sign_language",
    "screen_reader",
    "quiet",
    "barrier_free_toilet",
    "no_experience",
    "free",
    "allowance",
)
OCCUPATIONS = (
    "making",
    "desk",
    "craft",
    "store",
    "massage",
    "cleaning",
    "care",
    "catering",
    "sales",
    "computing",
    "teaching",
    "health",
    "driving",
    "repair",
    "farming",
    "guarding",
    "other",
)
EMPLOYMENTS = ("full_time", "part_time", "temporary", "internship", "home")
MediaKind = Literal["picture", "video", "sign_video", "audio", "document"]
MEDIA_KINDS: tuple[MediaKind, ...] = get_args(MediaKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """An item's title and summary in another language."""

    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture, film, recording or document that belongs to an item.

    ``alt`` says in words what it shows and is never empty: whoever cannot see or hear it reads or
    hears that. ``captions`` is the address of a film's WebVTT subtitles, empty where it has none;
    a ``sign_video`` tells the item in sign language. Addresses are http(s), or a file's name in
    the hall's ``media`` folder.
    """

    kind: MediaKind
    url: str
    alt: str
    captions: str = ""
    language: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One item. ``id`` begins with its source (``cdpee:2054…``) and is never used again.

    ``region`` is a six-digit code or empty; ``pay_*`` is yuan a month, None where not told;
    ``education`` an index into EDUCATIONS, None where not told; ``disability`` a mask of
    7 categories x 4 levels (see ``disability.py``), 0 where not told; ``facts`` are ids of FACTS.
    ``summary`` is one sentence, ``easy_read`` the whole matter in easy words, a thought each.
    ``starts_at`` and ``ends_at`` are when a course or fair is held, ``expires_at`` when the item
    stops being shown. ``occupation_code`` is of the national classification (``4-09-08-01``),
    ``experience`` years asked for (0 none, None not told), ``employer_code`` the employer's
    unified code, ``url`` the item's page at its source, ``related`` ids of items it belongs with
    (a fair's jobs). A ``seeker`` is somebody's wish without the person: what work, where, for
    what pay; it has no employer, address, disability or page.
    """

    kind: Kind
    id: str
    source: str
    title: str
    summary: str = ""
    employer: str = ""
    place: str = ""
    address: str = ""
    region: str = ""
    pay_min: int | None = None
    pay_max: int | None = None
    pay_text: str = ""
    education: int | None = None
    disability: int = 0
    disability_text: str = ""
    occupation: str = ""
    openings: int | None = None
    hours: str = ""
    requirements: str = ""
    fit: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    published_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    expires_at: datetime | None = None
    translations: Mapping[str, Translation] = field(default_factory=dict)
    easy_read: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    url: str = ""
    employer_code: str = ""
    occupation_code: str = ""
    experience: int | None = None
    employment: str = ""
    related: tuple[str, ...] = ()

    def rev(self) -> str:
        """Return the revision: 32 hex digits over all that a visitor could see changed."""
        return revision(self.encoded())

    def encoded(self) -> bytes:
        """Return the canonical JSON of the record."""
        return _ENCODER.encode(self)


def revision(encoded: bytes) -> str:
    """Return the revision of a record's canonical JSON, leaving its publication date out."""
    start = encoded.find(b'"published_at":')
    end = encoded.find(b',"starts_at":', start)
    return hashlib.sha256(encoded[:start] + encoded[end:]).hexdigest()[:32]


def decode_record(encoded: bytes) -> Record:
    """Return the record of its canonical JSON."""
    return _DECODER.decode(encoded)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentQuery:
    """A question: words and filters, all of which must hold.

    ``education`` and ``disability`` say what the visitor has: items that do not tell stay in the
    answer. ``disability`` is an id of DISABILITIES, with a level after a colon where known
    (``physical:3``). ``pay_min`` is yuan a month. ``cursor`` is the ``next`` of the page before.
    ``like`` is the id of an item whose likes are asked for. ``exact`` takes words as written only:
    no words of like meaning or sound where little is found. ``facets`` false leaves counts out.
    """

    kind: Kind | None = None
    q: str = ""
    region: str = ""
    occupation: str = ""
    education: str = ""
    disability: str = ""
    pay_min: int | None = None
    facts: tuple[str, ...] = ()
    sort: Sort | None = None
    cursor: str = ""
    limit: int = 20
    language: str = "zh-CN"
    like: str = ""
    exact: bool = False
    facets: bool = True


_ENCODER = msgspec.json.Encoder(order=None)
_DECODER = msgspec.json.Decoder(Record)
