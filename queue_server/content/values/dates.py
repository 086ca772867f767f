"""Days and instants as people and platforms write them; without a zone they are China's.

Read: ``2026.5.12``, ``2026/6/1前报名``, ``2026年12月31日``, ``20260512``, ISO 8601, RFC 822, a
spreadsheet's serial number, ``6月1日至6月30日`` (the last day, in the year at hand). A day alone is
its first second, or with ``end`` its last: until 1 June is all of that day.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_OPEN = re.compile(r"长期|招满|不限|常年|另行通知|待定|面议|随时")
_WHOLE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,2}))?\s*[日号]?")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})([01]\d)([0-3]\d)(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EPOCH = re.compile(r"\d{10}|\d{13}")
_FIRST_SERIAL = date(1899, 12, 30)
_YEARS = range(1990, 2100)


class UnreadableDateError(ValueError):
    """Words that name no day."""


def read_instant(text: str, *, today: date, end: bool = False) -> datetime | None:
    """Return the instant a text names, in UTC; None where it names none on purpose (长期有效).

    Raises UnreadableDateError for words that are no date, and for days that do not exist.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded or _OPEN.search(folded):
        return None
    try:
        found = _standard(folded) or _written(folded, today, end=end)
    except (ValueError, OverflowError) as fault:
        raise UnreadableDateError(folded[:40]) from fault
    if found is None or found.year not in _YEARS:
        raise UnreadableDateError(folded[:40])
    return found


def day_bound(day: date, *, end: bool) -> datetime:
    """Return the first or last second of a day in China, as UTC."""
    moment = time(23, 59, 59) if end else time.min
    return datetime.combine(day, moment, CHINA).astimezone(UTC)


def _standard(text: str) -> datetime | None:
    """Return an instant written by a machine with its time, else None."""
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
    if text[:3].isalpha() and text[:3].isascii():
        told = parsedate_to_datetime(text)
        return (told if told.tzinfo else told.replace(tzinfo=CHINA)).astimezone(UTC)
    if "T" in text:
        told = datetime.fromisoformat(text)
        return (told if told.tzinfo else told.replace(tzinfo=CHINA)).astimezone(UTC)
    return None


def _written(text: str, today: date, *, end: bool) -> datetime | None:
    days = _days(text, today, end=end)
    if not days:
        return None
    if (clock := _CLOCK.search(text)) is None:
        return day_bound(days[-1] if end else days[0], end=end)
    hour, minute, second = (int(part or 0) for part in clock.groups())
    if (hour, minute, second) == (0, 0, 0) and end:
        return day_bound(days[-1], end=True)
    moment = time(hour % 24, minute, second)
    return datetime.combine(days[-1] if end else days[0], moment, CHINA).astimezone(UTC)


def _days(text: str, today: date, *, end: bool) -> list[date]:
    if found := _WHOLE.findall(text):
        days = [_day(int(year), int(month), day, end=end) for year, month, day in found]
        # 2026年6月1日至6月30日: what follows without a year is of the same one.
        rest = _WHOLE.sub(" ", text)
        return days + [date(days[0].year, month, day) for month, day in _pairs(rest)]
    if compact := _COMPACT.search(text):
        return [date(*(int(part) for part in compact.groups()))]
    if serial := _SERIAL.fullmatch(text):
        return [_FIRST_SERIAL + timedelta(days=int(serial.group(1)))]
    return [_nearest(today, month, day) for month, day in _pairs(text)]


def _pairs(text: str) -> list[tuple[int, int]]:
    return [(int(month), int(day)) for month, day in _MONTH_DAY.findall(text)]


def _day(year: int, month: int, day: str, *, end: bool) -> date:
    """Return a day; a month alone is its first or last one."""
    if day or not end:
        return date(year, month, int(day or 1))
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _nearest(today: date, month: int, day: int) -> date:
    """Return the day of that name nearest to today: in December, 5月30日 is next year's."""
    years = (today.year - 1, today.year, today.year + 1)
    return min((date(year, month, day) for year in years), key=lambda each: abs(each - today))
