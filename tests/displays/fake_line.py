"""A line in memory on a manual clock: as slow, torn, noisy and crowded as a test asks for."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from displays.signs.port import Faults, StandIn
from hall.clock import ManualClock
from hall.errors import LinkLostError, LinkTimeoutError
from hall.links import Link, LinkAddress

Result = TypeVar("Result")


@dataclass
class FakeLine:
    """The driver's end of a line with one or more stand-ins at the other.

    ``byte_s`` is what a byte takes either way, ``turnaround_s`` how long a device thinks.
    ``chunk`` tears answers into pieces; ``before``/``after`` are bytes merged with each answer;
    ``cut_after`` loses the line after so many written bytes. A device on a network ``forgets`` half
    a frame when it is connected to again, one on a serial line does not.
    """

    clock: ManualClock
    stand_ins: Sequence[StandIn]
    byte_s: float = 0.0
    turnaround_s: float = 0.005
    chunk: int = 0
    before: bytes = b""
    after: bytes = b""
    cut_after: int | None = None
    forgets: bool = False
    dead: set[int] = field(default_factory=set)
    faults: list[Faults] = field(default_factory=list)
    written: int = 0
    opened: int = 0
    _arriving: deque[tuple[float, bytes]] = field(default_factory=deque)
    _lost: bool = False

    async def open(self, address: LinkAddress) -> Link:
        self.opened += 1
        self._arriving.clear()
        self._lost = False
        for stand_in in self.stand_ins:
            if self.forgets:
                stand_in.begin()
        return self

    async def write(self, data: bytes) -> None:
        if self._lost:
            raise LinkLostError("the cable is out")
        if self.cut_after is not None and len(data) > self.cut_after:
            data, self._lost, self.cut_after = data[: self.cut_after], True, None
        self.written += len(data)
        sent_at = self.clock.monotonic() + len(data) * self.byte_s
        for number, stand_in in enumerate(self.stand_ins):
            if number in self.dead:
                continue
            faults = self.faults.pop(0) if self.faults else Faults()
            for answer in stand_in.receive(data, faults):
                if not faults.mute:
                    self._answer(spoilt(answer, faults), sent_at + self.turnaround_s)
        if self._lost:
            raise LinkLostError("the cable came out")

    async def read(self, *, within: float) -> bytes:
        until = self.clock.monotonic() + within
        while not (self._arriving and self._arriving[0][0] <= self.clock.monotonic()):
            if self.clock.monotonic() >= until:
                raise LinkTimeoutError("nothing came")
            soonest = self._arriving[0][0] if self._arriving else until
            await self.clock.sleep(min(until, soonest) - self.clock.monotonic())
        return self._arriving.popleft()[1]

    async def aclose(self) -> None:
        self._lost = True

    def late(self, data: bytes, after_s: float) -> None:
        """Let bytes arrive some time from now."""
        self._arriving.append((self.clock.monotonic() + after_s, data))

    def _answer(self, answer: bytes, at: float) -> None:
        whole = self.before + answer + self.after
        size = self.chunk or len(whole)
        for start in range(0, len(whole), size):
            piece = whole[start : start + size]
            at += len(piece) * self.byte_s
            self._arriving.append((at, piece))


def spoilt(answer: bytes, faults: Faults) -> bytes:
    """Return an answer as a faulty device sends it."""
    if faults.half_frames:
        return answer[: len(answer) // 2]
    if faults.wrong_checksum:
        return answer[:-3] + bytes((answer[-3] ^ 0x10,)) + answer[-2:]
    return answer


async def on_clock(
    clock: ManualClock, work: Coroutine[Any, Any, Result], *, most_s: float = 60.0
) -> Result:
    """Run a coroutine while the clock's time passes; fails where it takes longer than that."""
    task = asyncio.ensure_future(work)
    end = clock.monotonic() + most_s
    while not task.done():
        assert clock.monotonic() < end, "it never ended"
        await clock.advance(0.01)
    return task.result()
