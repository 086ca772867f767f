"""A keyboard of pinyin letters and the place to write by hand, at any height."""

from collections.abc import Sequence

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout.choices import row
from kiosk.layout.controls import Kit, button, key
from kiosk.layout.drawing import Box, Draw, Edge, Fill, Item, Path
from kiosk.layout.frame import grid, shared_row
from kiosk.layout.looks import text_look
from kiosk.layout.measures import TARGET_LEAST_MM, Measures

ROWS = (10, 9, 8)
"""Letters in each row, as every telephone and computer has them; the eraser ends the last."""

_FEW = (3, 3, 3)
"""Groups of letters, or those of one group, and the eraser."""

_WIDE = 3
"""How many letters' room the eraser takes."""
_OFFERED = 4
_INK_LEAST_MM = 45.0
_INK_WIDEST_MM = 160.0
_PEN_MM = 2.8


def parted(screen: ScreenModel) -> tuple[tuple[Node, ...], tuple[Node, ...], tuple[Node, ...]]:
    """Return a typing screen's words offered, its letters, and its other controls."""
    content = screen.in_zone("content")
    turning = ("page-previous", "page-next")
    offered = tuple(n for n in content if n.role == "choice" or n.id in turning)
    letters = tuple(node for node in content if node.role == "key")
    tools = tuple(n for n in content if n.role == "button" and n.id not in turning)
    return offered, letters, tools


def band_lines(screen: ScreenModel) -> list[tuple[Node, ...]]:
    """Return the rows of a typing screen in the band: words offered, letters or tools.

    The row of words is kept also while there are none: no key may move under a finger.
    """
    offered, letters, tools = parted(screen)
    return [offered, *(line for line in (*letter_rows(letters), tools) if line)]


def letter_rows(letters: Sequence[Node]) -> list[tuple[Node, ...]]:
    """Cut the letters into the rows of a keyboard."""
    rows, at = [], 0
    for count in ROWS if len(letters) > sum(_FEW) else _FEW:
        rows.append(tuple(letters[at : at + count]))
        at += count
    return [row for row in rows if row]


def letter_row(line: tuple[Node, ...], box: Box, kit: Kit, gap: int) -> list[Item]:
    """Place one row of letters, each as wide as in the longest row; the eraser is wider."""
    few = len(line) <= _FEW[0]
    across = _FEW[0] if few else ROWS[0]
    wide = (box.width - gap * (across - 1)) // across
    spans = [_WIDE if node.icon and not few else 1 for node in line]
    taken = sum(spans) * wide + (sum(spans) - 1) * gap
    left = box.left + (box.width - taken) // 2
    placed = []
    for node, span in zip(line, spans, strict=True):
        right = left + wide * span + gap * (span - 1)
        placed.append(key(node, Box(left, box.top, right, box.bottom), kit))
        left = right + gap
    return placed


def keys(screen: ScreenModel, body: Box, kit: Kit, notes_high: int) -> list[Item]:
    """Letters at the bottom, the words they may be above them."""
    m = kit.m
    offered, letters, _ = parted(screen)
    rows = letter_rows(letters)
    high = _row_high(body.height - notes_high, len(rows) + 1, kit)
    top = body.bottom - len(rows) * high - (len(rows) - 1) * m.gap
    above = Box(body.left, body.top + notes_high, body.right, top - m.gap)
    placed = _spread(offered, above, high, kit)
    for place, line in enumerate(rows):
        at = top + place * (high + m.gap)
        placed += letter_row(line, Box(body.left, at, body.right, at + high), kit, m.gap)
    return placed


def writing(screen: ScreenModel, body: Box, kit: Kit, notes_high: int) -> list[Item]:
    """The place to write, what it looks like beneath it, and how to take a stroke back."""
    m = kit.m
    offered, _, tools = parted(screen)
    ink = next(node for node in screen.in_zone("content") if node.role == "ink")
    high = m.target(20.0)
    tools_box = Box(body.left, body.bottom - high, body.right, body.bottom)
    offered_box = Box(body.left, tools_box.top - m.gap - high, body.right, tools_box.top - m.gap)
    area = Box(body.left, body.top + notes_high, body.right, offered_box.top - m.gap - m.bleed)
    written = paper(ink, area, kit)
    rest = Box(body.left, written.box.bottom + m.gap + m.bleed, body.right, offered_box.bottom)
    return [
        written,
        *_spread(offered, rest, high, kit),
        *grid(tools, tools_box, max(1, len(tools)), kit, button),
    ]


def paper(ink: Node, area: Box, kit: Kit) -> Item:
    """The place to write: lines that show its middle, and what was written."""
    m = kit.m
    side = min(area.width, m.mm(_INK_WIDEST_MM))
    left = area.left + (area.width - side) // 2
    box = Box(left, area.top, left + side, min(area.bottom, area.top + side))
    look = text_look(ink, kit.attention)
    across, down = (box.left + box.right) // 2, (box.top + box.bottom) // 2
    rule = m.rule
    draws: list[Draw] = [
        Fill(box, "surface", m.radius),
        Fill(Box(across - rule // 2, box.top, across - rule // 2 + rule, box.bottom), "rule"),
        Fill(Box(box.left, down - rule // 2, box.right, down - rule // 2 + rule), "rule"),
        Edge(box, "outline", m.u(6), m.radius),
    ]
    if not ink.strokes:
        words = Box(box.left + m.u(24), box.top + m.u(12), box.right - m.u(24), down - m.u(4))
        draws.append(
            kit.fit.set(ink.name, words, m.body, look.ink if look.fill is None else "ink",
                        align="centre", lang=ink.lang, middle=False)
        )  # fmt: skip
    draws += [
        Path(tuple(_at(box, x, y) for x, y in stroke), "ink", pen(m)) for stroke in ink.strokes
    ]
    return kit.item(ink, box, draws)


def pen(m: Measures) -> int:
    """How wide a finger writes."""
    return max(4, m.mm(_PEN_MM))


def ink_least(kit: Kit) -> int:
    """How high the place to write is at least."""
    return kit.m.mm(_INK_LEAST_MM)


def _at(box: Box, x: float, y: float) -> tuple[int, int]:
    return round(box.left + x * box.width), round(box.top + y * box.width)


def _row_high(room: int, rows: int, kit: Kit) -> int:
    m = kit.m
    least = max(m.mm(TARGET_LEAST_MM), round(m.least_em * 1.5))
    return max(least, min((room - rows * m.gap) // rows, round(m.target(20.0) * 1.6)))


def _spread(nodes: tuple[Node, ...], box: Box, high: int, kit: Kit) -> list[Item]:
    """Words offered stand two by two where there is room, else in one row."""
    m = kit.m
    words = tuple(node for node in nodes if node.number)
    turning = tuple(node for node in nodes if not node.number)
    rows = -(-len(words) // 2) + bool(turning)
    if box.height < rows * (high + m.gap):
        return offered_row(nodes, Box(box.left, box.bottom - high, box.right, box.bottom), kit)
    tall = min(round(high * 1.4), (box.height - (rows - 1) * m.gap) // max(1, rows))
    upper = Box(box.left, box.top, box.right, box.bottom - (high + m.gap if turning else 0))
    placed = grid(words, upper, 2, kit, row, most=tall)
    if turning:
        under = max(item.box.bottom for item in placed) + m.gap
        placed += shared_row(turning, Box(box.left, under, box.right, under + high), kit)
    return placed


def offered_row(nodes: tuple[Node, ...], box: Box, kit: Kit) -> list[Item]:
    """Words offered share a row, each as wide as it asks; a few are not stretched over it."""
    if not nodes:
        return []
    share = box.width * min(len(nodes), _OFFERED) // _OFFERED
    at = Box(box.left, box.top, box.left + share, box.bottom)
    return shared_row(nodes, at, kit, regular=False)
