"""From counted visits to what is told of them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from config.site import Site
from queue_server.domain.ticket import State
from queue_server.statistics.classes import ClassCount, Week, days_of
from queue_server.statistics.fairness import fairness_of
from queue_server.statistics.grouping import Cuts
from queue_server.statistics.measures import Figures
from queue_server.statistics.messages import (
    ClassRow,
    ClassWeek,
    DayReport,
    Group,
    Left,
    Tables,
)
from queue_server.statistics.visits import CLASSES, NeedClass, Visit
from queue_server.statistics.withholding import SMALLEST_SHOWN


def tables_of(cuts: Cuts, site: Site) -> Tables:
    """Return cuts with the names of what they cut by."""
    names: dict[str, dict[str, str]] = {
        service.id: dict(service.names) for service in site.services
    }
    numbers: dict[str, int] = {window.id: window.number for window in site.windows}
    return Tables(
        total=cuts.total,
        services=_groups(
            cuts.services,
            lambda name, figures: Group(
                id=name,
                figures=figures,
                names=names.get(name),
                estimates=cuts.accuracies.get(name),
            ),
        ),
        windows=_groups(
            cuts.windows,
            lambda name, figures: Group(id=name, figures=figures, number=numbers.get(name)),
        ),
        hours=_groups(cuts.hours, _plain),
        days=_groups(cuts.days, _plain),
        estimates=cuts.accuracy,
    )


def report_of(
    day: str,
    opened_at: datetime,
    closed_at: datetime,
    made_at: datetime,
    tables: Tables,
    visits: Iterable[Visit],
) -> DayReport:
    """Return a closed day's report."""
    known = list(visits)
    return DayReport(
        day=day,
        opened_at=opened_at,
        closed_at=closed_at,
        made_at=made_at,
        tables=tables,
        fairness=fairness_of(known),
        left=tuple(
            Left(
                number=visit.number,
                service=visit.service,
                was=(visit.previous or State.WAITING).value,
                now=visit.state.value,
            )
            for visit in known
            if _ended_by_closing(visit)
        ),
    )


def week_told(week: Week, k: int = SMALLEST_SHOWN) -> ClassWeek:
    """Return a finished week; waits only where enough visitors were called."""
    first, last = days_of(week.id)
    known = [name for name in CLASSES if name in week.classes or name in week.withheld]
    return ClassWeek(
        id=week.id,
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        visits=week.visits,
        smallest_shown=k,
        classes=tuple(_class_row(name, week.classes.get(name), k) for name in known),
    )


def _class_row(name: NeedClass, count: ClassCount | None, k: int) -> ClassRow:
    if count is None:
        return ClassRow(id=name, withheld=True)
    enough = count.called >= k
    return ClassRow(
        id=name,
        withheld=False,
        visits=count.visits,
        no_shows=count.no_shows,
        mean_wait=count.mean_wait if enough else None,
        nine_of_ten=count.nine_of_ten if enough else None,
    )


def _ended_by_closing(visit: Visit) -> bool:
    if visit.state is State.EXPIRED:
        return True
    return bool(visit.legs) and visit.legs[-1].outcome == "day_closed"


def _groups(
    cuts: Mapping[str, Figures], named: Callable[[str, Figures], Group]
) -> tuple[Group, ...]:
    return tuple(named(name, figures) for name, figures in cuts.items())


def _plain(name: str, figures: Figures) -> Group:
    return Group(id=name, figures=figures)
