"""Completing what somebody types from the terms of today's content."""

from collections import Counter

from sqlalchemy import ColumnElement, Connection, select

from queue_server.content.database import term, term_key
from queue_server.content.sounds import parts_spelled
from queue_server.content.terms import WHOLE
from queue_server.content.tokens import normalise
from queue_server.wire import Suggestion, SuggestionList

_LONGEST = 24
_LOOKED_AT = 20
# Fewer letters or digits are mostly the beginning of something: there the most frequent is meant.
_TELLS_WHOLE = 3


def suggest_terms(connection: Connection, typed: str, limit: int) -> SuggestionList:
    """Return terms found by text, pinyin, initials or T9 digits.

    Those it spells whole come first, then the most frequent.
    """
    key = normalise(typed).replace(" ", "").replace("'", "")[:_LONGEST]
    if not key:
        return SuggestionList(items=())
    found: list[int] = []
    if len(key) >= _TELLS_WHOLE:
        found += _numbers(connection, term_key.c.key == f"{WHOLE}{key}", limit)
    begun = (term_key.c.key >= key) & (term_key.c.key < key + "\U0010ffff")
    found += _numbers(connection, begun, limit)
    best = list(dict.fromkeys(found))[:limit]
    chosen = select(term.c.n, term.c.text, term.c.count).where(term.c.n.in_(best))
    told = {n: Suggestion(text=text, count=count) for n, text, count in connection.execute(chosen)}
    return SuggestionList(items=tuple(told[n] for n in best if n in told))


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


def _numbers(connection: Connection, chosen: ColumnElement[bool], limit: int) -> list[int]:
    """Return the terms some keys find; numbered by frequency, so the lowest are the best."""
    keys = select(term_key.c.term).where(chosen).distinct().order_by(term_key.c.term).limit(limit)
    return list(connection.execute(keys).scalars())
