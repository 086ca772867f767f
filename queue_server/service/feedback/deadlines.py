"""By when an answer is due: the first the same day, the final one within working days.

A day counts where the hall serves; a hall that never closes counts Monday to Friday. What is told
after the day's last span, or on a day off, counts from the next day that counts.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from config.hours import spans
from config.site import Hours, Site

_ALWAYS_UNTIL = time(23, 59)
_FRIDAY = 4
_LONGEST = 400
"""A year and more without one working day is no calendar: then every day counts."""


def first_by(at: datetime, site: Site) -> datetime:
    """Return until when the first answer is due: the end of the day's last span."""
    here = at.astimezone(ZoneInfo(site.hall.time_zone))
    day = next(_days(at, site))
    return datetime.combine(day, _end(site.hall.hours, day), here.tzinfo).astimezone(at.tzinfo)


def final_by(at: datetime, site: Site) -> datetime:
    """Return until when the final answer is due, that many working days after the first."""
    here = at.astimezone(ZoneInfo(site.hall.time_zone))
    day = list(islice(_days(at, site), site.feedback.final_days + 1))[-1]
    return datetime.combine(day, _end(site.hall.hours, day), here.tzinfo).astimezone(at.tzinfo)


def _days(at: datetime, site: Site) -> Iterator[date]:
    """Yield the days that count, from the one an answer is first due on."""
    here = at.astimezone(ZoneInfo(site.hall.time_zone))
    hours = site.hall.hours
    day = here.date()
    if _counts(hours, day) and here.time() <= _end(hours, day):
        yield day
    while True:
        following = (day + timedelta(days=n) for n in range(1, _LONGEST))
        day = next((one for one in following if _counts(hours, one)), day + timedelta(days=1))
        yield day


def _counts(hours: Hours, day: date) -> bool:
    if day.isoformat() in hours.holidays:
        return False
    return day.weekday() <= _FRIDAY if hours.always else bool(spans(hours, day))


def _end(hours: Hours, day: date) -> time:
    ends = [end for _, end in spans(hours, day)]
    return _ALWAYS_UNTIL if hours.always or not ends else min(max(ends), _ALWAYS_UNTIL)
