"""What a page of content brings, and what it did, as values."""

from dataclasses import dataclass
from typing import Literal, get_args

from queue_server.content.indexing import IndexEntry

Why = Literal["expired", "withdrawn", "out_of_scope", "merged", "legal"]
WHYS: tuple[str, ...] = get_args(Why)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An item that is no more. ``into`` is the id it was merged into; ``legal`` erases history."""

    kind: str
    id: str
    why: Why
    into: str = ""

    @property
    def key(self) -> Key:
        """Return what the item was known by."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A record with everything the file keeps of it worked out.

    ``feed`` is the level above that told it, ``up_rev`` its revision there, ``origin`` the feeds
    it passed (JSON).
    """

    kind: str
    id: str
    source: str
    rev: str
    encoded: bytes
    meta: str
    bucket: int
    region: str
    origin: str
    feed: str
    up_rev: str
    index: IndexEntry

    @property
    def key(self) -> Key:
        """Return what the item is known by."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An item of a feed that could not be used; kept in mind, so that digests can agree."""

    kind: str
    id: str
    up_rev: str
    reason: str
    origin: str

    @property
    def key(self) -> Key:
        """Return what the item is known by."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What an item was before it changed or went: told to the history in the same transaction."""

    kind: str
    id: str
    rev: str
    source: str
    seq: int
    op: Literal["put", "del"]
    why: str
    record: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a level above was followed: written with the page it came with."""

    name: str
    epoch: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What one page did. ``elsewhere`` are rows of ids that belong to a level above."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    elsewhere: int = 0
