"""Why a service gives no numbers now, and how much of the day is left to serve those who wait."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from config.hours import spans
from config.site import Service, Site
from queue_server.domain.hours import service_day

ClosedBecause = Literal[
    "service_closed", "day_closed", "hours", "quota_reached", "numbers_used_up", "no_time_left"
]


def opening_spans(day: date, site: Site) -> tuple[tuple[datetime, datetime], ...]:
    """Return a civil day's opening spans; none on a holiday, all day for a hall always open."""
    hours, zone = site.hall.hours, ZoneInfo(site.hall.time_zone)
    if not hours.always and day.isoformat() in hours.holidays:
        return ()
    given = ((time(0), time.max),) if hours.always else spans(hours, day)
    return tuple((_instant(day, start, zone), _instant(day, end, zone)) for start, end in given)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    if at == time.max:
        day, at = day + timedelta(days=1), time(0)
    return datetime.combine(day, at, zone).astimezone(UTC)


def minutes_left(instant: datetime, site: Site) -> float | None:
    """Return the minutes until today's hours are over, breaks included; None where they never are.

    A wait too includes the breaks it goes through.
    """
    if site.hall.hours.always:
        return None
    ends = (end for _, end in opening_spans(service_day(instant, site), site))
    return max((max((end - instant).total_seconds(), 0.0) / 60 for end in ends), default=0.0)


def no_time_left(service: Service, wait: float | None, left: float | None, site: Site) -> bool:
    """Tell whether one who came now could not be served any more today.

    ``wait`` is the minutes until such a visitor would be called, None where nobody can say (no
    window serves yet), infinite beyond today; ``left`` the minutes until the hours are over, None
    for ever.
    """
    if left is None or not site.issuing.stop_when_full:
        return False
    budget = left + site.issuing.overtime_minutes
    return (wait or 0.0) + service.minutes > budget
