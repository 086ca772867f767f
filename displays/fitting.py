"""Words onto a sign: the fullest form that fits, in the largest font the sign has.

Pure. Sizes are those of card fonts: a full-width character is a square cell, a letter half of one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from displays.signs.commands import Area, Colour, Page
from displays.signs.port import SignCapabilities
from displays.text_safety import safe_text

_SCROLL_SPEED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A page, and how tall its letters are in pixels. ``whole`` False: it has to scroll."""

    page: Page
    cell: int
    whole: bool


def fit(
    forms: Sequence[str], area: Area, able: SignCapabilities, colour: Colour | None = None
) -> Fitted:
    """Return the first form that fits, larger fonts first; what fits nowhere scrolls, whole.

    Nothing is cut: a reader gets every word or sees it move past.
    """
    texts = [safe_text(form) for form in forms]
    for cell in reversed(able.cells):
        for text in texts:
            if _fits(text, area, cell, able.letter_width):
                return Fitted(page=_page(text, area, able, colour, cell), cell=cell, whole=True)
    cell = able.cells[0]
    page = Page(
        text=" ".join(texts[-1].split("\n")),
        area=area,
        colour=colour,
        effect="left",
        speed=_SCROLL_SPEED,
    )
    return Fitted(page=page, cell=cell, whole=False)


def line_width(line: str, cell: int, letter_width: int | None = None) -> int:
    """Return how many pixels a line takes in a card font."""
    letter = letter_width or cell // 2
    return sum(letter if character <= "\x7f" else cell for character in line)


def _fits(text: str, area: Area, cell: int, letter_width: int | None) -> bool:
    lines = text.split("\n")
    return len(lines) * cell <= area.height and all(
        line_width(line, cell, letter_width) <= area.width for line in lines
    )


def _page(text: str, area: Area, able: SignCapabilities, colour: Colour | None, cell: int) -> Page:
    if able.aligns:
        return Page(text=text, area=area, colour=colour, align="centre", valign="middle")
    lines = (_centred(line, area.width, cell, able.letter_width) for line in text.split("\n"))
    return Page(text="\n".join(lines), area=area, colour=colour)


def _centred(line: str, width: int, cell: int, letter_width: int | None) -> str:
    """Put blanks before a line: cards that align nothing still show it in the middle."""
    blank = letter_width or cell // 2
    return " " * ((width - line_width(line, cell, letter_width)) // 2 // blank) + line
