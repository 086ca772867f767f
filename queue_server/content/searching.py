"""A question checked: its words, what each filter keeps, in which order, and where a page ends.

Pages go on after the sort values of their last row, so nothing is shown twice or left out when
content changes in between.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import numpy as np

from hall.errors import RuleError
from queue_server.content.disability import wanted_mask
from queue_server.content.education import highest_suited
from queue_server.content.indexing import fact_mask
from queue_server.content.looking import Numbers
from queue_server.content.model import FACTS, KINDS, OCCUPATIONS, ContentQuery
from queue_server.content.regions import is_region, span
from queue_server.content.shelf import UNTOLD, Column, Columns, Mask
from queue_server.content.tokens import MAX_QUERY, words

FILTERS = ("kind", "region", "occupation", "education", "disability", "pay_min", "facts")
Keep = Callable[[Columns], Mask]
# Sort values: what comes first by the sort asked for, above 34 bits of seconds of publication.
_DATE_BITS = 34
_LAST_DATE = (1 << _DATE_BITS) - 1
_decode_cursor = msgspec.json.Decoder(tuple[str, int, int]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A checked query: its words, and for each filter that was set what it keeps.

    ``after`` are the sort value and number of the last row of the page before; ``facets`` false
    leaves counts out.
    """

    words: tuple[str, ...]
    filters: dict[str, Keep]
    sort: str
    after: tuple[int, int] | None
    limit: int
    now: datetime
    facets: bool = True


def question(query: ContentQuery, now: datetime) -> Question:
    """Check a query; raises RuleError ``invalid_query`` naming the field that is wrong."""
    if len(query.q) > MAX_QUERY:
        raise _wrong("q", f"at most {MAX_QUERY} characters")
    if not 1 <= query.limit <= 100:
        raise _wrong("limit", "between 1 and 100")
    asked = words(query.q)
    sort = query.sort or ("relevance" if asked or query.like else "newest")
    if sort == "relevance" and not (asked or query.like):
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
        facets=query.facets,
    )


def sort_values(columns: Columns, sort: str, score: Numbers | None = None) -> Numbers:
    """Return by what items are sorted, the highest first; ``score`` is how well each fits."""
    dates: Numbers = np.clip(columns.published, 0, _LAST_DATE)
    if sort == "pay":
        return (np.maximum(columns.pay, 0).astype(np.int64) << _DATE_BITS) + dates
    if sort == "relevance" and score is not None:
        return (score << _DATE_BITS) + dates
    return dates


def first_rows(
    values: Numbers, numbers: Numbers, limit: int, after: tuple[int, int] | None
) -> Numbers:
    """Return the places of the first rows after a cursor, by value and then by number, falling."""
    if after is None:
        places = np.arange(len(values)) if len(values) <= limit else _highest(values, limit)
    else:
        value, number = after
        places = np.flatnonzero((values < value) | ((values == value) & (numbers < number)))
        if len(places) > limit:
            places = places[_highest(values[places], limit)]
    order = np.lexsort((numbers[places], values[places]))[::-1]
    chosen: Numbers = places[order[:limit]]
    return chosen


def _highest(values: Numbers, limit: int) -> Numbers:
    """Return the places of the highest values, and of all that equal the last of them."""
    least = np.partition(values, len(values) - limit)[len(values) - limit]
    places: Numbers = np.flatnonzero(values >= least)
    return places


def cursor_after(sort: str, value: int, number: int) -> str:
    """Return the cursor that goes on after a row."""
    packed = msgspec.json.encode((sort, value, number))
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _after(cursor: str, sort: str) -> tuple[int, int] | None:
    if not cursor:
        return None
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        sorted_by, value, number = _decode_cursor(packed)
    except (ValueError, msgspec.DecodeError) as error:
        raise _wrong("cursor", "not one of ours") from error
    if sorted_by != sort or abs(value) >= 1 << 62 or abs(number) >= 1 << 62:
        raise _wrong("cursor", "belongs to another question")
    return value, number


def _kind(query: ContentQuery) -> Keep:
    if query.kind not in KINDS:
        raise _wrong("kind", f"one of {', '.join(KINDS)}")
    wanted = KINDS.index(query.kind)
    return lambda columns: columns.kind == wanted


def _region(query: ContentQuery) -> Keep:
    if not is_region(query.region):
        raise _wrong("region", "six digits of an administrative division")
    first, last = span(query.region)
    return _among("region", lambda values: (values >= first) & (values <= last))


def _occupation(query: ContentQuery) -> Keep:
    if query.occupation not in OCCUPATIONS:
        raise _wrong("occupation", f"one of {', '.join(OCCUPATIONS)}")
    wanted = OCCUPATIONS.index(query.occupation)
    return lambda columns: columns.occupation == wanted


def _education(query: ContentQuery) -> Keep:
    highest = highest_suited(query.education)
    if highest is None:
        raise _wrong("education", "any, primary, junior, secondary, vocational, college, …")
    return lambda columns: columns.education <= highest


def _disability(query: ContentQuery) -> Keep:
    wanted = wanted_mask(query.disability)
    if wanted is None:
        raise _wrong("disability", "a category, or category:level")
    return _among("disability", lambda values: (values == 0) | ((values & wanted) != 0))


def _pay(query: ContentQuery) -> Keep:
    least = query.pay_min or 0
    if not 0 <= least <= 10_000_000:
        raise _wrong("pay_min", "yuan a month")
    return lambda columns: (columns.pay != UNTOLD) & (columns.pay >= least)


def _facts(query: ContentQuery) -> Keep:
    if unknown := [fact for fact in query.facts if fact not in FACTS]:
        raise _wrong("facts", f"no fact is called {unknown[0][:40]}")
    wanted = fact_mask(query.facts)
    return _among("facts", lambda values: (values & wanted) == wanted)


def _among(name: str, keep: Callable[[Column], Mask]) -> Keep:
    """Return what keeps items by one of the few values of a column."""

    def kept(columns: Columns) -> Mask:
        numbers, values = columns.coded(name)
        fits: Mask = keep(values)[numbers]
        return fits

    return kept


_UNSET: Sequence[object] = (None, "", ())
_BUILDERS: dict[str, Callable[[ContentQuery], Keep]] = {
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
