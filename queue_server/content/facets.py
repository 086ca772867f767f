"""How many items each further choice would leave, counted over all matches of a question.

A facet leaves its own filter out of the count, so that its other values stay worth choosing. All
matches are read once, from the index alone where no words are asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func

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
    """Return the number of matches, and by filter how many each of its values would leave."""
    groups = _grouped(connection, asked, FILTERS)
    total = sum(groups["education"].values())
    # Regions are a tree: what counts is the children of the one chosen.
    for name in asked.filters.keys() - {"region"}:
        groups |= _grouped(connection, asked.without(name), (name,))
    groups["region"] = _children(groups["region"], child_step(query.region))
    return total, {name: _FOLDS[name](groups[name]) for name in FILTERS}


def _grouped(
    connection: Connection, asked: Question, names: Sequence[str]
) -> dict[str, Counter[Any]]:
    """Return counts by raw value: tallying rows here is four times faster than GROUP BY of each."""
    chosen = matching(asked, *(_COLUMNS[name] for name in names))
    rows = connection.execute(chosen).all()
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: Counter(column) for name, column in zip(names, columns, strict=True)}


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


_FOLDS: dict[str, Callable[[Counter[Any]], dict[str, int]]] = {
    "kind": lambda groups: dict(groups.most_common()),
    "region": lambda groups: {f"{code:06d}": count for code, count in groups.most_common() if code},
    "occupation": lambda groups: {OCCUPATIONS[at]: n for at, n in groups.most_common()},
    "education": _fold_education,
    "disability": _fold_disability,
    "pay_min": _fold_pay,
    "facts": _fold_masks(FACTS, (1 << place for place in range(len(FACTS)))),
}
