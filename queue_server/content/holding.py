"""How long writers hold the content file's lock, and how many rows therefore fit into a page.

Whoever else writes (an admin's decision, an outbox batch) waits as long as a page holds the lock:
so its length is measured for every transaction, and the pages of an import or a feed follow it.
"""

import threading
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

BAR_S = 0.050
_AIM_S = 0.015
MERGING_S = 0.008
"""Aimed at where segments are merged: a page of a token that many rows have takes many times one
of the others."""
_LEAST, _MOST, _FIRST = 40, 500, 100
_GROWN, _SHRUNK = 1.25, 0.5
# Upper bounds of the classes, seconds: 1 ms and on, each a fifth wider than the one before.
_BOUNDS = tuple(0.001 * 1.2**step for step in range(52))


@dataclass(slots=True)
class Holds:
    """The distribution of how long the lock was held, in seconds; safe to note from any thread.

    ``longest_work_s`` is the most processor time used under it: what is held longer was put off by
    others on the machine, or by the disk.
    """

    counts: list[int] = field(default_factory=lambda: [0] * (len(_BOUNDS) + 1))
    longest_s: float = 0.0
    longest_work_s: float = 0.0
    over_bar: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def count(self) -> int:
        """Return how many transactions there were."""
        return sum(self.counts)

    def note(self, held_s: float, worked_s: float = 0.0) -> None:
        """Count one transaction."""
        with self._turn:
            self.counts[bisect_left(_BOUNDS, held_s)] += 1
            self.longest_s = max(self.longest_s, held_s)
            self.longest_work_s = max(self.longest_work_s, worked_s)
            self.over_bar += held_s > BAR_S

    def quantile(self, share: float) -> float:
        """Return how long the lock was held at most in a share of cases, to within a fifth."""
        wanted = share * self.count
        for bound, sofar in zip((*_BOUNDS, self.longest_s), accumulate(self.counts), strict=True):
            if sofar >= wanted and sofar:
                return min(bound, self.longest_s)
        return 0.0


@dataclass(slots=True)
class LogLength:
    """Transactions this process wrote to the file's log since the log was brought down."""

    bulk: int = 0
    single: int = 0


class Pace:
    """How many rows the next page may hold: steered so that the lock is held about 15 ms.

    A page held too long halves the next one; one well within lets it grow by a quarter. Where even
    the fewest rows take longer, the machine is that slow or busy: still fewer would only be dearer.
    ``aim_s`` and ``most`` are less for work whose pieces differ much from each other.
    """

    def __init__(
        self, first: int = _FIRST, least: int = _LEAST, *, most: int = _MOST, aim_s: float = _AIM_S
    ) -> None:
        self._rows = float(first)
        self._least = least
        self._most = most
        self._aim_s = aim_s

    @property
    def rows(self) -> int:
        """Return how many rows the next page holds."""
        return int(self._rows)

    def note(self, rows: int, held_s: float) -> None:
        """Learn from a page of so many rows."""
        if held_s > self._aim_s:
            fitting = rows * max(_SHRUNK, self._aim_s / held_s)
            self._rows = max(self._least, min(self._rows, fitting))
        elif rows >= self.rows:
            self._rows = min(self._most, self._rows * _GROWN)
