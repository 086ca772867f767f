"""Vacancies employers register at a window (招聘登记), and the needs they answer."""

from datetime import datetime
from typing import Annotated

import msgspec

from queue_server.wire.base import Line, Message, Name, Request, Text
from queue_server.wire.content import Label
from queue_server.wire.wishes import Wishes

_Code = Annotated[str, msgspec.Meta(max_length=40)]
_Pay = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
_Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class VacancyRequest(Request, frozen=True, kw_only=True, omit_defaults=False):
    """``POST /api/v1/vacancies`` with an ``Idempotency-Key``.

    Pay is yuan a month. ``open_to`` are categories with or without a level (``physical:3``), empty
    where the employer does not say. ``facts`` and ``occupation`` are ids of the facets, ``region``
    six digits. ``contact`` is for the windows only. It is shown to visitors for ``days`` days.
    """

    title: _Title
    employer: Name
    contact: Line = ""
    place: Line = ""
    region: _Code = ""
    occupation: _Code = ""
    pay_min: _Pay | None = None
    pay_max: _Pay | None = None
    education: _Code = ""
    open_to: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=35)] = ()
    facts: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=18)] = ()
    openings: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    hours: Line = ""
    description: Text = ""
    days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 90


class Vacancy(Message, frozen=True, kw_only=True):
    """A registered vacancy, for the windows; visitors find it as the job ``content_id``."""

    id: str
    content_id: str
    told: VacancyRequest
    at: datetime
    until: datetime
    by: str


class VacancyList(Message, frozen=True, kw_only=True):
    """Vacancies, newest first; ``next`` is null at the end."""

    items: tuple[Vacancy, ...]
    next: str | None = None


class NeedMatch(Message, frozen=True, kw_only=True):
    """A registered need a vacancy answers: wishes without the person.

    By ``reference`` a window finds the need, and with it how the person wants to be told.
    """

    reference: str
    score: int
    wishes: Wishes
    reasons: tuple[Label, ...] = ()
    open_questions: tuple[Label, ...] = ()


class NeedMatchList(Message, frozen=True, kw_only=True):
    """Needs a vacancy answers, best first."""

    items: tuple[NeedMatch, ...]
    next: str | None = None
