"""Text for signs that have no Chinese font: ASCII, what they lack replaced and told."""

import unicodedata

from displays.signs.gb2312 import CardText, pinyin

_WORDS = {
    "→": "->",
    "…": "...",
    "·": "-",
    "—": "-",
    "号": " ",
    "，": ",",
    "。": ".",
    "：": ":",
    "＼": "\\",
}


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


def _similar(character: str) -> str:
    plain = "".join(each for each in unicodedata.normalize("NFKD", character) if " " <= each <= "~")
    if plain:
        return plain
    syllable = pinyin(character)
    return f"{syllable.capitalize()} " if syllable else "?"
