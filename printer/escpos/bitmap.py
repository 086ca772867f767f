"""Pictures → GS v 0 bands, with the white left out.

White rows are sent as one byte each instead of the whole width, because a feed by dots counts in
units that differ between brands; white at the right of a band is not sent at all.

A printer obeys real-time commands (DLE EOT, DLE ENQ, DLE DC4) also inside a picture: DLE DC4 is a
pulse for a cash drawer or the power off. Where three dots and their neighbours would spell one, one
white dot beside a black one is made black too.
"""

from itertools import pairwise

from PIL import Image

from printer.escpos import commands

_THRESHOLD = 140
_WORTHWHILE_GAP = 6
DASHES = (16, 12)
"""Black and white of a dashed line, in dots."""
_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
_DLE, _ONE_DOT_MORE = b"\x10", b"\x18"


def raster_bands(picture: Image.Image, band_rows: int) -> bytes:
    """Return the commands that print a picture (mode L or 1, 0 is black) at the left margin."""
    rows, width_bytes = _packed_rows(picture)
    blank = bytes(width_bytes)
    out = bytearray(commands.LEFT + commands.NO_LINE_GAP)
    for start, end in _stretches([row == blank for row in rows]):
        for top in range(start, end, band_rows):
            band = rows[top : min(top + band_rows, end)]
            used = max(len(row.rstrip(b"\x00")) for row in band) or 1
            out += commands.raster(used, _harmless(b"".join(row[:used] for row in band)))
    return bytes(out)


def _harmless(dots: bytes) -> bytes:
    """Return the dots with no real-time command among them."""
    for command in _REAL_TIME:
        dots = dots.replace(command, command.replace(_DLE, _ONE_DOT_MORE))
    return dots


def _packed_rows(picture: Image.Image) -> tuple[list[bytes], int]:
    black = picture.convert("L").point([255] * _THRESHOLD + [0] * (256 - _THRESHOLD))
    data = black.convert("1", dither=Image.Dither.NONE).tobytes()
    width_bytes = (picture.width + 7) // 8
    rows = [data[start : start + width_bytes] for start in range(0, len(data), width_bytes)]
    return rows, width_bytes


def _stretches(white: list[bool]) -> list[tuple[int, int]]:
    """Cut the rows where white of worthwhile height begins or ends."""
    edges = [0]
    start = 0
    for end in range(1, len(white) + 1):
        if end < len(white) and white[end] == white[start]:
            continue
        if white[start] and end - start >= _WORTHWHILE_GAP:
            edges += [start, end]
        start = end
    edges.append(len(white))
    return [(first, last) for first, last in pairwise(edges) if first < last]
