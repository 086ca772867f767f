"""The questionnaire's words as they were when somebody answered, and what was answered to them.

An answer keeps the version of its question: a mark of its words. The words of each version lie in
a document for as long as an answer to them does, so a question that was reworded since is counted
under what people really read.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from config.site import Names, Site
from config.visiting import Question
from queue_server import wire
from queue_server.domain.ticket import Moment
from queue_server.service.telling import encode
from queue_server.statistics.withholding import withhold
from queue_server.store.image import Image
from queue_server.store.records import Document

VERSION = "question_version"
_RENEWED = timedelta(days=1)
Documents = Mapping[tuple[str, str], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One choice and how many took it; None where the count is withheld."""

    value: str
    names: Names
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One question in one version of its words; ``now`` tells whether it is the present one."""

    id: str
    names: Names
    now: bool
    first: date
    last: date
    answers: tuple[Answer, ...]


def asked_now(site: Site, now: datetime) -> tuple[Question, ...]:
    """Return the questions visitors are asked today."""
    today = now.astimezone(ZoneInfo(site.hall.time_zone)).date()
    return tuple(each for each in site.questions if each.asked_on(today))


def version_of(question: Question) -> str:
    """Return a mark that changes with the words of a question or of its choices."""
    return hashlib.sha256(_words(question).encode()).hexdigest()[:8]


def keep_versions(
    image: Image, moment: Moment, site: Site, answers: Mapping[str, str], until: datetime
) -> dict[str, str]:
    """Keep the words of what was answered; return the version of each question."""
    found = {}
    for question in site.questions:
        if question.id not in answers:
            continue
        version = found[question.id] = version_of(question)
        key = f"{question.id}:{version}"
        kept = image.documents.get((VERSION, key))
        if kept is None or kept.until is None or kept.until < until - _RENEWED:
            data = _words(question)
            image.put_document(
                Document(kind=VERSION, id=key, at=moment.wall, data=data, live=True, until=until)
            )
    return found


def counted(
    told: Iterable[wire.Feedback], site: Site, documents: Documents
) -> tuple[Answered, ...]:
    """Count answers by question and version: the site's order, newest words first.

    What nobody knows the words of any more goes under the present ones.
    """
    present = {each.id: each for each in site.questions}
    counts: dict[tuple[str, str], Counter[str]] = {}
    days: dict[tuple[str, str], list[date]] = {}
    zone = ZoneInfo(site.hall.time_zone)
    for each in told:
        for question, value in each.answers.items():
            of = present.get(question)
            version = each.versions.get(question) or (version_of(of) if of else "")
            key = question, version
            counts.setdefault(key, Counter())[value] += 1
            days.setdefault(key, []).append(each.at.astimezone(zone).date())
    order = {each: place for place, each in enumerate(present)}
    keys = sorted(counts, key=lambda key: (order.get(key[0], len(order)), key[0]))
    made = [_answered(key, counts[key], days[key], present, documents) for key in keys]
    return tuple(sorted(made, key=lambda one: (order.get(one.id, len(order)), one.id, not one.now)))


def _answered(
    key: tuple[str, str],
    counts: Counter[str],
    days: list[date],
    present: Mapping[str, Question],
    documents: Documents,
) -> Answered:
    question, version = key
    of = present.get(question)
    now = of is not None and version == version_of(of)
    kept = documents.get((VERSION, f"{question}:{version}"))
    words: Question | None = of if now else None
    if words is None and kept is not None:
        words = msgspec.json.decode(kept.data, type=Question)
    words = words or of
    choices = {each.value: each.names for each in words.choices} if words else {}
    choices |= {value: {"": value} for value in counts if value not in choices}
    hidden = withhold(counts)
    return Answered(
        id=question,
        names=words.names if words else {"": question},
        now=now,
        first=min(days),
        last=max(days),
        answers=tuple(
            Answer(
                value=value,
                names=names,
                count=None if value in hidden.cells else counts.get(value, 0),
            )
            for value, names in choices.items()
        ),
    )


def _words(question: Question) -> str:
    choices = [{"value": each.value, "names": dict(each.names)} for each in question.choices]
    return encode({"id": question.id, "names": dict(question.names), "choices": choices})
