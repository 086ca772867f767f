"""Document + profile → the bytes of one piece of paper.

Text mode where the printer's font has every character, else the whole ticket as a picture, so
that no character is ever printed wrong. Every job starts with ESC @ and ends with a cut (or a feed
to the tear bar) and, where the printer answers it, the done marker.
"""

from dataclasses import dataclass
from typing import Literal

from printer.document import Big, Code, Document, Line, Row, TopMark
from printer.escpos import commands
from printer.escpos.bitmap import raster_bands
from printer.escpos.charset import document_printable, half_pairs
from printer.escpos.raster_mode import Picture, draw_document
from printer.escpos.text_mode import text_commands
from printer.profile import Profile

_BOTTOM_MARGIN_DOTS = 30
_SPECIMEN = Document(
    title="specimen",
    language="zh-CN",
    blocks=(
        TopMark(text="▲ 上", reprint="补打"),
        Line(text="就业服务大厅", size="lead", bold=True, align="centre"),
        Big(text="A0123456789"),
        Line(text="失业登记", size="title", bold=True, align="centre"),
        Row(label="前面", value="5 人"),
        Row(label="大约等", value="15–25 分钟", size="lead"),
        Code(data="https://hall.example/t/0", caption="手机扫码", short="0000"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """The bytes of a job, how it was set, and the characters no font here could draw (〓)."""

    data: bytes
    mode: Literal["text", "raster"]
    replaced: tuple[str, ...] = ()


def encode_document(document: Document, profile: Profile) -> Encoded:
    """Return the bytes that print a document on this profile.

    Raises DeviceError where a picture is needed and the fonts for it are not installed.
    """
    start = commands.INITIALISE + profile.init_extra
    own_font = profile.text != "raster" and not document.drawn
    broken = tuple(sorted({char for text in document.texts() for char in half_pairs(text)}))
    if own_font and document_printable(document, profile.charset):
        body = commands.CHINESE_ON + text_commands(document, profile)
        return Encoded(data=start + body + _end(profile), mode="text", replaced=broken)
    picture = draw_document(document, profile)
    body = _picture_commands(picture, profile)
    replaced = (*picture.replaced, *broken)
    return Encoded(data=start + body + _end(profile), mode="raster", replaced=replaced)


def warm_up(profile: Profile) -> None:
    """Load fonts and tables, so that a visitor's first ticket is as quick as the next one.

    Raises DeviceError where the fonts are not installed.
    """
    encode_document(_SPECIMEN, profile)
    draw_document(_SPECIMEN, profile)


def _picture_commands(picture: Picture, profile: Profile) -> bytes:
    image, head = picture.image, picture.head_rows
    if profile.notch == "none" or not head:
        return raster_bands(image, profile.band_rows)
    parts = (
        image.crop((0, 0, image.width, head)),
        image.crop((0, head, image.width, image.height)),
    )
    return commands.SLIT.join(raster_bands(part, profile.band_rows) for part in parts)


def _end(profile: Profile) -> bytes:
    finish = (
        commands.CUT
        if profile.cutter
        else commands.line_spacing(30) + commands.feed(profile.feed_lines)
    )
    margin = commands.size(1, 1) + commands.line_spacing(_BOTTOM_MARGIN_DOTS) + commands.NEWLINE
    return commands.LEFT + margin + finish + (commands.DONE_MARKER if profile.done_marker else b"")
