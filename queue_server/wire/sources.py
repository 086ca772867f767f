"""Where content comes from, how it went, and how good it is: for those who run the hall."""

from datetime import datetime

import msgspec

from queue_server.wire.base import Message


class SourceStanding(Message, frozen=True, kw_only=True):
    """One source and its last run.

    ``outcome`` is ``whole``, ``short`` (fewer rows than announced), ``incomplete`` (some questions
    had no usable answer), ``failed`` (nothing came; what it brought before stays) or ``never``.
    It tells of the last run that ended; since ``asking_since`` another is under way. Runs have
    failed one after another since ``failed_since``. ``held`` items wait for a yes; ``failures``
    are as they were told, ``reasons`` the same in words by language (empty where there are none).
    ``file`` is the name of the last file somebody dropped, where it takes files.
    """

    id: str
    names: dict[str, str]
    format: str
    what: str
    outcome: str
    ended_at: datetime | None = None
    next_at: datetime | None = None
    asking_since: datetime | None = None
    failed_since: datetime | None = None
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    remarked: int = 0
    gone: int = 0
    missing: int = 0
    held: int = 0
    failures: tuple[str, ...] = ()
    reasons: tuple[dict[str, str], ...] = ()
    file: str = ""


class SourceList(Message, frozen=True, kw_only=True):
    """The sources the site names, and any others that brought content."""

    items: tuple[SourceStanding, ...]
    next: str | None = None


class RefusedLine(Message, frozen=True, kw_only=True):
    """A refused row, or with ``taken`` a value left out of a row that was taken in."""

    id: str
    row: int
    taken: bool
    code: str
    words: dict[str, str]


class RefusedList(Message, frozen=True, kw_only=True):
    """What the source's last run refused, by row."""

    items: tuple[RefusedLine, ...]
    next: str | None = None


class ContentHold(Message, frozen=True, kw_only=True):
    """So many items (``count`` of ``of``) a source no longer shows, waiting for a yes.

    ``examples`` are some of their ids, ``titles`` what these say.
    """

    id: int
    source: str
    at: datetime
    count: int
    of: int
    examples: tuple[str, ...]
    titles: tuple[str, ...] = ()


class ContentHoldList(Message, frozen=True, kw_only=True):
    """What waits, the oldest first."""

    items: tuple[ContentHold, ...]
    next: str | None = None


class HoldDecided(Message, frozen=True, kw_only=True):
    """How many items went, or stay."""

    count: int


class SourceQuality(Message, frozen=True, kw_only=True):
    """One source's items of one kind.

    ``complete`` is the share of fields told, 0 to 1; ``missing`` counts items by field not told;
    ``over`` are past their end, ``recent`` published within 30 days, ``repeated`` say the same as
    another item.
    """

    id: str
    source: str
    kind: str
    items: int
    complete: float
    over: int
    recent: int
    repeated: int
    newest_at: datetime | None
    missing: dict[str, int] = msgspec.field(default_factory=dict)


class RepeatedItems(Message, frozen=True, kw_only=True):
    """Items that say the same: title, employer, place and pay."""

    title: str
    employer: str
    ids: tuple[str, ...]


class ContentQuality(Message, frozen=True, kw_only=True):
    """How good the content is, by source and kind; what is repeated, the largest groups first."""

    items: tuple[SourceQuality, ...]
    repeated: tuple[RepeatedItems, ...] = ()
    next: str | None = None


class ItemRevision(Message, frozen=True, kw_only=True):
    """What an item said until ``ended_at``; ``why`` where it was withdrawn."""

    id: str
    source: str
    ended_at: datetime
    title: str
    why: str = ""


class ItemHistory(Message, frozen=True, kw_only=True):
    """Where an item is from and what it said before.

    ``origin`` are the feeds it passed, the first one first; ``rev`` is empty where the item is no
    more.
    """

    source: str
    rev: str
    origin: tuple[str, ...]
    items: tuple[ItemRevision, ...]
    next: str | None = None
