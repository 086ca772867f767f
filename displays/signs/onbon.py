"""What Onbon's BX cards share on the wire: the A5…5A wrapper, its escapes, and the checksum.

Source: vendor's BX-5K/6K protocol description and SDKs, as read in the byte-level reference §1.2
and §2 (each vector in ``tests/vectors`` was produced or parsed by a foreign implementation).
"""

from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import xor

from hall.errors import FrameError

_START, _END = 0xA5, 0x5A
_ESCAPED = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
_RAW = {escaped: raw for raw, escaped in _ESCAPED.items()}


def crc16(data: bytes) -> int:
    """Return CRC-16/ARC: polynomial 8005 reflected, start 0 (``123456789`` gives BB3D)."""
    if len(data) > _LONG:
        data = _folded(data)
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def _folded(data: bytes) -> bytes:
    """Return a short text with the checksum of a long one.

    The checksum is linear: what stands so many words before the end can be advanced by them and
    added to what stands there. Whole halves are, with all low and all high bytes at once.
    """
    if len(data) % 2:
        data = b"\x00" + data  # a nought in front changes nothing
    low, high = data[0::2], data[1::2]
    while len(low) > _SHORT_WORDS:
        size = 1 << (len(low) - 1).bit_length() - 1
        ahead = len(low) - size
        first, second = low[:ahead], high[:ahead]
        of_low, of_high = _advancing(size)
        low = _sum(low[ahead:], first.translate(of_low[0]), second.translate(of_high[0]))
        high = _sum(high[ahead:], first.translate(of_low[1]), second.translate(of_high[1]))
    short = bytearray(2 * len(low))
    short[0::2], short[1::2] = low, high
    return bytes(short)


def _sum(whole: bytes, *ends: bytes) -> bytes:
    """Return bytes with others added, without carry, to their end."""
    total = int.from_bytes(whole, "big")
    for end in ends:
        total ^= int.from_bytes(end, "big")
    return total.to_bytes(len(whole), "big")


def _table_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (0xA001 if value & 1 else 0)
    return value


_TABLE = tuple(_table_entry(byte) for byte in range(256))
_LONG, _SHORT_WORDS = 128, 32


@lru_cache(maxsize=32)
def _advanced_bits(words: int) -> Sequence[int]:
    """Return what each bit of a checksum becomes when words of nought follow, a power of two."""
    if words == 1:
        once = [(bit >> 8) ^ _TABLE[bit & 0xFF] for bit in (1 << at for at in range(16))]
        return [(bit >> 8) ^ _TABLE[bit & 0xFF] for bit in once]
    half = _advanced_bits(words // 2)
    return [_advanced(bits, half) for bits in half]


def _advanced(value: int, bits: Sequence[int]) -> int:
    return reduce(xor, (bits[at] for at in range(16) if value >> at & 1), 0)


@lru_cache(maxsize=32)
def _advancing(words: int) -> Sequence[tuple[bytes, bytes]]:
    """Return, for low bytes and for high ones, what each becomes: its new low and high byte."""
    bits = _advanced_bits(words)
    tables: list[tuple[bytes, bytes]] = []
    for shift in (0, 8):
        values = [_advanced(byte << shift, bits) for byte in range(256)]
        tables.append((bytes(each & 0xFF for each in values), bytes(each >> 8 for each in values)))
    return tables


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
