"""Time as an argument: the only module that reads the machine's clocks.

``now`` is for what is stored and shown, ``monotonic`` for durations, so a stepped wall clock
never makes a negative wait.
"""

import asyncio
import heapq
import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the rest of the house asks about time."""

    def now(self) -> datetime:
        """Return the aware UTC instant."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never step back; only differences have meaning."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after that many seconds of this clock."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  the one place that may

    def monotonic(self) -> float:
        return time.monotonic()  # noqa: TID251  the one place that may

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class ManualClock:
    """A clock that moves only when told; sleepers wake in order of their deadlines."""

    def __init__(self, start: datetime = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._monotonic + seconds, next(self._order), woken))
        await woken

    def step(self, seconds: float) -> None:
        """Set the wall clock forward or back without any time passing."""
        self._now += timedelta(seconds=seconds)

    async def advance(self, seconds: float) -> None:
        """Let time pass, waking each sleeper at its deadline and letting it run."""
        target = self._monotonic + seconds
        await _let_run()
        while self._sleepers and self._sleepers[0][0] <= target:
            deadline, _, woken = heapq.heappop(self._sleepers)
            self._pass_to(deadline)
            if not woken.done():
                woken.set_result(None)
            await _let_run()
        self._pass_to(target)

    def pass_time(self, seconds: float) -> None:
        """Let time pass where nobody sleeps on this clock (synchronous code)."""
        self._pass_to(self._monotonic + seconds)

    def _pass_to(self, monotonic: float) -> None:
        self._now += timedelta(seconds=monotonic - self._monotonic)
        self._monotonic = monotonic


async def sleep_or_wanted(clock: Clock, seconds: float, wanted: asyncio.Event) -> None:
    """Return after that many seconds, or as soon as ``wanted`` is set; it is cleared then."""
    waits = [asyncio.ensure_future(clock.sleep(seconds)), asyncio.ensure_future(wanted.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    wanted.clear()


async def _let_run(turns: int = 10) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)
