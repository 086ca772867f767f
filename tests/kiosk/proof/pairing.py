"""Ways to use the kiosk, so chosen that every two of them meet: a few stand for the product."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import combinations, product
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kiosk.flow.model import Modes

Row = dict[str, Any]
Pair = tuple[tuple[str, int], tuple[str, int]]

LANGUAGES = ("zh-CN", "en")
_LOOKS_THE_SAME = ("explore", "curtain")
"""Modes that change neither words nor places."""


def mode_values() -> dict[str, tuple[Any, ...]]:
    """Return every mode that changes how a screen looks, and its values; new ones come by itself.

    Steps of sound and time (numbers) change no screen but the settings'.
    """
    hints = get_type_hints(Modes)
    found: dict[str, tuple[Any, ...]] = {"language": LANGUAGES}
    for field in fields(Modes):
        hint = hints[field.name]
        if field.name in _LOOKS_THE_SAME:
            continue
        if hint is bool:
            found[field.name] = (False, True)
        elif get_origin(hint) is Literal:
            found[field.name] = get_args(hint)
    return found


def pairwise(values: Mapping[str, Sequence[Any]]) -> list[Row]:
    """Return rows in which every two values of different names stand together at least once."""
    names = sorted(values, key=lambda name: -len(values[name]))
    waiting = {
        ((one, a), (other, b))
        for one, other in combinations(names, 2)
        for a, b in product(range(len(values[one])), range(len(values[other])))
    }
    rows: list[Row] = []
    while waiting:
        chosen: dict[str, int] = {}
        (one, a), (other, b) = min(waiting, key=str)
        chosen[one], chosen[other] = a, b
        for name in names:
            if name not in chosen:
                chosen[name] = _best(name, len(values[name]), chosen, waiting, names)
        for name, known in combinations(names, 2):
            waiting.discard(((name, chosen[name]), (known, chosen[known])))
        rows.append({name: values[name][at] for name, at in chosen.items()})
    return rows


def _best(
    name: str, count: int, chosen: Mapping[str, int], waiting: set[Pair], names: Sequence[str]
) -> int:
    """Return the value that makes the most pairs with what is chosen already."""

    def met(place: int) -> int:
        return sum(_pair(name, place, one, at, names) in waiting for one, at in chosen.items())

    return max(range(count), key=met)


def every(values: Mapping[str, Sequence[Any]]) -> Iterator[Row]:
    """Yield the full product."""
    names = list(values)
    for row in product(*(values[name] for name in names)):
        yield dict(zip(names, row, strict=True))


def in_turn(rows: Sequence[Row], place: int, count: int) -> list[Row]:
    """Return so many rows for the thing at a place: things one after another get them in turn."""
    return [rows[(place * count + step) % len(rows)] for step in range(count)]


def _pair(one: str, a: int, other: str, b: int, names: Sequence[str]) -> Pair:
    first = names.index(one) < names.index(other)
    return ((one, a), (other, b)) if first else ((other, b), (one, a))
