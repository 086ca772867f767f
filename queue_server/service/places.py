"""Windows and service days: open, pause, close."""

from dataclasses import replace
from typing import Literal

from config.site import Site
from queue_server.domain import guards
from queue_server.domain.actors import Actor
from queue_server.domain.circumstances import Circumstances, Window
from queue_server.domain.errors import refused
from queue_server.domain.hours import service_day
from queue_server.domain.ticket import TERMINAL, Moment, State
from queue_server.domain.transitions import Event
from queue_server.service import booking
from queue_server.service.asking import CALLERS, require_role
from queue_server.service.telling import encode, tell_window
from queue_server.service.tickets import happen
from queue_server.store.image import Image
from queue_server.store.records import Day

DAY_KEEPERS = frozenset({"supervisor", "admin", "system"})


def set_window(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    window_id: str,
    state: Literal["open", "paused", "closed"],
    reason: str | None = None,
) -> str:
    """Open, pause or close a window; who was there goes back to the line or is held."""
    require_role(actor, CALLERS)
    window = image.windows.get(window_id)
    if window is None or all(each.id != window_id for each in site.windows):
        raise refused("unknown_window", f"no window {window_id!r}")
    guards.may_work_at(
        Circumstances(
            moment=moment, site=site, actor=actor, windows=image.windows, lines=image.lines
        ),
        window_id,
    )
    _put(image, moment, site, window, state, reason)
    return window_id


def open_day(image: Image, moment: Moment, site: Site, actor: Actor) -> Day:
    """Open the service day of today; a day of the past is never opened again."""
    require_role(actor, DAY_KEEPERS)
    today, latest = service_day(moment.wall, site).isoformat(), image.day
    if latest is not None:
        if latest.closed_at is None:
            raise refused("day_open", f"service day {latest.id} is open", state="open")
        if today < latest.id:
            raise refused("day_past", f"the clock says {today}, the last day was {latest.id}")
    again = latest if latest is not None and latest.id == today else None
    day = replace(again, closed_at=None) if again else Day(id=today, opened_at=moment.wall)
    image.days.put(day.id, day)
    image.tell(moment.wall, "day_opened", encode({"day": day.id}), public=True)
    return day


def close_day(
    image: Image, moment: Moment, site: Site, actor: Actor, *, windows_too: bool = True
) -> Day:
    """Close the service day: who is in service counts as done, the rest expires."""
    require_role(actor, DAY_KEEPERS)
    day = image.day
    if day is None or day.closed_at is not None:
        raise refused("day_closed", "no service day is open", state="closed")
    left = {"expired": 0, "done": 0}
    for ticket in list(image.tickets.values()):
        if ticket.state not in TERMINAL:
            ended = happen(image, moment, site, ticket, Event.EXPIRE)
            left["done" if ended.state is State.DONE else "expired"] += 1
    if windows_too:
        for window in list(image.windows.values()):
            if window.state != "closed" and any(each.id == window.id for each in site.windows):
                current = image.windows.get(window.id) or window
                _put(image, moment, site, current, "closed", None)
    left["appointments"] = booking.end_day(image, moment, site, day.id)
    closed = replace(day, closed_at=moment.wall)
    image.days.put(closed.id, closed)
    image.tell(moment.wall, "day_closed", encode({"day": closed.id, **left}), public=True)
    return closed


def follow_calendar(image: Image, moment: Moment, site: Site, actor: Actor) -> bool:
    """Open the day of a hall that is always open, and turn it over at its midnight."""
    if not site.hall.hours.always:
        return False
    today, latest = service_day(moment.wall, site).isoformat(), image.day
    if latest is not None and latest.id >= today:
        # Today's day is there; closed by a person, it stays closed.
        return False
    if latest is not None and latest.closed_at is None:
        close_day(image, moment, site, actor, windows_too=False)
    open_day(image, moment, site, actor)
    return True


def _put(
    image: Image,
    moment: Moment,
    site: Site,
    window: Window,
    state: Literal["open", "paused", "closed"],
    reason: str | None,
) -> None:
    if state == "closed":
        _leave_nobody(image, moment, site, window)
        window = image.windows.get(window.id) or window
    if (window.state, window.reason) == (state, reason):
        return
    changed = replace(window, state=state, reason=reason)
    image.windows.put(window.id, changed)
    tell_window(image, moment, site, changed)


def _leave_nobody(image: Image, moment: Moment, site: Site, window: Window) -> None:
    here = image.tickets.get(window.ticket or "")
    if here is not None:
        happen(image, moment, site, here, Event.WINDOW_LOST)
    for place in list(image.lines):
        meant = image.tickets.get(place.ticket) if place.target == window.id else None
        if meant is not None:
            happen(image, moment, site, meant, Event.WINDOW_LOST)
