"""E1.31 data packets: pure, both ways.

Source: ANSI E1.31-2018 (public); two foreign decoders read the same bytes alike (byte-level
reference §4.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from displays.signs.commands import Picture
from displays.signs.dmx import UniverseBuffer, universes
from hall.errors import FrameError

_PREAMBLE = bytes.fromhex("00100000") + b"ASC-E1.17\0\0\0"
_ROOT_DATA, _FRAME_DATA = bytes.fromhex("00000004"), bytes.fromhex("00000002")
_DMP = bytes.fromhex("02a100000001")
_NAME_SIZE = 64
_START = 126
FIRST_UNIVERSE = 1
SOURCE_NAME = "hall90"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One universe's slots. ``terminated`` tells receivers that the stream ends."""

    universe: int
    data: bytes
    sequence: int = 1
    priority: int = 100
    source: str = SOURCE_NAME
    cid: bytes = bytes(16)
    terminated: bool = False


def encode(packet: Packet) -> bytes:
    """Return the bytes of a packet; raises FrameError for more than 512 slots."""
    count = len(packet.data)
    if count > 512:
        raise FrameError(f"a universe has at most 512 slots, not {count}")
    name = packet.source.encode()[: _NAME_SIZE - 1].ljust(_NAME_SIZE, b"\0")
    return b"".join(
        (
            _PREAMBLE,
            _length(110 + count),
            _ROOT_DATA,
            packet.cid,
            _length(88 + count),
            _FRAME_DATA,
            name,
            bytes((packet.priority, 0, 0, packet.sequence & 0xFF, 0x40 * packet.terminated)),
            packet.universe.to_bytes(2, "big"),
            _length(11 + count),
            _DMP,
            (count + 1).to_bytes(2, "big"),
            b"\0",
            packet.data,
        )
    )


def decode(raw: bytes) -> Packet:
    """Return the packet of a datagram; raises FrameError."""
    count = len(raw) - _START
    if count < 0 or raw[:16] != _PREAMBLE or raw[18:22] != _ROOT_DATA:
        raise FrameError("this is no E1.31 data packet")
    lengths = (raw[16:18], raw[38:40], raw[115:117])
    if lengths != (_length(110 + count), _length(88 + count), _length(11 + count)):
        raise FrameError("the lengths of the layers do not agree with the datagram's")
    if raw[40:44] != _FRAME_DATA or raw[117:123] != _DMP or raw[125]:
        raise FrameError("not a universe of plain slots")
    if int.from_bytes(raw[123:125], "big") != count + 1:
        raise FrameError("the count of slots does not agree")
    return Packet(
        universe=int.from_bytes(raw[113:115], "big"),
        data=raw[_START:],
        sequence=raw[111],
        priority=raw[108],
        source=raw[44:108].split(b"\0")[0].decode("utf-8", errors="replace"),
        cid=raw[22:38],
        terminated=bool(raw[112] & 0x40),
    )


def _length(size: int) -> bytes:
    return (0x7000 | size & 0x0FFF).to_bytes(2, "big")


def packets(picture: Picture, sequence: int) -> Sequence[bytes]:
    """Return a frame, universe after universe from 1."""
    return [
        encode(Packet(universe=FIRST_UNIVERSE + number, data=slots, sequence=sequence))
        for number, slots in enumerate(universes(picture.rgb))
    ]


class Assembler:
    """A receiver's frame buffer of ``size`` bytes."""

    def __init__(self, size: int) -> None:
        self._buffer = UniverseBuffer(size, FIRST_UNIVERSE)

    def take(self, packet: bytes) -> bytes | None:
        part = decode(packet)
        return None if part.terminated else self._buffer.put(part.universe, part.data)
