"""A question as SQL: which rows match, in which order, and where a page ends.

The index proposes rows, the haystack decides (see ``tokens``). Pages go on after the sort values
of their last row, so nothing is shown twice or left out when content changes in between.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, func, literal, literal_column, or_, select
from sqlalchemy import tuple_ as row_of
from sqlalchemy.sql import column, table

from hall.errors import RuleError
from queue_server.content.applying import fact_mask
from queue_server.content.database import item
from queue_server.content.disability import wanted_mask
from queue_server.content.education import highest_suited
from queue_server.content.model import FACTS, KINDS, OCCUPATIONS, ContentQuery
from queue_server.content.regions import is_region, span
from queue_server.content.tokens import MAX_QUERY, match_expression, needs_check, words

FILTERS = ("kind", "region", "occupation", "education", "disability", "pay_min", "facts")
_INDEX = table("words", column("rowid"))
_Condition = ColumnElement[bool]
_decode_cursor = msgspec.json.Decoder(tuple[str, int, int, int]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A checked query: its words, and a condition for each filter that was set."""

    words: tuple[str, ...]
    filters: dict[str, _Condition]
    sort: str
    after: tuple[int, int, int] | None
    limit: int
    now: datetime

    def without(self, names: Sequence[str]) -> "Question":
        """Return the question without some filters, for counting their other values."""
        kept = {key: value for key, value in self.filters.items() if key not in names}
        return replace(self, filters=kept)


def question(query: ContentQuery, now: datetime) -> Question:
    """Check a query; raises RuleError ``invalid_query`` naming the field that is wrong."""
    if len(query.q) > MAX_QUERY:
        raise _wrong("q", f"at most {MAX_QUERY} characters")
    if not 1 <= query.limit <= 100:
        raise _wrong("limit", "between 1 and 100")
    asked = words(query.q)
    sort = query.sort or ("relevance" if asked else "newest")
    if sort == "relevance" and not asked:
        sort = "newest"
    filters = {
        name: build(query)
        for name, build in _BUILDERS.items()
        if getattr(query, name) not in _UNSET
    }
    return Question(
        words=asked,
        filters=filters,
        sort=sort,
        after=_after(query.cursor, sort),
        limit=query.limit,
        now=now,
    )


def matching(asked: Question, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return the selection of all rows a question matches, with these columns."""
    chosen = select(*columns)
    conditions = [or_(item.c.expires.is_(None), item.c.expires > int(asked.now.timestamp()))]
    conditions += asked.filters.values()
    if asked.words:
        chosen = chosen.select_from(_INDEX.join(item, item.c.n == _INDEX.c.rowid))
        expression = literal(match_expression(asked.words))
        conditions.append(literal_column("words").op("match", is_comparison=True)(expression))
        conditions += [
            func.instr(item.c.haystack, word) > 0 for word in asked.words if needs_check(word)
        ]
    return chosen.where(and_(*conditions))


def page(asked: Question) -> Select[Any]:
    """Return the selection of one page: row number and the sort values, one row more than asked."""
    first, second = _order(asked)
    chosen = matching(asked, item.c.n, first.label("first"), second.label("second"))
    if asked.after is not None:
        chosen = chosen.where(row_of(first, second, -item.c.n) > row_of(*map(literal, asked.after)))
    ends = (first, second, -item.c.n) if asked.sort != "newest" else (second, -item.c.n)
    if asked.sort == "newest":
        return chosen.order_by(item.c.published.desc(), item.c.n.desc()).limit(asked.limit + 1)
    return chosen.order_by(*ends).limit(asked.limit + 1)


def cursor_after(asked: Question, row: Any) -> str:
    """Return the cursor that goes on after a row of ``page``."""
    packed = msgspec.json.encode((asked.sort, row.first, row.second, -row.n))
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _order(asked: Question) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the two values rows are sorted by, ascending."""
    newest = -item.c.published
    if asked.sort == "pay":
        return -func.coalesce(item.c.pay_max, item.c.pay_min, 0), newest
    if asked.sort == "relevance":
        # A word in the title counts nothing, one elsewhere counts one: the least comes first.
        found = [
            case((func.instr(item.c.haystack, word) <= item.c.title_length, 0), else_=1)
            for word in asked.words
        ]
        total: ColumnElement[int] = found[0]
        for each in found[1:]:
            total = total + each
        return total, newest
    return literal(0), newest


def _after(cursor: str, sort: str) -> tuple[int, int, int] | None:
    if not cursor:
        return None
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        sorted_by, *values = _decode_cursor(packed)
    except (ValueError, msgspec.DecodeError) as error:
        raise _wrong("cursor", "not one of ours") from error
    if sorted_by != sort or any(abs(value) >= 1 << 62 for value in values):
        raise _wrong("cursor", "belongs to another question")
    return values[0], values[1], values[2]


def _kind(query: ContentQuery) -> _Condition:
    if query.kind not in KINDS:
        raise _wrong("kind", f"one of {', '.join(KINDS)}")
    return item.c.kind == query.kind


def _region(query: ContentQuery) -> _Condition:
    if not is_region(query.region):
        raise _wrong("region", "six digits of an administrative division")
    first, last = span(query.region)
    return item.c.region.between(first, last)


def _occupation(query: ContentQuery) -> _Condition:
    if query.occupation not in OCCUPATIONS:
        raise _wrong("occupation", f"one of {', '.join(OCCUPATIONS)}")
    return item.c.occupation == OCCUPATIONS.index(query.occupation)


def _education(query: ContentQuery) -> _Condition:
    highest = highest_suited(query.education)
    if highest is None:
        raise _wrong("education", "any, primary, junior, secondary, vocational, college, …")
    return or_(item.c.education.is_(None), item.c.education <= highest)


def _disability(query: ContentQuery) -> _Condition:
    wanted = wanted_mask(query.disability)
    if wanted is None:
        raise _wrong("disability", "a category, or category:level")
    return or_(item.c.disability == 0, item.c.disability.op("&")(wanted) != 0)


def _pay(query: ContentQuery) -> _Condition:
    if not 0 <= (query.pay_min or 0) <= 10_000_000:
        raise _wrong("pay_min", "yuan a month")
    return func.coalesce(item.c.pay_max, item.c.pay_min) >= query.pay_min


def _facts(query: ContentQuery) -> _Condition:
    if unknown := [fact for fact in query.facts if fact not in FACTS]:
        raise _wrong("facts", f"no fact is called {unknown[0][:40]}")
    wanted = fact_mask(query.facts)
    return item.c.facts.op("&")(wanted) == wanted


_UNSET: Sequence[object] = (None, "", ())
_BUILDERS: dict[str, Callable[[ContentQuery], _Condition]] = {
    "kind": _kind,
    "region": _region,
    "occupation": _occupation,
    "education": _education,
    "disability": _disability,
    "pay_min": _pay,
    "facts": _facts,
}


def _wrong(field: str, detail: str) -> RuleError:
    return RuleError("invalid_query", f"{field}: {detail}", field=field)
