"""Words onto a sign: the fullest form that fits, in the largest font the sign has.

Pure. Cards draw in cells (a full-width character is a square, a letter half of one); what is drawn
here is as wide as its shaped letters are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from displays.signs.commands import Area, Colour, Effect, Page
from displays.signs.contrast import readable
from displays.signs.drawing import stands
from displays.signs.lettering import line_width as shaped_width
from displays.signs.port import SignCapabilities
from displays.text_safety import safe_text

_CARD_SPEED, _PANEL_SPEED = 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A page, and how tall its letters are in pixels. ``whole`` False: it has to move past."""

    page: Page
    cell: int
    whole: bool


def fit(
    forms: Sequence[str],
    area: Area,
    able: SignCapabilities,
    colour: Colour | None = None,
    *,
    frame: Colour | None = None,
) -> Fitted:
    """Return the first form that fits, larger fonts first; what fits nowhere scrolls, whole.

    Nothing is cut: a reader gets every word or sees it move past.
    """
    return _fit(tuple(safe_text(form) for form in forms), area, able, colour, frame)


@lru_cache(maxsize=2048)
def _fit(
    texts: tuple[str, ...],
    area: Area,
    able: SignCapabilities,
    colour: Colour | None,
    frame: Colour | None,
) -> Fitted:
    """Signs are planned every second; the same words are fitted once."""
    for cell in reversed(able.cells):
        for text in texts:
            if fits(text, area, cell, able, framed=frame is not None):
                return Fitted(
                    page=page_of(text, area, able, colour, cell, frame=frame),
                    cell=cell,
                    whole=True,
                )
    page = Page(
        text=" ".join(texts[-1].split("\n")),
        area=area,
        colour=shown_in(colour, able),
        effect="left",
        speed=_PANEL_SPEED if able.streams else _CARD_SPEED,
        valign="middle" if able.aligns else "top",
    )
    return Fitted(page=page, cell=able.cells[0], whole=False)


def fits(text: str, area: Area, cell: int, able: SignCapabilities, *, framed: bool = False) -> bool:
    """Tell whether all lines of a text can be seen at once in letters of that cell."""
    lines = text.split("\n")
    edge = 4 if framed and able.content == "pixels" else 0
    width, height = area.width - edge, area.height - edge
    if able.content == "pixels" and stands(lines, area):
        return cell == able.cells[0]
    return len(lines) * cell <= height and all(
        width_of(line, cell, able) <= width for line in lines
    )


def width_of(line: str, cell: int, able: SignCapabilities) -> int:
    """Return how many pixels a line takes on a sign."""
    if able.content == "pixels":
        return shaped_width(line, cell)
    return line_width(line, cell, able.letter_width)


def line_width(line: str, cell: int, letter_width: int | None = None) -> int:
    """Return how many pixels a line takes in a card font."""
    letter = letter_width or cell // 2
    return sum(letter if character <= "\x7f" else cell for character in line)


def shown_in(colour: Colour | None, able: SignCapabilities) -> Colour | None:
    """Return the colour a sign can show; None leaves it to the card.

    Where the colours of the panel are known it is one people can read (A-85). Of a text card they
    are not: green words would be dark on a red panel, so it shows what the hall asked for.
    """
    if colour is None or colour not in able.colours:
        return None
    return readable(colour, able.colours) if able.content == "pixels" else colour


def page_of(
    text: str,
    area: Area,
    able: SignCapabilities,
    colour: Colour | None,
    cell: int,
    *,
    effect: Effect = "static",
    frame: Colour | None = None,
) -> Page:
    """Return the page of a text that fits, in the middle of its area."""
    frame = frame if able.content == "pixels" and frame in able.colours else None
    colour = shown_in(colour, able)
    if able.aligns:
        return Page(
            text=text,
            area=area,
            colour=colour,
            effect=effect,
            align="centre",
            valign="middle",
            frame=frame,
        )
    lines = (_centred(line, area.width, cell, able.letter_width) for line in text.split("\n"))
    return Page(text="\n".join(lines), area=area, colour=colour, effect=effect)


def _centred(line: str, width: int, cell: int, letter_width: int | None) -> str:
    """Put blanks before a line: cards that align nothing still show it in the middle."""
    blank = letter_width or cell // 2
    return " " * ((width - line_width(line, cell, letter_width)) // 2 // blank) + line
