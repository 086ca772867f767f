"""The fonts of drawn tickets: which of them has a character.

Shaped scripts (Arabic, Tibetan, Mongolian) need Pillow's raqm, and that needs the system's
fribidi: both are checked loudly, because without them Pillow draws wrong letters without a word.
"""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

from hall.errors import DeviceError
from printer.coverage import Coverage, coverage
from printer.escpos.charset import MISSING, invisible

_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-cjk"),
    Path("/usr/share/fonts/truetype/hanazono"),
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
MAIN = 0
"""The family that draws Chinese, Latin letters and digits."""

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


def missing_scripts() -> tuple[str, ...]:
    """Return the scripts of the region that no installed font has."""
    samples = {"Uyghur and Kazakh": "ئۇيغۇر ٵٸ", "Mongolian": "ᠮᠣᠩᠭᠣᠯ", "Tibetan": "བོད"}
    return tuple(script for script, sample in samples.items() if drawable(sample)[1])


def drawable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text with 〓 for each character no font here has, and those characters."""
    if text.isascii():
        return text, ()
    missing = tuple(
        sorted({char for char in text if not invisible(char) and family_of(char) is None})
    )
    for char in missing:
        text = text.replace(char, MISSING)
    return text, missing


def find_font_file(name: str) -> Path | None:
    """Return where a font file is installed, or None."""
    return next((folder / name for folder in _FOLDERS if (folder / name).is_file()), None)


@lru_cache(maxsize=8192)
def family_of(cluster: str) -> int | None:
    """Return the first family that has a letter with all its marks, or None.

    Where no family has all of them together, it is the one that has the letter.
    """
    wanted = [char for char in cluster if not invisible(char)] or [" "]
    families = _coverages()
    for number, family in enumerate(families):
        if all(char in family for char in wanted):
            return number
    if len(wanted) == 1:
        return None
    return family_of(wanted[0])


@lru_cache(maxsize=64)
def face(family: int, em: int, *, bold: bool) -> Face:
    """Return a family's face; one without a bold weight is drawn in its only one."""
    path, index = _found("Bold" if bold else "Regular")[family]
    return ImageFont.truetype(str(path), em, index=index, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=1)
def _coverages() -> tuple[Coverage, ...]:
    return tuple(coverage(path, index) for path, index in _found("Regular"))


@lru_cache(maxsize=2)
def _found(weight: str) -> tuple[tuple[Path, int], ...]:
    """Return the installed families in order of preference, the same ones for each weight."""
    found = []
    for pattern, index in _FAMILIES:
        regular = find_font_file(pattern.format(weight="Regular"))
        if regular is not None:
            found.append((find_font_file(pattern.format(weight=weight)) or regular, index))
    return tuple(found)
