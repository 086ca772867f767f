"""Document → one picture: the same look on every brand, any script, any character.

Measures are dots (8 a millimetre) and follow the design's ticket: 42-dot body (capitals 3.8 mm),
number of 212 (capitals 19 mm), rules of 2 and 6. A document in a right-to-left language is set
from the right, its labels and code at that side; traditional Mongolian runs in columns.
"""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from printer.bidi import Direction, has_right_to_left
from printer.document import (
    Big,
    Blank,
    Block,
    Code,
    Document,
    Emblem,
    Line,
    Row,
    Rule,
    Size,
    TopMark,
)
from printer.emblem import emblem_picture
from printer.escpos.bitmap import DASHES
from printer.escpos.charset import clean
from printer.escpos.qr import Symbol, make_symbol
from printer.escpos.sheet import LEADING, SMALLEST_EM, Sheet
from printer.fonts import CAP_OF_EM, require_fonts
from printer.lettering import draw_text, forget_texts, is_mongolian, sideways, text_width
from printer.profile import DOTS_PER_MM, Profile
from printer.wrapping import break_lines, compact

_EM: dict[Size, int] = {"body": 42, "lead": 54, "title": 64}
_NUMBER_EM = 212
_NUMBER_CAP_MM = 15
_MOST_SQUEEZED = 0.85
_BESIDE_CODE = 34
_WRITING_ROOM = 80
_RIGHT_TO_LEFT = frozenset({"ug", "kk", "ky", "ar", "fa", "ur", "he"})
"""Languages set from the right where their texts are in a right-to-left script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn document (mode L, 0 is black) and the characters no font here could draw.

    ``head_rows`` is where the white below the top mark begins, 0 where there is no such mark.
    """

    image: Image.Image
    replaced: tuple[str, ...]
    head_rows: int = 0


def draw_document(document: Document, profile: Profile) -> Picture:
    """Draw a document for a profile's width; raises DeviceError where fonts are not installed."""
    require_fonts()
    sheet = _Drawn(profile, _direction(document))
    try:
        for block in document.blocks:
            sheet.add(block)
        return Picture(
            image=sheet.finish(),
            replaced=tuple(sorted(sheet.replaced)),
            head_rows=sheet.head_rows,
        )
    finally:
        forget_texts()


def _direction(document: Document) -> Direction:
    language = document.language.partition("-")[0]
    turned = language in _RIGHT_TO_LEFT and any(map(has_right_to_left, document.texts()))
    return "rtl" if turned else "ltr"


class _Drawn(Sheet):
    """A sheet on which blocks are placed one below the other."""

    def add(self, block: Block) -> None:
        """Place the next block below what stands already."""
        match block:
            case TopMark():
                self._top_mark(block)
            case Line():
                self._line(block)
            case Big():
                self._big(self.legible(block.text))
            case Row():
                self._row(block)
            case Rule():
                self._rule(6 if block.thick else 2, dashed=block.dashed)
            case Blank():
                self._blank(self.legible(block.label))
            case Code() | Emblem():
                self._picture(block)

    def _top_mark(self, block: TopMark) -> None:
        mark, reprint = self.legible(block.text), self.legible(block.reprint)
        self.text(mark, self.start(mark, 42), 42, bold=True, at=self.y + 46)
        if reprint:
            width = math.ceil(text_width(reprint, 42, bold=True)) + 28
            left = self.left if self.base == "rtl" else self.width - self.left - width
            top = self.y
            box = (left, top + 2, left + width - 1, top + 62)
            self.step(lambda _, draw: draw.rectangle(box, outline=0, width=4))
            self.text(reprint, left + 14, 42, bold=True, at=top + 47)
        self.y += 72
        self.head_rows = self.y

    def _line(self, block: Line) -> None:
        text = self.legible(block.text)
        if not text:
            return
        em = self._fitting_em(text, block) if block.align == "centre" else _EM[block.size]
        self.y += 8
        self.paragraph(text, em, bold=block.bold, centred=block.align == "centre")
        self.y += 8

    def _fitting_em(self, text: str, block: Line) -> int:
        """Return the size for one centred line, or where it cannot be one, the smallest."""
        em = _EM[block.size]
        width = text_width(text, em, bold=block.bold)
        if width <= self.room or is_mongolian(text):
            return em
        fitting = int(em * self.room / width)
        if fitting >= SMALLEST_EM:
            return fitting
        return em if block.size == "title" else SMALLEST_EM

    def _big(self, text: str) -> None:
        if not text:
            return
        self.y += 14
        smallest = math.ceil(_NUMBER_CAP_MM * DOTS_PER_MM / CAP_OF_EM)
        natural = text_width(text, _NUMBER_EM, bold=True)
        em = min(_NUMBER_EM, int(_NUMBER_EM * self.room / natural))
        if em >= smallest:
            self.text(text, self._centred(text, em), em, bold=True, at=self.y + round(em * 0.82))
            self.y += round(em * 0.92)
        elif text_width(text, smallest, bold=True) * _MOST_SQUEEZED <= self.room:
            self._squeezed(text, smallest)
        else:
            self.paste(sideways(text, _NUMBER_EM))

    def _centred(self, text: str, em: int) -> float:
        return self.left + (self.room - text_width(text, em, bold=True)) / 2

    def _squeezed(self, text: str, em: int) -> None:
        """Draw the number at its least height, narrowed by no more than a seventh."""
        upright = Image.new("L", (math.ceil(text_width(text, em, bold=True)), em), 255)
        draw_text(ImageDraw.Draw(upright), (0, round(em * 0.84)), text, em, bold=True)
        self.paste(upright.resize((self.room, em), Image.Resampling.LANCZOS))

    def _row(self, block: Row) -> None:
        label, value = self.legible(block.label), self.legible(block.value)
        em = _EM[block.size]
        self.y += 8
        if is_mongolian(label) or is_mongolian(value):
            self.paragraph(label, em, bold=False)
            self.paragraph(value, em, bold=True)
        else:
            self._pair(label, value, em)
        self.y += 8

    def _pair(self, label: str, value: str, em: int) -> None:
        """Set a label and its value at both ends of a line, closer where they fit only so."""
        for pair in ((label, value), (compact(label), compact(value))):
            widths = (
                text_width(pair[0], em, bold=False, base=self.base_of(pair[0])),
                text_width(pair[1], em, bold=True, base=self.base_of(pair[1])),
            )
            if sum(widths) + em / 2 <= self.room:
                self._ends_of_line(pair, widths, em)
                return
        self.paragraph(label, em, bold=False)
        self.paragraph(value, em, bold=True)

    def _ends_of_line(self, pair: tuple[str, str], widths: tuple[float, float], em: int) -> None:
        far = [self.left + self.room - width for width in widths]
        places = (self.left, far[1]) if self.base == "ltr" else (far[0], self.left)
        baseline = self.y + round(em * 1.02)
        for part, x, bold in zip(pair, places, (False, True), strict=True):
            self.text(part, x, em, bold=bold, at=baseline, base=self.base_of(part))
        self.y += round(em * LEADING)

    def _rule(self, thickness: int, *, dashed: bool = False) -> None:
        right = self.left + self.room
        self.y += 14 if dashed else 0
        for left in range(self.left, right, sum(DASHES)) if dashed else (self.left,):
            end = min(right, left + DASHES[0]) if dashed else right
            self.bar((left, self.y, end - 1, self.y + thickness - 1))
        self.y += thickness + (16 if dashed else 2)

    def _blank(self, label: str) -> None:
        """Leave room to write: a label and, after it or below, a line 10 mm under the last."""
        em = _EM["body"]
        self.y += _WRITING_ROOM - em
        width = math.ceil(text_width(label, em, bold=False, base=self.base_of(label)))
        beside = width + 5 * em <= self.room and not is_mongolian(label)
        if not beside:
            self.paragraph(label, em, bold=False)
            self.y += em
        else:
            self.text(
                label,
                self.start(label, em, bold=False),
                em,
                bold=False,
                at=self.y + em,
            )
            self.y += round(em * 1.15)
        taken = width + 16 if beside else 0
        left = self.left + (0 if self.base == "rtl" else taken)
        self.bar((left, self.y, left + self.room - taken - 1, self.y + 1))
        self.y += 18

    def _picture(self, block: Code | Emblem) -> None:
        if isinstance(block, Code):
            self._code(block)
        else:
            self.paste(emblem_picture(block))

    def _code(self, block: Code) -> None:
        data = clean(block.data)
        symbol = make_symbol(data, self.width)
        if symbol is None:
            # An address too long for a code is still of use to somebody's helper.
            self._line(Line(text=data))
        else:
            self.y += 26
            room = self.room - symbol.dots - _BESIDE_CODE
            beside = room >= 5 * _EM["body"] and not is_mongolian(block.caption)
            (self._code_beside if beside else self._code_above)(symbol, block.caption)
            self.y += 22
        if block.where:
            self._line(Line(text=block.where))
        self._line(Line(text=block.short, size="lead", bold=True, align="centre"))

    def _code_beside(self, symbol: Symbol, caption: str) -> None:
        top, turned = self.y, self.base == "rtl"
        self._symbol(symbol, self.left + (self.room - symbol.dots if turned else 0))
        room, em = self.room - symbol.dots - _BESIDE_CODE, _EM["body"]
        lines = [
            (line, self.base_of(part))
            for part in map(self.legible, caption.split("\n"))
            for line in self._broken(part, room, em)
        ]
        y = top + max(0, (symbol.dots - len(lines) * round(em * LEADING)) // 2)
        for line, base in lines:
            x = self.left + symbol.dots + _BESIDE_CODE
            if turned:
                x = self.left + room - math.ceil(text_width(line, em, bold=False, base=base))
            self.text(line, x, em, bold=False, at=y + round(em * 1.02), base=base)
            y += round(em * LEADING)
        self.y = max(self.y, y)

    def _broken(self, text: str, room: float, em: int) -> list[str]:
        base = self.base_of(text)
        return break_lines(text, room, lambda part: text_width(part, em, bold=False, base=base))

    def _code_above(self, symbol: Symbol, caption: str) -> None:
        self._symbol(symbol, (self.width - symbol.dots) // 2)
        self.y += 14
        for part in caption.split("\n"):
            self._line(Line(text=part, align="centre"))

    def _symbol(self, symbol: Symbol, left: int) -> None:
        at = (left, self.y)
        self.step(lambda _, draw: symbol.draw(draw, at))
        self.y += symbol.dots
