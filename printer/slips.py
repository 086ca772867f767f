"""What stands on each slip to take along, from plain facts: labels, order and advice.

Whoever calls brings the facts in the visitor's language; what is empty is left out. A
recommendation carries no data of a person: the name is written in by hand.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from hall.texts import Texts
from printer.slip import NoteKind, NoteSlip, Variant
from printer.wording import hall_time, printer_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFrame:
    """What all slips of one visit share. ``printed_at`` is aware and in hall time."""

    language: str
    hall: str
    printed_at: datetime
    hotline: str = ""
    variant: Variant = "standard"
    reprint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """A vacancy as its source tells it; ``pay`` with its unit, ``fit`` in whole sentences."""

    title: str
    employer: str = ""
    pay: str = ""
    place: str = ""
    hours: str = ""
    openings: int | None = None
    education: str = ""
    disability: str = ""
    contact: str = ""
    fit: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    until: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFacts:
    """A course or a fair."""

    title: str
    organiser: str = ""
    starts: datetime | None = None
    place: str = ""
    hours: str = ""
    fee: str = ""
    places: int | None = None
    disability: str = ""
    contact: str = ""
    until: date | None = None
    description: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackFacts:
    """What the hall took down: its number, what it is about, when it will be answered."""

    reference: str
    about: str
    received: datetime
    answer_by: date | None = None
    url: str = ""
    rows: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """A registered need: its number, what was stated as label and value, until when it is kept."""

    reference: str
    wishes: tuple[tuple[str, str], ...]
    until: date


def job_slip(frame: SlipFrame, job: JobFacts) -> NoteSlip:
    """Return a vacancy to take home."""
    texts = printer_texts(frame.language)
    return replace(
        _note(frame, "job", job.title),
        rows=_job_rows(job, texts),
        reasons=job.fit,
        paragraphs=(*job.description, texts.written("slip-job-advice")),
        url=job.url,
    )


def recommendation_slip(frame: SlipFrame, job: JobFacts) -> NoteSlip:
    """Return a 推荐单: for the employer, with a part the applicant brings back."""
    texts = printer_texts(frame.language)
    return replace(
        _note(frame, "recommendation", job.title),
        rows=_job_rows(job, texts),
        paragraphs=(texts.written("slip-recommendation-ask"),),
        url=job.url,
        blanks=_words(texts, "name", "phone", "clerk", "date"),
        answer_title=texts.written("slip-recommendation-back"),
        answers=_words(texts, "hired", "later", "no"),
        answer_blanks=_words(texts, "company-sign", "date"),
    )


def training_slip(frame: SlipFrame, course: TrainingFacts) -> NoteSlip:
    """Return a course to take home."""
    return _event(frame, "training", course)


def fair_slip(frame: SlipFrame, fair: TrainingFacts) -> NoteSlip:
    """Return a job fair to take home: when, where, and what it is about."""
    return _event(frame, "fair", fair)


def policy_slip(frame: SlipFrame, title: str, paragraphs: tuple[str, ...]) -> NoteSlip:
    """Return a policy to take home: its short form, and whom to ask."""
    texts = printer_texts(frame.language)
    advice = texts.written("slip-policy-advice")
    return replace(_note(frame, "policy", title), paragraphs=(*paragraphs, advice))


def _event(frame: SlipFrame, kind: Literal["training", "fair"], course: TrainingFacts) -> NoteSlip:
    texts = printer_texts(frame.language)
    starts = hall_time(course.starts, texts) if course.starts else ""
    rows = (
        ("starts", starts),
        ("hours", course.hours),
        ("place", course.place),
        ("fee", course.fee),
        ("openings", _count(course.places, texts)),
        ("disability", course.disability),
        ("until", _day(course.until, texts)),
        ("employer", course.organiser),
        ("contact", course.contact),
    )
    return replace(
        _note(frame, kind, course.title),
        rows=_told(rows, texts),
        paragraphs=(*course.description, texts.written(f"slip-{kind}-advice")),
        url=course.url,
    )


def feedback_slip(frame: SlipFrame, feedback: FeedbackFacts) -> NoteSlip:
    """Return the receipt of a complaint, a praise or a request."""
    texts = printer_texts(frame.language)
    rows = (
        ("received", hall_time(feedback.received, texts)),
        ("answer-by", _day(feedback.answer_by, texts)),
    )
    return replace(
        _note(frame, "feedback", feedback.about),
        reference=feedback.reference,
        rows=(*_told(rows, texts), *feedback.rows),
        paragraphs=(texts.written("slip-feedback-advice"),),
        url=feedback.url,
    )


def way_slip(frame: SlipFrame, goal: str, legs: tuple[str, ...]) -> NoteSlip:
    """Return the way to a place, step by step, to be held while walking."""
    texts = printer_texts(frame.language)
    note = _note(frame, "way", goal)
    return replace(note, paragraphs=(*legs, texts.written("slip-way-advice")))


def need_slip(frame: SlipFrame, need: NeedFacts) -> NoteSlip:
    """Return the receipt of a registered need: what was stated, until when, how to withdraw."""
    texts = printer_texts(frame.language)
    return replace(
        _note(frame, "need", texts.written("slip-need-title")),
        reference=need.reference,
        rows=(*need.wishes, *_told((("kept-until", _day(need.until, texts)),), texts)),
        paragraphs=(texts.written("slip-need-advice"), texts.written("slip-need-withdraw")),
    )


def _job_rows(job: JobFacts, texts: Texts) -> tuple[tuple[str, str], ...]:
    rows = (
        ("employer", job.employer),
        ("pay", job.pay),
        ("place", job.place),
        ("hours", job.hours),
        ("openings", _count(job.openings, texts)),
        ("education", job.education),
        ("disability", job.disability),
        ("contact", job.contact),
        ("until", _day(job.until, texts)),
    )
    return _told(rows, texts)


def _note(frame: SlipFrame, kind: NoteKind, title: str) -> NoteSlip:
    return NoteSlip(
        language=frame.language,
        kind=kind,
        hall=frame.hall,
        title=title,
        printed_at=frame.printed_at,
        hotline=frame.hotline,
        variant=frame.variant,
        reprint=frame.reprint,
    )


def _told(rows: tuple[tuple[str, str], ...], texts: Texts) -> tuple[tuple[str, str], ...]:
    return tuple((texts.written(f"slip-{key}"), value) for key, value in rows if value)


def _words(texts: Texts, *keys: str) -> tuple[str, ...]:
    return tuple(texts.written(f"slip-{key}") for key in keys)


def _count(count: int | None, texts: Texts) -> str:
    return "" if count is None else texts.written("slip-openings-value", count=count)


def _day(day: date | None, texts: Texts) -> str:
    if day is None:
        return ""
    return texts.written("slip-answer-by-value", month=day.month, day=day.day)
