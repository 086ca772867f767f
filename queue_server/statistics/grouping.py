"""The same visits cut several ways: by service, window, hour and day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from queue_server.statistics.accuracy import Accuracy, Ledger
from queue_server.statistics.measures import Figures, Tally
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
        self._total.add(visit)
        self._ledger.add(visit)
        self._services.setdefault(visit.service, Tally()).add(visit)
        self._ledgers.setdefault(visit.service, Ledger()).add(visit)
        self._hours.setdefault(hour_of(visit.issued_at, self._zone), Tally()).add(visit)
        self._days.setdefault(visit.day, Tally()).add(visit)
        for window in {leg.window for leg in visit.legs}:
            self._windows.setdefault(window, Tally(window)).add(visit)

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


def _figures(tallies: Mapping[str, Tally]) -> dict[str, Figures]:
    return {name: tally.figures() for name, tally in tallies.items()}
