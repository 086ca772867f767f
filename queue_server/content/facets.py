"""How many items each further choice would leave, counted over all matches of a question.

A facet leaves its own filter out of the count, so that its other values stay worth choosing. All
matches are read once, from the index alone where no words are asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal

from queue_server.content.database import item
from queue_server.content.disability import category_mask
from queue_server.content.model import DISABILITIES, EDUCATIONS, FACTS, OCCUPATIONS, ContentQuery
from queue_server.content.regions import child_step
from queue_server.content.searching import FILTERS, Question, matching

PAY_STEPS = (2000, 3000, 4000, 5000, 6000, 8000, 10000)
_COLUMNS: dict[str, Any] = {
    name: func.coalesce(item.c.pay_max, item.c.pay_min, 0) if name == "pay_min" else item.c[name]
    for name in FILTERS
}


def count_all(
    connection: Connection, query: ContentQuery, asked: Question
) -> tuple[int, dict[str, dict[str, int]]]:
    """Return the number of matches, and by filter how many each of its values would leave.

    One reading serves all: each row comes with the one filter it fails, if any. Rows that fail
    none count everywhere, those that fail one count for that one's facet, others do not come.
    """
    # Regions are a tree: what counts is the children of the one chosen.
    own = [name for name in asked.filters if name != "region"]
    bits = {name: 1 << at for at, name in enumerate(own)}
    fails: ColumnElement[int] = literal(0)
    for name in own:
        fails = fails + case((asked.filters[name], 0), else_=bits[name])
    chosen = matching(asked.without(own), fails, *(_COLUMNS[name] for name in FILTERS))
    if own:
        chosen = chosen.where(fails.in_([0, *bits.values()]))
    rows = connection.execute(chosen).all()
    kept = [row for row in rows if not row[0]] if own else rows
    groups = {name: _tally(kept, at) for at, name in enumerate(FILTERS, start=1)}
    for name in own:
        nearly = [row for row in rows if row[0] == bits[name]]
        groups[name] += _tally(nearly, FILTERS.index(name) + 1)
    groups["region"] = _children(groups["region"], child_step(query.region))
    return len(kept), {name: _FOLDS[name](groups[name]) for name in FILTERS}


def _tally(rows: Sequence[Any], column: int) -> Counter[Any]:
    """Count the values of a column: four times faster here than a GROUP BY for each."""
    return Counter(map(itemgetter(column), rows))


def _children(codes: Counter[Any], step: int) -> Counter[Any]:
    """Return counts by child region, further down while all lie in a single one."""
    counted: Counter[Any] = Counter()
    for code, count in codes.items():
        counted[code - code % step] += count
    known = [code for code in counted if code]
    return _children(codes, step // 100 or 1) if len(known) == 1 and step > 1 else counted


def _fold_masks(values: Iterable[str], bits: Iterable[int]) -> Callable[[Counter[Any]], Any]:
    pairs = tuple(zip(values, bits, strict=True))

    def fold(groups: Counter[Any]) -> dict[str, int]:
        counted = {
            value: sum(count for mask, count in groups.items() if mask & bit)
            for value, bit in pairs
        }
        return {value: count for value, count in counted.items() if count}

    return fold


def _fold_disability(groups: Counter[Any]) -> dict[str, int]:
    """Choosing a category also leaves what tells nothing: it is counted in, as in the answer."""
    untold = groups[0]
    stated = _fold_masks(DISABILITIES, map(category_mask, DISABILITIES))(groups)
    counted = {value: stated.get(value, 0) + untold for value in DISABILITIES}
    return {value: count for value, count in counted.items() if count}


def _fold_education(groups: Counter[Any]) -> dict[str, int]:
    """Likewise: choosing an education leaves all that ask for no more."""
    counted = {}
    for rank, name in enumerate(EDUCATIONS):
        highest = max(rank, 4) if name == "secondary" else rank
        counted[name] = sum(
            count for needed, count in groups.items() if needed is None or needed <= highest
        )
    return {name: count for name, count in counted.items() if count}


def _fold_pay(groups: Counter[Any]) -> dict[str, int]:
    counted = {
        str(step): sum(count for pay, count in groups.items() if pay >= step) for step in PAY_STEPS
    }
    return {value: count for value, count in counted.items() if count}


def _by_count(groups: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(groups.items(), key=lambda each: (-each[1], each[0]))


_FOLDS: dict[str, Callable[[Counter[Any]], dict[str, int]]] = {
    "kind": lambda groups: dict(_by_count(groups)),
    "region": lambda groups: {f"{code:06d}": count for code, count in _by_count(groups) if code},
    "occupation": lambda groups: {OCCUPATIONS[at]: n for at, n in _by_count(groups)},
    "education": _fold_education,
    "disability": _fold_disability,
    "pay_min": _fold_pay,
    "facts": _fold_masks(FACTS, (1 << place for place in range(len(FACTS)))),
}
