"""The fonts of raster tickets: which one has a character, and how wide a text is.

Shaped scripts (Arabic, Tibetan) need Pillow's raqm, and that needs the system's fribidi: both are
checked loudly, because without them Pillow draws wrong letters without a word.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from hall.errors import DeviceError
from printer.escpos.charset import MISSING

_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-cjk"),
    Path("/usr/local/share/fonts"),
)
_SIMPLIFIED_CHINESE = 2
_FAMILIES = (
    ("NotoSansCJK-{weight}.ttc", _SIMPLIFIED_CHINESE),
    ("NotoSans-{weight}.ttf", 0),
    ("NotoNaskhArabic-{weight}.ttf", 0),
    ("NotoSerifTibetan-{weight}.ttf", 0),
    ("NotoSansMongolian-Regular.ttf", 0),
    ("NotoSansSymbols2-Regular.ttf", 0),
    ("HanaMinB.ttf", 0),
)
CAP_OF_EM = 0.733
"""Height of a capital letter of Noto Sans CJK."""

Face = ImageFont.FreeTypeFont


def require_fonts() -> None:
    """Raise DeviceError, saying what to install, unless raster tickets can be drawn right."""
    if not features.check("raqm"):
        raise DeviceError(
            "Pillow cannot shape text here (raqm is off): install libfribidi0 (apt install "
            "libfribidi0)"
        )
    if not _found("Bold") or _FAMILIES[0][0].format(weight="Bold") != _found("Bold")[0][0].name:
        raise DeviceError("Noto Sans CJK is not installed: apt install fonts-noto-cjk")


def text_width(text: str, em: int, *, bold: bool) -> float:
    """Return the width in dots of a text on one line."""
    return sum(face.getlength(part) for face, part in _runs(text, em, bold))


def draw_text(
    draw: ImageDraw.ImageDraw, at: tuple[float, int], text: str, em: int, *, bold: bool
) -> None:
    """Draw a text in black; ``at`` is the left end of its baseline."""
    x, baseline = at
    for face, part in _runs(text, em, bold):
        draw.text((round(x), baseline), part, font=face, fill=0, anchor="ls")
        x += face.getlength(part)


def sideways(text: str, em: int) -> Image.Image:
    """Return a bold text turned so that it reads from the top of the paper downwards."""
    width = max(1, round(text_width(text, em, bold=True)))
    upright = Image.new("L", (width, round(em * 0.95)), 255)
    draw_text(ImageDraw.Draw(upright), (0, round(em * 0.82)), text, em, bold=True)
    return upright.rotate(-90, expand=True)


def drawable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text with 〓 for each character no font here has, and those characters."""
    missing = tuple(sorted({char for char in text if _family_of(char) is None}))
    for char in missing:
        text = text.replace(char, MISSING)
    return text, missing


def find_font_file(name: str) -> Path | None:
    """Return where a font file is installed, or None."""
    for folder in (*_FOLDERS, Path("/usr/share/fonts/truetype/hanazono")):
        if (folder / name).is_file():
            return folder / name
    return None


def _runs(text: str, em: int, bold: bool) -> Iterator[tuple[Face, str]]:
    """Split a text into stretches of one font; a space stays with what stands before it."""
    run, family = "", 0
    for char in text:
        wanted = family if char == " " and run else _family_of(char) or 0
        if run and wanted != family:
            yield _face(family, em, bold), run
            run = ""
        family = wanted
        run += char
    if run:
        yield _face(family, em, bold), run


def _family_of(char: str) -> int | None:
    if char.isascii() or "\u4e00" <= char <= "\u9fa5" or "\u3001" <= char <= "\u3011":
        return 0
    return _search_family(char)


@lru_cache(maxsize=4096)
def _search_family(char: str) -> int | None:
    for number in range(len(_found("Regular"))):
        face = _face(number, 24, bold=False)
        if _glyph(face, char) != _glyph(face, "\U0010ffff"):
            return number
    return None


def _glyph(face: Face, char: str) -> tuple[tuple[int, int], bytes, float]:
    mask = face.getmask(char, mode="1")
    return mask.size, bytes(mask), face.getlength(char)


@lru_cache(maxsize=64)
def _face(family: int, em: int, bold: bool) -> Face:
    path, index = _found("Bold" if bold else "Regular")[family]
    return ImageFont.truetype(str(path), em, index=index, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=2)
def _found(weight: str) -> tuple[tuple[Path, int], ...]:
    """Return the installed families in order of preference, the same ones for each weight."""
    found = []
    for pattern, index in _FAMILIES:
        regular = find_font_file(pattern.format(weight="Regular"))
        if regular is not None:
            found.append((find_font_file(pattern.format(weight=weight)) or regular, index))
    return tuple(found)
