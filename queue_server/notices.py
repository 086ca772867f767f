"""When a notice is on: the schedule of its struct, in the hall's own time. Pure.

Shared by the server and every edge, so that a sign whose server is gone changes by itself as the
server would have changed it.
"""

from datetime import date, datetime, time, timedelta, tzinfo

from queue_server.wire import Notice


def is_on(notice: Notice, now: datetime, zone: tzinfo) -> bool:
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


def is_over(notice: Notice, now: datetime) -> bool:
    """Tell whether a notice will never be seen again."""
    return notice.expires_at is not None and now >= notice.expires_at


def is_for(notice: Notice, kind: str, sink: str, zone: str) -> bool:
    """Tell whether a sink (``kind`` sign, board, kiosk …; its id; its zone) is to show a notice."""
    if notice.audience and kind not in notice.audience:
        return False
    return not notice.targets or bool({f"{kind}:{sink}", f"zone:{zone}"} & {*notice.targets})


def _has_day(notice: Notice, day: date) -> bool:
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
