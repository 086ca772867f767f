"""Links over asyncio streams (TCP, serial, pty) and over memory."""

import asyncio
import contextlib
from collections.abc import Callable

from hall.errors import LinkLostError, LinkTimeoutError
from hall.links.port import Link

_CHUNK = 65536
_CLOSE_WITHIN = 1.0


class StreamLink:
    """A link over an asyncio reader and writer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def write(self, data: bytes) -> None:
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise LinkLostError(f"the link was lost while writing: {error}") from error

    async def read(self, *, within: float) -> bytes:
        try:
            async with asyncio.timeout(within):
                data = await self._reader.read(_CHUNK)
        except TimeoutError as error:
            raise LinkTimeoutError(f"no answer within {within:g} s") from error
        except OSError as error:
            raise LinkLostError(f"the link was lost while reading: {error}") from error
        if not data:
            raise LinkLostError("the other end closed the link")
        return data

    async def aclose(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(_CLOSE_WITHIN):
                await self._writer.wait_closed()


class QueueLink:
    """A link whose incoming bytes are put into a queue: memory pairs and UDP."""

    def __init__(self, send: Callable[[bytes], None], close: Callable[[], None]) -> None:
        self._incoming: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._send = send
        self._close = close
        self._closed = False

    def deliver(self, data: bytes | None) -> None:
        """Put received bytes, or None when the other end has closed."""
        self._incoming.put_nowait(data)

    async def write(self, data: bytes) -> None:
        if self._closed:
            raise LinkLostError("the link is closed")
        self._send(data)
        await asyncio.sleep(0)

    async def read(self, *, within: float) -> bytes:
        if self._closed:
            raise LinkLostError("the link is closed")
        try:
            async with asyncio.timeout(within):
                data = await self._incoming.get()
        except TimeoutError as error:
            raise LinkTimeoutError(f"no answer within {within:g} s") from error
        if data is None:
            self._closed = True
            raise LinkLostError("the other end closed the link")
        return data

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._close()
            await asyncio.sleep(0)  # a transport lets go of its socket in the loop's next turn


def memory_pair() -> tuple[Link, Link]:
    """Return two links joined in memory; what one writes the other reads."""
    ends: list[QueueLink] = []
    near = QueueLink(lambda data: ends[1].deliver(data), lambda: ends[1].deliver(None))  # noqa: PLW0108  made below
    far = QueueLink(near.deliver, lambda: near.deliver(None))
    ends += [near, far]
    return near, far
