"""Pages as pixels, for every sign that is sent pictures: any script, no half-lit pixel.

Traditional Mongolian stands in columns from the left where the area is tall enough for its longest
line; on a flat strip its lines lie on their side, as strips in Mongolian regions show them.
"""

from collections.abc import Sequence

from displays.signs.commands import Area, Page, Picture
from displays.signs.lettering import line_width
from displays.signs.panel import COLOURS, Panel
from displays.signs.scripts import is_mongolian

CELLS = (16, 24, 32)
_FRAME = 2


def draw_page(page: Page) -> Picture:
    """Return a page as pixels, in the largest font whose lines fit the area."""
    area = page.area
    panel = Panel(area.x + area.width, area.y + area.height)
    put_page(panel, page)
    return panel.picture()


def put_page(panel: Panel, page: Page) -> None:
    """Draw a page on a panel; what does not fit its area is cut at the area's edge."""
    box = inner(page)
    lines = page.text.split("\n")
    columns = stands(lines, box)
    across, along = (box.width, box.height) if columns else (box.height, box.width)
    cell = largest_cell(lines, across, along)
    colour = COLOURS[page.colour or "yellow"]
    spare = max(0, across - len(lines) * cell)
    before = {"top": 0, "bottom": spare, "middle": spare // 2}[page.valign]
    if columns:
        before = {"left": 0, "right": spare, "centre": spare // 2}[page.align]
    for number, line in enumerate(lines):
        room = max(0, along - line_width(line, cell))
        if columns:
            top = {"top": 0, "bottom": room, "middle": room // 2}[page.valign]
            panel.draw_column(line, colour, box.x + before + number * cell, box.y + top, cell, box)
        else:
            left = {"left": 0, "right": room, "centre": room // 2}[page.align]
            panel.draw_text(line, colour, box.x + left, box.y + before + number * cell, cell, box)
    if page.frame is not None:
        panel.draw_frame(page.area, COLOURS[page.frame], _FRAME)


def inner(page: Page) -> Area:
    """Return the part of a page's area that is left for words."""
    area, edge = page.area, 0 if page.frame is None else _FRAME
    if min(area.width, area.height) <= 2 * edge + CELLS[0]:
        return area
    return Area(
        x=area.x + edge,
        y=area.y + edge,
        width=area.width - 2 * edge,
        height=area.height - 2 * edge,
    )


def stands(lines: Sequence[str], box: Area) -> bool:
    """Tell whether lines are drawn as columns: Mongolian, and the longest fits downwards."""
    if not all(is_mongolian(line) for line in lines):
        return False
    longest = max(line_width(line, CELLS[0]) for line in lines)
    return longest <= box.height and len(lines) * CELLS[0] <= box.width


def largest_cell(lines: Sequence[str], across: int, along: int) -> int:
    """Return the largest cell in which all lines fit, else the smallest there is."""
    fitting = (
        cell
        for cell in reversed(CELLS)
        if len(lines) * cell <= across and all(line_width(line, cell) <= along for line in lines)
    )
    return next(fitting, CELLS[0])


def length(text: str, height: int) -> int:
    """Return how long a text is that moves past in the largest font of that height."""
    lines = text.split("\n")
    cell = next((each for each in reversed(CELLS) if len(lines) * each <= height), CELLS[0])
    return max(line_width(line, cell) for line in lines)


def widest(text: str) -> int:
    """Return how wide the longest line is in the smallest font."""
    return max(line_width(line, CELLS[0]) for line in text.split("\n"))
