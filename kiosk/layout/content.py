"""The middle of a screen, by template: tiles, list, detail, pad, issued, notice, idle."""

from dataclasses import replace

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout.board import Sheet, share
from kiosk.layout.marks import Box, Style
from kiosk.layout.rows import draw_row, row_height
from kiosk.layout.tiles import draw_tiles

CHOICES = frozenset({"choice", "row", "toggle"})


def split(model: ScreenModel) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return the content as (reading, choices)."""
    content = model.in_zone("content")
    choices = tuple(node for node in content if node.role in CHOICES)
    return tuple(node for node in content if node.role not in CHOICES), choices


def draw_list(sheet: Sheet, model: ScreenModel, box: Box, rows: int) -> None:
    """Notes, then rows as high as if the page were full."""
    notes, choices = split(model)
    top = draw_notes(sheet, notes, box) if notes else box.top
    gap = sheet.frame.gap
    room = Box(box.left, top, box.width, box.bottom - top)
    least = [row_height(sheet, node, box.width, boxed=True) for node in choices]
    if not least:
        return
    usual = (room.height - gap * (rows - 1)) // max(rows, 1)
    heights = [max(min(usual, round(max(least) * 1.35)), one) for one in least]
    over = sum(heights) + gap * (len(heights) - 1) - room.height
    if over > 0:
        fixed = sum(least) + gap * (len(least) - 1) <= room.height
        heights = least if fixed else [high for _, high in share(room.height, len(least), gap)]
    y = room.top
    for node, high in zip(choices, heights, strict=True):
        draw_row(sheet, node, Box(box.left, y, box.width, high), boxed=True)
        y += high + gap


def draw_tiles_screen(sheet: Sheet, model: ScreenModel, box: Box, tiles: int) -> None:
    """A note, then tiles."""
    notes, choices = split(model)
    top = draw_notes(sheet, notes, box) if notes else box.top
    draw_tiles(
        sheet, choices, Box(box.left, top, box.width, box.bottom - top), model.columns, tiles
    )


def draw_notes(sheet: Sheet, nodes: tuple[Node, ...], box: Box, *, grow: bool = False) -> int:
    """Set lines of reading text under one another; return where the next thing may stand."""
    frame = sheet.frame
    space = round(frame.body.em * (0.55 if grow else 0.3))
    heights: list[int] = [note_height(sheet, node, box.width) for node in nodes]
    over = sum(heights) + space * len(heights) - box.height
    if over > 0:
        space = max(2, space - over // max(len(heights), 1) - 1)
        over = sum(heights) + space * len(heights) - box.height
    if over > 0 and sum(heights):
        heights = [high - -(-over * high // sum(heights)) for high in heights]
    y = box.top
    for node, high in zip(nodes, heights, strict=True):
        draw_note(sheet, node, Box(box.left, y, box.width, high))
        y += high + space
    return y + (frame.gap // 2 if not grow else 0)


def note_style(sheet: Sheet, node: Node) -> Style:
    """Return how a line of reading text is set."""
    frame = sheet.frame
    if node.emphasis == "attention":
        return frame.item
    if node.role in ("status", "field") or node.emphasis == "danger":
        return replace(frame.body, bold=True)
    return frame.body


def _note_indent(sheet: Sheet, node: Node) -> int:
    return round(sheet.frame.body.em * 1.9) if node.icon else 0


def _note_pad(sheet: Sheet, node: Node) -> int:
    return round(sheet.frame.body.em * 0.5) if node.emphasis == "danger" else 0


def note_height(sheet: Sheet, node: Node, width: int) -> int:
    """Return the height of a line of reading text."""
    style = note_style(sheet, node)
    pad = _note_pad(sheet, node)
    room = width - _note_indent(sheet, node) - 2 * pad
    _, high = sheet.words_size(node.name, style, room, node.lang)
    return max(high, round(sheet.frame.body.em * 1.33) if node.icon else 0) + 2 * pad


def draw_note(sheet: Sheet, node: Node, box: Box) -> None:
    """Draw one line of reading text with its pictogram."""
    frame = sheet.frame
    sheet.place(node, box)
    sheet.fill(box, "bg", node=node)
    style = note_style(sheet, node)
    pad = _note_pad(sheet, node)
    indent = _note_indent(sheet, node)
    if node.emphasis == "danger":
        sheet.edge(box, "danger", max(frame.stroke * 2, 4), node=node)
    if node.icon:
        icon = round(frame.body.em * 1.2)
        top = box.top + pad + max(0, (min(style.line, box.height) - icon) // 2)
        colour = "danger" if node.emphasis == "danger" else "primary"
        spot = Box(box.left + pad, top, icon, icon)
        sheet.picture(spot, node.icon, "danger" if colour == "danger" else "primary", node=node)
    room = Box(
        box.left + pad + indent, box.top + pad, box.width - indent - 2 * pad, box.height - 2 * pad
    )
    sheet.words(room, node.name, "ink", style, node=node)


def draw_detail(sheet: Sheet, model: ScreenModel, box: Box) -> None:
    """Lines of reading text, ruled under one another."""
    notes, choices = split(model)
    end = draw_notes(sheet, notes, box, grow=True)
    y = end
    for node in choices:
        high = row_height(sheet, node, box.width, boxed=True)
        draw_row(sheet, node, Box(box.left, y, box.width, high), boxed=True)
        y += high + sheet.frame.gap


def draw_pad(sheet: Sheet, model: ScreenModel, box: Box) -> None:
    """A field with what was typed, candidates, and twelve keys."""
    frame = sheet.frame
    y = draw_typed(sheet, model, box)
    candidates = [node for node in model.in_zone("content") if node.role == "row"]
    high = max(frame.mm(20), frame.item.line + frame.gap)
    for node in candidates:
        draw_row(sheet, node, Box(box.left, y, box.width, high), boxed=True)
        y += high + frame.gap
    if model.id == "pad":
        y = max(y, box.top + _field_height(sheet) + 3 * (high + frame.gap) + frame.body.line)
    room = Box(box.left, y, box.width, max(box.bottom - y, 1))
    draw_keys(sheet, model, room, frame.gap)


def _field_height(sheet: Sheet) -> int:
    return round(sheet.frame.body.em * 2.4)


def draw_typed(sheet: Sheet, model: ScreenModel, box: Box) -> int:
    """Draw the field and the status under it; return where they end."""
    frame = sheet.frame
    y = box.top
    for node in model.in_zone("content"):
        if node.role == "field":
            field = Box(box.left, y, box.width, _field_height(sheet))
            sheet.place(node, field)
            sheet.fill(field, "surface", radius=frame.radius, node=node)
            sheet.edge(field, "outline", frame.stroke, node=node)
            room = field.inset(round(frame.body.em * 0.7), frame.stroke)
            sheet.words(room, node.name, "ink", frame.item, node=node)
            y = field.bottom + frame.gap // 2
        elif node.role in ("status", "text"):
            high = note_height(sheet, node, box.width)
            draw_note(sheet, node, Box(box.left, y, box.width, high))
            y += high + frame.gap // 2
    return y


def draw_keys(sheet: Sheet, model: ScreenModel, box: Box, gap: int) -> None:
    """Draw the keys as on a telephone; erase and 0 in the last row."""
    keys = [node for node in model.in_zone("content") if node.role == "key"]
    if not keys:
        return
    across = share(box.width, 3, gap)
    down = share(box.height, -(-len(keys) // 3), gap)
    for place, node in enumerate(keys):
        (x, wide), (y, high) = across[place % 3], down[place // 3]
        spot = Box(box.left + x, box.top + y, wide, high)
        draw_key(sheet, node, spot)


def draw_key(sheet: Sheet, node: Node, box: Box) -> None:
    """Draw one key: digit, and its letters beside it."""
    frame = sheet.frame
    if node.icon or not node.detail:
        style = frame.tile if len(node.name) == 1 else frame.lead
        sheet.button(node, box, style, icon=frame.button_icon)
        return
    sheet.place(node, box)
    ink = sheet.panel(box, node)
    room = box.inset(frame.stroke * 2)
    half = room.width * 2 // 5
    left = Box(room.left, room.top, half, room.height)
    sheet.words(left, node.name, ink, frame.tile, node=node, align="right", lines=1)
    gap = frame.gap // 2
    right = Box(left.right + gap, room.top, room.width - half - gap, room.height)
    sheet.words(right, node.detail, ink, frame.body, node=node, lines=1)


def draw_notice(sheet: Sheet, model: ScreenModel, box: Box) -> None:
    """A few lines, large, behind a heavy edge when the screen is an alert."""
    frame = sheet.frame
    if model.alert:
        bar = max(frame.stroke * 2, 8)
        sheet.fill(Box(box.left, box.top, bar, box.height), "danger")
        box = Box(box.left + bar + frame.gap, box.top, box.width - bar - frame.gap, box.height)
    content = model.in_zone("content")
    draw_notes(sheet, content, box, grow=True)
