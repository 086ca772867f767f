"""Completing what somebody types from the terms of today's content."""

from sqlalchemy import Connection, func, select

from queue_server.content.database import term, term_key
from queue_server.content.tokens import normalise
from queue_server.wire import Suggestion, SuggestionList

_LONGEST = 24


def suggest_terms(connection: Connection, typed: str, limit: int) -> SuggestionList:
    """Return terms found by text, pinyin, initials or T9 digits, the most frequent first."""
    key = normalise(typed).replace(" ", "").replace("'", "")[:_LONGEST]
    if not key:
        return SuggestionList(items=())
    found = (
        select(term_key.c.term)
        .where(term_key.c.key >= key, term_key.c.key < key + "\U0010ffff")
        .distinct()
        .subquery()
    )
    rows = connection.execute(
        select(term.c.text, term.c.count)
        .join(found, found.c.term == term.c.n)
        .order_by(term.c.count.desc(), func.length(term.c.text), term.c.text)
        .limit(limit)
    )
    return SuggestionList(items=tuple(Suggestion(text=text, count=n) for text, n in rows))
