"""When a hall serves, as a rule that server and kiosks share."""

from datetime import date, datetime, time

from config.site import Hours, Weekday

_WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def serves(hours: Hours, here: datetime) -> bool:
    """Tell whether the hours include an instant given in the hall's own time."""
    if hours.always:
        return True
    if here.date().isoformat() in hours.holidays:
        return False
    clock_time = here.time()
    return any(start <= clock_time < end for start, end in spans(hours, here.date()))


def spans(hours: Hours, day: date) -> tuple[tuple[time, time], ...]:
    """Return the opening spans of a civil day, from ``"09:00-12:00"`` texts."""
    return tuple(times_of(text) for text in hours.week.get(_WEEKDAYS[day.weekday()], ()))


def times_of(text: str) -> tuple[time, time]:
    """Return both ends of a span such as ``"09:00-12:00"``; ``24:00`` is the end of the day."""
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.max if end == "24:00" else time.fromisoformat(end)
