"""DDP packets: pure, both ways.

Source: 3waylabs' DDP specification (public) and a foreign encoder that was run (byte-level
reference §4.1). Implementations disagree on the data type byte: 0B is sent, any is taken.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from displays.signs.commands import Picture
from hall.errors import FrameError

VERSION, TIMECODE, REPLY, QUERY, PUSH = 0x40, 0x10, 0x04, 0x02, 0x01
RGB_8_BIT, DISPLAY = 0x0B, 1
MOST_DATA = 1440
_HEADER = struct.Struct(">BBBBIH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One packet: ``offset`` counts bytes; ``push`` ends a frame."""

    offset: int
    data: bytes
    push: bool
    sequence: int = 1
    type: int = RGB_8_BIT
    destination: int = DISPLAY


def encode(packet: Packet) -> bytes:
    """Return the bytes of a packet."""
    flags = VERSION | (PUSH if packet.push else 0)
    head = _HEADER.pack(
        flags,
        packet.sequence & 0x0F,
        packet.type,
        packet.destination,
        packet.offset,
        len(packet.data),
    )
    return head + packet.data


def decode(raw: bytes) -> Packet:
    """Return the packet of a datagram; raises FrameError, also for queries and replies."""
    if len(raw) < _HEADER.size:
        raise FrameError(f"{len(raw)} bytes are too few for a DDP header")
    flags, sequence, kind, destination, offset, length = _HEADER.unpack_from(raw)
    if flags & 0xC0 != VERSION or flags & (QUERY | REPLY):
        raise FrameError(f"flags {flags:02x} are not those of version 1 pixel data")
    start = _HEADER.size + (4 if flags & TIMECODE else 0)
    if len(raw) != start + length:
        raise FrameError(f"the packet promises {length} bytes and has {len(raw) - start}")
    return Packet(
        offset=offset,
        data=raw[start:],
        push=bool(flags & PUSH),
        sequence=sequence & 0x0F,
        type=kind,
        destination=destination,
    )


def packets(picture: Picture, sequence: int) -> Sequence[bytes]:
    """Return a whole frame; only its last packet is to be shown."""
    size = len(picture.rgb)
    return [
        encode(
            Packet(
                offset=offset,
                data=picture.rgb[offset : offset + MOST_DATA],
                push=offset + MOST_DATA >= size,
                sequence=sequence,
            )
        )
        for offset in range(0, size, MOST_DATA)
    ]


class Assembler:
    """A receiver's frame buffer of ``size`` bytes; what lies beyond is ignored."""

    def __init__(self, size: int) -> None:
        self._buffer = bytearray(size)

    def take(self, packet: bytes) -> bytes | None:
        part = decode(packet)
        room = max(0, len(self._buffer) - part.offset)
        data = part.data[:room]
        self._buffer[part.offset : part.offset + len(data)] = data
        return bytes(self._buffer) if part.push else None
