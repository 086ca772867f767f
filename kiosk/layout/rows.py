"""Rows of a list: plate, pictogram, name, detail and facts, value at the far side."""

from dataclasses import dataclass, replace

from kiosk.flow.model import Node
from kiosk.layout.board import Sheet
from kiosk.layout.marks import Box, Style

_LIST_ICON_LIMIT = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShape:
    """Widths of a row's parts in px."""

    pad: int
    plate: int
    icon: int
    gap: int
    text: int
    value: int


def shape_of(sheet: Sheet, node: Node, width: int, *, boxed: bool) -> RowShape:
    """Return how a row divides its width."""
    frame = sheet.frame
    gap = round(frame.body.em * 0.6)
    pad = round(frame.body.em * 0.7) if boxed else 0
    plate = frame.plate if node.number is not None else 0
    icon = frame.row_icon if node.icon else 0
    side = _value_width(sheet, node, width)
    text = width - 2 * pad - sum(part + gap for part in (plate, icon, side) if part)
    if icon and text < width * 0.4:
        text, icon = text + icon + gap, 0
    return RowShape(pad=pad, plate=plate, icon=icon, gap=gap, text=text, value=side)


def _value_width(sheet: Sheet, node: Node, width: int) -> int:
    frame = sheet.frame
    if node.selected is not None:
        word = sheet.labels.selected
        return max(sheet.natural(word, frame.body, node.lang) + 2, frame.plate)
    if not node.value:
        return 0
    style = _value_style(sheet, node)
    wide = max(sheet.natural(part, style, node.lang) for part in _value_lines(node.value))
    return min(wide + 4, round(width * 0.38))


def _value_lines(value: str) -> list[str]:
    number, mark, unit = value.partition(" ")
    return [number, unit] if mark and number[:1].isdigit() and "／" in unit else [value]


def _value_style(sheet: Sheet, node: Node) -> Style:
    frame = sheet.frame
    return frame.item if len(_value_lines(node.value)) == 2 else frame.body


def row_height(sheet: Sheet, node: Node, width: int, *, boxed: bool) -> int:
    """Return the height a row needs."""
    frame = sheet.frame
    shape = shape_of(sheet, node, width, boxed=boxed)
    _, high = sheet.words_size(node.name, frame.item, shape.text, node.lang)
    if node.detail:
        _, more = sheet.words_size(node.detail, frame.body, shape.text, node.lang)
        high += min(more, 2 * frame.body.line)
    if node.facts:
        high += frame.body.line
    if node.value and node.selected is None:
        high = max(high, _value_height(sheet, node, shape.value))
    least = max(shape.plate, shape.icon, frame.mm(20) - 2 * frame.stroke if boxed else 0)
    return max(high, least) + (round(frame.body.em * 0.7) if boxed else round(frame.body.em * 0.4))


def _value_height(sheet: Sheet, node: Node, width: int) -> int:
    style = _value_style(sheet, node)
    return sum(
        sheet.words_size(part, style if place == 0 else sheet.frame.body, width, node.lang)[1]
        for place, part in enumerate(_value_lines(node.value))
    )


def draw_row(sheet: Sheet, node: Node, box: Box, *, boxed: bool) -> None:
    """Draw a row; a boxed row is a control, an unboxed one only its picture."""
    frame = sheet.frame
    shape = shape_of(sheet, node, box.width, boxed=boxed)
    if boxed:
        sheet.place(node, box)
        sheet.panel(box, node)
    else:
        sheet.fill(box, "bg", node=node)
    x = box.left + shape.pad
    middle = box.top + box.height // 2
    if shape.plate:
        sheet.plate(x, middle - shape.plate // 2, shape.plate, node)
        x += shape.plate + shape.gap
    if shape.icon:
        size = min(shape.icon, box.height - 2 * frame.stroke)
        spot = Box(x + (shape.icon - size) // 2, middle - size // 2, size, size)
        sheet.picture(spot, node.icon, "primary", node=node)
        x += shape.icon + shape.gap
    _draw_words(sheet, node, Box(x, box.top, shape.text, box.height).inset(0, frame.stroke))
    if shape.value:
        right = Box(box.right - shape.pad - shape.value, box.top, shape.value, box.height).inset(
            0, frame.stroke
        )
        _draw_value(sheet, node, right)


def _draw_words(sheet: Sheet, node: Node, box: Box) -> None:
    frame = sheet.frame
    item = frame.item if node.enabled else replace(frame.item, bold=False)
    _, name = sheet.words_size(node.name, item, box.width, node.lang)
    facts = frame.body.line if node.facts else 0
    detail = 0
    if node.detail:
        _, needed = sheet.words_size(node.detail, frame.body, box.width, node.lang)
        detail = min(needed, max(box.height - name - facts, frame.body.line))
    name = min(name, max(box.height - detail - facts, item.line))
    top = box.top + max(0, (box.height - name - detail - facts) // 2)
    sheet.words(Box(box.left, top, box.width, name), node.name, "ink", item, node=node)
    top += name
    if detail:
        sheet.words(
            Box(box.left, top, box.width, detail), node.detail, "ink2", frame.body, node=node
        )
        top += detail
    if facts:
        draw_facts(sheet, node, Box(box.left, top, box.width, facts))


def draw_facts(sheet: Sheet, node: Node, box: Box) -> None:
    """Draw short facts side by side, as many as fit whole."""
    frame = sheet.frame
    x = box.left
    gap = round(frame.fact_icon * 0.25)
    for fact in node.facts:
        wide = sheet.natural(fact.text, frame.body, node.lang) + 2
        if x + frame.fact_icon + gap + wide > box.right:
            room = box.right - x - frame.fact_icon - gap
            if x > box.left or room < frame.body.em * 4:
                break
            wide = room
        y = box.top + (box.height - frame.fact_icon) // 2
        sheet.picture(Box(x, y, frame.fact_icon, frame.fact_icon), fact.icon, "primary", node=node)
        x += frame.fact_icon + gap
        sheet.words(
            Box(x, box.top, wide, box.height), fact.text, "ink", frame.body, node=node, lines=1
        )
        x += wide + round(frame.body.em * 0.75)


def _draw_value(sheet: Sheet, node: Node, box: Box) -> None:
    frame = sheet.frame
    if node.selected is not None:
        draw_tick(sheet, node, box)
        return
    parts = _value_lines(node.value)
    style = _value_style(sheet, node)
    if len(parts) == 2:
        high = style.line + frame.body.line
        top = box.top + max(0, (box.height - high) // 2)
        sheet.words(
            Box(box.left, top, box.width, style.line), parts[0], "ink", style, node=node,
            align="right", lines=1,
        )  # fmt: skip
        under = Box(box.left, top + style.line, box.width, frame.body.line)
        sheet.words(under, parts[1], "ink", frame.body, node=node, align="right", lines=1)
        return
    sheet.words(box, node.value, "ink", style, node=node, align="right")


def draw_tick(sheet: Sheet, node: Node, box: Box) -> None:
    """Draw the box of a choice with its tick, and the word that says the same."""
    frame = sheet.frame
    side = round(frame.plate * 0.9)
    word = sheet.labels.selected if node.selected else ""
    high = side + (frame.body.line if word else 0)
    top = box.top + max(0, (box.height - high) // 2)
    spot = Box(box.left + (box.width - side) // 2, top, side, side)
    if node.selected:
        sheet.fill(spot, "primary", radius=frame.radius - 2, node=node)
        sheet.picture(spot.inset(side // 8), "confirm", "on_primary", node=node)
    else:
        sheet.fill(spot, "surface", radius=frame.radius - 2, node=node)
    sheet.edge(spot, "outline", frame.stroke, node=node)
    if word:
        under = Box(
            box.left, spot.bottom, box.width, min(frame.body.line, box.bottom - spot.bottom)
        )
        sheet.words(under, word, "ink", frame.body, node=node, align="centre", lines=1)
