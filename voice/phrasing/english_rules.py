"""The normaliser's rules for English, in order: the special before the general."""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from voice.phrasing import english
from voice.phrasing.english_habits import HABITS
from voice.phrasing.english_numbers import cardinal, decimal, digits, ordinal
from voice.phrasing.values import Money, money_range, scaled

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_N = r"\d+(?:\.\d+)?"
_TO = r"\s*(?:-|~|to)\s*"
_SCALE = r"([kK](?![A-Za-z])|万|千)"
_YUAN = r"(?:yuan|RMB|CNY|元)"
_PER = r"(?:\s*(?:/|per |a )\s*(month|day|hour|year|week|piece|月|天|小时|年)(?![a-z]))"
_UNIT = "|".join(re.escape(unit) for unit in sorted(english.UNITS, key=len, reverse=True))


def character_name(character: str) -> str:
    """Return the name of an ASCII letter or digit."""
    return digits(character) if character.isdigit() else character.upper()


def _money(low: str, scale: str | None, unit: str | None, per: str | None) -> str:
    return english.money(Money(low=scaled(low, scale), per=per or ""), named=bool(unit or per))


def _money_range(match: re.Match[str]) -> str:
    mark, low, low_scale, high, high_scale, unit, per = match.groups()
    if not (mark or low_scale or high_scale or unit or per):
        return match[0]
    amount = money_range(low, low_scale, high, high_scale)
    amount = Money(low=amount.low, high=amount.high, per=per or "")
    return english.money(amount, named=bool(mark or unit or per))


def _money_one(match: re.Match[str]) -> str:
    mark, low, scale, unit, per = match.groups()
    if not (mark or scale or unit or per):
        return match[0]
    return _money(low, scale, unit or mark, per)


def _date(match: re.Match[str]) -> str:
    try:
        return english.day(date(int(match[1]), int(match[2]), int(match[3])), weekday=False)
    except ValueError:
        return ", ".join(digits(part) for part in match.groups())


def _time(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    if hour > 23:
        return f"{cardinal(hour)} {cardinal(minute)}"
    return english.clock(time(hour, minute))


def _number(text: str) -> str:
    if "." not in text and (len(text) > 8 or (len(text) > 1 and text.startswith("0"))):
        return digits(text)
    return decimal(Decimal(text)) if len(text.partition(".")[0]) <= 15 else _long(text)


def _long(text: str) -> str:
    return " point ".join(digits(part) for part in text.split("."))


def _fraction(match: re.Match[str]) -> str:
    if match[1] == "1" and match[2] == "2":
        return "one half"
    return f"{cardinal(int(match[1]))} over {cardinal(int(match[2]))}"


def _apart(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]}"


def _compile(pattern: str, words: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), words


RULES: tuple[Rule, ...] = (
    *HABITS,
    _compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])", lambda m: english.identity(m[0])),
    _compile(
        r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?[\d*]{4}[- ]?\d{4}(?!\d)",
        lambda m: english.phone(m[0]),
    ),
    _compile(
        r"(?<!\d)(?:0\d{2,3}[- ]\d{7,8}|[48]00-?\d{3}-?\d{4})(?!\d)",
        lambda m: english.phone(m[0]),
    ),
    _compile(
        r"((?:[Cc]all|[Dd]ial|[Pp]hone|[Tt]el\.?|[Hh]otline):? )(\d{3,8})(?!\d)",
        lambda m: m[1] + english.phone(m[2]),
    ),
    _compile(
        r"(?<![\d.])(?:12333|12345|12385|12348|12315|12366)(?![\d.])",
        lambda m: english.phone(m[0]),
    ),
    _compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}-?\d{3,4}(?![A-Za-z0-9])", lambda m: english.ticket(m[0])),
    _compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])", _date),
    _compile(
        r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?:\s*([ap]\.?m\.?))?(?![\d:])", _time
    ),
    _compile(
        rf"(?<![\d.])({_N})%?{_TO}({_N})\s*%",
        lambda m: f"{_number(m[1])} to {_number(m[2])} percent",
    ),
    _compile(rf"(?<![\d.])({_N})\s*%", lambda m: f"{_number(m[1])} percent"),
    _compile(
        rf"([¥$])?(?<![\d.])({_N})\s*{_SCALE}?{_TO}[¥$]?({_N})\s*{_SCALE}?\s*({_YUAN})?{_PER}?",
        _money_range,
    ),
    _compile(rf"([¥$])?(?<![\d.])({_N})\s*{_SCALE}?\s*({_YUAN})?{_PER}?", _money_one),
    _compile(r"(?<![\d.])(\d{1,6})(?:st|nd|rd|th)(?![A-Za-z])", lambda m: ordinal(int(m[1]))),
    _compile(
        rf"(?<![\d.])({_N})(?:{_TO}({_N}))?\s*({_UNIT})(?![A-Za-z])",
        lambda m: english.measured(_number(m[1]), m[2] and _number(m[2]), m[3]),
    ),
    _compile(
        rf"(?<![\d.])({_N}){_TO}({_N})(?!\d)", lambda m: f"{_number(m[1])} to {_number(m[2])}"
    ),
    _compile(r"(?<![\d./])(\d{1,3})/(\d{1,3})(?![\d./])", _fraction),
    _compile(r"(?<![\d.])(\d{1,6})\+(?!\d)", lambda m: f"{_number(m[1])} or more"),
    _compile(r"([A-Za-z\u0080-\uffff])(\d)", _apart),
    _compile(r"(\d)([A-Za-z\u0080-\uffff])", _apart),
    _compile(_N, lambda m: _number(m[0])),
)


def read_numbers(text: str) -> str:
    """Apply every rule to text in NFKC with ASCII digits; the answer holds no ASCII digit."""
    for pattern, words in RULES:
        text = pattern.sub(words, text)
    return text
