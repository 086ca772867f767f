"""A bad line to the hall: requests and answers are lost, cut, late or doubled on the way.

One listener on a free port passes whole HTTP messages on, each over a connection of its own, so
that a request can arrive twice and its answer not at all.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal["none", "request_lost", "answer_lost", "answer_cut", "late", "doubled"]
FAULTS: tuple[Fault, ...] = ("request_lost", "answer_lost", "answer_cut", "late", "doubled")
_LATE_S = 0.05


@dataclass
class Line:
    """One machine's way to the hall; ``cut`` off for good until it is mended.

    ``bad`` is the share of requests something happens to; ``happened`` counts what did.
    """

    target: Callable[[], int]
    dice: random.Random
    bad: float = 0.2
    cut: bool = False
    port: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    _carrying: set["asyncio.Task[None]"] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen as long as the context lasts."""
        server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield
        # A hall that is stopped or dead would keep the last of them waiting for ever.
        for carrying in self._carrying:
            carrying.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying = asyncio.create_task(self._carry(reader, writer))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await self._through(await whole(reader))
            writer.write(answer)
            await writer.drain()
        except (OSError, EOFError):
            self.happened["unreachable"] += 1
        finally:
            writer.close()

    async def _through(self, request: bytes) -> bytes:
        fault: Fault = self.dice.choice(FAULTS) if self.dice.random() < self.bad else "none"
        if self.cut:
            fault = self.dice.choice(("request_lost", "answer_lost"))
        self.happened[fault] += 1
        if fault == "request_lost":
            return b""
        if fault == "late":
            await asyncio.sleep(_LATE_S)
        answer = await self._ask(request)
        if fault == "doubled":
            answer = await self._ask(request)
        if fault == "answer_lost":
            return b""
        if fault == "answer_cut":
            return answer[: self.dice.randrange(len(answer))]
        return answer

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target())
        try:
            writer.write(request)
            await writer.drain()
            return await whole(reader)
        finally:
            writer.close()


async def whole(reader: asyncio.StreamReader) -> bytes:
    """Return one HTTP message, head and body; raises EOFError where it ends too early."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return head + await reader.readexactly(length)
