"""The straight way to a reader of the live stream: rows framed once, written to every line.

Readers in step are due the same bytes. While such a reader keeps up, the hub hands them to its
line at once, and the task that looks after the reader sleeps on.
"""

import struct
from collections.abc import Callable, Sequence
from typing import Any, cast

import msgspec
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from queue_server.wire import Row

LINE = "hall90.line"
"""Where a WebSocket's scope names its line among the extensions."""
_TEXT = 0x81
_MOST = 16
_SHORT, _LONG = 126, 1 << 16
_encode = msgspec.json.Encoder().encode


class Line(WebSocketsSansIOProtocol):
    """A WebSocket that can be written to without a task of its own."""

    async def run_asgi(self) -> None:
        """Run the application, which finds this line in its scope."""
        scope: dict[str, Any] = cast(Any, self.scope)
        scope["extensions"] = {**(scope["extensions"] or {}), LINE: self}
        await super().run_asgi()

    async def send(self, message: Any) -> None:
        """Send as ever; once the reader is let in, what it asked with is kept no longer."""
        await super().send(message)
        if message["type"] == "websocket.accept":
            # 3 KiB each, and a thousand readers stay all day.
            vars(self).pop("request", None)
            vars(self).pop("response", None)

    def write_now(self, frames: bytes) -> bool:
        """Write whole frames; tell whether they were taken: a full or ended line takes none."""
        open_ = self.handshake_complete and not (self.disconnected or self.close_sent)
        if not open_ or not self.writable.is_set() or self.transport.is_closing():
            return False
        self.transport.write(frames)
        return True


class Texts:
    """What was made of the rows told last: readers in step are sent one and the same."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[Row, bytes]] = {}
        self._framed: tuple[Sequence[Row], bytes] = ((), b"")
        self._alone: tuple[Row | None, bytes] = (None, b"")

    def of(self, row: Row) -> bytes:
        """Return a row as JSON."""
        known = self._rows.get(id(row))
        if known is None or known[0] is not row:
            if len(self._rows) >= _MOST:
                self._rows.clear()
            known = self._rows[id(row)] = (row, _encode(row))
        return known[1]

    def framed(self, rows: Sequence[Row]) -> bytes:
        """Return rows as frames of a WebSocket, one after the other."""
        if self._framed[0] is not rows:
            self._framed = (rows, b"".join(frame(self.of(row)) for row in rows))
        return self._framed[1]

    def alone(self, row: Row) -> bytes:
        """Return one row as a frame; a snapshot can be long, and many wait for the same."""
        if self._alone[0] is not row:
            self._alone = (row, frame(self.of(row)))
        return self._alone[1]


class Straight:
    """The straight way to one reader, for as long as ``admission`` says the same."""

    def __init__(self, line: Line, texts: Texts, admission: Callable[[], object]) -> None:
        self._line = line
        self._texts = texts
        self._admission = admission
        self._admitted = admission()

    def take(self, rows: Sequence[Row]) -> bool:
        """Send rows at once; False where they have to wait, or the reader may be let in no more."""
        if self._admission() is not self._admitted:
            return False
        return self._line.write_now(self._texts.framed(rows))

    def send(self, row: Row) -> bool:
        """Send one row that was asked for; False where the line is full or ended."""
        return self._line.write_now(self._texts.alone(row))

    def admit(self) -> None:
        """Note that the reader has just been found to be still let in."""
        self._admitted = self._admission()


def frame(text: bytes) -> bytes:
    """Return a text as one frame from a server (RFC 6455 §5.2: final, not masked)."""
    size = len(text)
    if size < _SHORT:
        return bytes((_TEXT, size)) + text
    if size < _LONG:
        return struct.pack("!BBH", _TEXT, 126, size) + text
    return struct.pack("!BBQ", _TEXT, 127, size) + text
