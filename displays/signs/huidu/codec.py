"""Packets of the Huidu SDK 2.0: pure, both ways.

Source: the vendor's SDK, and a client that was run against a loopback card (byte-level reference
§5). Trap: lengths count bytes, the packet's own four included; XML is UTF-8 and is cut by bytes.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from displays.signs.arrivals import Arrivals
from hall.errors import FrameError

HELLO, HELLO_ANSWER = 0x2001, 0x2002
SDK, SDK_ANSWER, SDK_ERROR = 0x2003, 0x2004, 0x2000
BEAT, BEAT_ANSWER = 0x005F, 0x0060
VERSION = b"\x05\x00\x00\x01"
LONGEST_PACKET = 9216
MOST_XML = 8000
LONGEST_XML = 1 << 20
LONGEST_ANSWER = 1 << 16
_HEAD = struct.Struct("<HH")
_PART = struct.Struct("<II")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One packet either way."""

    command: int
    payload: bytes = b""


def encode(packet: Packet) -> bytes:
    """Return the bytes of a packet; raises FrameError when it would be too long."""
    size = _HEAD.size + len(packet.payload)
    if size > LONGEST_PACKET:
        raise FrameError(f"a packet has at most {LONGEST_PACKET} bytes, not {size}")
    return _HEAD.pack(size, packet.command) + packet.payload


def packets_of(xml: bytes, command: int = SDK) -> Sequence[Packet]:
    """Return the packets that carry an XML text."""
    return [
        Packet(
            command=command, payload=_PART.pack(len(xml), offset) + xml[offset : offset + MOST_XML]
        )
        for offset in range(0, max(1, len(xml)), MOST_XML)
    ]


class Decoder:
    """Packets out of a stream, however it is chunked."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._arrivals: Arrivals[Packet] = Arrivals()

    def feed(self, data: bytes) -> Sequence[Packet]:
        """Return the packets that are now whole; raises FrameError, never anything else.

        There is no mark to find the next packet by: after an impossible length what has come is
        dropped.
        """
        for byte in data:
            self._arrivals.attempt(partial(self._push, byte))
        return self._arrivals.take()

    def _push(self, byte: int) -> Packet | None:
        self._buffer.append(byte)
        if len(self._buffer) < _HEAD.size:
            return None
        size, command = _HEAD.unpack_from(self._buffer)
        if not _HEAD.size <= size <= LONGEST_PACKET:
            self._buffer.clear()
            raise FrameError(f"no packet has {size} bytes")
        if len(self._buffer) < size:
            return None
        payload = bytes(self._buffer[_HEAD.size :])
        self._buffer.clear()
        return Packet(command=command, payload=payload)


class Reassembler:
    """One XML text out of its packets, never more than ``longest`` bytes of it."""

    def __init__(self, longest: int = LONGEST_XML) -> None:
        self._longest = longest
        self._xml = bytearray()

    def take(self, packet: Packet) -> bytes | None:
        """Return the text when this packet ends it; raises FrameError for a part out of place."""
        if len(packet.payload) < _PART.size:
            raise FrameError("an SDK packet names its total and its offset")
        total, offset = _PART.unpack_from(packet.payload)
        part = packet.payload[_PART.size :]
        if offset == 0:
            self._xml.clear()
        if offset != len(self._xml) or offset + len(part) > total or total > self._longest:
            self._xml.clear()
            raise FrameError(f"{len(part)} bytes at {offset} of {total} do not fit")
        self._xml += part
        if len(self._xml) < total:
            return None
        xml = bytes(self._xml)
        self._xml.clear()
        return xml
