"""How good the waits shown were: each range beside the wait that came of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from queue_server.statistics.visits import Visit

SMALLEST = 5
"""The least a range can say; who is called sooner than that was told the truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Shares of the ranges shown that held, and errors in minutes.

    ``within`` is the share of calls inside the range shown, ``sooner`` and ``later`` of those
    before and after it. ``error`` is the mean distance of the wait from the middle of the walk,
    ``bias`` its mean with sign (positive: told too long), ``width`` the mean width shown.
    """

    shown: int
    within: float
    sooner: float
    later: float
    error: float
    bias: float
    width: float


@dataclass(slots=True)
class Ledger:
    """Compares ranges with waits one by one."""

    _shown: int = 0
    _sooner: int = 0
    _later: int = 0
    _error: float = 0.0
    _bias: float = 0.0
    _width: float = 0.0

    def add(self, visit: Visit) -> None:
        """Compare a visit's range, if it has one; who stepped away said: I come later."""
        shown, waited = visit.shown, visit.waited
        if shown is None or waited is None or visit.stepped_away:
            return
        error = shown.walked_middle - waited
        self._shown += 1
        self._sooner += waited < shown.low and shown.low > SMALLEST
        self._later += waited > shown.high
        self._error += abs(error)
        self._bias += error
        self._width += shown.high - shown.low

    def accuracy(self) -> Accuracy | None:
        """Return how ranges held; None where none was shown."""
        count = self._shown
        if not count:
            return None
        return Accuracy(
            shown=count,
            within=(count - self._sooner - self._later) / count,
            sooner=self._sooner / count,
            later=self._later / count,
            error=self._error / count,
            bias=self._bias / count,
            width=self._width / count,
        )


def accuracy_of(visits: Iterable[Visit]) -> Accuracy | None:
    """Return how the ranges of some visits held."""
    ledger = Ledger()
    for visit in visits:
        ledger.add(visit)
    return ledger.accuracy()
