"""Flaschen-Taschen datagrams, binary PPM pictures: pure, both ways.

Source: the reference server's protocol notes (public); the reference server was run (byte-level
reference §4.4). Only layer 0 is used: above it black would be transparent.
"""

import re
from collections.abc import Sequence

from displays.signs.commands import Picture
from hall.errors import FrameError

MOST = 65507
_HEAD = re.compile(rb"P6\s+(?:#[^\n]*\n\s*)*(\d{1,5})\s+(\d{1,5})\s+255\s")
_TAIL = re.compile(rb"\s*(-?\d{1,5})\s+(-?\d{1,5})\s+(\d{1,2})\s*\Z")


def encode(picture: Picture) -> bytes:
    """Return the one datagram of a picture; raises FrameError when it does not fit one."""
    datagram = b"P6\n%d %d\n255\n" % (picture.width, picture.height) + picture.rgb
    if len(datagram) > MOST:
        raise FrameError(f"a picture of {len(datagram)} bytes fits no datagram ({MOST})")
    return datagram


def decode(raw: bytes) -> tuple[Picture, tuple[int, int, int]]:
    """Return a datagram's picture and its x, y and layer; raises FrameError."""
    head = _HEAD.match(raw)
    if head is None:
        raise FrameError("this is no binary PPM picture with 255 levels")
    width, height = int(head[1]), int(head[2])
    size = 3 * width * height
    rgb, rest = raw[head.end() : head.end() + size], raw[head.end() + size :]
    if len(rgb) != size:
        raise FrameError(f"{width}x{height} pixels need {size} bytes, there are {len(rgb)}")
    tail = _TAIL.match(rest)
    if rest.strip() and tail is None:
        raise FrameError("what follows the pixels is no offset")
    place = (int(tail[1]), int(tail[2]), int(tail[3])) if tail else (0, 0, 0)
    return Picture(width=width, height=height, rgb=rgb), place


def packets(picture: Picture, _sequence: int) -> Sequence[bytes]:
    """Return the datagram of a frame."""
    return [encode(picture)]


class Assembler:
    """A receiver's screen; pictures of another size are placed and cut."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._rgb = bytearray(3 * width * height)

    def take(self, packet: bytes) -> bytes | None:
        picture, (x, y, _) = decode(packet)
        for row in range(picture.height):
            self._put_row(picture, row, x, y + row)
        return bytes(self._rgb)

    def _put_row(self, picture: Picture, row: int, x: int, y: int) -> None:
        first, last = max(0, -x), min(picture.width, self._width - x)
        if 0 <= y < self._height and first < last:
            start = 3 * (row * picture.width + first)
            part = picture.rgb[start : start + 3 * (last - first)]
            place = 3 * (y * self._width + x + first)
            self._rgb[place : place + len(part)] = part
