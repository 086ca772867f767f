"""What kind of days are played: who comes, with which needs, and how the windows work.

Everything is drawn from one seed; the same scenario and seed give the same day.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from config.hours import times_of
from config.site import Hours, Need, Site

Span = tuple[float, float]

WEEK: tuple[str, ...] = ("09:00-12:00", "13:30-17:00")
NEEDS: Mapping[tuple[Need, ...], float] = {
    ("wheelchair",): 0.10,
    ("blind",): 0.05,
    ("low_vision",): 0.06,
    ("deaf",): 0.06,
    ("hard_of_hearing",): 0.04,
    ("slow_walker",): 0.07,
    ("elder",): 0.08,
    ("easy_read",): 0.04,
    ("pregnant",): 0.02,
    ("veteran",): 0.02,
    ("infant",): 0.02,
    ("blind", "slow_walker"): 0.02,
}
"""Shares of visitors of a disabled people's service hall by what helps them; the rest name none."""
_TURNS_UP = 0.4
_RUSH = (1.1, 1.7, 1.5, 1.2, 0.8, 0.5, 0.9, 1.3, 1.2, 0.9, 0.6, 0.3)
"""How busy each twelfth of the opening time is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A kind of day. ``load`` is the work that comes over the work the windows can do.

    ``true_minutes`` is how long visits really take over what the site says, by service; a hall
    does not know it on its first day. ``spread`` is the relative spread of visits. With
    ``comes_for`` the visitors are those who would come to that other site: the same people,
    whatever is arranged for them.
    """

    site: Site
    comes_for: Site | None = None
    load: float = 0.95
    spread: float = 0.6
    no_show: float = 0.08
    gives_up: float = 0.03
    steps_away: float = 0.02
    needs: Mapping[tuple[Need, ...], float] = field(default_factory=lambda: dict(NEEDS))
    true_minutes: Mapping[str, float] = field(default_factory=dict)
    speed: Mapping[str, float] = field(default_factory=dict)
    pauses_a_day: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One who comes ``at`` minutes after midnight; what will happen is decided already.

    ``walks`` minutes from a call to the window, or never comes at all; ``serves`` minutes there at
    a window of ordinary speed; ``patience`` minutes until giving up, None for ever; ``away``
    minutes out of the hall soon after coming. Who does not come may turn up ``returns`` minutes
    after being passed.
    """

    at: float
    service: str
    needs: tuple[Need, ...]
    walks: float
    serves: float
    shows: bool
    patience: float | None = None
    away: float | None = None
    returns: float | None = None


def with_hours(site: Site, spans: Sequence[str] = WEEK) -> Site:
    """Return the site with these hours on every day of the week."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    hours = Hours(week={day: tuple(spans) for day in days})  # type: ignore[misc]  # the seven days
    return replace(site, hall=replace(site.hall, hours=hours))


def opening(site: Site) -> list[Span]:
    """Return the opening spans of a Monday in minutes after midnight."""
    return [_minutes(text) for text in site.hall.hours.week.get("mon", WEEK)]


def calling(site: Site, window: str) -> list[Span]:
    """Return the spans in which a window calls: the hall's with overtime, less its own breaks."""
    spans = opening(site)
    spans[-1] = (spans[-1][0], spans[-1][1] + site.issuing.overtime_minutes)
    for start, end in (_minutes(text) for text in site.window(window).breaks):
        pieces = [((a, min(b, start)), (max(a, end), b)) for a, b in spans]
        spans = [piece for pair in pieces for piece in pair if piece[0] < piece[1]]
    return spans


def shares(site: Site) -> dict[str, float]:
    """Return each service's share of all work, so that every window has about the same to do."""
    found = {service.id: 0.0 for service in site.services}
    for window in site.windows:
        for service in window.services:
            found[service] += 1 / len(window.services)
    total = sum(found.values()) or 1.0
    return {service: share / total for service, share in found.items()}


def true_minutes(scenario: Scenario, service: str) -> float:
    """Return the mean minutes a visit for a service really takes at its window."""
    return scenario.site.service(service).minutes * scenario.true_minutes.get(service, 1.0)


def visitors(scenario: Scenario, seed: int) -> list[Visitor]:
    """Return who comes on one day, in order."""
    dice = Random(seed)  # noqa: S311  a simulation, no secret
    site = scenario.comes_for or scenario.site
    without = replace(site, issuing=replace(site.issuing, overtime_minutes=0))
    work = sum(b - a for window in site.windows for a, b in calling(without, window.id))
    found = [
        _visitor(dice, scenario, service)
        for service, share in shares(site).items()
        for _ in range(_poisson(dice, _expected(scenario, service, share * work)))
    ]
    return sorted(found, key=lambda visitor: visitor.at)


def _expected(scenario: Scenario, service: str, work: float) -> float:
    """Return how many visits fill a service's work to the load; each call costs a minute more."""
    return scenario.load * work / (true_minutes(scenario, service) + 1.0)


def _visitor(dice: Random, scenario: Scenario, service: str) -> Visitor:
    needs = _needs(dice, scenario.needs)
    slow = bool({"wheelchair", "slow_walker", "blind", "elder"} & set(needs))
    longer = 1.15 if needs else 1.0
    sigma = math.sqrt(math.log(1 + scenario.spread**2))
    mean = true_minutes(scenario, service) * longer / _mean_factor(scenario.needs)
    return Visitor(
        at=_arrival(dice, opening(scenario.comes_for or scenario.site)),
        service=service,
        needs=needs,
        walks=dice.uniform(0.7, 2.0) if slow else dice.uniform(0.2, 1.0),
        serves=max(0.5, mean * math.exp(sigma * dice.gauss(0, 1) - sigma * sigma / 2)),
        shows=dice.random() >= scenario.no_show,
        patience=dice.expovariate(1 / 40) + 20 if dice.random() < scenario.gives_up else None,
        away=dice.uniform(5, 12) if dice.random() < scenario.steps_away else None,
        returns=dice.uniform(3, 20) if dice.random() < _TURNS_UP else None,
    )


def _mean_factor(needs: Mapping[tuple[Need, ...], float]) -> float:
    return 1 + 0.15 * sum(needs.values())


def _needs(dice: Random, given: Mapping[tuple[Need, ...], float]) -> tuple[Need, ...]:
    draw = dice.random()
    for needs, share in given.items():
        draw -= share
        if draw < 0:
            return needs
    return ()


def _arrival(dice: Random, spans: Sequence[Span]) -> float:
    total = sum(b - a for a, b in spans)
    step = dice.choices(range(len(_RUSH)), weights=_RUSH)[0]
    into = (step + dice.random()) / len(_RUSH) * total
    for start, end in spans:
        if into < end - start:
            return start + into
        into -= end - start
    return spans[-1][1] - 1.0


def _poisson(dice: Random, mean: float) -> int:
    """Return a Poisson number, by counting exponential gaps."""
    count, left = 0, mean
    while (left := left - dice.expovariate(1.0)) > 0:
        count += 1
    return count


def _minutes(span: str) -> Span:
    start, end = times_of(span)
    return start.hour * 60 + start.minute, end.hour * 60 + end.minute
