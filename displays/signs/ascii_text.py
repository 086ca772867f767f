"""Text for signs that have no Chinese font: ASCII, what they lack replaced and told."""

import unicodedata

from displays.signs.gb2312 import CardText, pinyin

_MARKS = {
    "→": "->",
    "…": "...",
    "·": "-",
    "•": "-",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "，": ",",
    "。": ".",
    "、": ",",
    "：": ":",
    "＼": "\\",
}
"""Marks and the ASCII that says the same."""
_WORDS = _MARKS | {"号": " "}


def ascii_text(text: str) -> CardText:
    """Return the text in ASCII: marks off letters, pinyin for Chinese, ``?`` for the rest."""
    data = bytearray()
    substituted: list[str] = []
    for character in text:
        if character == "\n" or " " <= character <= "~":
            data += character.encode("ascii")
            continue
        similar = _WORDS.get(character) or _similar(character)
        data += similar.encode("ascii")
        substituted.append(f"{character}→{similar}")
    return CardText(data=bytes(data), substituted=tuple(dict.fromkeys(substituted)))


def same_in_ascii(text: str) -> str | None:
    """Return the text in ASCII where that says the same, marks off letters; None where it cannot.

    Phones and word processors turn ' and - into ’ and –: such English is English still.
    """
    told: list[str] = []
    for character in text:
        if character == "\n" or " " <= character <= "~":
            told.append(character)
            continue
        same = _MARKS.get(character) or _without_marks(character)
        if not same:
            return None
        told.append(same)
    return "".join(told)


def _similar(character: str) -> str:
    plain = _without_marks(character)
    if plain:
        return plain
    syllable = pinyin(character)
    return f"{syllable.capitalize()} " if syllable else "?"


def _without_marks(character: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", character) if " " <= each <= "~")
