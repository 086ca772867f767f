"""What the hall has learned from its own visits: how long they take, and who does not come.

Every figure is a robust one of the last :data:`REMEMBERED` stays per service, shrunk towards what
the site says as long as there are few of them.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt
from statistics import fmean

from config.site import Site
from queue_server.domain.ticket import Leg, Ticket

REMEMBERED = 200
_SERVED = frozenset({"finished", "transferred"})
_PRIOR_STAYS = 8
_PRIOR_CALLS = 30
_PRIOR_NO_SHOW = 0.06
_PRIOR_SPREAD = 0.55
_UNKNOWN_MEAN = 0.35
_PRIOR_GAP, _LONGEST_GAP = 0.5, 5.0
_FEWEST_FOR_SPEED = 30
_SLOWEST, _FASTEST = 1.6, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One ticket at one window, over: what there is to learn from."""

    service: str
    window: str
    issued_at: datetime
    called_at: datetime
    ended_at: datetime
    outcome: str

    @property
    def minutes(self) -> float:
        """How long the window was taken, from the call on."""
        return (self.ended_at - self.called_at).total_seconds() / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long one service keeps a window, walk included; ``unsure`` is the mean's relative error.

    ``seen`` stays were learned from.
    """

    mean: float
    spread: float
    no_show: float
    unsure: float
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """All that a walk of the line needs to know about the hall's pace; minutes.

    ``given_up`` is how long a window waits for somebody who does not come, ``gap`` the pause
    between two visits while somebody waits, ``speed`` a window's factor where it is known.
    """

    times: Mapping[str, Times]
    given_up: float
    gap: float
    speed: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a service's stays teach; ``shares`` are windows and their minutes over the mean."""

    mean: float
    spread: float
    shares: Sequence[tuple[str, float]]


@dataclass(slots=True)
class _Service:
    """``taken`` is worked out once for the stays there are: most services have no new one."""

    stays: deque[Stay] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    came: deque[bool] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    taken: _Taken | None = None


class Experience:
    """The stays remembered, told one by one in order of their end."""

    def __init__(self, site: Site, stays: Iterable[Stay] = ()) -> None:
        self._site = site
        self._services: dict[str, _Service] = {each.id: _Service() for each in site.services}
        self._given_up: deque[float] = deque(maxlen=REMEMBERED)
        self._gaps: deque[float] = deque(maxlen=REMEMBERED)
        self._last_end: dict[str, datetime] = {}
        self._learned: Learned | None = None
        for stay in sorted(stays, key=lambda stay: (stay.ended_at, stay.called_at)):
            self.add(stay)

    def add(self, stay: Stay) -> None:
        """Remember one more stay."""
        known = self._services.get(stay.service)
        if known is None:
            return
        self._note_gap(stay)
        if stay.outcome in _SERVED:
            known.stays.append(stay)
            known.came.append(True)
            known.taken = None
        elif stay.outcome == "no_show":
            known.came.append(False)
            self._given_up.append(stay.minutes)
        self._learned = None

    def learned(self) -> Learned:
        """Return what they teach."""
        if self._learned is None:
            self._learned = self._learn()
        return self._learned

    def _note_gap(self, stay: Stay) -> None:
        before = self._last_end.get(stay.window)
        self._last_end[stay.window] = stay.ended_at
        if before is None or stay.issued_at > before:
            return  # nobody waited for this window
        gap = (stay.called_at - before).total_seconds() / 60
        if 0 <= gap <= _LONGEST_GAP:
            self._gaps.append(gap)

    def _learn(self) -> Learned:
        came = [each for known in self._services.values() for each in known.came]
        missing = _shrunk(len(came) - sum(came), len(came), _PRIOR_NO_SHOW, _PRIOR_CALLS)
        times: dict[str, Times] = {
            service.id: self._times(self._services[service.id], float(service.minutes), missing)
            for service in self._site.services
        }
        grace = self._site.grace
        patience = (grace.normal_s + grace.recall_interval_s * grace.calls) / 60
        return Learned(
            times=times,
            given_up=_shrunk_mean(_winsorised(list(self._given_up)), patience, _PRIOR_STAYS),
            gap=_shrunk_mean(_winsorised(list(self._gaps)), _PRIOR_GAP, _PRIOR_STAYS),
            speed=self._speeds(),
        )

    def _times(self, known: _Service, nominal: float, missing: float) -> Times:
        if known.taken is None:
            known.taken = _taken(known.stays, nominal)
        taken, seen = known.taken, len(known.stays)
        away = len(known.came) - sum(known.came)
        return Times(
            mean=taken.mean,
            spread=taken.spread,
            no_show=_shrunk(away, len(known.came), missing, _PRIOR_CALLS),
            unsure=_UNKNOWN_MEAN / sqrt(1 + seen * (_UNKNOWN_MEAN / taken.spread) ** 2),
            seen=seen,
        )

    def _speeds(self) -> dict[str, float]:
        shares: dict[str, list[float]] = {}
        for known in self._services.values():
            for window, share in known.taken.shares if known.taken else ():
                shares.setdefault(window, []).append(share)
        return {
            window: min(_SLOWEST, max(_FASTEST, _shrunk_mean(_winsorised(each), 1.0, _PRIOR_STAYS)))
            for window, each in shares.items()
            if len(each) >= _FEWEST_FOR_SPEED
        }


def stays_of(ticket: Ticket) -> list[Stay]:
    """Return a ticket's stays that are over."""
    return [stay for leg in ticket.legs if (stay := stay_of(ticket, leg)) is not None]


def stay_of(ticket: Ticket, leg: Leg) -> Stay | None:
    """Return one leg as a stay, or None while it lasts."""
    if leg.ended_at is None or leg.outcome is None:
        return None
    return Stay(
        service=leg.service,
        window=leg.window,
        issued_at=ticket.issued_at,
        called_at=leg.called_at,
        ended_at=leg.ended_at,
        outcome=leg.outcome,
    )


def _taken(stays: Iterable[Stay], nominal: float) -> _Taken:
    minutes = [(stay.window, stay.minutes) for stay in stays]
    taken = _winsorised([_clipped(each, nominal) for _, each in minutes])
    mean = _shrunk_mean(taken, nominal, _PRIOR_STAYS)
    shares = [(window, _clipped(each, mean) / mean) for window, each in minutes]
    return _Taken(mean, _shrunk_spread(taken), shares)


def _clipped(minutes: float, nominal: float) -> float:
    """Keep a stay within what can be a visit: a forgotten *finish* must not teach an hour."""
    return min(max(minutes, nominal / 8), nominal * 6)


def _winsorised(values: list[float]) -> list[float]:
    """Pull the outer twentieth on both sides in to its border; return them in order."""
    ordered = sorted(values)
    edge = len(ordered) // 20
    for at in range(edge):
        ordered[at], ordered[-1 - at] = ordered[edge], ordered[-1 - edge]
    return ordered


def _shrunk(hits: int, tries: int, prior: float, weight: int) -> float:
    return (hits + prior * weight) / (tries + weight)


def _shrunk_mean(values: list[float], prior: float, weight: int) -> float:
    return (sum(values) + prior * weight) / (len(values) + weight)


def _shrunk_spread(values: list[float]) -> float:
    """Return the relative spread (standard deviation over mean), shrunk and bounded."""
    if len(values) < 2:
        return _PRIOR_SPREAD
    middle = fmean(values)
    own = sqrt(fmean([(value - middle) ** 2 for value in values])) / max(middle, 0.01)
    mixed = (own * len(values) + _PRIOR_SPREAD * _PRIOR_STAYS) / (len(values) + _PRIOR_STAYS)
    return min(max(mixed, 0.15), 1.2)
