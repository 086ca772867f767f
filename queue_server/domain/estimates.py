"""How long a visitor will probably wait: a forward walk of the real line, told as a range.

The walk lets each open window, as it becomes free, call whom it would really call (the same
:class:`~queue_server.domain.waiting.Lines`), each visit taking its service's nominal minutes.
It looks at most :data:`WALKED` calls ahead and continues at the last pace beyond that.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queue_server.domain.waiting import Lines, Place

STEP = 5
LOW_SHARE = 0.75
HIGH_SHARE = 1.3
WALKED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """An open window: minutes until it is free, and what it serves."""

    window: str
    services: tuple[str, ...]
    free_in: float


class Forecast:
    """Minutes until each waiting ticket is called, and until a new one would be."""

    def __init__(
        self, lines: Lines, counters: Sequence[Counter], minutes: Mapping[str, float]
    ) -> None:
        self._lines = lines
        self._served = {service for counter in counters for service in counter.services}
        self._calls: dict[str, list[float]] = {}
        self._free: dict[str, float] = {}
        self._walk(counters, minutes)

    def minutes_for(self, place: Place) -> float | None:
        """Return the minutes until a place is called; None when no open window serves it."""
        return self.minutes_at(place.service, self._lines.ahead(place))

    def minutes_at(self, service: str, ahead: int) -> float | None:
        """Return the minutes until one with so many of its service ahead is called."""
        if service not in self._served:
            return None
        calls = self._calls.get(service, [])
        if ahead < len(calls):
            return calls[ahead]
        if not calls:
            return self._free.get(service, 0.0)
        pace = calls[-1] / len(calls)
        end = self._free.get(service, calls[-1] + pace)
        return end + pace * (ahead - len(calls))

    def _walk(self, counters: Sequence[Counter], minutes: Mapping[str, float]) -> None:
        lines = self._lines.copy()
        free = [(counter.free_in, number) for number, counter in enumerate(counters)]
        heapq.heapify(free)
        for _ in range(WALKED):
            if not free:
                break
            at, number = heapq.heappop(free)
            counter = counters[number]
            place = lines.first_for(counter.window, counter.services)
            if place is None:
                self._idle(counter, at)
                continue
            lines.remove(place)
            self._calls.setdefault(place.service, []).append(at)
            heapq.heappush(free, (at + minutes[place.service], number))
        for at, number in sorted(free):
            self._idle(counters[number], at)

    def _idle(self, counter: Counter, at: float) -> None:
        for service in counter.services:
            self._free[service] = min(at, self._free.get(service, at))


def wait_range(minutes: float) -> tuple[int, int]:
    """Return (low, high) whole minutes, multiples of five, low at least five, high above low."""
    low = max(STEP, int(minutes * LOW_SHARE) // STEP * STEP)
    high = -(-int(minutes * HIGH_SHARE + 0.999) // STEP) * STEP
    return low, max(high, low + STEP)
