"""Typed values → words: what catalogues and `hall90 voice phrase` call.

Numbers that name something (window, page, item) are `ordinal`, numbers of things are `count`: in
Mandarin 2 is 二 in the one and 两 in the other. Nothing is added that the value does not hold, so
a catalogue writes 第 or 号 itself.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal, get_args

from voice.phrasing import english, english_numbers, mandarin, mandarin_numbers, turkic
from voice.phrasing.cleaning import clean
from voice.phrasing.text import normalise
from voice.phrasing.values import Money, as_date, as_decimal, as_time

Kind = Literal[
    "ticket",
    "phone",
    "money",
    "date",
    "time",
    "percent",
    "ordinal",
    "count",
    "id",
    "range",
    "unit",
]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a hall likes its numbers: 幺 or 一 in tickets, the 12- or the 24-hour clock."""

    ticket_one: Literal["幺", "一"] = "幺"
    twenty_four: bool = False


_DEFAULT = Manner()
_ONE_TIME = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[+-]\d{2}:\d{2})?"
)


def phrase(kind: str, value: object, lang: str, manner: Manner = _DEFAULT) -> str:
    """Return the words of a typed value.

    A value that does not fit its kind is read as free text, so it is never silent. Raises
    ValueError for an unknown kind only.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    if lang.split("-")[0] in turkic.LANGUAGES:
        return _turkic(kind, clean(_text(value), mandarin=False), lang)
    mandarin_wanted = not lang.startswith("en")
    text = clean(_text(value), mandarin=mandarin_wanted)
    reader = (_MANDARIN if mandarin_wanted else _ENGLISH)[kind]
    words = reader(text, value, manner)
    return words or normalise(text, "zh-CN" if mandarin_wanted else lang)


def _turkic(kind: str, text: str, lang: str) -> str:
    """Return a value in Uyghur or Kazakh: codes digit by digit, amounts as cardinals; no 幺."""
    if kind in ("ticket", "phone", "id") and re.fullmatch(r"[\dA-Za-z*#+\s().-]+", text):
        plain = re.sub(r"[\s-]", "", text)
        return turkic.code(plain[-4:] if kind == "id" and len(plain) > 6 else plain, lang)
    unit = {"percent": "%", "money": "元"}.get(kind, "")
    return normalise(text if text.endswith(unit) else text + unit, lang)


def phrase_functions(lang: str, manner: Manner = _DEFAULT) -> Mapping[str, Callable[..., str]]:
    """Return the functions a Fluent catalogue of a language may call in its spoken forms."""

    def one(kind: str) -> Callable[..., str]:
        return lambda value: phrase(kind, _plain(value), lang, manner)

    def span(kind: str) -> Callable[..., str]:
        def words(low: object, high: object | None = None) -> str:
            first, second = _plain(low), None if high is None else _plain(high)
            both = _text(first) if second is None else f"{_text(first)}-{_text(second)}"
            return phrase(kind, both, lang, manner)

        return words

    return {
        "TICKET": one("ticket"),
        "COUNT": one("count"),
        "MONEY": span("money"),
        "DATE": one("date"),
        "TIME": one("time"),
        "PHONE": one("phone"),
        "ORDINAL": one("ordinal"),
        "RANGE": span("range"),
        "PERCENT": one("percent"),
    }


def _plain(value: object) -> object:
    """Return what a Fluent argument wraps (a number, a date), else the value itself."""
    if isinstance(value, str | datetime | date | time):
        return value
    number = as_decimal(value)
    return value if number is None else number


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple | list):
        return "-".join(_text(part) for part in value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return str(value)


Reader = Callable[[str, Any, Manner], str]


def _zh_ordinal(text: str, _value: Any, _manner: Manner) -> str:
    return (
        re.sub(r"\d+", lambda match: mandarin_numbers.cardinal(int(match[0])), text)
        if re.search(r"\d", text)
        else ""
    )


def _zh_count(text: str, _value: Any, _manner: Manner) -> str:
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(.*)", text)
    if match is None:
        return ""
    return mandarin_numbers.count(Decimal(match[1])) + (
        normalise(match[2], "zh-CN") if match[2].strip() else ""
    )


def _zh_money(text: str, _value: Any, _manner: Manner) -> str:
    bounds = re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?", text)
    if bounds is None:
        return ""
    high = Decimal(bounds[2]) if bounds[2] else None
    return mandarin.money(Money(low=Decimal(bounds[1]), high=high))


def _zh_date(text: str, value: Any, manner: Manner) -> str:
    day = as_date(value) or as_date(text)
    if day is None:
        return ""
    words = mandarin.day(day)
    moment = as_time(value) if isinstance(value, datetime) else _late_time(text)
    return f"{words}，{mandarin.clock(moment, twenty_four=manner.twenty_four)}" if moment else words


def _late_time(text: str) -> time | None:
    return as_time(text) if len(text) > 11 and ":" in text else None


def _zh_time(text: str, value: Any, manner: Manner) -> str:
    moment = as_time(value) if _ONE_TIME.fullmatch(text) else None
    if moment is None:
        return ""
    return mandarin.clock(moment, twenty_four=manner.twenty_four)


def _zh_percent(text: str, _value: Any, _manner: Manner) -> str:
    number = as_decimal(text.removesuffix("%").strip())
    return "" if number is None else mandarin.percent(number)


def _zh_range(text: str, _value: Any, _manner: Manner) -> str:
    match = re.fullmatch(r"(\d+)(?:\.0+)?\s*-\s*(\d+)(?:\.0+)?", text)
    if match is None:
        return ""
    return "到".join(mandarin_numbers.cardinal(int(part)) for part in match.groups())


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _guarded(words: Callable[[str], str]) -> Reader:
    """Return a reader for values of letters, digits and separators; others are free text."""

    def read(text: str, _value: Any, _manner: Manner) -> str:
        plain = re.fullmatch(r"[\dA-Za-z*#+\s().转-]+", text)
        return words(text) if plain and _has_digit(text) else ""

    return read


def _zh_ticket(text: str, _value: Any, manner: Manner) -> str:
    plain = re.fullmatch(r"[\dA-Za-z\s-]+", text)
    return mandarin.ticket(text, one=manner.ticket_one) if plain else ""


def _en_ordinal(text: str, _value: Any, _manner: Manner) -> str:
    return english_numbers.cardinal(int(text)) if re.fullmatch(r"\d{1,15}", text) else ""


def _en_money(text: str, _value: Any, _manner: Manner) -> str:
    bounds = re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?", text)
    if bounds is None:
        return ""
    high = Decimal(bounds[2]) if bounds[2] else None
    return english.money(Money(low=Decimal(bounds[1]), high=high))


def _en_date(text: str, value: Any, manner: Manner) -> str:
    day = as_date(value) or as_date(text)
    if day is None:
        return ""
    words = english.day(day)
    moment = as_time(value) if isinstance(value, datetime) else _late_time(text)
    return f"{words}, {english.clock(moment, twenty_four=manner.twenty_four)}" if moment else words


def _en_time(text: str, value: Any, manner: Manner) -> str:
    moment = as_time(value) if _ONE_TIME.fullmatch(text) else None
    if moment is None:
        return ""
    return english.clock(moment, twenty_four=manner.twenty_four)


def _en_percent(text: str, _value: Any, _manner: Manner) -> str:
    number = as_decimal(text.removesuffix("%").strip())
    return "" if number is None else english.percent(number)


def _en_ticket(text: str, _value: Any, _manner: Manner) -> str:
    return english.ticket(text) if re.fullmatch(r"[\dA-Za-z\s-]+", text) else ""


def _free(_text: str, _value: Any, _manner: Manner) -> str:
    return ""


_MANDARIN: Mapping[str, Reader] = {
    "ticket": _zh_ticket,
    "phone": _guarded(mandarin.phone),
    "money": _zh_money,
    "date": _zh_date,
    "time": _zh_time,
    "percent": _zh_percent,
    "ordinal": _zh_ordinal,
    "count": _zh_count,
    "id": _guarded(mandarin.identity),
    "range": _zh_range,
    "unit": _free,
}
_ENGLISH: Mapping[str, Reader] = {
    "ticket": _en_ticket,
    "phone": _guarded(english.phone),
    "money": _en_money,
    "date": _en_date,
    "time": _en_time,
    "percent": _en_percent,
    "ordinal": _en_ordinal,
    "count": _free,
    "id": _guarded(english.identity),
    "range": _free,
    "unit": _free,
}
