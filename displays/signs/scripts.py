"""Lines of mixed scripts cut into stretches of one font, in the order they are seen. Pure.

A small part of the Unicode bidirectional rules, enough for signs: a line is right-to-left when its
first strong letter is Arabic, or when it has Arabic letters and no Chinese. Its stretches are then
seen from right to left, numbers and Latin inside them from left to right, brackets and arrows
turned round. Shaping within a stretch is the font engine's work.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Script = Literal["wide", "arabic", "mongolian"]

_NEUTRAL = ("ON", "WS", "BN", "ES", "ET", "CS", "B", "S", "NSM")
_TURNED = {}
for _pair in ("()", "[]", "{}", "<>", "（）", "［］", "【】", "《》", "〈〉", "«»", "→←"):
    _TURNED[_pair[0]], _TURNED[_pair[1]] = _pair[1], _pair[0]
_CLOSING = ")]}>）］】》〉»"
_ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
_MONGOLIAN = ((0x1800, 0x18AF), (0x202F, 0x202F), (0x11660, 0x1166C))
_SHAPED = re.compile(
    "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in (*_ARABIC, *_MONGOLIAN)) + "]"
)
_CHINESE = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one font and direction, in reading order."""

    text: str
    script: Script


def script_of(character: str) -> Script | None:
    """Return the script a character asks for, None for blanks and marks any stretch can hold."""
    code = ord(character)
    if _within(code, _ARABIC):
        return "arabic"
    if _within(code, _MONGOLIAN):
        return "mongolian"
    return None if unicodedata.bidirectional(character) in _NEUTRAL else "wide"


def is_plain(line: str) -> bool:
    """Tell whether a line needs neither joining nor turning: most lines, found out quickly."""
    return _SHAPED.search(line) is None


def is_right_to_left(line: str) -> bool:
    """Tell whether a line begins at its right end."""
    if not any(_within(ord(each), _ARABIC) for each in line):
        return False
    first = next((each for each in line if unicodedata.bidirectional(each) in ("L", "R", "AL")), "")
    chinese = any(_within(ord(each), _CHINESE) for each in line)
    return _within(ord(first), _ARABIC) if chinese else True


def is_mongolian(line: str) -> bool:
    """Tell whether a line is in the traditional Mongolian script, which runs downwards."""
    if is_plain(line):
        return False
    letters = [each for each in line if script_of(each) is not None]
    return 2 * sum(script_of(each) == "mongolian" for each in letters) > len(letters) > 0


@lru_cache(maxsize=512)
def stretches(line: str) -> Sequence[Stretch]:
    """Return the stretches of a line from its left end to its right end."""
    parts = _parts(line)
    if not is_right_to_left(line):
        return tuple(parts)
    return tuple(
        part if part.script == "arabic" else Stretch(_turned(part.text), part.script)
        for part in reversed(parts)
    )


def _parts(line: str) -> list[Stretch]:
    """Cut where the script changes; neutral characters stay with what they follow.

    Blanks between two stretches become stretches of their own, so that they keep their place when
    the order is turned.
    """
    parts: list[Stretch] = []
    text, script = "", None
    waiting = ""
    for character in line:
        found = script_of(character)
        if found is None:
            waiting += character
            continue
        if script == found:
            text += waiting + character
        else:
            text, waiting = _with_closing(text, waiting)
            if script is not None:
                parts.append(Stretch(text, script))
            if waiting:
                parts.append(Stretch(waiting, "wide"))
            text, script = character, found
        waiting = ""
    text, waiting = _with_closing(text, waiting)
    if script is not None:
        parts.append(Stretch(text, script))
    if waiting:
        parts.append(Stretch(waiting, "wide"))
    return parts


def _with_closing(text: str, waiting: str) -> tuple[str, str]:
    """Give a stretch the brackets that close what was opened in it; return it and the rest."""
    end = 0
    for place, mark in enumerate(waiting):
        opening = _TURNED.get(mark, "")
        if opening and mark in _CLOSING and text.count(opening) > text.count(mark):
            end = place + 1
    return text + waiting[:end], waiting[end:]


def _turned(text: str) -> str:
    """Turn a stretch of neutral characters round; one with letters or digits keeps its order."""
    if any(script_of(each) is not None for each in text):
        return text
    return "".join(_TURNED.get(each, each) for each in reversed(text))


def _within(code: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)
