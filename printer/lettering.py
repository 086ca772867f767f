"""Text as black dots: ordered, shaped, each letter from a font that has it.

A line is first put in the order in which it is seen, then cut where the font changes. A letter
keeps its marks: they are never looked for in another font than its own.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from PIL import Image, ImageDraw

from printer.bidi import Direction, visual_order
from printer.escpos.charset import invisible
from printer.fonts import MAIN, Face, face, family_of

_MONGOLIAN = (0x1800, 0x18AF)
_SPACES = " \u00a0\u202f"


@lru_cache(maxsize=2048)
def text_width(text: str, em: int, *, bold: bool, base: Direction = "ltr") -> float:
    """Return the width in dots of a text on one line."""
    return sum(
        face(family, em, bold=bold).getlength(part, direction=direction)
        for family, part, direction in _runs(text, base)
    )


def draw_text(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, int],
    text: str,
    em: int,
    *,
    bold: bool,
    base: Direction = "ltr",
) -> None:
    """Draw a text in black; ``at`` is the left end of its baseline."""
    x, baseline = at
    for family, part, direction in _runs(text, base):
        letters: Face = face(family, em, bold=bold)
        draw.text(
            (round(x), baseline), part, font=letters, fill=0, anchor="ls", direction=direction
        )
        x += letters.getlength(part, direction=direction)


def forget_texts() -> None:
    """Drop every text measured so far: nothing of a visitor's paper stays in memory (A-82)."""
    text_width.cache_clear()
    _runs.cache_clear()


def sideways(text: str, em: int) -> Image.Image:
    """Return a bold text turned so that it reads from the top of the paper downwards."""
    width = max(1, round(text_width(text, em, bold=True)))
    upright = Image.new("L", (width, round(em * 0.95)), 255)
    draw_text(ImageDraw.Draw(upright), (0, round(em * 0.82)), text, em, bold=True)
    return upright.rotate(-90, expand=True)


def is_mongolian(text: str) -> bool:
    """Tell whether most letters of a text are of the script that runs in columns."""
    letters = [char for char in text if unicodedata.category(char)[0] == "L"]
    return 2 * sum(_is_mongolian_char(char) for char in letters) > len(letters) > 0


def clusters(text: str) -> list[str]:
    """Return the letters of a text, each with the marks and joiners that follow it."""
    found: list[str] = []
    for char in text:
        if found and (unicodedata.category(char)[0] == "M" or invisible(char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def _is_mongolian_char(char: str) -> bool:
    return _MONGOLIAN[0] <= ord(char) <= _MONGOLIAN[1]


@lru_cache(maxsize=1024)
def _runs(text: str, base: Direction) -> Sequence[tuple[int, str, Direction]]:
    """Return the runs of one font and direction from the left end of the line to the right."""
    runs: list[tuple[int, str, Direction]] = []
    for stretch in visual_order(text, base):
        parts = [(family, part, stretch.direction) for family, part in _by_font(stretch.text)]
        runs += parts if stretch.direction == "ltr" else parts[::-1]
    return runs


def _by_font(text: str) -> Iterator[tuple[int, str]]:
    """Cut where the font changes; a space stays with what stands before it."""
    if text.isascii():
        yield MAIN, text
        return
    run, family = "", MAIN
    for cluster in clusters(text):
        wanted = family if run and cluster[0] in _SPACES else _family(cluster)
        if run and wanted != family:
            yield family, run
            run = ""
        family = wanted
        run += cluster
    if run:
        yield family, run


def _family(cluster: str) -> int:
    if "\u4e00" <= cluster <= "\u9fa5":
        return MAIN
    found = family_of(cluster)
    return MAIN if found is None else found
