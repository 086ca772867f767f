"""An answer that is heard: a body refused half read is read to its end first.

Who sends ten megabytes and gets the refusal while still sending finds the connection reset, and
never learns why. So the rest is read and thrown away, within bounds, before the answer begins.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_LONG = 64 * 1024
_MOST, _LONGEST_S = 64 * 1024 * 1024, 10.0
Message = dict[str, Any]


def is_long(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a body takes more than a moment to come, from one who waits for no leave."""
    if b"expect" in headers:
        return False
    length = headers.get(b"content-length", b"")
    return b"transfer-encoding" in headers or (length.isdigit() and int(length) > _LONG)


class Draining:
    """One request's ``receive`` and ``send``, between the server and the application."""

    def __init__(self, receive: Any, send: Any) -> None:
        self._receive, self._send = receive, send
        self._more = True

    async def receive(self) -> Message:
        """Return the next message, noting whether it is the last of the body."""
        message: Message = await self._receive()
        self._more = message["type"] == "http.request" and message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on; nothing of the body is left to come when it begins."""
        if message["type"] == "http.response.start" and self._more:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_S):
                    await self._drain()
        await self._send(message)

    async def _drain(self) -> None:
        read = 0
        while self._more and read < _MOST:
            read += len((await self.receive()).get("body", b""))
