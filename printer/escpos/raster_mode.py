"""Document → one picture: the same look on every brand, any script, any character.

Measures are dots (8 a millimetre) and follow the design's ticket: 42-dot body (capitals 3.8 mm),
number of 212 (capitals 19 mm), rules of 2 and 6.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from printer.document import Big, Block, Code, Document, Line, Row, Rule, Size, TopMark
from printer.escpos.charset import clean
from printer.escpos.qr import Symbol, make_symbol
from printer.fonts import CAP_OF_EM, draw_text, drawable, require_fonts, sideways, text_width
from printer.profile import DOTS_PER_MM, Profile
from printer.wrapping import balanced_lines, break_lines

_EM: dict[Size, int] = {"body": 42, "lead": 54, "title": 64}
_SMALLEST_EM = 40
_NUMBER_EM = 212
_NUMBER_CAP_MM = 15
_LEADING = 1.38
_MOST_SQUEEZED = 0.85
_BESIDE_CODE = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn document (mode L, 0 is black) and the characters no font here could draw."""

    image: Image.Image
    replaced: tuple[str, ...]


def draw_document(document: Document, profile: Profile) -> Picture:
    """Draw a document for a profile's width; raises DeviceError where fonts are not installed."""
    require_fonts()
    sheet = _Sheet(profile)
    for block in document.blocks:
        sheet.add(block)
    return Picture(image=sheet.finish(), replaced=tuple(sorted(sheet.replaced)))


class _Sheet:
    """Paper that grows: steps are planned with their height, then drawn on one image."""

    def __init__(self, profile: Profile) -> None:
        self.replaced: set[str] = set()
        self._width = profile.width_dots
        self._left = profile.margin_dots
        self._room = profile.width_dots - 2 * profile.margin_dots
        self._y = 4
        self._steps: list[Callable[[Image.Image, ImageDraw.ImageDraw], None]] = []

    def add(self, block: Block) -> None:
        """Place the next block below what stands already."""
        match block:
            case TopMark():
                self._top_mark(block)
            case Line():
                self._line(block)
            case Big():
                self._big(self._legible(block.text))
            case Row():
                self._row(block)
            case Rule():
                self._rule(6 if block.thick else 2)
            case Code():
                self._code(block)

    def finish(self) -> Image.Image:
        """Return the picture, just as long as what is on it."""
        image = Image.new("L", (self._width, max(self._y + 12, 24)), 255)
        draw = ImageDraw.Draw(image)
        for step in self._steps:
            step(image, draw)
        return image

    def _legible(self, text: str) -> str:
        legible, missing = drawable(clean(text))
        self.replaced.update(missing)
        return legible.strip()

    def _top_mark(self, block: TopMark) -> None:
        self._text(self._legible(block.text), self._left, 42, bold=True, at=self._y + 46)
        reprint = self._legible(block.reprint)
        if reprint:
            width = math.ceil(text_width(reprint, 42, bold=True))
            right = self._width - self._left
            top = self._y
            box = (right - width - 28, top + 2, right - 1, top + 62)
            self._steps.append(lambda _, draw: draw.rectangle(box, outline=0, width=4))
            self._text(reprint, right - width - 14, 42, bold=True, at=top + 47)
        self._y += 72

    def _line(self, block: Line) -> None:
        text = self._legible(block.text)
        if not text:
            return
        em = self._fitting_em(text, block) if block.align == "centre" else _EM[block.size]
        self._y += 8
        self._paragraph(text, em, bold=block.bold, centred=block.align == "centre")
        self._y += 8

    def _fitting_em(self, text: str, block: Line) -> int:
        """Return the size for one centred line, or where it cannot be one, the smallest."""
        em = _EM[block.size]
        width = text_width(text, em, bold=block.bold)
        if width <= self._room:
            return em
        fitting = int(em * self._room / width)
        if fitting >= _SMALLEST_EM:
            return fitting
        return em if block.size == "title" else _SMALLEST_EM

    def _paragraph(self, text: str, em: int, *, bold: bool, centred: bool = False) -> None:
        breaking = balanced_lines if centred else break_lines
        lines = breaking(text, self._room, lambda part: text_width(part, em, bold=bold))
        for line in lines:
            width = text_width(line, em, bold=bold)
            indent = (self._room - width) / 2 if centred else 0
            self._text(line, self._left + indent, em, bold=bold, at=self._y + round(em * 1.02))
            self._y += round(em * _LEADING)

    def _broken(self, text: str, room: float, em: int, *, bold: bool) -> list[str]:
        return break_lines(text, room, lambda part: text_width(part, em, bold=bold))

    def _text(self, text: str, x: float, em: int, *, bold: bool, at: int) -> None:
        self._steps.append(lambda _, draw: draw_text(draw, (x, at), text, em, bold=bold))

    def _big(self, text: str) -> None:
        if not text:
            return
        self._y += 14
        smallest = math.ceil(_NUMBER_CAP_MM * DOTS_PER_MM / CAP_OF_EM)
        natural = text_width(text, _NUMBER_EM, bold=True)
        em = min(_NUMBER_EM, int(_NUMBER_EM * self._room / natural))
        if em >= smallest:
            self._text(text, self._centred(text, em), em, bold=True, at=self._y + round(em * 0.82))
            self._y += round(em * 0.92)
        elif text_width(text, smallest, bold=True) * _MOST_SQUEEZED <= self._room:
            self._squeezed(text, smallest)
        else:
            self._paste(sideways(text, _NUMBER_EM))

    def _centred(self, text: str, em: int) -> float:
        return self._left + (self._room - text_width(text, em, bold=True)) / 2

    def _squeezed(self, text: str, em: int) -> None:
        """Draw the number at its least height, narrowed by no more than a seventh."""
        upright = Image.new("L", (math.ceil(text_width(text, em, bold=True)), em), 255)
        draw_text(ImageDraw.Draw(upright), (0, round(em * 0.84)), text, em, bold=True)
        self._paste(upright.resize((self._room, em), Image.Resampling.LANCZOS))

    def _paste(self, part: Image.Image) -> None:
        at = (self._left + (self._room - part.width) // 2, self._y + 8)
        self._steps.append(lambda image, _: image.paste(part, at))
        self._y += part.height + 16

    def _row(self, block: Row) -> None:
        label, value = self._legible(block.label), self._legible(block.value)
        em = _EM[block.size]
        label_width = text_width(label, em, bold=False)
        value_width = text_width(value, em, bold=True)
        self._y += 8
        if label_width + value_width + em / 2 <= self._room:
            baseline = self._y + round(em * 1.02)
            self._text(label, self._left, em, bold=False, at=baseline)
            self._text(value, self._left + self._room - value_width, em, bold=True, at=baseline)
            self._y += round(em * _LEADING)
        else:
            self._paragraph(label, em, bold=False)
            self._paragraph(value, em, bold=True)
        self._y += 8

    def _rule(self, thickness: int) -> None:
        top = self._y
        box = (self._left, top, self._left + self._room - 1, top + thickness - 1)
        self._steps.append(lambda _, draw: draw.rectangle(box, fill=0))
        self._y += thickness + 2

    def _code(self, block: Code) -> None:
        data = clean(block.data)
        symbol = make_symbol(data, self._width)
        if symbol is None:
            # An address too long for a code is still of use to somebody's helper.
            self._line(Line(text=data))
            self._line(Line(text=block.short, size="lead", bold=True))
            return
        self._y += 26
        beside = self._room - symbol.dots - _BESIDE_CODE
        if beside >= 5 * _EM["body"]:
            self._code_beside(symbol, block, beside)
        else:
            self._code_above(symbol, block)
        self._y += 22

    def _code_beside(self, symbol: Symbol, block: Code, room: int) -> None:
        top, x = self._y, self._left + symbol.dots + _BESIDE_CODE
        self._symbol(symbol, self._left)
        lines = [
            (line, _EM["body"], False)
            for part in block.caption.split("\n")
            for line in self._broken(self._legible(part), room, _EM["body"], bold=False)
        ]
        lines += [
            (line, 56, True)
            for line in self._broken(self._legible(block.short), room, 56, bold=True)
        ]
        height = sum(round(em * _LEADING) for _, em, _ in lines)
        y = top + max(0, (symbol.dots - height) // 2)
        for line, em, bold in lines:
            self._text(line, x, em, bold=bold, at=y + round(em * 1.02))
            y += round(em * _LEADING)
        self._y = max(self._y, y)

    def _code_above(self, symbol: Symbol, block: Code) -> None:
        self._symbol(symbol, (self._width - symbol.dots) // 2)
        self._y += 14
        for part in block.caption.split("\n"):
            self._line(Line(text=part, align="centre"))
        self._line(Line(text=block.short, size="lead", bold=True, align="centre"))

    def _symbol(self, symbol: Symbol, left: int) -> None:
        at = (left, self._y)
        self._steps.append(lambda _, draw: symbol.draw(draw, at))
        self._y += symbol.dots
