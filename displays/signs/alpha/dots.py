"""Pages as DOTS pictures, the only way an Alpha sign shows Chinese: pure, both ways.

Source: as ``codec``, manual §6.4 (SMALL DOTS PICTURE) and §6.3 (memory configuration). A picture
has at most 31 rows of 255 dots; each row is ASCII colour digits ended by a carriage return.
"""

from dataclasses import dataclass

from displays.signs.commands import Area, Page, Picture
from displays.signs.drawing import draw_page
from hall.errors import FrameError

MOST_ROWS, MOST_COLUMNS = 31, 255
PAGE, PRIORITY = b"P", b"Q"
INSERT = b"\x14"
_TEXT_SIZE = b"0100"
_THREE_COLOURS = b"2000"
_LIT = 127
_RGB = {0: (0, 0, 0), 1: (255, 40, 24), 2: (40, 255, 72), 3: (255, 176, 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """A picture file: its label and its rows of colour digits (0 dark, 1 red, 2 green, 3 amber)."""

    label: bytes
    rows: tuple[bytes, ...]

    def encode(self) -> bytes:
        """Return the command that writes it."""
        size = b"%02X%02X" % (len(self.rows), len(self.rows[0]) if self.rows else 0)
        return b"I" + self.label + size + b"".join(row + b"\r" for row in self.rows)

    def picture(self) -> Picture:
        """Return it as people see it; digits beyond three colours are amber."""
        width = len(self.rows[0]) if self.rows else 0
        rgb = bytes(
            part
            for row in self.rows
            for digit in row
            for part in _RGB.get(digit - ord("0"), _RGB[3])
        )
        return Picture(width=width, height=len(self.rows), rgb=rgb)


def room(area: Area) -> Area:
    """Return as much of an area as a picture can cover."""
    return Area(width=min(area.width, MOST_COLUMNS), height=min(area.height, MOST_ROWS))


def memory(area: Area) -> bytes:
    """Return the command that makes room for both pictures and both texts; it empties the sign."""
    size = b"%02X%02X" % (room(area).height, room(area).width)
    pictures = b"".join(label + b"DL" + size + _THREE_COLOURS for label in (PAGE, PRIORITY))
    return b"E$AAU" + _TEXT_SIZE + b"FFFF" + pictures


def dots_of(page: Page, area: Area, label: bytes) -> Dots:
    """Return a page drawn as a picture file that fills the sign's area."""
    own = room(area)
    drawn = draw_page(
        Page(
            text=page.text,
            area=own,
            colour=page.colour,
            align=page.align,
            valign=page.valign,
        )
    )
    return Dots(label=label, rows=tuple(_row(drawn, y) for y in range(drawn.height)))


def decode_dots(command: bytes) -> Dots:
    """Return the picture file of an ``I`` command; raises FrameError when it is none."""
    label, size, body = command[1:2], command[2:6], command[6:]
    try:
        height, width = bytes.fromhex(size.decode("ascii"))
    except ValueError as error:
        raise FrameError(f"{size!r} is no size of a picture") from error
    rows = body.split(b"\r")[:-1] if body.endswith(b"\r") else body.split(b"\r")
    whole = all(len(row) == width and row.isdigit() for row in rows)
    if len(label) != 1 or len(rows) != height or not whole or height > MOST_ROWS:
        raise FrameError("the picture is not of the size it promises")
    return Dots(label=label, rows=tuple(rows))


def _row(picture: Picture, y: int) -> bytes:
    start = 3 * picture.width * y
    line = picture.rgb[start : start + 3 * picture.width]
    return bytes(_digit(line[at], line[at + 1], line[at + 2]) for at in range(0, len(line), 3))


def _digit(red: int, green: int, blue: int) -> int:
    """Return the nearest of the sign's colours; what is lit in blue alone is amber."""
    bits = (1 if red > _LIT else 0) + (2 if green > _LIT else 0)
    return ord("0") + (bits or (3 if blue > _LIT else 0))
