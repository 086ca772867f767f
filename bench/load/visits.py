"""What clerks, readers and a backup do to a running server, measured."""

import asyncio
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bench.load.driving import CLOCK, Visiting, place, post, spread
from bench.load.fanout import CALLED, Watched, readers
from bench.load.programs import Program, program
from queue_server.commands import do_job

_CALLS = 40


class Clerk(Visiting):
    """Opens a window once, then calls, lets the visitor arrive and go, and calls again."""

    def __init__(self, token: str, window: str, calls: Counter[str]) -> None:
        self._token, self._window, self._calls = token, window, calls
        self._opened = False
        self._visitor = ""
        super().__init__(self._visit)

    def _visit(self) -> Iterator[Any]:
        place = f"/api/v1/windows/{self._window}"
        if not self._opened:
            self._opened = True
            yield post(f"{place}/open", self._token), 200, _nothing
        key = f"{self._window}-{CLOCK.monotonic()}"
        yield post(f"{place}/call-next", self._token, b"", key), 200, self._called
        for event in ("arrive", "finish"):
            path = f"/api/v1/tickets/{self._visitor}/{event}"
            yield post(path, self._token, b"{}"), 200, _nothing

    def _called(self, body: bytes) -> None:
        self._visitor = msgspec.json.decode(body)["id"]
        self._calls[self._visitor] += 1


def _nothing(_body: bytes) -> None:
    """The answer is not looked at."""


async def measure_readers(server: Program, token: str, display: str, count: int) -> dict[str, Any]:
    """Return how long calls take to the last of so many displays, beside plain TCP writes."""
    watched = Watched()
    following = await readers(watched, server.url, count, display)
    line = await Connection.to(server.url)
    clerk, times = Clerk(token, "b1", Counter()), list[float]()
    while len(times) < _CALLS:
        request = clerk.ask()
        if b"/call-next" in request:
            times.append(await _timed(watched, count, line, request, clerk))
        else:
            clerk.answered(*await line.ask(request))
    mib = server.memory_mib()
    line.close()
    _close(following)
    with program("bench.load.fanout", environment=os.environ) as floor:
        floor_times = await _floor(floor.url, count)
    hall, tcp = spread(times), spread(floor_times)
    ratio = round(hall["p50_ms"] / tcp["p50_ms"], 1)
    return {"readers": count, "hall": hall, "tcp": tcp, "ratio": ratio, "mib": mib}


async def _timed(
    watched: Watched, count: int, line: "Connection", request: bytes, clerk: Clerk
) -> float:
    watched.expect(CALLED, count)
    start = CLOCK.monotonic()
    clerk.answered(*await line.ask(request))
    async with asyncio.timeout(60):
        await watched.all_told.wait()
    return watched.last - start


async def _floor(url: str, count: int) -> list[float]:
    watched, times = Watched(), list[float]()
    following = await readers(watched, url, count, None)
    line = await Connection.to(url)
    for _ in range(_CALLS):
        watched.expect(CALLED, count)
        start = CLOCK.monotonic()
        line.writer.write(CALLED)
        async with asyncio.timeout(60):
            await watched.all_told.wait()
        times.append(watched.last - start)
    line.close()
    _close(following)
    return times


def _close(following: list[asyncio.BaseTransport]) -> None:
    for transport in following:
        transport.close()


@dataclass
class Connection:
    """One kept connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, url: str) -> "Connection":
        """Connect."""
        return cls(*await asyncio.open_connection(*place(url)))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Return the answer to a request."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = await self.reader.readexactly(int(found[1])) if found else b""
        return int(head[9:12]), body

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


def measure_backup(server: Program, data: Path, site: Path) -> dict[str, Any]:
    """Return how long a backup takes, and the longest that somebody waited for a number then."""
    kiosk: str = do_job(data, site, "token_create", {"role": "kiosk", "name": "b-backup"})
    target = data.parent / "backup.sqlite3"
    with ThreadPoolExecutor(1) as side:
        start = CLOCK.monotonic()
        copying = side.submit(do_job, data, site, "backup", {"file": str(target)})
        times = asyncio.run(_issue_until(server.url, kiosk, copying.done))
        copying.result()
    took = CLOCK.monotonic() - start
    mib = round(target.stat().st_size / 2**20, 1)
    return {"mib": mib, "took_s": round(took, 2), "longest_ms": round(max(times) * 1000, 1)}


async def _issue_until(url: str, token: str, done: Callable[[], bool]) -> list[float]:
    line, times = await Connection.to(url), list[float]()
    while not done():
        request = post("/api/v1/tickets", token, b'{"service":"unemployment"}', f"w{len(times)}")
        start = CLOCK.monotonic()
        status, body = await line.ask(request)
        if status != 201:
            raise AssertionError(f"answered {status}: {body!r}")
        times.append(CLOCK.monotonic() - start)
    line.close()
    return times
