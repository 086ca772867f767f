"""Content made safe before it reaches any sign: what could steer a device or deceive a reader goes.

Signs show texts people typed or imported. Control and formatting characters (bells, escape codes,
right-to-left overrides, zero-width joiners), emoji and private-use characters never reach a codec;
family-specific codes (a backslash on text cards) are dealt with by the codec that knows them.
"""

import re
import unicodedata
from functools import lru_cache

_MOST = 400
_CUT = "…"
_MONGOLIAN_SEPARATOR = "\u180e"
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3,}")
# Emoji and pictographs no sign font holds; the arrows and geometric shapes below stay.
_PICTOGRAPHS = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0xFE00, 0xFE0F), (0xE0000, 0xE01EF))


def safe_text(text: str, *, most: int = _MOST) -> str:
    """Return the text as signs may show it: no controls, one blank for many, at most ``most`` long.

    Newlines stay (they divide lines); a text that had to be cut ends in ``…``.
    """
    joined, is_cut = _joined(text[: 8 * most + 1], most)
    return joined[: most - 1] + _CUT if is_cut else joined


def is_too_long(text: str, *, most: int = _MOST) -> bool:
    """Tell whether ``safe_text`` has to cut a text."""
    return _joined(text[: 8 * most + 1], most)[1]


@lru_cache(maxsize=1024)
def _joined(text: str, most: int) -> tuple[str, bool]:
    kept = _MARKS.sub(_few_marks, "".join(_safe(character) for character in text[: 8 * most]))
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    joined = "\n".join(line for line in lines if line)
    return joined, len(joined) > most or len(text) > 8 * most


def _few_marks(marks: re.Match[str]) -> str:
    """Keep two of many marks stacked on one letter: more only hide it."""
    return marks[0][:2]


def _safe(character: str) -> str:
    if character in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    if character == _MONGOLIAN_SEPARATOR:
        return character  # shapes the last letter of a word
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    code = ord(character)
    return "" if any(first <= code <= last for first, last in _PICTOGRAPHS) else character
