"""The command bytes we use, each with its source: Epson ESC/POS command reference.

There is no cash drawer in a public hall: ``ESC p`` and ``DLE DC4`` are not here on purpose.
"""

INITIALISE = b"\x1b@"
CHINESE_ON = b"\x1c&"
LEFT = b"\x1ba\x00"
CENTRE = b"\x1ba\x01"
BOLD_ON = b"\x1bE\x01"
BOLD_OFF = b"\x1bE\x00"
NEWLINE = b"\n"
NO_LINE_GAP = b"\x1b3\x00"
CUT = b"\x1dVB\x00"
SLIT = b"\x1dV\x01"
DONE_MARKER = b"\x1dr\x01"


def line_spacing(dots: int) -> bytes:
    """ESC 3: distance from one line to the next."""
    return bytes((0x1B, 0x33, dots))


def feed(lines: int) -> bytes:
    """ESC d: print and feed lines."""
    return bytes((0x1B, 0x64, lines))


def size(width: int, height: int) -> bytes:
    """FS ! first, GS ! last, both with the same meaning: the last one received wins.

    FS ! knows only double, so it enlarges Chinese where GS ! leaves it alone.
    """
    chinese = 0x0C if (width, height) == (2, 2) else 0
    return bytes((0x1C, 0x21, chinese, 0x1D, 0x21, (width - 1) << 4 | (height - 1)))


def raster(width_bytes: int, rows: bytes) -> bytes:
    """GS v 0: a picture, row by row, the leftmost dot in the highest bit, 1 is black."""
    height = len(rows) // width_bytes
    return b"\x1dv0\x00" + width_bytes.to_bytes(2, "little") + height.to_bytes(2, "little") + rows


def qr_code(data: bytes, module_dots: int) -> bytes:
    """GS ( k: a QR code of model 2, error correction M, drawn by the printer."""
    store = (len(data) + 3).to_bytes(2, "little")
    return (
        b"\x1d(k\x04\x001A2\x00"
        + b"\x1d(k\x03\x001C" + bytes((module_dots,))
        + b"\x1d(k\x03\x001E1"
        + b"\x1d(k" + store + b"1P0" + data
        + b"\x1d(k\x03\x001Q0"
    )  # fmt: skip
