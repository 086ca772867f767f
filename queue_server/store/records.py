"""What the store keeps besides tickets and windows, as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from queue_server.domain.actors import TokenRole, UserRole

KEYS_KEPT = timedelta(hours=48)
NEEDS_KEPT = timedelta(hours=24)
ERASED = "erased"
"""The kind of the journal's row that tells how much of each kind an erasing run took away (S-28).

Its ``erased`` maps kinds of documents, and what else was erased, to how many there were."""
VISIT_NEEDS, VISIT_WINDOWS = "visit_needs", "visit_windows"
"""The needs told for a visit, and which windows suit it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A service day's record."""

    id: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An idempotency key used: by whom, for what body, and which ticket came of it."""

    scope: str
    key: str
    digest: str
    ticket: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A bearer token; only its SHA-256 is kept, which its 256 random bits make enough."""

    id: str
    hash: str
    role: TokenRole
    name: str
    window: str | None
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account of the web consoles; ``password`` is an argon2id hash.

    ``totp`` is the secret of its one-time codes (RFC 6238), None where it needs none;
    ``totp_step`` the step of the last code taken, so that none is taken twice.
    """

    name: str
    role: UserRole
    window: str | None
    password: str
    created_at: datetime
    failures: int = 0
    locked_until: datetime | None = None
    disabled: bool = False
    totp: str | None = None
    totp_step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A visitor's request for a person to come."""

    id: str
    kind: str
    state: Literal["asked", "taken", "done"]
    asked_at: datetime
    kiosk: str | None = None
    zone: str | None = None
    ticket: str | None = None
    taken_by: str | None = None
    window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the hall keeps beside its tickets: a notice, an appointment, a report, a complaint.

    ``data`` is JSON text whose shape its kind decides. A ``live`` document is held in memory and
    in every view, the others are read from the database when asked for. After ``until`` it is
    erased; None keeps it until it is dropped.
    """

    kind: str
    id: str
    at: datetime
    data: str
    live: bool = True
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One fact of the hall, numbered without gaps; ``data`` is JSON text as hashed."""

    seq: int
    at: datetime
    kind: str
    public: bool
    data: str
    hash: str
