"""What admins see and decide of the sync with other levels."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec

from queue_server.wire.base import Message, Request


class SyncRun(Request, frozen=True, kw_only=True):
    """Look at the level above now; ``afresh`` compares everything."""

    afresh: bool = False


class SyncPause(Request, frozen=True, kw_only=True):
    """Follow the level above no longer, or again."""

    paused: bool


class SyncHold(Message, frozen=True, kw_only=True):
    """A sweep of a source that waits for a yes: so many of its items would go.

    ``examples`` are some of their ids, ``titles`` what these say.
    """

    id: int
    source: str
    at: datetime
    count: int
    of: int
    examples: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class SyncSubmission(Message, frozen=True, kw_only=True):
    """An item that a hall below asks us to publish."""

    hall: str
    kind: str
    id: str
    title: str
    text: tuple[str, ...]
    at: datetime


class SyncDecision(Message, frozen=True, kw_only=True):
    """A decision about one item that is in force."""

    kind: str
    id: str
    act: Literal["pin", "correct", "withdraw"]
    title: str
    by: str
    why: str
    at: datetime


class SyncSent(Message, frozen=True, kw_only=True):
    """An item of this hall's own that was sent up.

    ``state`` is ``waiting`` (to be sent), ``submitted``, ``refused`` (``why`` as the level above
    wrote it) or ``returned`` (published there, under the same id).
    """

    kind: str
    id: str
    title: str
    at: datetime
    state: str
    why: str = ""


class SyncDesk(Message, frozen=True, kw_only=True):
    """What waits for a decision, and what was decided."""

    holds: tuple[SyncHold, ...]
    submissions: tuple[SyncSubmission, ...]
    decisions: tuple[SyncDecision, ...]
    sent: tuple[SyncSent, ...] = ()


class SyncHoldAnswer(Request, frozen=True, kw_only=True):
    """Let the held items go, or keep them."""

    go: bool


class SyncSubmissionAnswer(Request, frozen=True, kw_only=True):
    """Publish what a hall below sent up, or not: then ``why`` is told to the hall."""

    hall: str
    kind: str
    id: str
    publish: bool
    why: Annotated[str, msgspec.Meta(max_length=200)] = ""


class SyncItemDecision(Request, frozen=True, kw_only=True):
    """Pin, put right or withdraw an item; ``undo`` takes such a decision back.

    ``patch`` are the members of the item that are put right.
    """

    kind: str
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    act: Literal["pin", "correct", "withdraw"]
    undo: bool = False
    why: Annotated[str, msgspec.Meta(max_length=200)] = ""
    patch: dict[str, Any] = msgspec.field(default_factory=dict)


class SyncOwnItem(Request, frozen=True, kw_only=True):
    """A notice of this hall's own among the content; ``send_up`` asks the level above as well.

    ``easy`` says the whole matter in easy words, a thought a line. ``until`` is the last day it is
    shown, where ``expires_at`` names no instant.
    """

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    text: Annotated[str, msgspec.Meta(max_length=20_000)] = ""
    kind: Literal["notice", "policy", "training", "fair"] = "notice"
    expires_at: datetime | None = None
    send_up: bool = False
    easy: Annotated[str, msgspec.Meta(max_length=5000)] = ""
    until: date | None = None


class SyncOwnItemMade(Message, frozen=True, kw_only=True):
    """Under which id it stands."""

    id: str
