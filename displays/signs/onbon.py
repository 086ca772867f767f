"""What Onbon's BX cards share on the wire: the A5…5A wrapper, its escapes, and the checksum.

Source: vendor's BX-5K/6K protocol description and SDKs, as read in the byte-level reference §1.2
and §2 (each vector in ``tests/vectors`` was produced or parsed by a foreign implementation).
"""

import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache

from hall.errors import FrameError

_START, _END = 0xA5, 0x5A
_ESCAPED = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
_RAW = {escaped: raw for raw, escaped in _ESCAPED.items()}


def crc16(data: bytes) -> int:
    """Return CRC-16/ARC: polynomial 8005 reflected, start 0 (``123456789`` gives BB3D)."""
    crc, position = 0, 0
    if len(data) >= _LONG:
        crc, position = _crc_of_blocks(data)
    for byte in data[position:]:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def _crc_of_blocks(data: bytes) -> tuple[int, int]:
    """Return the checksum of all whole blocks and where they end.

    A picture is mostly dark: blocks of one byte over and over are one look-up.
    """
    pairs_table = _pair_table()
    runs = {bytes((fill,)) * _BLOCK: _run_table(fill) for fill in (0x00, 0xFF)}
    end = len(data) - len(data) % _BLOCK
    crc = 0
    for start in range(0, end, _BLOCK):
        block = data[start : start + _BLOCK]
        run = runs.get(block)
        if run is not None:
            crc = run[crc]
            continue
        pairs = array("H", block)
        if sys.byteorder == "big":
            pairs.byteswap()
        for pair in pairs:
            crc = pairs_table[crc ^ pair]
    return crc, end


def _table_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (0xA001 if value & 1 else 0)
    return value


_TABLE = tuple(_table_entry(byte) for byte in range(256))
_LONG, _BLOCK = 256, 64


@lru_cache(maxsize=1)
def _pair_table() -> Sequence[int]:
    """Return what every two bytes make of a checksum of nothing; packed, to stay in the cache."""
    return array(
        "H",
        (
            (first := _TABLE[pair & 0xFF] ^ (pair >> 8)) >> 8 ^ _TABLE[first & 0xFF]
            for pair in range(0x10000)
        ),
    )


@lru_cache(maxsize=2)
def _run_table(fill: int) -> Sequence[int]:
    """Return what a block of one byte makes of every checksum, by doubling."""
    pairs = _pair_table()
    step = array("H", (pairs[crc ^ (fill * 0x101)] for crc in range(0x10000)))
    length = 2
    while length < _BLOCK:
        step = array("H", (step[each] for each in step))
        length *= 2
    return step


def wrap(body: bytes) -> bytes:
    """Return a frame: eight A5, the escaped body, 5A."""
    escaped = body
    for raw in (0xA6, 0xA5, 0x5B, 0x5A):  # the escape bytes before what they stand for
        escaped = escaped.replace(bytes((raw,)), _ESCAPED[raw])
    return bytes((_START,)) * 8 + escaped + bytes((_END,))


def unescape(escaped: bytes) -> bytes:
    """Return the body of a frame; raises FrameError on an escape that does not exist."""
    body = bytearray()
    position = 0
    while position < len(escaped):
        byte = escaped[position]
        if byte in (0xA6, 0x5B):
            raw = _RAW.get(escaped[position : position + 2])
            if raw is None:
                raise FrameError(f"{escaped[position : position + 2].hex()} is no escape")
            body.append(raw)
            position += 2
        else:
            body.append(byte)
            position += 1
    return bytes(body)


class Unwrapper:
    """Finds bodies in a stream however it is chunked; skips noise and stray end bytes."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._open = False
        self._escaped = bytearray()

    def push(self, byte: int) -> bytes | None:
        """Take one byte; return a whole body when it ends one.

        Raises FrameError for a frame cut short by the next, too long, or wrongly escaped; the
        stream is then already back in step.
        """
        if byte == _START:
            cut = bytes(self._escaped)
            self._open, self._escaped = True, bytearray()
            if cut:
                raise FrameError(f"a frame was cut short after {len(cut)} bytes")
            return None
        if not self._open:
            return None
        if byte == _END:
            escaped = bytes(self._escaped)
            self._open, self._escaped = False, bytearray()
            return unescape(escaped) if escaped else None
        self._escaped.append(byte)
        if len(self._escaped) > 2 * self._longest:
            self._open, self._escaped = False, bytearray()
            raise FrameError(f"no frame is longer than {self._longest} bytes")
        return None
