"""ArtDmx packets: pure, both ways.

Source: Artistic Licence, Art-Net 4 specification (public); a foreign encoder and a packet analyser
agree (byte-level reference §4.3).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from displays.signs.commands import Picture
from displays.signs.dmx import UniverseBuffer, universes
from hall.errors import FrameError

_ID = b"Art-Net\0"
_OP_DMX, _PROTOCOL = 0x5000, 14
_HEADER = struct.Struct("<8sH")
_REST = struct.Struct(">HBB")
_START = 18
FIRST_UNIVERSE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One universe's slots (2 to 512, an even number)."""

    universe: int
    data: bytes
    sequence: int = 1
    physical: int = 0


def encode(packet: Packet) -> bytes:
    """Return the bytes of a packet; an odd number of slots gets one dark slot more."""
    data = packet.data + b"\0" * (len(packet.data) % 2)
    if not 2 <= len(data) <= 512:
        raise FrameError(f"a universe has 2 to 512 slots, not {len(data)}")
    return (
        _HEADER.pack(_ID, _OP_DMX)
        + _REST.pack(_PROTOCOL, packet.sequence & 0xFF, packet.physical)
        + packet.universe.to_bytes(2, "little")
        + len(data).to_bytes(2, "big")
        + data
    )


def decode(raw: bytes) -> Packet:
    """Return the packet of a datagram; raises FrameError."""
    if len(raw) < _START or _HEADER.unpack_from(raw) != (_ID, _OP_DMX):
        raise FrameError("this is no ArtDmx packet")
    protocol, sequence, physical = _REST.unpack_from(raw, 10)
    length = int.from_bytes(raw[16:18], "big")
    if protocol < _PROTOCOL or length != len(raw) - _START or not 2 <= length <= 512:
        raise FrameError(f"version {protocol} with {length} slots in {len(raw)} bytes")
    return Packet(
        universe=int.from_bytes(raw[14:16], "little"),
        data=raw[_START:],
        sequence=sequence,
        physical=physical,
    )


def packets(picture: Picture, sequence: int) -> Sequence[bytes]:
    """Return a frame, universe after universe from 0."""
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
        return self._buffer.put(part.universe, part.data)
