"""What a change of the site does to the hall as it is now: who is affected, and what forbids it.

Pure: two sites, the hall as last committed and the hour. Each effect is a message of the catalogue
(``effect-`` and its code) with its values; names are given in the language of the reader later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from config.hours import spans
from config.site import Service, Site, Window
from queue_server.domain.hours import is_open, local
from queue_server.domain.needs import credit_for
from queue_server.domain.priority import rank
from queue_server.domain.ticket import AT_WINDOW
from queue_server.service.booked import OPEN, appointments
from queue_server.service.forecasting import Waits
from queue_server.service.password_rules import asked, who_needs_new
from queue_server.service.stations import KIND as STATIONS
from queue_server.store.image import View

Level = Literal["forbids", "mind", "tells"]
_RESTARTED = ("sync", "sources", "search", "alerts")
"""Parts of a site that are read when the server starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One effect; ``forbids`` cannot be saved, ``mind`` is to be looked at before it is.

    Values under ``service`` and ``need`` are ids, put into words by who shows them.
    """

    code: str
    level: Level = "tells"
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The hall as it is now."""

    view: View
    now: datetime
    waits: Waits | None = None


def foresee(before: Site, after: Site, seen: Seen) -> tuple[Effect, ...]:
    """Return everything the change does, what forbids it first."""
    found = [
        *_hall(before, after),
        *_services(before, after, seen),
        *_windows(before, after, seen),
        *_hours(before, after, seen),
        *_rules(before, after, seen),
        *_passwords(before, after, seen),
        *_late(before, after),
    ]
    order: dict[Level, int] = {"forbids": 0, "mind": 1, "tells": 2}
    return tuple(sorted(found, key=lambda each: order[each.level]))


def _hall(before: Site, after: Site) -> Iterator[Effect]:
    old, new = before.hall, after.hall
    if old.id != new.id:
        yield Effect(code="hall-id", level="forbids")
    if old.time_zone != new.time_zone:
        yield Effect(code="time-zone", level="mind")
    if old.public_url != new.public_url:
        yield Effect(code="address", level="mind", values={"url": new.public_url})
    if (old.name, old.emblem, old.colour) != (new.name, new.emblem, new.colour):
        yield Effect(code="identity")
    for gone in (each for each in old.languages if each not in new.languages):
        yield Effect(code="language-gone", level="mind", values={"language": gone})
    for come in (each for each in new.languages if each not in old.languages):
        yield Effect(code="language-new", values={"language": come})


def _services(before: Site, after: Site, seen: Seen) -> Iterator[Effect]:
    olds = {each.id: each for each in before.services}
    news = {each.id: each for each in after.services}
    for wanted, old in olds.items():
        new = news.get(wanted)
        if new is None:
            yield from _service_gone(old, seen)
        elif new != old:
            yield from _service_changed(old, new, seen)
    for wanted in (each for each in news if each not in olds):
        served = [each.number for each in after.windows if wanted in each.services]
        code, level = ("service-new", "tells") if served else ("service-unserved", "mind")
        yield Effect(code=code, level=level, values={"service": wanted, **_numbers(served)})  # type: ignore[arg-type]  # one of two literals


def _service_gone(old: Service, seen: Seen) -> Iterator[Effect]:
    today = sum(each.service == old.id for each in seen.view.tickets.values())
    booked = _booked(seen.view, {old.id})
    if today:
        values = {"service": old.id, "count": today}
        yield Effect(code="service-has-numbers", level="forbids", values=values)
    if booked:
        values = {"service": old.id, "count": booked}
        yield Effect(code="service-is-booked", level="forbids", values=values)
    if not today and not booked:
        yield Effect(code="service-gone", level="mind", values={"service": old.id})


def _service_changed(old: Service, new: Service, seen: Seen) -> Iterator[Effect]:
    waiting, given = len(seen.view.lines.line(old.id)), _given(seen.view, old)
    told: dict[str, object] = {"service": old.id, "count": waiting}
    if old.open and not new.open:
        yield Effect(code="service-closed", level="mind", values=told)
    if new.open and not old.open:
        yield Effect(code="service-opened", values=told)
    if old.prefix != new.prefix:
        values = {**told, "given": given, "before": old.prefix, "after": new.prefix}
        yield Effect(code="prefix", level="mind" if given else "tells", values=values)
    if old.quota != new.quota:
        yield _quota(new, given)
    if old.minutes != new.minutes:
        yield Effect(code="minutes", values={**told, "minutes": new.minutes})
    if (old.names, old.about, old.icon) != (new.names, new.about, new.icon):
        yield Effect(code="service-names", values=told)


def _quota(new: Service, given: int) -> Effect:
    told: dict[str, object] = {"service": new.id, "given": given}
    if new.quota is None:
        return Effect(code="quota-none", values=told)
    left = max(new.quota - given, 0)
    level: Level = "tells" if left else "mind"
    return Effect(
        code="quota" if left else "quota-over", level=level, values={**told, "left": left}
    )


def _windows(before: Site, after: Site, seen: Seen) -> Iterator[Effect]:
    olds = {each.id: each for each in before.windows}
    news = {each.id: each for each in after.windows}
    for wanted, old in olds.items():
        new = news.get(wanted)
        if new is None:
            yield from _window_gone(old, seen)
        elif new != old:
            yield from _window_changed(old, new, seen)
    for wanted, new in news.items():
        if wanted not in olds:
            yield Effect(code="window-new", values={"window": new.number})
    yield from _unserved(before, after, seen)


def _window_gone(old: Window, seen: Seen) -> Iterator[Effect]:
    told: dict[str, object] = {"window": old.number}
    number = _served_at(old, seen)
    if number:
        yield Effect(code="window-busy", level="forbids", values={**told, "number": number})
        return
    yield Effect(code="window-gone", level="mind", values=told)
    names = [each.name for each in seen.view.users.values() if each.window == old.id]
    if names:
        values = {**told, "names": ", ".join(sorted(names))}
        yield Effect(code="window-has-clerks", level="mind", values=values)


def _window_changed(old: Window, new: Window, seen: Seen) -> Iterator[Effect]:
    told: dict[str, object] = {"window": new.number}
    if old.number != new.number:
        yield Effect(code="window-number", level="mind", values={**told, "before": old.number})
    if old.zone != new.zone:
        yield Effect(code="window-zone", level="mind", values={**told, "zone": new.zone})
    here = _served_at(old, seen)
    for service in (each for each in old.services if each not in new.services):
        values = {**told, "service": service, "count": len(seen.view.lines.line(service))}
        yield Effect(code="window-drops", values=values)
        if here and _service_at(old, seen) == service:
            yield Effect(code="window-finishes", values={**told, "number": here})
    for service in (each for each in new.services if each not in old.services):
        values = {**told, "service": service, "count": len(seen.view.lines.line(service))}
        yield Effect(code="window-takes", values=values)
    if old.fit_for != new.fit_for:
        yield Effect(code="window-fit", values=told)
    if (old.breaks, old.shifts) != (new.breaks, new.shifts):
        yield Effect(code="window-times", values=told)


def _unserved(before: Site, after: Site, seen: Seen) -> Iterator[Effect]:
    """Tell which services no window offers any more, and who waits for them."""
    for service in after.services:
        left = [each.number for each in after.windows_for(service.id)]
        had = [each.number for each in before.windows_for(service.id)]
        if left or not had:
            continue
        waiting = len(seen.view.lines.line(service.id))
        values = {"service": service.id, "count": waiting}
        yield Effect(code="nobody-serves", level="forbids" if waiting else "mind", values=values)


def _hours(before: Site, after: Site, seen: Seen) -> Iterator[Effect]:
    if before.hall.hours == after.hall.hours:
        return
    was, will = is_open(seen.now, before), is_open(seen.now, after)
    waiting = len(seen.view.lines)
    if was and not will:
        yield Effect(code="closes-now", level="mind", values={"count": waiting})
    elif will and not was:
        yield Effect(code="opens-now", level="mind")
    today = local(seen.now, after).date()
    told = _spans_of(after, today)
    yield Effect(code="hours-today" if told else "closed-today", values={"spans": told})
    for text in after.hall.hours.holidays:
        if text not in before.hall.hours.holidays:
            yield from _holiday(date.fromisoformat(text), after, seen)
    lost = sum(
        is_open(each.at, before) and not is_open(each.at, after)
        for each in appointments(seen.view.documents.values())
        if each.state in OPEN and each.at > seen.now
    )
    if lost:
        yield Effect(code="booked-outside", level="mind", values={"count": lost})


def _holiday(day: date, site: Site, seen: Seen) -> Iterator[Effect]:
    if day < local(seen.now, site).date():
        yield Effect(code="holiday-over", values={"day": day.isoformat()})
    elif site.hall.hours.always:
        yield Effect(code="holiday-always", level="mind", values={"day": day.isoformat()})


def _rules(before: Site, after: Site, seen: Seen) -> Iterator[Effect]:
    if replace(before.priority, sentence={}) == replace(after.priority, sentence={}):
        return
    yield Effect(code="priority", values={"count": len(seen.view.lines)})
    needs = {*before.priority.credit_minutes, *after.priority.credit_minutes}
    line = max(after.services, key=lambda each: len(seen.view.lines.line(each.id)))
    for need in sorted(needs):
        places = [
            _passed(line.id, credit_for([need], site.priority), site, seen)
            for site in (before, after)
        ]
        if places[0] != places[1]:
            values = {"need": need, "service": line.id, "before": places[0], "after": places[1]}
            yield Effect(
                code="priority-example", values={**values, **_waits(line.id, places, seen)}
            )


def _passed(service: str, credit: int, site: Site, seen: Seen) -> int:
    """Return how many would be before one who came now with a credit."""
    mine = rank(seen.now, credit, site.priority)
    return sum(each.rank_at <= mine for each in seen.view.lines.line(service))


def _waits(service: str, places: list[int], seen: Seen) -> dict[str, object]:
    """Return the waits of both places in minutes, -1 where nobody can tell."""
    waits = [
        None if seen.waits is None else seen.waits.shown(seen.waits.for_new(service, ahead))
        for ahead in places
    ]
    low = [-1 if each is None else each.low for each in waits]
    high = [-1 if each is None else each.high for each in waits]
    return {
        "low": low[0], "high": high[0], "newlow": low[1], "newhigh": high[1],
        "known": "yes" if min(low) >= 0 else "no",
    }  # fmt: skip


def _passwords(before: Site, after: Site, seen: Seen) -> Iterator[Effect]:
    """Tell who will be asked for a new password, and from where staff may work."""
    if after.stations.required and not before.stations.required:
        known = sum(kind == STATIONS for kind, _ in seen.view.documents)
        yield Effect(code="stations-required", level="mind", values={"count": known})
    if before.passwords == after.passwords:
        return
    found = who_needs_new(seen.view.users.values(), seen.view.documents, after.passwords, seen.now)
    if not asked(after.passwords):
        yield Effect(code="passwords-plain", level="mind")
    else:
        yield Effect(code="passwords", level="mind", values={"count": len(found)})


def _late(before: Site, after: Site) -> Iterator[Effect]:
    """Tell what holds only after a restart."""
    if any(getattr(before, name) != getattr(after, name) for name in _RESTARTED):
        yield Effect(code="restart-server", level="mind")
    if before.hall.region != after.hall.region:
        yield Effect(code="restart-region", level="mind")


def _served_at(window: Window, seen: Seen) -> str:
    """Return the number of who is at a window now, empty where nobody is."""
    for ticket in seen.view.tickets.values():
        if ticket.window == window.id and ticket.state in AT_WINDOW:
            return ticket.number
    return ""


def _service_at(window: Window, seen: Seen) -> str:
    for ticket in seen.view.tickets.values():
        if ticket.window == window.id and ticket.state in AT_WINDOW:
            return ticket.service
    return ""


def _given(view: View, service: Service) -> int:
    day = view.day.id if view.day else ""
    return view.counters.get((day, service.prefix), 0)


def _booked(view: View, services: set[str]) -> int:
    kept = appointments(view.documents.values())
    return sum(each.service in services and each.state in OPEN for each in kept)


def _numbers(numbers: Iterable[int]) -> dict[str, object]:
    return {"windows": ", ".join(str(each) for each in numbers)}


def _spans_of(site: Site, day: date) -> str:
    if site.hall.hours.always:
        return "00:00-24:00"
    if day.isoformat() in site.hall.hours.holidays:
        return ""
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans(site.hall.hours, day))
