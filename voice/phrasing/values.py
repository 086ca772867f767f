"""Typed values read from what a catalogue, a form or a command line gives: strings or objects."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")
_SCALES = {
    "千": 1_000,
    "k": 1_000,
    "K": 1_000,
    "万": 10_000,
    "w": 10_000,
    "W": 10_000,
    "亿": 100_000_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount or a range in yuan, for a span of time or a piece of work (月, 天, 件 …)."""

    low: Decimal
    high: Decimal | None = None
    per: str = ""
    months: str = ""
    bound: str = ""


def as_decimal(value: object) -> Decimal | None:
    """Return a plain number, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
    else:
        text = getattr(value, "value", value)
        try:
            number = Decimal(str(text).replace(",", "").strip())
        except InvalidOperation:
            return None
    return number if number.is_finite() else None


def as_date(value: object) -> date | str | None:
    """Return a date, a "YYYY-MM" of a month that has no day, or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.match(str(value).strip())
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    if match[3] is None:
        return f"{match[1]}-{int(match[2]):02d}"
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def as_time(value: object) -> time | None:
    """Return a time of day, or None."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    text = str(value).strip()
    match = _TIME.search(text[11:] if len(text) > 11 and text[4] == "-" else text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        return None
    return time(int(match[1]), int(match[2]), int(match[3] or 0))


def scaled(number: str, scale: str | None) -> Decimal:
    """Return "1.2", "万" as 12000."""
    return Decimal(number.replace(",", "")) * _SCALES.get(scale or "", 1)


def money_range(low: str, low_scale: str | None, high: str, high_scale: str | None) -> Money:
    """Return a pay range; in "8-12K" the first number has the scale of the second."""
    inherits = not low_scale and high_scale and Decimal(low.replace(",", "")) < 1000
    return Money(
        low=scaled(low, high_scale if inherits else low_scale), high=scaled(high, high_scale)
    )
