"""Ten halls at their busiest, in an open loop: numbers and calls come when they come (P-4).

Nothing waits for the answer before: thirty numbers and twenty calls a second are asked for at
planned instants, and each time counts from its plan, so that a server that stands still for a
moment is charged for everybody who came meanwhile. Displays follow the live stream beside it.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bench.load.driving import CLOCK, post, spread
from bench.load.fanout import CALLED, Watched, readers
from bench.load.programs import Program
from bench.load.visits import Clerk, Connection

ISSUES, CALLS = 30, 20
DISPLAYS, CLERKS = 300, 40
_KIOSKS = 20
_PATIENCE_S = 20.0
_WHOSE = re.compile(rb'"ticket":"([^"]+)"')


@dataclass
class Told(Watched):
    """Which calls how many displays have seen, and when the last of them did."""

    displays: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    at: dict[str, float] = field(default_factory=dict)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    async def all_of(self, calls: int) -> None:
        """Return when so many calls have reached every display."""
        while len(self.at) < calls:
            self._more.clear()
            await self._more.wait()

    def look(self, text: bytes) -> None:
        """Count a call; the first texts are the snapshots readers wait for."""
        if self.missing:
            super().look(text)
        elif CALLED in text and (whose := _WHOSE.search(text)):
            ticket = whose[1].decode()
            self.counts[ticket] += 1
            if self.counts[ticket] == self.displays:
                self.at[ticket] = CLOCK.monotonic()
                self._more.set()


async def measure_rush(
    server: Program, kiosk: str, boss: str, display: str, windows: list[str], seconds: float
) -> dict[str, Any]:
    """Return times of numbers and of the last display told, and how many calls reached all."""
    told = Told(displays=DISPLAYS)
    following = await readers(told, server.url, DISPLAYS, display)
    hall = _Hall(kiosk)
    await hall.open(server.url, boss, windows)
    start = CLOCK.monotonic()
    async with asyncio.TaskGroup() as group:
        group.create_task(_planned(start, ISSUES, seconds, hall.issue))
        group.create_task(_planned(start, CALLS, seconds, hall.visit))
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_S):
            await told.all_of(len(hall.asked))
    for transport in following:
        transport.close()
    planned = hall.asked.items()
    reached = [told.at[ticket] - at for ticket, at in planned if ticket in told.at]
    return {
        "displays": DISPLAYS,
        "issue": spread(hall.issued),
        "last_display": spread(reached),
        "calls": len(hall.asked),
        "told_to_all": len(reached),
    }


class _Hall:
    """Kiosks and clerks, each at a connection of its own; times count from what was planned."""

    def __init__(self, kiosk: str) -> None:
        self._kiosk = kiosk
        self._lines = asyncio.Queue[Connection]()
        self._clerks = asyncio.Queue[tuple[Clerk, Connection]]()
        self.issued = list[float]()
        self.asked = dict[str, float]()

    async def open(self, url: str, boss: str, windows: list[str]) -> None:
        """Connect everybody and open the windows."""
        for _ in range(_KIOSKS):
            self._lines.put_nowait(await Connection.to(url))
        for window in windows:
            clerk, line = Clerk(boss, window, Counter()), await Connection.to(url)
            clerk.answered(*await line.ask(clerk.ask()))
            self._clerks.put_nowait((clerk, line))

    async def issue(self, number: int, planned: float) -> None:
        """Take a number."""
        line = await self._lines.get()
        body = b'{"service":"unemployment"}'
        status, answer = await line.ask(
            post("/api/v1/tickets", self._kiosk, body, f"rush-{number}")
        )
        if status != 201:
            raise AssertionError(f"answered {status}: {answer!r}")
        self.issued.append(CLOCK.monotonic() - planned)
        self._lines.put_nowait(line)

    async def visit(self, _number: int, planned: float) -> None:
        """Call somebody, who comes and goes at once."""
        clerk, line = await self._clerks.get()
        status, body = await line.ask(clerk.ask())
        clerk.answered(status, body)
        self.asked[msgspec.json.decode(body)["id"]] = planned
        for _ in ("arrive", "finish"):
            clerk.answered(*await line.ask(clerk.ask()))
        self._clerks.put_nowait((clerk, line))


async def _planned(
    start: float, rate: int, seconds: float, do: Callable[[int, float], Coroutine[Any, Any, None]]
) -> None:
    """Begin so many a second at planned instants, whatever became of those before."""
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            planned = start + number / rate
            await asyncio.sleep(max(0.0, planned - CLOCK.monotonic()))
            group.create_task(do(number, planned))
