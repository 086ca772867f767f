"""The order in which letters are seen: the Unicode bidirectional algorithm of FriBidi.

FriBidi is on every machine that can draw shaped text at all (Pillow loads the same library).
"""

import ctypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from hall.errors import DeviceError

Direction = Literal["ltr", "rtl"]

_LIBRARY = "libfribidi.so.0"
_PAR_LTR, _PAR_RTL = 0x110, 0x111
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_FIRST_RIGHT_TO_LEFT = "\u0590"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one direction, in reading order."""

    text: str
    direction: Direction


def has_right_to_left(text: str) -> bool:
    """Tell whether a text has a letter or digit written from right to left."""
    return any(
        char >= _FIRST_RIGHT_TO_LEFT and unicodedata.bidirectional(char) in _RIGHT_TO_LEFT
        for char in text
    )


def first_direction(text: str) -> Direction:
    """Return the direction of the first letter that has one (rules P2 and P3)."""
    for char in text:
        match unicodedata.bidirectional(char):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
            case _:
                pass
    return "ltr"


def visual_order(text: str, base: Direction) -> Sequence[Stretch]:
    """Return the stretches of a line as they stand from the left end of it to the right.

    Raises DeviceError where the library is not installed; plain left-to-right text needs none.
    """
    if base == "ltr" and not has_right_to_left(text):
        return (Stretch(text, "ltr"),) if text else ()
    levels = _levels(text, base)
    order = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):
        _turn(order, levels, level)
    return tuple(_stretches(text, levels, order))


def _turn(order: list[int], levels: Sequence[int], level: int) -> None:
    """Reverse every run of at least this level (rule L2); ``order`` holds places in the text."""
    start = 0
    while start < len(order):
        if levels[order[start]] < level:
            start += 1
            continue
        end = start
        while end < len(order) and levels[order[end]] >= level:
            end += 1
        order[start:end] = order[start:end][::-1]
        start = end


def _stretches(text: str, levels: Sequence[int], order: list[int]) -> list[Stretch]:
    """Join neighbours of one level; right-to-left ones back into reading order for the shaper."""
    stretches: list[Stretch] = []
    start = 0
    for end in range(1, len(order) + 1):
        if end < len(order) and levels[order[end]] == levels[order[start]]:
            continue
        places = sorted(order[start:end])
        direction: Direction = "rtl" if levels[order[start]] % 2 else "ltr"
        stretches.append(Stretch("".join(text[place] for place in places), direction))
        start = end
    return stretches


def _levels(text: str, base: Direction) -> Sequence[int]:
    library, count = _fribidi(), len(text)
    chars = (ctypes.c_uint32 * count)(*map(ord, text))
    types, brackets = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)()
    levels = (ctypes.c_int8 * count)()
    paragraph = ctypes.c_uint32(_PAR_RTL if base == "rtl" else _PAR_LTR)
    library.fribidi_get_bidi_types(chars, count, types)
    library.fribidi_get_bracket_types(chars, count, types, brackets)
    known = library.fribidi_get_par_embedding_levels_ex(
        types, brackets, count, ctypes.byref(paragraph), levels
    )
    if not known:
        raise DeviceError("FriBidi had no memory left to order a line of text")
    return list(levels)


@lru_cache(maxsize=1)
def _fribidi() -> Any:
    try:
        library = ctypes.CDLL(_LIBRARY)
        library.fribidi_get_par_embedding_levels_ex.restype = ctypes.c_int8
    except (OSError, AttributeError) as error:
        raise DeviceError(
            f"Uyghur and Kazakh cannot be drawn ({error}): apt install libfribidi0"
        ) from error
    return library
