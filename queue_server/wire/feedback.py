"""What visitors tell the hall: complaints, suggestions, praise, ratings, the questionnaire."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from queue_server.wire.base import Line, Message, Name, Request, Text

FeedbackKind = Literal["complaint", "suggestion", "praise", "rating", "questionnaire", "interest"]
"""``interest`` is somebody's in a course: ``text`` names it."""
FeedbackState = Literal["received", "answered", "closed"]
Score = Annotated[int, msgspec.Meta(ge=1, le=5)]


class FeedbackRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/feedback`` with an ``Idempotency-Key``; nobody is asked who they are.

    ``points`` are what was chosen instead of written, by stable names; ``answers`` choices by
    question. The number and the code of the receipt follow from the key (``hall.codes``), so that
    a kiosk gives them also while the hall is silent; ``at`` is then when it was told.
    ``contact`` is kept apart and erased 30 days after the end.
    """

    kind: FeedbackKind
    about: Annotated[str, msgspec.Meta(max_length=64)] = ""
    points: Annotated[tuple[Name, ...], msgspec.Meta(max_length=16)] = ()
    text: Text = ""
    score: Score | None = None
    answers: dict[Name, Name] = msgspec.field(default_factory=dict)
    service: Name | None = None
    ticket: Name | None = None
    language: Name = "zh-CN"
    contact: Line = ""
    may_publish: bool = False
    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class FeedbackReceipt(Message, frozen=True, kw_only=True):
    """What the visitor takes along; ratings are owed no answer, their times are null."""

    id: str
    reference: str
    code: str
    url: str
    kind: FeedbackKind
    at: datetime
    first_by: datetime | None = None
    final_by: datetime | None = None


class FeedbackReply(Message, frozen=True, kw_only=True):
    """One answer of the hall."""

    at: datetime
    text: str
    final: bool
    by: str = ""


class FeedbackStatus(Message, frozen=True, kw_only=True):
    """What became of it, for whoever has the number or the code; never what was told."""

    reference: str
    kind: FeedbackKind
    state: FeedbackState
    at: datetime
    first_by: datetime | None = None
    final_by: datetime | None = None
    replies: tuple[FeedbackReply, ...] = ()


class Publication(Request, frozen=True, kw_only=True, omit_defaults=False):
    """What is published of it: words of the hall's own, never the visitor's."""

    summary: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Feedback(Message, frozen=True, kw_only=True):
    """One thing told, whole, for those who answer it; ``late``: not answered in time.

    ``versions`` are marks of the words of the questions answered.
    """

    id: str
    reference: str
    code: str
    kind: FeedbackKind
    state: FeedbackState
    at: datetime
    about: str = ""
    points: tuple[str, ...] = ()
    text: str = ""
    score: int | None = None
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    versions: dict[str, str] = msgspec.field(default_factory=dict)
    service: str | None = None
    window: str | None = None
    language: str = "zh-CN"
    channel: str = ""
    may_publish: bool = False
    first_by: datetime | None = None
    final_by: datetime | None = None
    late: bool = False
    replies: tuple[FeedbackReply, ...] = ()
    published: Publication | None = None
    contact: str | None = None


class FeedbackList(Message, frozen=True, kw_only=True):
    """Things told, newest first; ``next`` is null at the end."""

    items: tuple[Feedback, ...]
    next: str | None = None


class ReplyRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/feedback/{id}/replies``; the ``final`` one closes it."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    final: bool = False


class Published(Message, frozen=True, kw_only=True):
    """One published case."""

    kind: FeedbackKind
    day: str
    summary: str
    answer: str


class PublishedList(Message, frozen=True, kw_only=True):
    """Published cases, newest first."""

    items: tuple[Published, ...]


class FeedbackSummary(Message, frozen=True, kw_only=True):
    """Counts of a span of days: by kind, by score, by question and answer, answered late.

    A score or answer that fewer than ``smallest_shown`` gave is null, and so is what would tell it.
    """

    kinds: dict[str, int]
    scores: dict[str, int | None]
    answers: dict[str, dict[str, int | None]]
    open: int
    late: int
    smallest_shown: int = 5


class RatingRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/tickets/{id}/rating``: 1 is bad, 5 very good; rating again changes it."""

    score: Score
    text: Text = ""
