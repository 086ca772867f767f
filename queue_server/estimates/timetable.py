"""When a window calls, told in minutes from now: opening hours, lunch, its own breaks, closing."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from math import inf
from zoneinfo import ZoneInfo

from config.hours import spans, times_of
from config.site import Site, Window
from queue_server.domain.hours import service_day

Span = tuple[float, float]
ALWAYS: tuple[Span, ...] = ((-inf, inf),)
_MIDNIGHT = time(0)


class Timetable:
    """Spans of minutes from now in which calls are made, in order and apart."""

    def __init__(self, calling: Iterable[Span] = ALWAYS) -> None:
        self._spans = _joined(calling)
        self._starts = [start for start, _ in self._spans]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans; an end of infinity means no closing is known."""
        return self._spans

    @property
    def ends(self) -> float:
        """Minutes until the last call of the day may be made; minus infinity when none will be."""
        return self._spans[-1][1] if self._spans else -inf

    def next_call(self, at: float) -> float:
        """Return the first minute at or after ``at`` in which a call may be made, or infinity."""
        index = bisect_right(self._starts, at) - 1
        if index >= 0 and at < self._spans[index][1]:
            return at
        following = index + 1
        return self._starts[following] if following < len(self._starts) else inf

    def without(self, breaks: Iterable[Span]) -> "Timetable":
        """Return the timetable with these spans taken out."""
        left = list(self._spans)
        for start, end in breaks:
            left = [piece for span in left for piece in _cut(span, start, end)]
        return Timetable(left)

    def within(self, others: "Timetable") -> "Timetable":
        """Return the timetable as far as the spans of another hold as well."""
        return Timetable(
            (max(start, first), min(end, last))
            for start, end in self._spans
            for first, last in others.spans
        )

    def from_on(self, start: float) -> "Timetable":
        """Return the timetable with only those spans that begin after a point."""
        return Timetable(span for span in self._spans if span[0] > start)

    def minutes_between(self, start: float, end: float) -> float:
        """Return how many minutes of calling lie between two points."""
        return sum(
            max(0.0, min(end, last) - max(start, first)) for first, last in self._spans if last > 0
        )


def timetable_of(site: Site, window: Window, now: datetime) -> Timetable:
    """Return when a window may call on the service day of ``now``.

    A hall that never closes has no last call, but the window's breaks hold there as well.
    """
    day = service_day(now, site)
    hours = site.hall.hours
    if hours.always:
        calling = Timetable()
    elif day.isoformat() in hours.holidays:
        calling = Timetable(())
    else:
        calling = Timetable(_opening(site, day, now))
    days = (day, day + timedelta(days=1)) if hours.always else (day,)
    return calling.without(
        _from_now(site, each, start, end, now)
        for each in days
        for start, end in map(times_of, window.breaks)
    )


def shifts_of(site: Site, window: Window, now: datetime) -> Timetable | None:
    """Return when somebody is to sit at a window; None where nobody plans that."""
    if not window.shifts:
        return None
    day = service_day(now, site)
    days = (day, day + timedelta(days=1)) if site.hall.hours.always else (day,)
    return Timetable(
        _from_now(site, each, start, end, now)
        for each in days
        for start, end in map(times_of, window.shifts)
    )


def hall_ends(site: Site, now: datetime) -> float:
    """Return the minutes until the hall closes today; infinity when it never does."""
    if site.hall.hours.always:
        return inf
    day = service_day(now, site)
    if day.isoformat() in site.hall.hours.holidays:
        return 0.0
    return max((end for _, end in _opening(site, day, now)), default=0.0)


def _opening(site: Site, day: date, now: datetime) -> list[Span]:
    """Return the day's spans; the last one goes on while the hall still serves who waits."""
    opening = [_from_now(site, day, *span, now) for span in spans(site.hall.hours, day)]
    if opening:
        start, end = max(opening)
        opening.remove((start, end))
        opening.append((start, end + site.issuing.overtime_minutes))
    return opening


def _from_now(site: Site, day: date, start: time, end: time, now: datetime) -> Span:
    return _minutes(site, day, start, now), _minutes(site, day, end, now)


def _minutes(site: Site, day: date, clock_time: time, now: datetime) -> float:
    if clock_time == time.max:
        day, clock_time = day + timedelta(days=1), _MIDNIGHT
    instant = datetime.combine(day, clock_time, ZoneInfo(site.hall.time_zone)).astimezone(UTC)
    return (instant - now).total_seconds() / 60


def _cut(span: Span, start: float, end: float) -> list[Span]:
    pieces = [(span[0], min(span[1], start)), (max(span[0], end), span[1])]
    return [piece for piece in pieces if piece[0] < piece[1]]


def _joined(calling: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(span for span in calling if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
