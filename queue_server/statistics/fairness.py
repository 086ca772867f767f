"""Who passed whom: how often a visitor saw somebody of the same service called who came later."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass

from queue_server.statistics.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """``passed`` visits were passed at least once; ``most`` is the most often one was."""

    called: int
    passed: int
    most: int


def fairness_of(visits: Iterable[Visit]) -> Fairness:
    """Return how often visits were passed, by order of issue against order of first call."""
    lines: dict[str, list[Visit]] = {}
    for visit in visits:
        if visit.called_at is not None and not visit.stepped_away:
            lines.setdefault(visit.service, []).append(visit)
    passes = [count for line in lines.values() for count in _passes(line)]
    return Fairness(
        called=len(passes),
        passed=sum(count > 0 for count in passes),
        most=max(passes, default=0),
    )


def _passes(line: list[Visit]) -> list[int]:
    """Return, of each visit in order of call, how many called before it had come after it."""
    called: list[int] = []
    counts: list[int] = []
    for visit in sorted(line, key=lambda each: (each.called_at, each.born)):
        insort(called, visit.born)
        counts.append(len(called) - 1 - called.index(visit.born))
    return counts
