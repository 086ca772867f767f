"""The same visits cut several ways: by service, window, hour and day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from queue_server.statistics.accuracy import Accuracy, Ledger
from queue_server.statistics.measures import Figures, Tally, measured
from queue_server.statistics.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """All visits of some days, and the same by what divides them; keys in order.

    ``hours`` are the hall's own, ``"09"`` for nine to ten, by when the number was taken.
    """

    total: Figures
    services: Mapping[str, Figures]
    windows: Mapping[str, Figures]
    hours: Mapping[str, Figures]
    days: Mapping[str, Figures]
    accuracy: Accuracy | None
    accuracies: Mapping[str, Accuracy]


class Cutter:
    """Takes visits one by one; services and windows named have a row whether visited or not."""

    def __init__(self, services: Iterable[str], windows: Iterable[str], zone: ZoneInfo) -> None:
        self._zone = zone
        self._total, self._ledger = Tally(), Ledger()
        self._services = {service: Tally() for service in services}
        self._ledgers = {service: Ledger() for service in self._services}
        self._windows = {window: Tally(window) for window in windows}
        self._hours: dict[str, Tally] = {}
        self._days: dict[str, Tally] = {}

    def add(self, visit: Visit) -> None:
        """Count one visit in every cut."""
        minutes = measured(visit)
        self._total.add(minutes)
        _tally(self._services, visit.service).add(minutes)
        _tally(self._hours, hour_of(visit.issued_at, self._zone)).add(minutes)
        _tally(self._days, visit.day).add(minutes)
        for window in {leg.window for leg in visit.legs}:
            _tally(self._windows, window, window).add(minutes)
        if visit.shown is not None:
            self._ledger.add(visit)
            self._ledgers.setdefault(visit.service, Ledger()).add(visit)

    def cuts(self) -> Cuts:
        """Return all cuts of what was added."""
        accuracies = {name: ledger.accuracy() for name, ledger in self._ledgers.items()}
        return Cuts(
            total=self._total.figures(),
            services=_figures(self._services),
            windows=_figures(self._windows),
            hours=_figures(dict(sorted(self._hours.items()))),
            days=_figures(dict(sorted(self._days.items()))),
            accuracy=self._ledger.accuracy(),
            accuracies={name: each for name, each in accuracies.items() if each is not None},
        )


def hour_of(instant: datetime, zone: ZoneInfo) -> str:
    """Return the hour of the hall's wall clock."""
    return f"{instant.astimezone(zone).hour:02d}"


def _tally(tallies: dict[str, Tally], name: str, window: str | None = None) -> Tally:
    found = tallies.get(name)
    if found is None:
        found = tallies[name] = Tally(window)
    return found


def _figures(tallies: Mapping[str, Tally]) -> dict[str, Figures]:
    return {name: tally.figures() for name, tally in tallies.items()}
