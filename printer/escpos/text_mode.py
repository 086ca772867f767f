"""Document → commands for the printer's own font: fast, small, and only for characters it has.

Body is twice the normal size: a capital of the normal 12 x 24 font is about 2 mm high, and the
hall's paper has nothing under 3.5 mm. Every line is broken here: a printer breaks them badly.
"""

from PIL import Image, ImageDraw

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
from printer.escpos import commands
from printer.escpos.bitmap import DASHES, raster_bands
from printer.escpos.charset import clean, columns, device_text, encode_text
from printer.escpos.qr import make_symbol
from printer.profile import DOTS_PER_MM, Profile
from printer.wrapping import balanced_lines, break_lines, compact

_CELL_ROWS = 24
_SCALE: dict[Size, int] = {"body": 2, "lead": 2, "title": 3}
_NUMBER_CAP_MM = 15
_NARROWEST_NUMBER = 3
_WRITING_ROWS = 24
_BELOW_EMBLEM = 12


def text_commands(document: Document, profile: Profile) -> bytes:
    """Return the commands of a document whose every character is printable on this profile."""
    writer = _Writer(profile)
    for block in document.blocks:
        writer.add(block)
    return bytes(writer.out)


def native_number(text: str, profile: Profile) -> tuple[int, int] | None:
    """Return the enlargement (width, height) for a number, or None where it would be too small.

    None asks for a drawn number: the printer's font would stay under 15 mm or be too narrow.
    """
    height = profile.max_scale
    if not text or height * profile.cap_dots < _NUMBER_CAP_MM * DOTS_PER_MM:
        return None
    width = min(profile.max_scale, profile.columns // columns(text))
    return (width, height) if width >= _NARROWEST_NUMBER else None


class _Writer:
    def __init__(self, profile: Profile) -> None:
        self.out = bytearray()
        self._profile = profile

    def add(self, block: Block) -> None:
        """Append the next block."""
        match block:
            case TopMark():
                self._top_mark(block)
            case Line():
                self._line(block)
            case Big():
                self._big(device_text(block.text).strip())
            case Row():
                self._row(block)
            case Rule():
                self._rule(6 if block.thick else 2, dashed=block.dashed)
            case Blank():
                self._blank(device_text(block.label).strip())
            case Code() | Emblem():
                self._picture(block)

    def _columns(self, scale: int) -> int:
        return self._profile.columns // scale

    def _print(self, lines: list[str], width: int, height: int) -> None:
        self._set(width, height)
        for line in lines:
            self.out += encode_text(line, self._profile.charset) + commands.NEWLINE

    def _set(self, width: int, height: int) -> None:
        gap = _CELL_ROWS // 2 if height < 4 else _CELL_ROWS // 3
        self.out += commands.line_spacing(min(255, _CELL_ROWS * height + gap))
        self.out += commands.size(width, height)

    def _wrapped(self, text: str, scale: int) -> list[str]:
        return break_lines(device_text(text), self._columns(scale), columns)

    def _top_mark(self, block: TopMark) -> None:
        mark = device_text(block.text).strip()
        reprint = device_text(block.reprint).strip()
        self.out += commands.LEFT + commands.BOLD_ON
        if reprint:
            self._pair(mark, f"[{reprint}]", 2)
        else:
            self._print(self._wrapped(mark, 2), 2, 2)
        self.out += commands.BOLD_OFF
        if self._profile.notch == "slit":
            self.out += commands.SLIT

    def _line(self, block: Line) -> None:
        scale = self._title_scale(block.text) if block.size == "title" else _SCALE[block.size]
        breaking = balanced_lines if block.align == "centre" else break_lines
        lines = breaking(device_text(block.text), self._columns(scale), columns)
        if not lines:
            return
        self.out += commands.CENTRE if block.align == "centre" else commands.LEFT
        self.out += commands.BOLD_ON if block.bold else commands.BOLD_OFF
        self._print(lines, scale, scale)
        self.out += commands.BOLD_OFF + commands.LEFT

    def _title_scale(self, text: str) -> int:
        """Return the largest enlargement at which it is one line, or no word must be broken."""
        plain, large = device_text(text), _SCALE["title"]
        whole = columns(plain.strip())
        longest = max((columns(word) for word in plain.split() if word.isascii()), default=1)
        one_smaller_line = self._columns(large) < whole <= self._columns(2)
        fits = longest <= self._columns(large) and not one_smaller_line
        return large if fits and self._profile.max_scale >= large else 2

    def _big(self, text: str) -> None:
        scale = native_number(text, self._profile)
        if scale is not None:
            self.out += commands.CENTRE
            self._print([text], *scale)
            self.out += commands.LEFT
        elif text:
            self._drawn(Big(text=text))

    def _drawn(self, block: Big) -> None:
        from printer.escpos.raster_mode import draw_document  # fonts only where needed

        picture = draw_document(Document(title="", language="", blocks=(block,)), self._profile)
        self.out += raster_bands(picture.image, self._profile.band_rows)

    def _row(self, block: Row) -> None:
        self.out += commands.LEFT
        self._pair(device_text(block.label).strip(), device_text(block.value).strip(), 2)

    def _pair(self, left: str, right: str, scale: int) -> None:
        room = self._columns(scale) - columns(left) - columns(right)
        closer = self._columns(scale) - columns(compact(left)) - columns(compact(right))
        if room < 1 <= closer:
            left, right, room = compact(left), compact(right), closer
        if room >= 1:
            self._set(scale, scale)
            self.out += encode_text(left + " " * room, self._profile.charset)
            self.out += commands.BOLD_ON + encode_text(right, self._profile.charset)
            self.out += commands.NEWLINE
        else:
            self._print(self._wrapped(left, scale), scale, scale)
            self.out += commands.BOLD_ON
            self._print(self._wrapped(right, scale), scale, scale)
        self.out += commands.BOLD_OFF

    def _blank(self, label: str) -> None:
        """Leave a line to write on: underscores would be too low for a pen."""
        self.out += commands.LEFT + commands.line_spacing(_WRITING_ROWS) + commands.NEWLINE
        self._print(self._wrapped(label, 2), 2, 2)
        self._rule(2)

    def _rule(self, thickness: int, *, dashed: bool = False) -> None:
        picture = Image.new("L", (self._profile.width_dots, thickness + 14), 255)
        draw = ImageDraw.Draw(picture)
        dashes = DASHES if dashed else (picture.width, 0)
        for left in range(0, picture.width, sum(dashes)):
            draw.rectangle((left, 4, left + dashes[0] - 1, 4 + thickness - 1), fill=0)
        self.out += raster_bands(picture, self._profile.band_rows)

    def _picture(self, block: Code | Emblem) -> None:
        if isinstance(block, Code):
            self._code(block)
            return
        drawn = emblem_picture(block)
        picture = Image.new("L", (self._profile.width_dots, drawn.height + _BELOW_EMBLEM), 255)
        picture.paste(drawn, ((picture.width - drawn.width) // 2, 0))
        self.out += raster_bands(picture, self._profile.band_rows)

    def _code(self, block: Code) -> None:
        data = clean(block.data)
        symbol = make_symbol(data, self._profile.width_dots)
        if symbol is None:
            self._line(Line(text=data))
        elif self._profile.qr == "native":
            self.out += commands.CENTRE + commands.line_spacing(30)
            self.out += commands.qr_code(data.encode("utf-8"), symbol.module_dots)
            self.out += commands.NEWLINE
        else:
            left = (self._profile.width_dots - symbol.dots) // 2
            picture = Image.new("L", (self._profile.width_dots, symbol.dots + 24), 255)
            symbol.draw(ImageDraw.Draw(picture), (left, 8))
            self.out += raster_bands(picture, self._profile.band_rows)
        for part in block.caption.split("\n"):
            self._line(Line(text=part, align="centre"))
        if block.where:
            self._line(Line(text=block.where))
        self._line(Line(text=block.short, size="title", bold=True, align="centre"))
