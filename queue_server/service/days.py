"""Service days: opened and closed by a person, or by themselves as the hall's hours say.

What is left when a day closes ends by rule: who is in service counts as done (its leg says
``day_closed``), everybody else's number expires, booked visitors who did not come are missed, and
calls for help are over. The row that closes the day tells how many.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from config.site import Site
from queue_server.domain.actors import Actor
from queue_server.domain.closing import opening_spans
from queue_server.domain.errors import refused
from queue_server.domain.hours import service_day
from queue_server.domain.ticket import TERMINAL, Moment, State, Ticket
from queue_server.domain.transitions import Event
from queue_server.service import booking, people
from queue_server.service.asking import require_role
from queue_server.service.telling import encode
from queue_server.service.tickets import happen
from queue_server.service.windows import close_all
from queue_server.store.image import Image
from queue_server.store.records import Day

DAY_KEEPERS = frozenset({"supervisor", "admin", "system"})


def open_day(image: Image, moment: Moment, site: Site, actor: Actor) -> Day:
    """Open the service day of today; a day of the past is never opened again."""
    require_role(actor, DAY_KEEPERS)
    today, latest = service_day(moment.wall, site).isoformat(), image.day
    if latest is not None:
        if latest.closed_at is None:
            raise refused("day_open", f"service day {latest.id} is open", state="open")
        if today < latest.id:
            raise refused("day_past", f"the clock says {today}, the last day was {latest.id}")
    day = Day(id=today, opened_at=moment.wall)
    image.days.put(day.id, day)
    told = {"day": day.id, "by": actor.name}
    image.tell(moment.wall, "day_opened", encode(told), public=True)
    return day


def close_day(
    image: Image, moment: Moment, site: Site, actor: Actor, *, windows_too: bool = True
) -> Day:
    """Close the service day; what is left ends by rule."""
    require_role(actor, DAY_KEEPERS)
    day = image.day
    if day is None or day.closed_at is not None:
        raise refused("day_closed", "no service day is open", state="closed")
    left = {"expired": 0, "done": 0}
    for ticket in list(image.tickets.values()):
        if ticket.state not in TERMINAL:
            ended = happen(image, moment, site, ticket, Event.EXPIRE)
            left["done" if ended.state is State.DONE else "expired"] += 1
    left["appointments"] = booking.end_day(image, moment, site, day.id)
    people.end_all(image, moment, site)
    if windows_too:
        close_all(image, moment, site, actor)
    closed = replace(day, closed_at=moment.wall)
    image.days.put(closed.id, closed)
    told = {"day": closed.id, "by": actor.name, **left}
    image.tell(moment.wall, "day_closed", encode(told), public=True)
    return closed


def left_over(tickets: Mapping[str, Ticket]) -> dict[str, int]:
    """Return how many tickets stand in each state that closing the day would end."""
    counts = Counter(each.state for each in tickets.values() if each.state not in TERMINAL)
    return {state.value: counts[state] for state in State if counts[state]}


def follow_calendar(image: Image, moment: Moment, site: Site, actor: Actor) -> bool:
    """Open and close the days of a hall that does so by itself; tell whether anything was done.

    A day closed by a person stays closed; one a person opened again stays open to its midnight.
    """
    hours = site.hall.hours
    if not (hours.always or hours.by_itself):
        return False
    today, latest = service_day(moment.wall, site), image.day
    begin, end = _service_times(today, site)
    done = False
    if latest is not None and latest.closed_at is None:
        turned = latest.id < today.isoformat()
        over = not hours.always and end is not None and latest.opened_at < end <= moment.wall
        if turned or over:
            close_day(image, moment, site, actor, windows_too=not hours.always)
            done = True
    known = latest is not None and latest.id >= today.isoformat()
    if known or begin is None or end is None or not begin <= moment.wall < end:
        return done
    open_day(image, moment, site, actor)
    return True


def _service_times(day: date, site: Site) -> tuple[datetime | None, datetime | None]:
    """Return when a civil day's service begins and ends; None where it does not take place."""
    hours, times = site.hall.hours, opening_spans(day, site)
    if not times:
        return None, None
    if hours.always:
        return times[0][0], times[-1][1]
    return (
        times[0][0] - timedelta(minutes=hours.before_minutes),
        times[-1][1] + timedelta(minutes=hours.after_minutes),
    )
