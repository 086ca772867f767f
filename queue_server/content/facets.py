"""How many items each further choice would leave, counted over all matches of a question.

A facet leaves its own filter out of the count, so that its other values stay worth choosing.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from queue_server.content.disability import category_mask
from queue_server.content.education import highest_suited
from queue_server.content.looking import Numbers
from queue_server.content.model import DISABILITIES, EDUCATIONS, FACTS, KINDS, OCCUPATIONS
from queue_server.content.regions import child_step
from queue_server.content.searching import FILTERS, Question
from queue_server.content.shelf import UNTOLD, Column, Columns, Mask

PAY_STEPS = (2000, 3000, 4000, 5000, 6000, 8000, 10000)
_Names = Sequence[str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question matches: places among the items looked at, and counts by filter.

    ``widen`` tells for each filter set how many items there were without it.
    """

    places: Numbers
    facets: dict[str, dict[str, int]]
    widen: dict[str, int]


def count_all(columns: Columns, asked: Question, region: str = "") -> Counted:
    """Return what a question's filters keep of items that hold its words, and the counts.

    ``region`` is the one chosen: regions are a tree, what counts is the children of it.
    """
    alive = columns.expires > int(asked.now.timestamp())
    living = _ALL if alive.all() else np.flatnonzero(alive)
    chosen = columns if living is _ALL else columns.at(living)
    failed: dict[str, Mask] = {name: ~keep(chosen) for name, keep in asked.filters.items()}
    fails = np.zeros(len(chosen), np.uint8)
    for missed in failed.values():
        fails += missed
    kept = np.flatnonzero(fails == 0)
    places = kept if living is _ALL else living[kept]
    if len(kept) and not asked.facets:
        return Counted(places, {}, {})
    nearly = {name: np.flatnonzero((fails == 1) & missed) for name, missed in failed.items()}
    found = chosen if len(kept) == len(chosen) else chosen.at(kept)
    facets = {}
    for name in FILTERS if asked.facets else ():
        counted = _count(name, found, region)
        if name != "region" and len(others := nearly.get(name, _NONE)):
            counted.update(_count(name, chosen.at(others), region))
        facets[name] = _NAMED[name](counted)
    widen = {name: len(kept) + len(others) for name, others in nearly.items()}
    return Counted(places, facets, widen)


def _count(name: str, columns: Columns, region: str) -> Counter[Any]:
    if name == "region":
        return _children(_coded(columns, name), child_step(region))
    return _COUNTS[name](columns)


def _children(codes: Counter[int], step: int) -> Counter[int]:
    """Return counts by child region, further down while all lie in a single one."""
    counted: Counter[int] = Counter()
    for code, count in codes.items():
        counted[code - code % step] += count
    known = [code for code in counted if code]
    return _children(codes, step // 100 or 1) if len(known) == 1 and step > 1 else counted


def _coded(columns: Columns, name: str) -> Counter[int]:
    """Count the values of a column that has few different ones."""
    numbers, values = columns.coded(name)
    counts = np.bincount(numbers, minlength=len(values))
    found = np.flatnonzero(counts)
    return Counter(dict(zip(values[found].tolist(), counts[found].tolist(), strict=True)))


def _plain(column: Column) -> Counter[int]:
    counts = np.bincount(column)
    return Counter({at: int(counts[at]) for at in np.flatnonzero(counts).tolist()})


def _bits(columns: Columns, name: str, names: _Names, masks: Sequence[int]) -> Counter[str]:
    """Count the items with each of some bits."""
    numbers, values = columns.coded(name)
    counts = np.bincount(numbers, minlength=len(values))
    held = (values[:, None] & np.array(masks, np.int32)) != 0
    told = counts @ held
    return Counter(dict(zip(names, told.tolist(), strict=True)))


def _disabilities(columns: Columns) -> Counter[str]:
    """Choosing a category also leaves what tells nothing: it is counted in, as in the answer."""
    counted = _bits(columns, "disability", DISABILITIES, _CATEGORIES)
    untold = _coded(columns, "disability")[0]
    return Counter({name: count + untold for name, count in counted.items()})


def _educations(columns: Columns) -> Counter[str]:
    """Likewise: choosing an education leaves all that ask for no more."""
    upto = np.bincount(columns.education - UNTOLD, minlength=len(EDUCATIONS) + 1).cumsum()
    return Counter(
        {
            name: int(upto[highest - UNTOLD])
            for name in EDUCATIONS
            if (highest := highest_suited(name)) is not None
        }
    )


def _pays(columns: Columns) -> Counter[str]:
    pay = columns.pay
    return Counter({str(step): int(np.count_nonzero(pay >= step)) for step in PAY_STEPS})


def _by_count(counted: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def _told(counted: Counter[Any]) -> dict[str, int]:
    return {name: count for name, count in counted.items() if count}


_NONE: Numbers = np.empty(0, np.int64)
_ALL: Numbers = np.empty(0, np.int64)
_CATEGORIES = tuple(map(category_mask, DISABILITIES))
_FACTS = tuple(1 << place for place in range(len(FACTS)))
_COUNTS: dict[str, Callable[[Columns], Counter[Any]]] = {
    "kind": lambda columns: _plain(columns.kind),
    "occupation": lambda columns: _plain(columns.occupation),
    "education": _educations,
    "disability": _disabilities,
    "pay_min": _pays,
    "facts": lambda columns: _bits(columns, "facts", FACTS, _FACTS),
}
_NAMED: dict[str, Callable[[Counter[Any]], dict[str, int]]] = {
    "kind": lambda counted: {KINDS[at]: n for at, n in _by_count(counted)},
    "region": lambda counted: {f"{code:06d}": n for code, n in _by_count(counted) if code},
    "occupation": lambda counted: {OCCUPATIONS[at]: n for at, n in _by_count(counted)},
    "education": _told,
    "disability": _told,
    "pay_min": _told,
    "facts": _told,
}
