"""A hall's own days for the twin: who came when, for what, and how long it took. Pure.

Needs are erased a day after a visit, so they are drawn anew from the shares the hall has told by
week, or from those of a disabled people's service hall; nobody's own needs are played.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from config.hours import times_of
from config.site import Need, Site
from queue_server.domain.ticket import State
from queue_server.statistics.visits import NeedClass, Visit
from queue_server.twin.scenario import NEEDS, WEEK, Visitor, with_hours

FEWEST = 10
"""A day with fewer visits tells nothing of a day."""
_LONGEST_MINUTES, _SHORTEST_MINUTES = 120.0, 0.5
_NEED_OF: Mapping[NeedClass, tuple[Need, ...]] = {
    "mobility": ("wheelchair",),
    "sight": ("low_vision",),
    "hearing": ("deaf",),
    "understanding": ("easy_read",),
    "earlier": ("elder",),
    "several": ("low_vision", "slow_walker"),
}


def by_day(visits: Iterable[Visit], most: int, before: str) -> list[list[Visit]]:
    """Return the visits of the last days before one that had enough, oldest day first."""
    found: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.day < before:
            found[visit.day].append(visit)
    days = [day for day in sorted(found) if len(found[day]) >= FEWEST]
    return [found[day] for day in days[-most:]]


def need_shares(counts: Mapping[NeedClass, int]) -> Mapping[tuple[Need, ...], float]:
    """Return shares of needs from counts by class; those of the scenario where nobody knows."""
    total = sum(count for name, count in counts.items() if name != "unknown")
    known = {_NEED_OF[each]: counts[each] / total for each in _NEED_OF if counts.get(each)}
    return known or NEEDS


def people_of(
    visits: Sequence[Visit], site: Site, shares: Mapping[tuple[Need, ...], float], seed: int
) -> tuple[Visitor, ...]:
    """Return a day's visits as visitors for the twin, in order of coming."""
    dice = Random(seed)  # noqa: S311  a simulation, no secret
    zone, served = ZoneInfo(site.hall.time_zone), _served(visits)
    known = {service.id for service in site.services}
    found = []
    for visit in sorted(visits, key=lambda each: each.issued_at):
        if visit.service not in known:
            continue
        minutes = _minutes(visit)
        if minutes is None:
            usual = served.get(visit.service) or [float(site.service(visit.service).minutes)]
            minutes = dice.choice(usual)
        missed = any(leg.outcome == "no_show" for leg in visit.legs)
        found.append(
            Visitor(
                at=_minute_of(visit.issued_at, zone),
                service=visit.service,
                needs=_drawn(dice, shares),
                walks=_walk(visit),
                serves=minutes,
                shows=not missed,
                patience=_patience(visit),
                returns=5.0 if missed and visit.state is State.DONE else None,
            )
        )
    return tuple(found)


def site_of(days: Sequence[Sequence[Visit]], site: Site) -> Site:
    """Return the site as those days had it: its windows that called, its hours.

    A hall that never closes is played from the hour of its first visitor to that of its last.
    """
    used = Counter(leg.window for day in days for visit in day for leg in visit.legs)
    windows = tuple(each for each in site.windows if each.id in used) or site.windows
    offered = {service for each in windows for service in each.services}
    asked = {visit.service for day in days for visit in day}
    if asked - offered:  # whoever was never called would otherwise find no window at all
        windows = site.windows
    spans = site.hall.hours.week.get("mon") or _hours(days, ZoneInfo(site.hall.time_zone))
    return replace(with_hours(site, spans), windows=windows)


def _hours(days: Sequence[Sequence[Visit]], zone: ZoneInfo) -> tuple[str, ...]:
    minutes = [_minute_of(visit.issued_at, zone) for day in days for visit in day]
    if not minutes:
        return WEEK
    first, last = int(min(minutes) // 60), min(int(max(minutes) // 60) + 2, 23)
    return (f"{min(first, 21):02}:00-{max(last, first + 1):02}:00",)


def _served(visits: Iterable[Visit]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for visit in visits:
        minutes = _minutes(visit)
        if minutes is not None:
            found[visit.service].append(minutes)
    return found


def _minutes(visit: Visit) -> float | None:
    """Return the minutes at the window of a visit that was served to its end."""
    if visit.state is not State.DONE or not visit.legs:
        return None
    leg = visit.legs[-1]
    if leg.ended_at is None:
        return None
    took = (leg.ended_at - (leg.arrived_at or leg.called_at)).total_seconds() / 60
    return min(max(took, _SHORTEST_MINUTES), _LONGEST_MINUTES)


def _walk(visit: Visit) -> float:
    leg = visit.legs[-1] if visit.legs else None
    if leg is None or leg.arrived_at is None:
        return 0.5
    return min(max((leg.arrived_at - leg.called_at).total_seconds() / 60, 0.1), 3.0)


def _patience(visit: Visit) -> float | None:
    if visit.state is not State.CANCELLED or visit.legs or visit.ended_at is None:
        return None
    return max((visit.ended_at - visit.issued_at).total_seconds() / 60, 1.0)


def _drawn(dice: Random, shares: Mapping[tuple[Need, ...], float]) -> tuple[Need, ...]:
    draw = dice.random()
    for needs, share in shares.items():
        draw -= share
        if draw < 0:
            return needs
    return ()


def _minute_of(instant: datetime, zone: ZoneInfo) -> float:
    here = instant.astimezone(zone)
    return here.hour * 60 + here.minute + here.second / 60


def changed_hours(
    site: Site, opens: str | None, closes: str | None, *, over_lunch: bool
) -> Site:  # fmt: skip
    """Return the site open from another time, until another, or over lunch too, every day.

    Raises ValueError where it would close before it opens.
    """
    spans = list(site.hall.hours.week.get("mon") or WEEK)
    first, last = spans[0].partition("-")[0], spans[-1].partition("-")[2]
    begin, end = opens or first, closes or last
    kept = [f"{begin}-{end}"]
    if len(spans) > 1 and not over_lunch:
        kept = [
            f"{begin}-{spans[0].partition('-')[2]}",
            *spans[1:-1],
            f"{spans[-1].partition('-')[0]}-{end}",
        ]
    for span in kept:
        start, stop = times_of(span)
        if start >= stop:
            raise ValueError(span)
    return with_hours(site, kept)
