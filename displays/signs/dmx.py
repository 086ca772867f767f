"""RGB frames as DMX universes of 170 pixels, shared by sACN and Art-Net."""

from collections.abc import Sequence

SLOTS = 510
"""170 RGB pixels; the last two of the 512 slots stay unused so that no pixel is torn."""


def universes(rgb: bytes) -> Sequence[bytes]:
    """Return the slots of each universe in order."""
    return [rgb[start : start + SLOTS] for start in range(0, len(rgb), SLOTS)]


class UniverseBuffer:
    """Puts universes back together; a frame is whole when its last universe arrives."""

    def __init__(self, size: int, first: int) -> None:
        self._buffer = bytearray(size)
        self._first = first
        self._last = first + max(0, size - 1) // SLOTS

    def put(self, universe: int, slots: bytes) -> bytes | None:
        """Take one universe's slots; return the frame when it is the last one."""
        if not self._first <= universe <= self._last:
            return None
        start = (universe - self._first) * SLOTS
        part = slots[: min(SLOTS, len(self._buffer) - start)]
        self._buffer[start : start + len(part)] = part
        return bytes(self._buffer) if universe == self._last else None
