"""What a visitor is about to tell the hall: a value, and what can be chosen instead of written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from queue_server import wire

Sent = Literal["no", "sending", "sent", "kept"]
TOPICS = ("waiting", "staff", "papers", "access", "machines", "other")
"""What it can be about, in this order."""

POINTS: Mapping[str, tuple[str, ...]] = {
    "waiting": ("too-long", "order", "not-called", "nobody-there"),
    "staff": ("unfriendly", "not-explained", "refused", "not-patient"),
    "papers": ("told-late", "too-many", "sent-around", "hard-words"),
    "access": ("ramp", "toilet", "paving", "counter", "seats"),
    "machines": ("screen", "voice", "printer", "hard-to-use"),
    "other": (),
}
"""What went wrong, by what it is about: chosen, nobody has to write."""

SCORES = (5, 4, 3, 2, 1)
STATEMENTS: tuple[wire.FeedbackKind, ...] = ("complaint", "suggestion", "praise")
"""What is said of the hall, and owed an answer."""

ANSWERED: tuple[wire.FeedbackKind, ...] = (*STATEMENTS, "interest")
"""What gets a receipt and is owed an answer; an interest is somebody's in a course."""

REFERENCE_DIGITS = 10
PHONE_DIGITS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What has been said so far; ``question`` is the place in the questionnaire.

    ``key`` is the idempotency key it is sent under: number and code of the receipt follow from it.
    ``course`` is the course somebody is interested in, by title and id.
    ``sent`` is ``kept`` where this machine sends it once the hall is back.
    """

    kind: wire.FeedbackKind = "complaint"
    about: str = ""
    points: frozenset[str] = field(default_factory=frozenset)
    score: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    question: int = 0
    contact: str = ""
    course: tuple[str, str] = ("", "")
    may_publish: bool = False
    key: str = ""
    sent: Sent = "no"
    receipt: wire.FeedbackReceipt | None = None
    status: wire.FeedbackStatus | None = None


def request_of(
    telling: Telling, words: str, language: str, ticket: str | None
) -> wire.FeedbackRequest:
    """Return what is sent to the hall."""
    statement = telling.kind in ANSWERED
    if telling.kind == "interest":
        words = " · ".join(telling.course)
    return wire.FeedbackRequest(
        kind=telling.kind,
        about=telling.about if statement else "",
        points=tuple(sorted(telling.points)) if statement else (),
        text=words if telling.kind != "questionnaire" else "",
        score=telling.score if telling.kind == "rating" else None,
        answers=dict(telling.answers) if telling.kind == "questionnaire" else {},
        ticket=ticket if telling.kind == "rating" else None,
        language=language,
        contact=telling.contact if statement else "",
        may_publish=telling.may_publish and statement,
    )
