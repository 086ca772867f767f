"""Frames of the AM03127 protocol: pure, both ways.

Source: Amplus "AM03127 LED display communication protocol" (public), and a third-party encoder that
was run (byte-level reference §7.1). A frame is ``<IDxx>``, ASCII data, the XOR of the data as two
hex digits, ``<E>``; the answer is ``ACK`` or ``NACK``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import xor

from displays.signs.arrivals import Arrivals
from hall.errors import FrameError

BROADCAST = 0
LONGEST_DATA = 1024
_HEAD, _END = b"<ID", b"<E>"
_HEAD_LENGTH = len("<ID01>")
_WHOLE_HEAD = re.compile(rb"<ID([0-9A-F]{2})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One request; ``address`` 0 is all signs, which then do not answer."""

    data: bytes
    address: int = 1


def check_sum(data: bytes) -> bytes:
    """Return the two digits behind the data: the XOR of its bytes."""
    return b"%02X" % reduce(xor, data, 0)


def encode(frame: Frame) -> bytes:
    """Return the bytes of a frame; raises FrameError for data no sign takes."""
    data = frame.data
    if not 0 <= frame.address <= 0xFF:
        raise FrameError(f"an address is 0 to 255, not {frame.address}")
    if not 0 < len(data) <= LONGEST_DATA:
        raise FrameError(f"a frame holds 1 to {LONGEST_DATA} bytes, not {len(data)}")
    if any(not 0x20 <= byte <= 0x7E for byte in data) or _HEAD in data or _END in data:
        raise FrameError("data is printable ASCII and holds neither <ID nor <E>")
    whole = b"<ID%02X>" % frame.address + data + check_sum(data) + _END
    if whole.index(_END) != len(whole) - len(_END):
        raise FrameError("the data and its checksum look like the end of a frame")
    return whole


def decode(raw: bytes) -> Frame:
    """Return the frame of whole bytes; raises FrameError."""
    head = _WHOLE_HEAD.match(raw)
    data, check = raw[_HEAD_LENGTH:-5], raw[-5:-3]
    if head is None or not raw.endswith(_END) or not data:
        raise FrameError(f"{raw[:20]!r} is no frame")
    if check != check_sum(data):
        raise FrameError(f"checksum is {check!r}, should be {check_sum(data)!r}")
    return Frame(address=int(head[1], 16), data=data)


class Decoder:
    """Frames out of a stream, however it is chunked; noise between them is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._arrivals: Arrivals[Frame] = Arrivals()

    def feed(self, data: bytes) -> Sequence[Frame]:
        """Return the frames that are now whole; raises FrameError, never anything else.

        A FrameError stands for one broken frame; ``feed(b"")`` goes on behind it.
        """
        for byte in data:
            self._arrivals.attempt(partial(self._push, byte))
        return self._arrivals.take()

    def _push(self, byte: int) -> Frame | None:
        self._buffer.append(byte)
        known = len(self._buffer)
        if known <= len(_HEAD):
            if not _HEAD.startswith(self._buffer):
                self._buffer = bytearray(b"<" if byte == _HEAD[0] else b"")
            return None
        if self._buffer.endswith(_END):
            raw, self._buffer = bytes(self._buffer), bytearray()
            return decode(raw)
        if self._buffer.endswith(_HEAD):
            self._buffer = bytearray(_HEAD)
            raise FrameError(f"a frame was cut short after {known - len(_HEAD)} bytes")
        if known > LONGEST_DATA + 11:
            self._buffer = bytearray()
            raise FrameError(f"no frame holds more than {LONGEST_DATA} bytes")
        return None


class Answers:
    """``ACK`` (True) and ``NACK`` (False) out of a stream, however it is chunked."""

    def __init__(self) -> None:
        self._last = b""

    def feed(self, data: bytes) -> Sequence[bool]:
        """Return the answers that are now whole; everything else is skipped."""
        found: list[bool] = []
        for byte in data:
            self._last = (self._last + bytes((byte,)))[-4:]
            if self._last.endswith(b"ACK"):
                found.append(self._last != b"NACK")
                self._last = b""
        return found
