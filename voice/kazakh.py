"""Kazakh in Arabic script, as written in Xinjiang, in Cyrillic: the only script the engine reads.

The Arabic script writes soft and hard vowels with one letter; which is meant follows from the
hamza before the word, from ە, and from the consonants beside it. Loanwords break these rules now
and then; a native reader has not checked the result.
"""

import re

_CONSONANTS = dict(zip("بۆگعدجزكقلمنڭپرستۋفحھهچشەې", "бвгғджзкқлмнңпрстуфхһһчшее", strict=True))
_VOWELS = {"ا": ("а", "ә"), "و": ("о", "ө"), "ۇ": ("ұ", "ү"), "ى": ("ы", "і")}
_HARD, _SOFT = "قع", "كگ"
_HAMZA = "ءٴ"
_MARKS = str.maketrans({"،": ",", "؛": ";", "؟": "?", "ـ": "", "ي": "ي", "ی": "ي", "ک": "ك"})
_WORD = re.compile(r"[\u0620-\u064a\u0674-\u06d3\u06d5]+")


def in_cyrillic(text: str) -> str:
    """Return a text with each word in Arabic letters written in Cyrillic; the rest as it is."""
    return _WORD.sub(lambda match: _word(match.group()), text.translate(_MARKS))


def _word(word: str) -> str:
    soft_by_sign = any(letter in _HAMZA for letter in word)
    letters = [letter for letter in word if letter not in _HAMZA]
    soft = soft_by_sign or (
        any(letter in "ە" + _SOFT for letter in letters)
        and not any(letter in _HARD for letter in letters)
    )
    said: list[str] = []
    for at, letter in enumerate(letters):
        if letter in _VOWELS:
            said.append(_VOWELS[letter][_is_soft(letters, at, soft=soft, sign=soft_by_sign)])
        elif letter == "ي":
            said.append(_i_or_y(letters, at))
        else:
            said.append(_CONSONANTS.get(letter, letter))
    return "".join(said)


def _is_soft(letters: list[str], at: int, *, soft: bool, sign: bool) -> bool:
    """Tell whether a vowel is a soft one: by its neighbours, else by its word."""
    near = letters[max(0, at - 1) : at] + letters[at + 1 : at + 2]
    if any(letter in _HARD for letter in near):
        return False
    if letters[at] == "ا":
        # А beside к and г is common (кітап); only the sign or an е makes it ә.
        return sign or (soft and "ە" in letters)
    return soft or any(letter in _SOFT for letter in near)


def _i_or_y(letters: list[str], at: int) -> str:
    before = letters[at - 1] if at else ""
    return "й" if before in _VOWELS or before == "ە" else "и"
