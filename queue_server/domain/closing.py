"""Why a service gives no numbers now, and how much of the day is left to serve those who wait."""

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from config.hours import spans
from config.site import Service, Site
from queue_server.domain.hours import local

ClosedBecause = Literal[
    "service_closed", "day_closed", "hours", "quota_reached", "numbers_used_up", "no_time_left"
]


def opening_spans(instant: datetime, site: Site) -> tuple[tuple[datetime, datetime], ...]:
    """Return today's opening spans; none on a holiday or for a hall that is always open."""
    hours = site.hall.hours
    day = local(instant, site).date()
    if hours.always or day.isoformat() in hours.holidays:
        return ()
    zone = ZoneInfo(site.hall.time_zone)
    return tuple(
        (
            datetime.combine(day, start, zone),
            datetime.combine(day + timedelta(days=1), time(0), zone)
            if end == time.max
            else datetime.combine(day, end, zone),
        )
        for start, end in spans(hours, day)
    )


def minutes_left(instant: datetime, site: Site) -> float | None:
    """Return the opening minutes left today; None for a hall that is always open."""
    if site.hall.hours.always:
        return None
    return sum(
        max((end - max(instant, start)).total_seconds(), 0.0) / 60
        for start, end in opening_spans(instant, site)
    )


def no_time_left(service: Service, wait: float | None, left: float | None, site: Site) -> bool:
    """Tell whether one who came now could not be served any more today.

    ``wait`` is the minutes until such a visitor would be called, None where nobody can say (no
    window serves yet); ``left`` the opening minutes left, None for ever.
    """
    if left is None or not site.issuing.stop_when_full:
        return False
    budget = left + site.issuing.overtime_minutes
    return (wait or 0.0) + service.minutes > budget
