"""A load client that costs little: bare connections, ready-made requests, answers cut by length.

It runs in a process of its own on uvloop, so that what it costs is a processor's and not the
server's time.
"""

import asyncio
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from hall.clock import SystemClock

CLOCK = SystemClock()


class Client(Protocol):
    """One client in a closed loop: asks, waits for the answer, asks again."""

    def ask(self) -> bytes:
        """Return the next request, whole."""
        ...

    def answered(self, status: int, body: bytes) -> bool:
        """Take an answer; tell whether the time it took counts."""
        ...


@dataclass
class Line(asyncio.Protocol):
    """One kept connection of one client."""

    client: Client
    until: float
    ended: "asyncio.Future[None]"
    times: list[float] = field(default_factory=list)
    asked: float = 0.0
    read: bytes = b""
    transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a stream's transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self.read += data
        head = self.read.find(b"\r\n\r\n")
        if head < 0:
            return
        start = self.read.lower().find(b"content-length:", 0, head)
        length = int(self.read[start + 15 : self.read.find(b"\r", start)]) if start >= 0 else 0
        end = head + 4 + length
        if len(self.read) < end:
            return
        took = CLOCK.monotonic() - self.asked
        try:
            counts = self.client.answered(int(self.read[9:12]), self.read[head + 4 : end])
        except AssertionError as fault:
            self._end(fault)
            return
        self.read = self.read[end:]
        if counts:
            self.times.append(took)
        if CLOCK.monotonic() < self.until:
            self._ask()
        else:
            self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or ConnectionError("the server hung up"))

    def _ask(self) -> None:
        if self.transport is not None:
            self.asked = CLOCK.monotonic()
            self.transport.write(self.client.ask())

    def _end(self, fault: BaseException | None) -> None:
        if not self.ended.done():
            if fault is None:
                self.ended.set_result(None)
            else:
                self.ended.set_exception(fault)
        if self.transport is not None:
            self.transport.close()


async def together(url: str, clients: list[Client], seconds: float) -> dict[str, float]:
    """Let clients work side by side for some seconds; return their rate and latencies."""
    loop, (host, port) = asyncio.get_running_loop(), place(url)
    start = CLOCK.monotonic()
    lines = [Line(client, start + seconds, loop.create_future()) for client in clients]
    for line in lines:
        await loop.create_connection(lambda line=line: line, host, port)  # type: ignore[misc]  # mypy cannot infer a lambda's default
    await asyncio.gather(*(line.ended for line in lines))
    elapsed = CLOCK.monotonic() - start
    return rate([each for line in lines for each in line.times], elapsed)


def place(url: str) -> tuple[str, int]:
    """Return host and port of a server's address."""
    where = urlsplit(url)
    return where.hostname or "", where.port or 80


def rate(seconds: list[float], elapsed: float) -> dict[str, float]:
    """Return how many a second, and the times' middle and tail in milliseconds."""
    return {"per_s": round(len(seconds) / elapsed), **spread(seconds)}


def spread(seconds: list[float]) -> dict[str, float]:
    """Return the median and the 99th percentile in milliseconds."""
    hundred = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    return {"p50_ms": round(hundred[49] * 1000, 2), "p99_ms": round(hundred[98] * 1000, 2)}


def post(path: str, token: str = "", body: bytes = b"", key: str = "") -> bytes:
    """Return a whole request."""
    head = f"POST {path} HTTP/1.1\r\nHost: b\r\nContent-Length: {len(body)}\r\n"
    if token:
        head += f"Authorization: Bearer {token}\r\n"
    if key:
        head += f"Idempotency-Key: {key}\r\n"
    return f"{head}Content-Type: application/json\r\n\r\n".encode() + body


@dataclass
class Repeating:
    """A client whose every request is made by a function of its count; all answers are alike."""

    make: Callable[[int], bytes]
    wanted: int
    told: Callable[[bytes], None]
    count: int = 0

    def ask(self) -> bytes:
        self.count += 1
        return self.make(self.count)

    def answered(self, status: int, body: bytes) -> bool:
        if status != self.wanted:
            raise AssertionError(f"answered {status}, not {self.wanted}: {body[:300]!r}")
        self.told(body)
        return True


@dataclass
class Visiting:
    """A clerk: calls, lets the visitor arrive and go, calls again. Only calls are timed."""

    steps: Callable[[], Iterator[tuple[bytes, int, Callable[[bytes], None]]]]
    _now: Any = None
    _step: Any = None
    first: bool = False

    def ask(self) -> bytes:
        step = next(self._now, None) if self._now is not None else None
        self.first = step is None
        if step is None:
            self._now = self.steps()
            step = next(self._now)
        self._step = step
        request: bytes = step[0]
        return request

    def answered(self, status: int, body: bytes) -> bool:
        _, wanted, told = self._step
        if status != wanted:
            raise AssertionError(f"answered {status}, not {wanted}: {body[:300]!r}")
        told(body)
        return self.first
