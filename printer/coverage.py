"""Which characters a font file has: its ``cmap`` table, read without drawing anything.

Source: OpenType specification 1.9, ``cmap`` formats 4 and 12. Asking the font beats drawing a
character and looking: a shaper may draw a dotted circle or nothing where the character is missing.
"""

import struct
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from hall.errors import DeviceError

_UNICODE_FULL = ((3, 10), (0, 6), (0, 4))
_UNICODE_BASIC = ((3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


class Coverage:
    """The characters of one font, as ranges."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._first = [first for first, _ in ordered]
        self._last = [last for _, last in ordered]

    def __contains__(self, char: str) -> bool:
        code = ord(char)
        place = bisect_right(self._first, code) - 1
        return place >= 0 and code <= self._last[place]


@lru_cache(maxsize=32)
def coverage(path: Path, index: int) -> Coverage:
    """Return what a font of a file has; raises DeviceError where the file is no font."""
    try:
        data = path.read_bytes()
        return Coverage(_ranges(data, _cmap(data, index)))
    except (OSError, struct.error, ValueError) as error:
        raise DeviceError(
            f"the font file {path} cannot be read ({error}): install the fonts again"
        ) from error


def _cmap(data: bytes, index: int) -> int:
    """Return where the best subtable begins."""
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            return _subtable(data, offset)
    raise ValueError("it has no cmap table")


def _subtable(data: bytes, cmap: int) -> int:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    found: dict[tuple[int, int], int] = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * number)
        found[platform, encoding] = cmap + offset
    for wanted in (*_UNICODE_FULL, *_UNICODE_BASIC):
        if wanted in found:
            return found[wanted]
    raise ValueError("its cmap table is not for Unicode")


def _ranges(data: bytes, at: int) -> list[tuple[int, int]]:
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        return [struct.unpack_from(">II", data, at + 16 + 12 * number) for number in range(groups)]
    if kind == 4:
        return _segments(data, at)
    raise ValueError(f"its cmap table has the unknown format {kind}")


def _segments(data: bytes, at: int) -> list[tuple[int, int]]:
    """Read format 4, in which single characters of a segment may have no glyph."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    ranges = []
    for segment, (first, last, delta, offset) in enumerate(
        zip(starts, ends, deltas, offsets, strict=True)
    ):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = offsets_at + 2 * segment + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
            if (glyph + delta) & 0xFFFF if glyph or not offset else 0:
                ranges.append((code, code))
    return ranges
