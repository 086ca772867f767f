"""How many items each further choice would leave, counted over all matches of a question.

A facet leaves its own filter out of the count, so that its other values stay worth choosing.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from queue_server.content.disability import category_mask
from queue_server.content.education import highest_suited
from queue_server.content.looking import Numbers
from queue_server.content.model import DISABILITIES, EDUCATIONS, FACTS, KINDS, OCCUPATIONS
from queue_server.content.regions import child_step
from queue_server.content.searching import FILTERS, Question
from queue_server.content.shelf import Column, Columns, Mask

PAY_STEPS = (2000, 3000, 4000, 5000, 6000, 8000, 10000)
_COLUMNS = {"pay_min": "pay"}
_FEW = 30_000


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
    living = np.flatnonzero(columns.expires > int(asked.now.timestamp()))
    chosen = columns if len(living) == len(columns) else columns.at(living)
    failed: dict[str, Mask] = {name: ~keep(chosen) for name, keep in asked.filters.items()}
    fails = np.zeros(len(living), np.uint8)
    for missed in failed.values():
        fails += missed
    kept = np.flatnonzero(fails == 0)
    nearly = {name: (fails == 1) & missed for name, missed in failed.items()}
    facets = {}
    for name in FILTERS:
        values = getattr(chosen, _COLUMNS.get(name, name))
        counted = _count(name, values[kept] if failed else values, region)
        if name in nearly and name != "region":
            counted.update(_count(name, values[nearly[name]], region))
        facets[name] = _NAMED[name](counted)
    widen = {name: len(kept) + int(np.count_nonzero(missed)) for name, missed in nearly.items()}
    return Counted(living[kept], facets, widen)


def _count(name: str, values: Column, region: str) -> Counter[Any]:
    if name == "region":
        return _children(_tally(values), child_step(region))
    return _COUNTS.get(name, _tally)(values)


def _tally(values: Column) -> Counter[int]:
    """Count the values of a column of codes below a million: few by sorting, many by a table."""
    if len(values) < _FEW:
        few, times = np.unique(values, return_counts=True)
        return Counter(dict(zip(few.tolist(), times.tolist(), strict=True)))
    counts = np.bincount(values)
    found = np.flatnonzero(counts)
    return Counter(dict(zip(found.tolist(), counts[found].tolist(), strict=True)))


def _children(codes: Counter[int], step: int) -> Counter[int]:
    """Return counts by child region, further down while all lie in a single one."""
    counted: Counter[int] = Counter()
    for code, count in codes.items():
        counted[code - code % step] += count
    known = [code for code in counted if code]
    return _children(codes, step // 100 or 1) if len(known) == 1 and step > 1 else counted


def _bits(names: Iterable[str], bits: Iterable[int]) -> Callable[[Column], Counter[str]]:
    pairs = tuple(zip(names, bits, strict=True))

    def count(values: Column) -> Counter[str]:
        return Counter({name: int(np.count_nonzero(values & bit)) for name, bit in pairs})

    return count


def _disabilities(values: Column) -> Counter[str]:
    """Choosing a category also leaves what tells nothing: it is counted in, as in the answer."""
    untold = int(np.count_nonzero(values == 0))
    counted = _bits(DISABILITIES, map(category_mask, DISABILITIES))(values)
    return Counter({name: count + untold for name, count in counted.items()})


def _educations(values: Column) -> Counter[str]:
    """Likewise: choosing an education leaves all that ask for no more."""
    return Counter(
        {
            name: int(np.count_nonzero(values <= highest))
            for name in EDUCATIONS
            if (highest := highest_suited(name)) is not None
        }
    )


def _pays(values: Column) -> Counter[str]:
    return Counter({str(step): int(np.count_nonzero(values >= step)) for step in PAY_STEPS})


def _by_count(counted: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def _told(counted: Counter[Any]) -> dict[str, int]:
    return {name: count for name, count in counted.items() if count}


_COUNTS: dict[str, Callable[[Column], Counter[Any]]] = {
    "education": _educations,
    "disability": _disabilities,
    "pay_min": _pays,
    "facts": _bits(FACTS, (1 << place for place in range(len(FACTS)))),
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
