"""Completing what somebody types from the terms of today's content."""

from collections import Counter

from sqlalchemy import Connection, select

from queue_server.content.database import term, term_key
from queue_server.content.sounds import parts_spelled
from queue_server.content.tokens import normalise
from queue_server.wire import Suggestion, SuggestionList

_LONGEST = 24
_LOOKED_AT = 20


def suggest_terms(connection: Connection, typed: str, limit: int) -> SuggestionList:
    """Return terms found by text, pinyin, initials or T9 digits, the most frequent first."""
    key = normalise(typed).replace(" ", "").replace("'", "")[:_LONGEST]
    if not key:
        return SuggestionList(items=())
    # Terms are numbered by how frequent they are: the lowest numbers are the best.
    best = (
        select(term_key.c.term)
        .where(term_key.c.key >= key, term_key.c.key < key + "\U0010ffff")
        .distinct()
        .order_by(term_key.c.term)
        .limit(limit)
    )
    chosen = select(term.c.text, term.c.count).where(term.c.n.in_(best.scalar_subquery()))
    rows = connection.execute(chosen.order_by(term.c.n))
    return SuggestionList(items=tuple(Suggestion(text=text, count=n) for text, n in rows))


def all_terms(connection: Connection) -> SuggestionList:
    """Return every term, the most frequent first."""
    rows = connection.execute(select(term.c.text, term.c.count).order_by(term.c.n))
    return SuggestionList(items=tuple(Suggestion(text=text, count=n) for text, n in rows))


def spelled(connection: Connection, word: str) -> str:
    """Return the part of today's terms whose pinyin or initials somebody wrote; empty for none."""
    if not (word.isascii() and word.isalpha() and len(word) > 1):
        return ""
    counted: Counter[str] = Counter()
    for found in suggest_terms(connection, word, _LOOKED_AT).items:
        for part in set(parts_spelled(normalise(found.text), word)):
            counted[part] += found.count
    return counted.most_common(1)[0][0] if counted else ""
