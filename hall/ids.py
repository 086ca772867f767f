"""Names of things. UUIDv7, made where the thing is born; a ticket number never identifies."""

from datetime import UTC, datetime
from typing import NewType

from hall.chance import random_bytes

HallId = NewType("HallId", str)
ServiceId = NewType("ServiceId", str)
WindowId = NewType("WindowId", str)
ZoneId = NewType("ZoneId", str)
SignId = NewType("SignId", str)
KioskId = NewType("KioskId", str)
TicketId = NewType("TicketId", str)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(now: datetime, randomness: bytes | None = None) -> str:
    """Return a UUIDv7 (RFC 9562 §5.7) for an instant, sortable by that instant.

    ``randomness`` is ten bytes, from the system when not given.
    """
    millis = int((now - _EPOCH).total_seconds() * 1000)
    tail = bytearray(random_bytes(10) if randomness is None else randomness)
    tail[0] = 0x70 | (tail[0] & 0x0F)
    tail[2] = 0x80 | (tail[2] & 0x3F)
    text = (millis.to_bytes(6, "big") + tail).hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
