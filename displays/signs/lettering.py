"""Any script as lit and dark pixels: fonts found on the machine, shaped, fitted to a cell.

Every line is ``cell`` pixels high. Chinese, Latin letters and digits keep to the cells of a card
font; Arabic-script and Mongolian words are shaped by Raqm and as wide as they are. No pixel is ever
half lit: letters are rasterised at the size they are shown.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from displays.signs.scripts import Script, Stretch, is_plain, stretches
from hall.errors import DeviceError

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

Rgb = tuple[int, int, int]
_NOTO = "/usr/share/fonts/truetype/noto/"
_FONTS: dict[Script, Sequence[tuple[str, int]]] = {
    "wide": (
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 7),
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 0),
        ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 7),
        ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 7),
        ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 1),
    ),
    "arabic": (
        (f"{_NOTO}NotoSansArabic-Regular.ttf", 0),
        (f"{_NOTO}NotoNaskhArabic-Regular.ttf", 0),
        ("/usr/share/fonts/google-noto/NotoSansArabic-Regular.ttf", 0),
        ("/usr/share/fonts/truetype/scheherazade/ScheherazadeRegOT.ttf", 0),
        ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 0),
    ),
    "mongolian": (
        (f"{_NOTO}NotoSansMongolian-Regular.ttf", 0),
        ("/usr/share/fonts/google-noto/NotoSansMongolian-Regular.ttf", 0),
    ),
}
_PACKAGES: dict[Script, str] = {
    "wide": "fonts-noto-cjk",
    "arabic": "fonts-noto-core",
    "mongolian": "fonts-noto-core",
}
_SAMPLES: dict[Script, str] = {
    "arabic": "ئۇيغۇرچە ڭاۋۈڭ جوبا ٵعي",
    "mongolian": "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ",
}
_EM_ABOVE_BASELINE = 0.88
_NO_SUCH_CHARACTER = "\U0010fffe"


def font_path(script: Script = "wide") -> Path | None:
    """Return the file of a script's font, or None where this machine has none."""
    return next((Path(path) for path, _ in _FONTS[script] if Path(path).exists()), None)


def shapes() -> bool:
    """Tell whether this machine joins Arabic and Mongolian letters (Raqm and FriBidi are there)."""
    from PIL import features

    return bool(features.check("raqm")) and bool(features.check("fribidi"))


@lru_cache(maxsize=8)
def font(cell: int) -> "ImageFont.FreeTypeFont":
    """Return the font whose full-width characters are ``cell`` pixels square."""
    return _load("wide", cell)


def cell_width(character: str, cell: int) -> int:
    """Return how wide a card draws a character: half a cell for ASCII, else a whole one."""
    return cell // 2 if character <= "\x7f" else cell


def text_width(text: str, cell: int) -> int:
    """Return how wide a card draws a line in cells."""
    return sum(cell_width(character, cell) for character in text)


@lru_cache(maxsize=1024)
def line_width(line: str, cell: int) -> int:
    """Return how wide a line is drawn, shaped."""
    if is_plain(line):
        return text_width(line, cell)
    return sum(_stretch_width(each, cell) for each in stretches(line))


def draw_text(image: "Image.Image", line: str, colour: Rgb, x: int, y: int, cell: int) -> None:
    """Draw a shaped line with the top left of its cell at x, y."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    if is_plain(line):
        draw_cells(pen, line, colour, x, y, cell)
        return
    for each in stretches(line):
        if each.script == "wide":
            draw_cells(pen, each.text, colour, x, y, cell)
        else:
            letters, above = _shaped(each.script, cell)
            pen.text(
                (x, y + above), each.text, colour, font=letters, anchor="ls", direction=_way(each)
            )
        x += _stretch_width(each, cell)


def draw_cells(
    pen: "ImageDraw.ImageDraw", text: str, colour: Rgb, x: int, y: int, cell: int
) -> None:
    """Draw characters one to a cell, as a card with a font of its own does."""
    letters = font(cell)
    base = y + round(cell * _EM_ABOVE_BASELINE)
    for word, width in _pieces(text, cell):
        pen.text((x, base), word, font=letters, fill=colour, anchor="ls")
        x += width


@lru_cache(maxsize=4096)
def is_drawn(character: str) -> bool:
    """Tell whether this machine's fonts have a picture of a character."""
    if character.isspace():
        return True
    script = next(iter(stretches(character))).script
    letters = _load(script, 16)
    glyph, none = letters.getmask(character, "1"), letters.getmask(_NO_SUCH_CHARACTER, "1")
    return not (glyph.size == none.size and bytes(glyph) == bytes(none))


def _stretch_width(stretch: Stretch, cell: int) -> int:
    if stretch.script == "wide":
        return text_width(stretch.text, cell)
    letters, _ = _shaped(stretch.script, cell)
    return round(letters.getlength(stretch.text, direction=_way(stretch)))


def _way(stretch: Stretch) -> Literal["rtl", "ltr"] | None:
    """Return the direction to shape in; without Raqm letters stay single and in memory's order."""
    if not shapes():
        return None
    return "rtl" if stretch.script == "arabic" else "ltr"


@lru_cache(maxsize=16)
def _shaped(script: Script, cell: int) -> tuple["ImageFont.FreeTypeFont", int]:
    """Return the largest size whose letters, marks and tails fit the cell, and its baseline."""
    for size in range(cell + cell // 2, 5, -1):
        letters = _load(script, size)
        _, top, _, bottom = letters.getbbox(_SAMPLES[script], mode="1", anchor="ls")
        if bottom - top <= cell:
            return letters, round(-top + (cell - (bottom - top)) // 2)
    raise DeviceError(f"{cell} pixels are too few for {script} letters")


def _load(script: Script, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    for path, index in _FONTS[script]:
        if Path(path).exists():
            engine = ImageFont.Layout.BASIC if script == "wide" else None
            return ImageFont.truetype(path, size, index=index, layout_engine=engine)
    raise DeviceError(f"no font for {script} letters was found; install {_PACKAGES[script]}")


@lru_cache(maxsize=512)
def _pieces(text: str, cell: int) -> Sequence[tuple[str, int]]:
    """Return the pieces that keep to the cells when drawn at once: all, or single characters."""
    if all(_keeps_to_its_cell(character, cell) for character in text):
        return ((text, text_width(text, cell)),)
    return tuple((character, cell_width(character, cell)) for character in text)


@lru_cache(maxsize=4096)
def _keeps_to_its_cell(character: str, cell: int) -> bool:
    return font(cell).getlength(character) == cell_width(character, cell)
