"""Typed values as English words."""

import re
from datetime import date, time
from decimal import Decimal

from voice.phrasing.english_numbers import cardinal, decimal, digits, ordinal, year
from voice.phrasing.values import Money

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_PER = {"月": "month", "天": "day", "日": "day", "小时": "hour", "时": "hour", "年": "year"}
UNITS: dict[str, tuple[str, str]] = {
    "㎡": ("square metre", "square metres"),
    "m2": ("square metre", "square metres"),
    "m squared": ("square metre", "square metres"),
    "平方米": ("square metre", "square metres"),
    "km/h": ("kilometre an hour", "kilometres an hour"),
    "km": ("kilometre", "kilometres"),
    "公里": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "kg": ("kilogram", "kilograms"),
    "公斤": ("kilogram", "kilograms"),
    "ml": ("millilitre", "millilitres"),
    "min": ("minute", "minutes"),
    "GB": ("gigabyte", "gigabytes"),
    "dB": ("decibel", "decibels"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "m": ("metre", "metres"),
    "g": ("gram", "grams"),
    "h": ("hour", "hours"),
}


def ticket(number: str) -> str:
    """Return a ticket number letter by letter, digit by digit."""
    return spelled(number)


def spelled(text: str) -> str:
    """Return ASCII letters and digits one by one."""
    return " ".join(
        digits(letter) if letter.isdigit() else letter.upper()
        for letter in text
        if letter.isascii() and letter.isalnum()
    )


def phone(number: str) -> str:
    """Return a telephone number in groups."""
    number = re.sub(r"^\s*(?:\+|00)86[\s-]*", "", number.strip())
    parts = [part for part in re.split(r"[\s()-]+", number) if part]
    joined = "".join(parts)
    if re.fullmatch(r"1[\d*]{10}", joined):
        parts = [joined[:3], joined[3:7], joined[7:]]
    elif re.fullmatch(r"[48]00\d{7}", joined):
        parts = [joined[:3], joined[3:6], joined[6:]]
    elif len(joined) > 5:
        parts = [half for part in parts for half in (part[:4], part[4:]) if half]
    return ", ".join(
        " ".join("dot" if letter == "*" else digits(letter) for letter in part if letter in _DIALS)
        for part in parts
    )


_DIALS = "0123456789*"


def identity(number: str) -> str:
    """Return the last four of an identity or card number; the rest is never spoken."""
    plain = re.sub(r"[\s-]", "", number)
    if len(plain) <= 6:
        return spelled(plain)
    return "ending in " + spelled(plain[-4:])


def money(amount: Money, *, named: bool = True) -> str:
    """Return an amount or a range in yuan, with what it is paid for."""
    words = decimal(amount.low)
    if amount.high is not None and amount.high != amount.low:
        words += " to " + decimal(amount.high)
    if named:
        words += " yuan"
    if amount.per:
        per = _PER.get(amount.per, amount.per)
        words += f" {'an' if per == 'hour' else 'a'} {per}"
    return words


def day(value: date | str, *, weekday: bool = True) -> str:
    """Return "Saturday, November twenty-first, twenty twenty-six"."""
    if isinstance(value, str):
        number, month = value.split("-")
        return f"{_MONTHS[int(month) - 1]} {year(int(number))}"
    words = f"{_MONTHS[value.month - 1]} {ordinal(value.day)}, {year(value.year)}"
    return f"{_WEEKDAYS[value.weekday()]}, {words}" if weekday else words


def clock(value: time, *, twenty_four: bool = False) -> str:
    """Return 14:30 as "two thirty PM"."""
    hour = value.hour if twenty_four else (value.hour % 12 or 12)
    minute = value.minute
    words = cardinal(hour)
    if minute:
        words += f" oh {cardinal(minute)}" if minute < 10 else f" {cardinal(minute)}"
    elif twenty_four:
        words += " o'clock"
    return words if twenty_four else f"{words} {'PM' if value.hour >= 12 else 'AM'}"


def percent(number: Decimal) -> str:
    """Return 15 as "fifteen percent"."""
    return f"{decimal(number)} percent"


def measured(low: str, high: str | None, unit: str) -> str:
    """Return words of a number, or of a range, with their unit."""
    one, many = UNITS[unit]
    if high:
        return f"{low} to {high} {many}"
    return f"{low} {one if low == 'one' else many}"
