"""How long until the last of many readers is told, beside a server that does nothing but write.

Run as a program it is that floor: it accepts readers on a port, and to each it writes one message
of the size of a call whenever somebody asks it to with one byte.
"""

import asyncio
import socket
from dataclasses import dataclass, field

from bench.load.driving import CLOCK, place

_MESSAGE, _PING = 450, 9
SNAPSHOT, CALLED = b'"kind":"snapshot"', b'"kind":"ticket_called"'
_HANDSHAKE = (
    "GET /api/v1/live HTTP/1.1\r\nHost: b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Authorization: Bearer {}\r\n\r\n"
)


@dataclass
class Watched:
    """What every reader waits for at present, and how many have it."""

    wanted: bytes = SNAPSHOT
    missing: int = 0
    last: float = 0.0
    all_told: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self, wanted: bytes, readers: int) -> None:
        """Wait for something new."""
        self.wanted, self.missing = wanted, readers
        self.all_told.clear()

    def look(self, text: bytes) -> None:
        """Look for what is wanted in what a reader was sent."""
        for _ in range(text.count(self.wanted)):
            self.told()

    def told(self) -> None:
        """One more reader has it."""
        self.missing -= 1
        if self.missing == 0:
            self.last = CLOCK.monotonic()
            self.all_told.set()


class Reader(asyncio.Protocol):
    """One connection that is only read from; of a WebSocket, pings are answered."""

    def __init__(self, watched: Watched, hello: bytes) -> None:
        self._watched, self._hello = watched, hello
        self._read = b""
        self._greeted = not hello
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's transport
        if self._hello:
            transport.write(self._hello)  # type: ignore[attr-defined]  # a stream's transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        if not self._hello:
            whole = len(self._read) // _MESSAGE * _MESSAGE
            self._watched.look(self._read[:whole])
            self._read = self._read[whole:]
            return
        if not self._greeted:
            _, found, rest = self._read.partition(b"\r\n\r\n")
            if not found:
                return
            self._greeted, self._read = True, rest
        while self._take_frame():
            pass

    def _take_frame(self) -> bool:
        read = self._read
        if len(read) < 2:
            return False
        start, length = 2, read[1]
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(read[2:start], "big")
        if len(read) < start + length:
            return False
        payload, self._read = read[start : start + length], read[start + length :]
        if read[0] & 15 == _PING and self._transport is not None:
            self._transport.write(bytes((0x8A, 0x80 | length)) + bytes(4) + payload)
        else:
            self._watched.look(payload)
        return True


async def readers(
    watched: Watched, url: str, count: int, token: str | None
) -> list[asyncio.BaseTransport]:
    """Connect so many readers; with a token they follow the hall's live stream."""
    loop, (host, port) = asyncio.get_running_loop(), place(url)
    hello = b"" if token is None else _HANDSHAKE.format(token).encode()
    watched.expect(SNAPSHOT, count)
    opened: list[asyncio.BaseTransport] = []
    for _ in range(count):
        transport, _ = await loop.create_connection(lambda: Reader(watched, hello), host, port)
        opened.append(transport)
    if token is not None:
        async with asyncio.timeout(120):
            await watched.all_told.wait()
    return opened


class _Floor(asyncio.Protocol):
    """Every connection is a reader; a byte from any makes all the others be written to."""

    everyone: "set[asyncio.Transport]" = set()  # noqa: RUF012  the program's one list of readers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._own: asyncio.Transport = transport  # type: ignore[assignment]  # a stream's transport
        self.everyone.add(self._own)

    def data_received(self, data: bytes) -> None:
        message = data.ljust(_MESSAGE, b".")
        for each in self.everyone:
            if each is not self._own:
                each.write(message)

    def connection_lost(self, exc: Exception | None) -> None:
        self.everyone.discard(self._own)


async def _main() -> None:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.bind(("127.0.0.1", 0))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Floor, sock=listening, backlog=1024)
    print(f"listening on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(_main())
