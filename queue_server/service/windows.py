"""Windows: open, pause, close; what they offer today; calling by themselves."""

from dataclasses import replace
from typing import Literal

from config.site import Site
from queue_server import wire
from queue_server.domain import guards
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.circumstances import Window, offered
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.domain.transitions import Event
from queue_server.service.asking import CALLERS, Asked, around, require_role
from queue_server.service.telling import tell_window
from queue_server.service.tickets import happen
from queue_server.store.image import Image

_CHOOSERS = frozenset({"supervisor", "admin"})


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
    window = _own(image, moment, site, actor, window_id)
    _put(image, moment, site, actor, window, state, reason)
    return window_id


def set_up(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    window_id: str,
    settings: wire.WindowSettings,
) -> str:
    """Change how a window works today: by itself or not, and which of its services it offers.

    A clerk chooses the first for the own window; which services, the supervisor says.
    """
    window = _own(image, moment, site, actor, window_id)
    changed = window
    if settings.auto_call is not None:
        changed = replace(changed, auto_call=settings.auto_call)
    if settings.services is not None:
        require_role(actor, _CHOOSERS)
        changed = replace(changed, offers=_chosen(site, window_id, settings.services))
    if changed != window:
        image.windows.put(window_id, changed)
        tell_window(image, moment, site, changed, actor, "window_changed")
        _let_go(image, moment, site, window_id, offered(changed, site))
    return window_id


def know_skills(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    window_id: str,
    skills: tuple[str, ...] | None,
) -> None:
    """Offer at a window what those who sit there can do; None: all of it."""
    window = image.windows.get(window_id)
    if window is None or window.skills == skills:
        return
    before, changed = offered(window, site), replace(window, skills=skills)
    image.windows.put(window_id, changed)
    if offered(changed, site) != before:
        tell_window(image, moment, site, changed, actor, "window_changed")
        _let_go(image, moment, site, window_id, offered(changed, site))


def leave(image: Image, moment: Moment, site: Site, actor: Actor, window_id: str) -> None:
    """Close a window where nobody sits any more."""
    window = image.windows.get(window_id)
    if window is not None and any(each.id == window_id for each in site.windows):
        _put(image, moment, site, actor, window, "closed", "nobody_there")


def close_all(image: Image, moment: Moment, site: Site, actor: Actor) -> None:
    """Close every window of the site."""
    for place in site.windows:
        window = image.windows.get(place.id)
        if window is not None:
            _put(image, moment, site, actor, window, "closed", None)


def let_go_of_dropped(image: Image, moment: Moment, site: Site) -> None:
    """Leave nobody to a window the site no longer has, nor waiting there for what it dropped."""
    for window in list(image.windows.values()):
        if all(each.id != window.id for each in site.windows):
            _leave_nobody(image, moment, site, window)
    for window_id in image.lines.targets():
        wanted = image.windows.get(window_id)
        offers = () if wanted is None else offered(wanted, site)
        _let_go(image, moment, site, window_id, offers)


def call_by_themselves(image: Image, moment: Moment, site: Site) -> None:
    """Call the next visitor at each free window that calls by itself and has rested."""
    for place in site.windows:
        window = image.windows.get(place.id)
        if window is None or not window.auto_call or window.state != "open" or window.ticket:
            continue
        if moment.mono - window.free_mono < site.calling.rest_s:
            continue
        hall = around(image, moment, Asked(actor=SYSTEM, site=site), at=place.id)
        first = image.lines.first_for(place.id, offered(window, site), hall.floor)
        ticket = None if first is None else image.tickets.get(first.ticket)
        if ticket is not None:
            happen(image, moment, site, ticket, Event.CALL, at=place.id)


def _own(image: Image, moment: Moment, site: Site, actor: Actor, window_id: str) -> Window:
    require_role(actor, CALLERS)
    window = image.windows.get(window_id)
    if window is None or all(each.id != window_id for each in site.windows):
        raise refused("unknown_window", f"no window {window_id!r}")
    guards.may_work_at(around(image, moment, Asked(actor=actor, site=site)), window_id)
    return window


def _chosen(site: Site, window_id: str, wanted: tuple[str, ...]) -> tuple[str, ...] | None:
    given = site.window(window_id).services
    for service in wanted:
        if service not in given:
            told = f"{service!r} is not among {', '.join(given)}"
            raise refused("service_not_at_window", told, field="services")
    chosen = tuple(service for service in given if service in wanted)
    return None if chosen == given or not chosen else chosen


def _put(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    window: Window,
    state: Literal["open", "paused", "closed"],
    reason: str | None,
) -> None:
    if state == "closed":
        _leave_nobody(image, moment, site, window)
        window = image.windows.get(window.id) or window
    if (window.state, window.reason) == (state, reason):
        return
    rested = moment.mono if window.state != "open" else window.free_mono
    changed = replace(window, state=state, reason=reason, free_mono=rested)
    image.windows.put(window.id, changed)
    tell_window(image, moment, site, changed, actor)


def _leave_nobody(image: Image, moment: Moment, site: Site, window: Window) -> None:
    here = image.tickets.get(window.ticket or "")
    if here is not None:
        happen(image, moment, site, here, Event.WINDOW_LOST)
    _let_go(image, moment, site, window.id, ())


def _let_go(
    image: Image, moment: Moment, site: Site, window_id: str, offers: tuple[str, ...]
) -> None:
    """Let those who wait for a window go to any, but for the services it goes on to offer."""
    for place in list(image.lines):
        ticket = image.tickets.get(place.ticket)
        if ticket is not None and ticket.target == window_id and ticket.service not in offers:
            happen(image, moment, site, ticket, Event.WINDOW_LOST)
