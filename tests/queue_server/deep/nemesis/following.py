"""A console that follows the hall over a line of its own, which ends with each of its lives."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from queue_server import wire
from queue_server.client import HallClient
from queue_server.store.records import JournalRow

_PIECE = 65536


@asynccontextmanager
async def relay(target: Callable[[], int]) -> AsyncIterator[int]:
    """Pass bytes on to wherever the hall listens just now; gives the port to ask."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", target())
            ways = (
                asyncio.ensure_future(pump(reader, there_writer)),
                asyncio.ensure_future(pump(there_reader, writer)),
            )
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            there_writer.close()
        writer.close()

    server = await asyncio.start_server(carry, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on until one side ends."""
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()


@dataclass
class Follower:
    """What a console was told, row by row."""

    rows: list[wire.Row] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, port: int, token: str) -> None:
        """Follow the hall for ever, coming back after each cut."""
        client = HallClient(f"http://127.0.0.1:{port}", token)
        try:
            async for row in client.live():
                self.rows.append(row)
                self._more.set()
        finally:
            await client.aclose()

    async def seen(self, ticket: str) -> None:
        """Return when a row tells of a ticket."""
        while all(row.data.get("ticket") != ticket for row in reversed(self.rows)):
            self._more.clear()
            await self._more.wait()


def followed(told: Sequence[wire.Row], rows: Sequence[JournalRow]) -> list[str]:
    """Compare what a console was told with the journal: every row once, in order, as it stands."""
    if not told or told[0].kind != "snapshot":
        return ["the console was not told where it starts"]
    begun, live = told[0].seq, told[1:]
    wrong = [f"row {row.seq} is another snapshot" for row in live if row.kind == "snapshot"]
    wanted = [(row.seq, row.kind) for row in rows if begun < row.seq <= told[-1].seq]
    given = [(row.seq, row.kind) for row in live]
    if given != wanted:
        missing, doubled = len(set(wanted) - set(given)), len(given) - len(set(given))
        wrong.append(f"{missing} rows missing, {doubled} told twice, or out of order")
    before = begun
    for row in live:
        if row.prev != before:
            wrong.append(f"row {row.seq} says it follows {row.prev}, not {before}")
        before = row.seq
    return wrong
