"""What played days came to: waits per class, who was passed, how well waits were told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from config.site import Site
from queue_server.domain.needs import credit_for
from queue_server.statistics.accuracy import SMALLEST
from queue_server.statistics.fairness import Fairness, fairness_of
from queue_server.statistics.measures import Spread, spread_of
from queue_server.statistics.visits import NeedClass, Visit, need_class
from queue_server.twin.playing import DayPlayed

EARLIER, ORDINARY = "earlier", "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Some days under one arrangement.

    ``waits`` are minutes to the first call: of those with a head start, of the others, of each
    need class. ``refused`` were told at the kiosk that the day is full, ``left`` had a number at
    closing. ``line`` is the mean number waiting by quarter of an hour, ``everyone`` the waits of
    all.
    """

    name: str
    came: int
    served: int
    refused: int
    left: int
    waits: Mapping[str, Spread]
    classes: Mapping[NeedClass, Spread]
    fairness: Fairness
    line: tuple[tuple[float, float], ...]
    everyone: Spread | None = None


def outcome_of(
    name: str, site: Site, days: Sequence[DayPlayed], visits: Iterable[Visit]
) -> Outcome:
    """Return what days came to; ``visits`` are what the server's own store holds of them."""
    known = {visit.ticket: visit for visit in visits}
    comings = [coming for day in days for coming in day.comings]
    called = [
        (coming, known[coming.ticket].waited)
        for coming in comings
        if coming.ticket in known and coming.visitor.away is None
    ]
    sides: dict[str, list[float]] = {EARLIER: [], ORDINARY: []}
    classes: dict[NeedClass, list[float]] = {}
    for coming, waited in called:
        if waited is None:
            continue
        credit = credit_for(coming.visitor.needs, site.priority)
        sides[EARLIER if credit else ORDINARY].append(waited)
        classes.setdefault(need_class(coming.visitor.needs), []).append(waited)
    states = [visit.state.value for visit in known.values()]
    return Outcome(
        name=name,
        came=len(comings),
        served=states.count("DONE"),
        refused=sum(coming.refused is not None for coming in comings),
        left=states.count("EXPIRED"),
        waits={side: spread for side, each in sides.items() if (spread := spread_of(each))},
        classes={side: spread for side, each in classes.items() if (spread := spread_of(each))},
        fairness=fairness_of(known.values()),
        line=_line(days),
        everyone=spread_of([waited for _, waited in called if waited is not None]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """How waits were told on some days, and how the usual formula would have told them.

    Errors are mean distances in minutes: of the walk's middle, of people ahead times mean visit
    over windows (``formula``), and of the same over all whom those windows may call (``pooled``).
    ``within`` is the share of ranges shown that held, ``width`` how wide they were.
    """

    told: int
    mean_wait: float
    error: float
    bias: float
    formula_error: float
    pooled_error: float
    within: float
    width: float


def estimates_of(days: Sequence[DayPlayed], visits: Iterable[Visit]) -> Estimates:
    """Compare what was told at issue with what came of it, for those whom both could tell."""
    known = {visit.ticket: visit for visit in visits}
    pairs = [
        (shown, waited, coming.formula, coming.pooled)
        for day in days
        for coming in day.comings
        if (visit := known.get(coming.ticket or "")) is not None
        and (shown := visit.shown) is not None
        and (waited := visit.waited) is not None
        and coming.formula is not None
        and coming.pooled is not None
        and coming.visitor.away is None  # such a wait is not the hall's
    ]
    if not pairs:
        raise ValueError("nobody was told anything on these days")
    errors = [shown.walked_middle - waited for shown, waited, _, _ in pairs]
    inside = [
        (shown.low if shown.low > SMALLEST else 0) <= waited <= shown.high
        for shown, waited, _, _ in pairs
    ]
    return Estimates(
        told=len(pairs),
        mean_wait=fmean(waited for _, waited, _, _ in pairs),
        error=fmean(map(abs, errors)),
        bias=fmean(errors),
        formula_error=fmean(abs(formula - waited) for _, waited, formula, _ in pairs),
        pooled_error=fmean(abs(pooled - waited) for _, waited, _, pooled in pairs),
        within=fmean(inside),
        width=fmean(shown.high - shown.low for shown, _, _, _ in pairs),
    )


def _line(days: Sequence[DayPlayed]) -> tuple[tuple[float, float], ...]:
    by_minute: dict[int, list[int]] = {}
    for day in days:
        for minute, waiting in day.waiting:
            by_minute.setdefault(round(minute / 15) * 15, []).append(waiting)
    return tuple((float(minute), fmean(each)) for minute, each in sorted(by_minute.items()))
