"""What somebody looks for, stated freely, and the items that answer it."""

from typing import Annotated

import msgspec

from queue_server.wire.base import Message, Request
from queue_server.wire.content import ContentItem, Label

_Short = Annotated[str, msgspec.Meta(max_length=40)]


class Wishes(Request, frozen=True, kw_only=True, omit_defaults=False):
    """What somebody looks for; whatever is left out plays no part.

    ``occupations`` are ids of the facet, ``words`` what the work is called (each up to 40
    characters), ``regions`` six-digit codes, ``pay_min`` yuan a month, ``education`` what the
    person has, ``disability`` a category with or without a level (``physical:3``), ``facts`` what
    the place must offer (``home_work``, ``seated`` …).
    """

    occupations: Annotated[tuple[_Short, ...], msgspec.Meta(max_length=17)] = ()
    words: Annotated[tuple[_Short, ...], msgspec.Meta(max_length=8)] = ()
    regions: Annotated[tuple[_Short, ...], msgspec.Meta(max_length=8)] = ()
    pay_min: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] | None = None
    education: _Short = ""
    disability: _Short = ""
    facts: Annotated[tuple[_Short, ...], msgspec.Meta(max_length=18)] = ()


class Match(Message, frozen=True, kw_only=True):
    """An item that answers somebody's wishes.

    ``score`` is 0 to 100: how much of what was asked it is known to answer. ``reasons`` are
    sentences, the most telling first; ``open_questions`` what it does not say, to be asked.
    """

    item: ContentItem
    score: int
    reasons: tuple[Label, ...] = ()
    open_questions: tuple[Label, ...] = ()


class MatchList(Message, frozen=True, kw_only=True):
    """Matches, best first."""

    items: tuple[Match, ...]
    next: str | None = None
