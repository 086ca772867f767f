"""Head, title block and foot: the same on every screen (A-73)."""

from dataclasses import replace

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout.board import Sheet, pack, stretch
from kiosk.layout.marks import Box


def draw_head(sheet: Sheet) -> None:
    """Draw the hall's name, date and time over a rule."""
    frame, labels = sheet.frame, sheet.labels
    wide = frame.width - 2 * frame.margin
    when = "　".join(part for part in (labels.date, labels.time) if part)
    right = min(sheet.natural(when, frame.body) + 2, wide)
    left = max(wide - right - frame.gap, 0)
    body = frame.body
    name = replace(body, bold=True)
    if labels.hall and left:
        sheet.words(Box(frame.margin, 0, left, frame.head), labels.hall, "ink", name, lines=1)
    if when:
        box = Box(frame.margin + wide - right, 0, right, frame.head)
        sheet.words(box, when, "ink", body, align="right", lines=1)
    line = Box(0, frame.head, frame.width, frame.rule)
    sheet.fill(line, "rule")


def draw_title(sheet: Sheet, model: ScreenModel, box: Box) -> int:
    """Draw the title at the top of a box and return where it ends."""
    frame, title = sheet.frame, model.title
    style = sheet.fitting(frame.title, title.name, box, title.lang)
    _, high = sheet.words_size(title.name, style, box.width, title.lang)
    placed = Box(box.left, box.top, box.width, min(high, box.height))
    sheet.place(title, placed)
    sheet.words(placed, title.name, "ink", style, node=title)
    return placed.bottom


def foot_height(sheet: Sheet, model: ScreenModel) -> int:
    """Return the height of the foot with its margins."""
    rows, row = _utility(sheet, model)
    frame = sheet.frame
    return _over(sheet) + len(rows) * (row + frame.gap) + _action(sheet) + _under(sheet)


def _over(sheet: Sheet) -> int:
    return round(sheet.frame.gap * 1.5)


def _under(sheet: Sheet) -> int:
    return max(round(sheet.frame.body.em * 40 / 36), sheet.frame.height - sheet.frame.floor_line)


def _action(sheet: Sheet) -> int:
    return max(sheet.frame.mm(20), round(sheet.frame.body.em * 3.2))


def _wanted(sheet: Sheet, node: Node, *, stacked: bool) -> int:
    frame = sheet.frame
    words = sheet.natural(node.name, frame.body, node.lang)
    pads = 2 * (frame.stroke + max(frame.gap // 3, 4)) + 6
    if stacked:
        return max(words + pads, frame.mm(12.7))
    return words + frame.foot_icon + round(frame.foot_icon * 0.28) + 8 + pads


def _utility(sheet: Sheet, model: ScreenModel) -> tuple[list[list[tuple[Node, int]]], int]:
    """Return the utility rows with the width each control wants, and a row's height."""
    frame = sheet.frame
    nodes = model.in_zone("utility")
    if not nodes:
        return [], 0
    wide = frame.width - 2 * frame.margin
    wanted = [_wanted(sheet, node, stacked=True) for node in nodes]
    if sum(wanted) + frame.gap * (len(nodes) - 1) <= wide:
        row = [list(zip(nodes, wanted, strict=True))]
        return row, max(frame.mm(20), round(frame.body.em * 3.2))
    wanted = [_wanted(sheet, node, stacked=False) for node in nodes]
    rows = [
        [(nodes[place], wanted[place]) for place in row] for row in pack(wanted, wide, frame.gap)
    ]
    return rows, max(frame.mm(20), round(frame.body.em * 2.0))


def draw_foot(sheet: Sheet, model: ScreenModel) -> int:
    """Draw the foot and return where it begins."""
    frame = sheet.frame
    wide = frame.width - 2 * frame.margin
    top = frame.height - foot_height(sheet, model)
    y = top + _over(sheet)
    rows, high = _utility(sheet, model)
    for row in rows:
        pieces = stretch([want for _, want in row], wide, frame.gap)
        for (node, _), (start, length) in zip(row, pieces, strict=True):
            box = Box(frame.margin + start, y, length, high)
            sheet.button(node, box, frame.body, icon=frame.foot_icon, stacked=len(rows) == 1)
        y += high + frame.gap
    _draw_action(sheet, model, y, wide)
    return top


def _draw_action(sheet: Sheet, model: ScreenModel, y: int, wide: int) -> None:
    frame = sheet.frame
    nodes = model.in_zone("action")
    if not nodes:
        return
    high = _action(sheet)
    bold = replace(frame.body, bold=True)
    corner = max(
        [round(wide * 0.2)]
        + [
            sheet.natural(node.name, bold, node.lang) + frame.button_icon + frame.gap * 3
            for node in nodes
            if node.id != "strip"
        ]
    )
    corner = min(corner, wide // 3)
    widths = [corner if node.id != "strip" else 0 for node in nodes]
    spare = wide - sum(widths) - frame.gap * (len(nodes) - 1)
    x = frame.margin
    for node, width in zip(nodes, widths, strict=True):
        strip = node.id == "strip"
        box = Box(x, y, spare if strip else width, high)
        sheet.button(
            node, box, frame.lead if strip and node.enabled else bold,
            primary=strip and node.emphasis == "primary", icon=frame.button_icon,
        )  # fmt: skip
        x += box.width + frame.gap


def draw_pager(sheet: Sheet, model: ScreenModel, bottom: int) -> int:
    """Draw the page controls above ``bottom``; return where the content must end."""
    nodes = model.in_zone("pager")
    frame = sheet.frame
    if not nodes:
        return bottom
    high = max(frame.mm(20), round(frame.body.em * 2.6))
    wide = frame.width - 2 * frame.margin
    top = bottom - high
    bold = replace(frame.body, bold=True)
    side = round(wide * 0.3)
    for node in nodes:
        if node.id == "page-previous":
            sheet.button(node, Box(frame.margin, top, side, high), bold, icon=frame.button_icon)
        elif node.id == "page-next":
            box = Box(frame.margin + wide - side, top, side, high)
            sheet.button(node, box, bold, icon=frame.button_icon)
        else:
            box = Box(frame.margin + side, top, wide - 2 * side, high).inset(frame.gap // 2, 0)
            sheet.place(node, box)
            sheet.words(box, node.name, "ink", frame.body, node=node, align="centre")
    return top - frame.gap
