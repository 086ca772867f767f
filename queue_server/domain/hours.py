"""The hall's calendar: which civil day it is, and whether the hall serves."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from config.site import Hours, Site, Weekday

_WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def local(instant: datetime, site: Site) -> datetime:
    """Return the instant on the hall's wall clock."""
    return instant.astimezone(ZoneInfo(site.hall.time_zone))


def service_day(instant: datetime, site: Site) -> date:
    """Return the hall's civil date at an instant."""
    return local(instant, site).date()


def is_open(instant: datetime, site: Site) -> bool:
    """Tell whether the hall's hours include the instant."""
    hours = site.hall.hours
    if hours.always:
        return True
    here = local(instant, site)
    if here.date().isoformat() in hours.holidays:
        return False
    clock_time = here.time()
    return any(start <= clock_time < end for start, end in spans(hours, here.date()))


def spans(hours: Hours, day: date) -> tuple[tuple[time, time], ...]:
    """Return the opening spans of a civil day, from ``"09:00-12:00"`` texts."""
    return tuple(_span(text) for text in hours.week.get(_WEEKDAYS[day.weekday()], ()))


def _span(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.max if end == "24:00" else time.fromisoformat(end)
