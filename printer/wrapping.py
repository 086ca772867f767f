"""Breaking a text into lines by width, with the rules of Chinese and of words.

No line begins with closing punctuation or ends with an opening one, words stay whole where they
can, and the last line is not a single character.
"""

import re
import unicodedata
from collections.abc import Callable

_NOT_FIRST = frozenset("，。、；：！？）》”’】〉」』…—～·,.;:!?)]}%°")
_NOT_LAST = frozenset("（《“‘【〈「『([{￥¥")

_LOOSE = re.compile(r"(?<=[\u3400-\u9fff]) (?=[!-~])|(?<=[!-~]) (?=[\u3400-\u9fff])")

Measure = Callable[[str], float]


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines of a text, each at most ``width`` wide by ``measure``.

    Nothing is dropped but the spaces at which a line is broken. A single character wider than the
    line stands alone.
    """
    lines: list[list[str]] = [[]]
    for unit in _units(text):
        fits = measure("".join([*lines[-1], unit]).rstrip()) <= width
        if fits:
            lines[-1].append(unit)
        elif measure(unit.strip()) <= width:
            lines.append([unit.lstrip()])
        else:
            _place_split(lines, unit, width, measure)
    _balance_end(lines, width, measure)
    return [line for line in ("".join(units).strip() for units in lines) if line]


def balanced_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return as few lines as ``break_lines`` makes, but of much the same width (for titles)."""
    lines = break_lines(text, width, measure)
    if len(lines) < 2:
        return lines
    whole = [measured for unit in _units(text) if (measured := measure(unit.strip())) <= width]
    narrow, wide = max(whole, default=0.0), width  # narrower would break a word
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = break_lines(text, middle, measure)
        if len(tried) <= len(lines) and all(measure(line) <= middle for line in tried):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def compact(text: str) -> str:
    """Return a text without the spaces between Chinese and figures, which only look better."""
    return _LOOSE.sub("", text)


def longest_word(text: str, measure: Measure) -> float:
    """Return the width of the widest piece that should not be broken."""
    return max((measure(unit.strip()) for unit in _units(text)), default=0.0)


def _units(text: str) -> list[str]:
    """Split into the smallest pieces that may begin a line."""
    units: list[str] = []
    for char in text:
        if units and _joined(units[-1], char):
            units[-1] += char
        else:
            units.append(char)
    return units


def _joined(unit: str, char: str) -> bool:
    last = unit[-1]
    if unicodedata.category(char)[0] == "M" or char in _NOT_FIRST or last in _NOT_LAST:
        return True
    if char in " \u0f0b":
        return True
    return not _breakable(char) and not _breakable(last)


def _breakable(char: str) -> bool:
    """Tell whether a line may be broken beside a character: Han and its like, spaces, tsheg."""
    return char in " \u0f0b" or unicodedata.east_asian_width(char) in "WF"


def _place_split(lines: list[list[str]], unit: str, width: float, measure: Measure) -> None:
    for piece in _clusters(unit):
        if lines[-1] and measure("".join([*lines[-1], piece]).rstrip()) > width:
            lines.append([])
        lines[-1].append(piece)


def _clusters(unit: str) -> list[str]:
    clusters: list[str] = []
    for char in unit:
        if clusters and unicodedata.category(char)[0] == "M":
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _balance_end(lines: list[list[str]], width: float, measure: Measure) -> None:
    if len(lines) < 2 or len(lines[-2]) < 3:
        return
    last = "".join(lines[-1]).strip()
    alone = len(last.rstrip("，。！？,.!?")) == 1 and _breakable(last[0])
    moved = lines[-2][-1]
    if alone and moved.strip() and measure(moved + last) <= width:
        lines[-1].insert(0, lines[-2].pop())
