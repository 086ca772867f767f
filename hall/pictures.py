"""PNG pictures somebody sent: whether one is whole, and how large, before anything draws it."""

import zlib

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_SIDE = 2048
"""A few bytes can say they are a picture of gigabytes."""

_HEADER = b"IHDR"
_END = b"IEND"
_HEADER_BYTES = 13


def png_size(data: bytes) -> tuple[int, int]:
    """Return the width and height a PNG says it has, (0, 0) for what is none."""
    if not data.startswith(PNG_SIGNATURE) or data[12:16] != _HEADER or len(data) < 24:
        return 0, 0
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def is_whole_png(data: bytes) -> bool:
    """Tell whether this is a PNG of a bearable size with every chunk as it was written."""
    if not all(0 < side <= MOST_SIDE for side in png_size(data)):
        return False
    at, kind = len(PNG_SIGNATURE), b""
    while kind != _END:
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        named, seal = data[at + 4 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(seal) < 4 or zlib.crc32(named) != int.from_bytes(seal, "big"):
            return False
        if kind == _HEADER and length != _HEADER_BYTES:
            return False
        at += 12 + length
    return True
