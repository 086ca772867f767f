"""The paper of a simulated printer: dots under the head, torn off at the cutter."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from hall.errors import DeviceError
from printer.fonts import find_font_file

_CELL = 24
_CHINESE = (24, 21)
_NARROW = (23, 19)
_HEAD_TO_CUTTER = 120
_GROW = 4096
_UNCUT = 12
_FONT = "NotoSansCJK-Regular.ttc"
_MONOSPACED_CHINESE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A character on a line with its enlargement."""

    char: str
    across: int
    down: int
    bold: bool = False
    underlined: bool = False

    @property
    def width(self) -> int:
        """Dots across: 12 for a narrow character, 24 for a Chinese one, enlarged."""
        return (_CELL // 2 if self.char.isascii() else _CELL) * self.across

    @property
    def height(self) -> int:
        """Dots down, enlarged."""
        return _CELL * self.down


class Paper:
    """A strip of white paper, ``width`` dots across; what is printed lies above the head."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._strip = Image.new("1", (width, _GROW), 1)
        self._head = _HEAD_TO_CUTTER

    def feed(self, dots: int) -> None:
        """Move the paper on."""
        self._head += dots
        self._reach(self._head)

    def line(self, glyphs: list[Glyph], *, align: int, pitch: int) -> None:
        """Print a line: align 0 left, 1 centre, 2 right; the paper moves at least its height."""
        height = max((glyph.height for glyph in glyphs), default=0)
        width = sum(glyph.width for glyph in glyphs)
        x = (0, (self.width - width) // 2, self.width - width)[align]
        self._reach(self._head + height)
        for glyph in glyphs:
            top = self._head + height - glyph.height
            self._strip.paste(_drawn(glyph), (x, top))
            x += glyph.width
        self.feed(max(height, pitch))

    def dots(self, width_bytes: int, rows: bytes) -> None:
        """Print a picture at the left: the highest bit is the leftmost dot, 1 is black."""
        height = len(rows) // width_bytes if width_bytes else 0
        if not height:
            return
        black = Image.frombytes("1", (width_bytes * 8, height), bytes(255 - b for b in rows))
        self._reach(self._head + height)
        self._strip.paste(black, (0, self._head))
        self.feed(height)

    def picture(self, image: Image.Image, *, align: int) -> None:
        """Print a drawn symbol (mode 1, 0 is black)."""
        x = (0, (self.width - image.width) // 2, self.width - image.width)[align]
        self._reach(self._head + image.height)
        self._strip.paste(image, (x, self._head))
        self.feed(image.height)

    def slit(self) -> int:
        """Cut through at the cutter but for one point in the middle; return the row."""
        row = max(0, self._head - _HEAD_TO_CUTTER)
        draw = ImageDraw.Draw(self._strip)
        middle = self.width // 2
        draw.line((0, row, middle - _UNCUT, row), fill=0)
        draw.line((middle + _UNCUT, row, self.width, row), fill=0)
        return row

    @property
    def blank(self) -> bool:
        """Whether nothing is printed since the last cut."""
        return self._strip.convert("L").getextrema() == (255, 255)

    def cut(self, *, feed_to_cutter: bool) -> Image.Image:
        """Return what lies beyond the cutter as one piece and keep the rest."""
        if feed_to_cutter:
            self.feed(_HEAD_TO_CUTTER)
        edge = max(1, self._head - _HEAD_TO_CUTTER)
        piece = self._strip.crop((0, 0, self.width, edge))
        rest = self._strip.crop((0, edge, self.width, self._head))
        self._strip = Image.new("1", (self.width, _GROW), 1)
        self._strip.paste(rest, (0, 0))
        self._head = rest.height
        return piece

    def _reach(self, row: int) -> None:
        if row > self._strip.height:
            longer = Image.new("1", (self.width, row + _GROW), 1)
            longer.paste(self._strip, (0, 0))
            self._strip = longer


def _drawn(glyph: Glyph) -> Image.Image:
    cell = Image.new("L", (_CELL // 2 if glyph.char.isascii() else _CELL, _CELL), 255)
    draw = ImageDraw.Draw(cell)
    em, baseline = _NARROW if glyph.char.isascii() else _CHINESE
    for shift in (0, 1) if glyph.bold else (0,):
        draw.text((shift, baseline), glyph.char, font=_font(em), fill=0, anchor="ls")
    if glyph.underlined:
        draw.line((0, _CELL - 1, cell.width, _CELL - 1), fill=0)
    black = cell.point([0] * 150 + [255] * 106).convert("1", dither=Image.Dither.NONE)
    return black.resize((glyph.width, glyph.height), Image.Resampling.NEAREST)


@lru_cache(maxsize=2)
def _font(em: int) -> ImageFont.FreeTypeFont:
    file = find_font_file(_FONT)
    if file is None:
        raise DeviceError("Noto Sans CJK is not installed: apt install fonts-noto-cjk")
    return ImageFont.truetype(str(file), em, index=_MONOSPACED_CHINESE)
