"""What Onbon's BX cards share on the wire: the A5…5A wrapper, its escapes, and the checksum.

Source: vendor's BX-5K/6K protocol description and SDKs, as read in the byte-level reference §1.2
and §2 (each vector in ``tests/vectors`` was produced or parsed by a foreign implementation).
"""

from hall.errors import FrameError

_START, _END = 0xA5, 0x5A
_ESCAPED = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
_RAW = {escaped: raw for raw, escaped in _ESCAPED.items()}


def crc16(data: bytes) -> int:
    """Return CRC-16/ARC: polynomial 8005 reflected, start 0 (``123456789`` gives BB3D)."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def _table_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (0xA001 if value & 1 else 0)
    return value


_TABLE = tuple(_table_entry(byte) for byte in range(256))


def wrap(body: bytes) -> bytes:
    """Return a frame: eight A5, the escaped body, 5A."""
    escaped = b"".join(_ESCAPED.get(byte) or bytes((byte,)) for byte in body)
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
