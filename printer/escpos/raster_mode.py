"""Document → one picture: the same look on every brand, any script, any character.

Measures are dots (8 a millimetre) and follow the design's ticket: 42-dot body (capitals 3.8 mm),
number of 212 (capitals 19 mm), rules of 2 and 6. A document in a right-to-left language is set
from the right, its labels and code at that side; traditional Mongolian runs in columns.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from printer.bidi import Direction, first_direction, has_right_to_left
from printer.columns import column_picture
from printer.document import Big, Blank, Block, Code, Document, Line, Row, Rule, Size, TopMark
from printer.escpos.bitmap import DASHES
from printer.escpos.charset import clean
from printer.escpos.qr import Symbol, make_symbol
from printer.fonts import CAP_OF_EM, drawable, require_fonts
from printer.lettering import draw_text, is_mongolian, sideways, text_width
from printer.profile import DOTS_PER_MM, Profile
from printer.wrapping import Measure, balanced_lines, break_lines, compact, longest_word

_EM: dict[Size, int] = {"body": 42, "lead": 54, "title": 64}
_SMALLEST_EM = 40
_NUMBER_EM = 212
_NUMBER_CAP_MM = 15
_LEADING = 1.38
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
    sheet = _Sheet(profile, _direction(document))
    for block in document.blocks:
        sheet.add(block)
    return Picture(
        image=sheet.finish(),
        replaced=tuple(sorted(sheet.replaced)),
        head_rows=sheet.head_rows,
    )


def _direction(document: Document) -> Direction:
    language = document.language.partition("-")[0]
    turned = language in _RIGHT_TO_LEFT and any(map(has_right_to_left, document.texts()))
    return "rtl" if turned else "ltr"


class _Sheet:
    """Paper that grows: steps are planned with their height, then drawn on one image."""

    def __init__(self, profile: Profile, base: Direction) -> None:
        self.replaced: set[str] = set()
        self.head_rows = 0
        self._base = base
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
                self._rule(6 if block.thick else 2, dashed=block.dashed)
            case Blank():
                self._blank(self._legible(block.label))
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
        mark, reprint = self._legible(block.text), self._legible(block.reprint)
        self._text(mark, self._start(mark, 42), 42, bold=True, at=self._y + 46)
        if reprint:
            width = math.ceil(text_width(reprint, 42, bold=True)) + 28
            left = self._left if self._base == "rtl" else self._width - self._left - width
            top = self._y
            box = (left, top + 2, left + width - 1, top + 62)
            self._steps.append(lambda _, draw: draw.rectangle(box, outline=0, width=4))
            self._text(reprint, left + 14, 42, bold=True, at=top + 47)
        self._y += 72
        self.head_rows = self._y

    def _start(self, text: str, em: int, *, bold: bool = True) -> float:
        """Return where a line stands that begins at the side one reads from."""
        if self._base == "ltr":
            return self._left
        return self._left + self._room - text_width(text, em, bold=bold, base=self._base)

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
        if width <= self._room or is_mongolian(text):
            return em
        fitting = int(em * self._room / width)
        if fitting >= _SMALLEST_EM:
            return fitting
        return em if block.size == "title" else _SMALLEST_EM

    def _whole_word_em(self, text: str, em: int, measure: Measure) -> int:
        """Return the size at which no word or telephone number is broken, if it is legible."""
        widest = longest_word(text, measure)
        if widest <= self._room:
            return em
        fitting = int(em * self._room / widest)
        return fitting if fitting >= _SMALLEST_EM else em

    def _paragraph(self, text: str, em: int, *, bold: bool, centred: bool = False) -> None:
        if is_mongolian(text):
            self._columns(column_picture(text, em, self._room, bold=bold), centred=centred)
            return
        base = self._base_of(text)

        def measure(part: str) -> float:
            return text_width(part, em, bold=bold, base=base)

        em = self._whole_word_em(text, em, measure)
        lines = (balanced_lines if centred else break_lines)(text, self._room, measure)
        for line in lines:
            spare = self._room - text_width(line, em, bold=bold, base=base)
            indent = spare / 2 if centred else spare if self._base == "rtl" else 0
            at = self._y + round(em * 1.02)
            self._text(line, self._left + indent, em, bold=bold, at=at, base=base)
            self._y += round(em * _LEADING)

    def _columns(self, picture: Image.Image, *, centred: bool) -> None:
        indent = (self._room - picture.width) // 2 if centred else 0
        at = (self._left + indent, self._y)
        self._steps.append(lambda image, _: image.paste(picture, at))
        self._y += picture.height + 10

    def _base_of(self, text: str) -> Direction:
        """Return a paragraph's direction: the sheet's, or in Chinese that of its first letter."""
        return "rtl" if self._base == "rtl" else first_direction(text)

    def _text(
        self,
        text: str,
        x: float,
        em: int,
        *,
        bold: bool,
        at: int,
        base: Direction | None = None,
    ) -> None:
        order = base or self._base
        self._steps.append(
            lambda _, draw: draw_text(draw, (x, at), text, em, bold=bold, base=order)
        )

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
        self._y += 8
        if is_mongolian(label) or is_mongolian(value):
            self._paragraph(label, em, bold=False)
            self._paragraph(value, em, bold=True)
        else:
            self._pair(label, value, em)
        self._y += 8

    def _pair(self, label: str, value: str, em: int) -> None:
        """Set a label and its value at both ends of a line, closer where they fit only so."""
        for pair in ((label, value), (compact(label), compact(value))):
            widths = (
                text_width(pair[0], em, bold=False, base=self._base_of(pair[0])),
                text_width(pair[1], em, bold=True, base=self._base_of(pair[1])),
            )
            if sum(widths) + em / 2 <= self._room:
                self._ends_of_line(pair, widths, em)
                return
        self._paragraph(label, em, bold=False)
        self._paragraph(value, em, bold=True)

    def _ends_of_line(self, pair: tuple[str, str], widths: tuple[float, float], em: int) -> None:
        far = [self._left + self._room - width for width in widths]
        places = (self._left, far[1]) if self._base == "ltr" else (far[0], self._left)
        baseline = self._y + round(em * 1.02)
        for part, x, bold in zip(pair, places, (False, True), strict=True):
            self._text(part, x, em, bold=bold, at=baseline, base=self._base_of(part))
        self._y += round(em * _LEADING)

    def _rule(self, thickness: int, *, dashed: bool = False) -> None:
        right = self._left + self._room
        self._y += 14 if dashed else 0
        for left in range(self._left, right, sum(DASHES)) if dashed else (self._left,):
            end = min(right, left + DASHES[0]) if dashed else right
            self._bar((left, self._y, end - 1, self._y + thickness - 1))
        self._y += thickness + (16 if dashed else 2)

    def _bar(self, box: tuple[int, int, int, int]) -> None:
        self._steps.append(lambda _, draw: draw.rectangle(box, fill=0))

    def _blank(self, label: str) -> None:
        """Leave room to write: a label and, after it or below, a line 10 mm under the last."""
        em = _EM["body"]
        self._y += _WRITING_ROOM - em
        width = math.ceil(text_width(label, em, bold=False, base=self._base_of(label)))
        beside = width + 5 * em <= self._room and not is_mongolian(label)
        if not beside:
            self._paragraph(label, em, bold=False)
            self._y += em
        else:
            self._text(label, self._start(label, em, bold=False), em, bold=False, at=self._y + em)
            self._y += round(em * 1.15)
        taken = width + 16 if beside else 0
        left = self._left + (0 if self._base == "rtl" else taken)
        self._bar((left, self._y, left + self._room - taken - 1, self._y + 1))
        self._y += 18

    def _code(self, block: Code) -> None:
        data = clean(block.data)
        symbol = make_symbol(data, self._width)
        if symbol is None:
            # An address too long for a code is still of use to somebody's helper.
            self._line(Line(text=data))
        else:
            self._y += 26
            room = self._room - symbol.dots - _BESIDE_CODE
            beside = room >= 5 * _EM["body"] and not is_mongolian(block.caption)
            (self._code_beside if beside else self._code_above)(symbol, block.caption)
            self._y += 22
        if block.where:
            self._line(Line(text=block.where))
        self._line(Line(text=block.short, size="lead", bold=True, align="centre"))

    def _code_beside(self, symbol: Symbol, caption: str) -> None:
        top, turned = self._y, self._base == "rtl"
        self._symbol(symbol, self._left + (self._room - symbol.dots if turned else 0))
        room, em = self._room - symbol.dots - _BESIDE_CODE, _EM["body"]
        lines = [
            (line, self._base_of(part))
            for part in map(self._legible, caption.split("\n"))
            for line in self._broken(part, room, em)
        ]
        y = top + max(0, (symbol.dots - len(lines) * round(em * _LEADING)) // 2)
        for line, base in lines:
            x = self._left + symbol.dots + _BESIDE_CODE
            if turned:
                x = self._left + room - math.ceil(text_width(line, em, bold=False, base=base))
            self._text(line, x, em, bold=False, at=y + round(em * 1.02), base=base)
            y += round(em * _LEADING)
        self._y = max(self._y, y)

    def _broken(self, text: str, room: float, em: int) -> list[str]:
        base = self._base_of(text)
        return break_lines(text, room, lambda part: text_width(part, em, bold=False, base=base))

    def _code_above(self, symbol: Symbol, caption: str) -> None:
        self._symbol(symbol, (self._width - symbol.dots) // 2)
        self._y += 14
        for part in caption.split("\n"):
            self._line(Line(text=part, align="centre"))

    def _symbol(self, symbol: Symbol, left: int) -> None:
        at = (left, self._y)
        self._steps.append(lambda _, draw: symbol.draw(draw, at))
        self._y += symbol.dots
