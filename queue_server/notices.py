"""When a notice is on: the schedule of its struct, in the hall's own time. Pure.

Shared by the server and every edge, so that a sign whose server is gone changes by itself as the
server would have changed it.
"""

import itertools
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from queue_server.wire import Notice


class Scheduled(Protocol):
    """What has a schedule: a notice, a playlist."""

    @property
    def starts_at(self) -> datetime | None:
        """When it is first to be seen."""

    @property
    def expires_at(self) -> datetime | None:
        """When it is over."""

    @property
    def weekdays(self) -> tuple[int, ...]:
        """On which days of the week; none: on each."""

    @property
    def from_time(self) -> str | None:
        """From which time of these days."""

    @property
    def until_time(self) -> str | None:
        """Until which time of these days."""

    @property
    def dates(self) -> tuple[str, ...]:
        """On which days only."""

    @property
    def except_dates(self) -> tuple[str, ...]:
        """On which days not."""


def is_on(notice: Scheduled, now: datetime, zone: tzinfo) -> bool:
    """Tell whether a notice is to be seen at an aware instant.

    A span over midnight (``until_time`` before ``from_time``) belongs to the day it began on.
    """
    if notice.starts_at is not None and now < notice.starts_at:
        return False
    if notice.expires_at is not None and now >= notice.expires_at:
        return False
    local = now.astimezone(zone)
    begin, end = _time(notice.from_time, time.min), _time(notice.until_time, time.max)
    clock = local.time()
    if begin < end:
        return begin <= clock < end and _has_day(notice, local.date())
    if clock >= begin:
        return _has_day(notice, local.date())
    return clock < end and _has_day(notice, local.date() - timedelta(days=1))


def is_over(notice: Scheduled, now: datetime) -> bool:
    """Tell whether a notice will never be seen again."""
    return notice.expires_at is not None and now >= notice.expires_at


def spans_on(
    notice: Scheduled, now: datetime, zone: tzinfo, ahead: timedelta
) -> tuple[tuple[datetime, datetime], ...]:
    """Return the times from ``now`` on, within ``ahead``, in which it is to be seen; in UTC."""
    end = now + ahead
    edges = {now, end}
    edges |= {each for each in (notice.starts_at, notice.expires_at) if each and now < each < end}
    clocks = {time.min, _time(notice.from_time, time.min), _time(notice.until_time, time.min)}
    day = now.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        edges |= {
            instant
            for clock in clocks
            if now < (instant := datetime.combine(day, clock, zone).astimezone(UTC)) < end
        }
        day += timedelta(days=1)
    spans: list[tuple[datetime, datetime]] = []
    ordered = sorted(edge.astimezone(UTC) for edge in edges)
    for begin, until in itertools.pairwise(ordered):
        if not is_on(notice, begin, zone):
            continue
        start = spans.pop()[0] if spans and spans[-1][1] == begin else begin
        spans.append((start, until))
    return tuple(spans)


def is_for(notice: Notice, kind: str, sink: str, zone: str) -> bool:
    """Tell whether a sink (``kind`` sign, board, kiosk …; its id; its zone) is to show a notice."""
    if notice.audience and kind not in notice.audience:
        return False
    return not notice.targets or bool({f"{kind}:{sink}", f"zone:{zone}"} & {*notice.targets})


def _has_day(notice: Scheduled, day: date) -> bool:
    text = day.isoformat()
    if text in notice.except_dates:
        return False
    if notice.weekdays and day.isoweekday() not in notice.weekdays:
        return False
    return not notice.dates or text in notice.dates


def _time(text: str | None, default: time) -> time:
    """Return a clock time; what cannot be read counts as not said, so that words are not lost."""
    try:
        return default if text is None else time.fromisoformat(text)
    except ValueError:
        return default
