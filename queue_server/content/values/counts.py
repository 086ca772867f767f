"""How many people are sought, and years of experience, out of words."""

import re
import unicodedata

_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGITS = re.compile(r"\d+")
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = re.compile(r"([一二两三四五六七八九])?十([一二三四五六七八九])?")
_WITHOUT = re.compile(r"不限|无要求|无需|应届|在校|no requirements", re.IGNORECASE)
_MOST = 100_000


def read_count(text: str) -> int | None:
    """Return the number of people: ``5人``, ``4,500``, ``３``, ``十名``; None for ``若干``.

    Of a span (2-3人) the lower end: no more is promised than the employer wrote.
    """
    folded = _GROUPED.sub("", unicodedata.normalize("NFKC", text))
    if found := _DIGITS.search(folded):
        number = int(found.group()[:9])
        return number if 0 < number <= _MOST else None
    if found := _TENS.search(folded):
        tens, ones = found.groups()
        return _NUMERALS.get(tens or "一", 1) * 10 + _NUMERALS.get(ones or "", 0)
    return next((_NUMERALS[letter] for letter in folded if letter in _NUMERALS), None)


def read_experience(text: str) -> int | None:
    """Return the years asked for: ``3-5年`` is 3, ``经验不限`` 0, nothing told None."""
    folded = unicodedata.normalize("NFKC", text)
    if _WITHOUT.search(folded):
        return 0
    found = _DIGITS.search(folded)
    if found is None:
        return None
    years = int(found.group()[:4])
    return years if years <= 50 else None
