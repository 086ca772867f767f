"""Text for cards with a GB2312 font: bytes the font can draw, and a list of what it cannot.

Python's own ``gb2312`` codec refuses the middle dot of names such as 买买提·吐尔逊 and the dash, so
``gbk`` is used and its extras are refused.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SAME = {
    "¥": "￥",
    "\u00a0": " ",
    "〇": "○",
    "\\": "＼",  # a backslash would begin one of the card's inline codes
    "•": "·",
    "‧": "·",
    "–": "—",
    "−": "-",
    "→": "→",
    "➔": "→",
    "‑": "-",
}
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """Bytes for the card, and each substitution as ``X→Y`` for people to read."""

    data: bytes
    substituted: tuple[str, ...]


def card_text(text: str) -> CardText:
    """Return the text in the card's code, nothing lost unnoticed. Newlines are left alone."""
    data = bytearray()
    substituted: list[str] = []
    for character in text:
        code = b"\n" if character == "\n" else _code(_SAME.get(character, character))
        if code is None:
            similar = _similar(character)
            code = b"".join(_code(each) or b"?" for each in similar)
            substituted.append(f"{character}→{similar}")
        data += code
    return CardText(data=bytes(data), substituted=tuple(dict.fromkeys(substituted)))


def _code(character: str) -> bytes | None:
    """Return one or two bytes, or None where a GB2312 font has no such character."""
    if " " <= character <= "~":
        return character.encode("ascii")
    try:
        code = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return code if len(code) == 2 and _in_gb2312(code[0], code[1]) else None


def _in_gb2312(lead: int, trail: int) -> bool:
    if not (0xA1 <= lead <= 0xF7 and 0xA1 <= trail <= 0xFE):
        return False
    extras = {0xA2: range(0xA1, 0xAB), 0xA6: range(0xE0, 0xF6), 0xA8: range(0xBB, 0xC1)}
    return trail not in extras.get(lead, ())


def _similar(character: str) -> str:
    """Return what is drawn instead: a compatible form, the letter without its marks, pinyin."""
    for form in ("NFKC", "NFKD"):
        plain = "".join(
            each
            for each in unicodedata.normalize(form, character)
            if not unicodedata.combining(each)
        )
        if (
            plain
            and plain != character
            and all(_code(each) for each in plain)
            and "\\" not in plain
        ):
            return plain
    return pinyin(character) or _UNKNOWN


def pinyin(character: str) -> str:
    """Return a Chinese character's reading in ASCII, or nothing where none is known."""
    if not unicodedata.name(character, "").startswith("CJK"):
        return ""
    try:
        from pypinyin import lazy_pinyin  # large; needed for rare characters only
    except ImportError:
        return ""
    syllables: Sequence[str] = lazy_pinyin(character, errors="ignore")
    reading = "".join(syllable.replace("ü", "v") for syllable in syllables)
    return reading if reading.isascii() else ""
