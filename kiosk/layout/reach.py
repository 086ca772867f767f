"""90 cm mode: above 900 mm one reads, below it stand all controls, at the hand's side (A-2)."""

from dataclasses import replace
from typing import Literal

from kiosk.flow.model import Capacity, Node, ScreenModel
from kiosk.layout.board import Sheet, pack, share, stretch
from kiosk.layout.content import CHOICES, draw_detail, draw_notes, draw_typed
from kiosk.layout.foot import draw_head, draw_title
from kiosk.layout.issued import draw_issued
from kiosk.layout.marks import Box
from kiosk.layout.rows import draw_row, row_height
from kiosk.layout.sizes import BAND_COLUMN_MM, BAND_ROW_MM, GAP_LEAST_MM, TARGET_LEAST_MM

_ROWS_A_PAGE = 4
_TILES_A_PAGE = 6
_CHARACTERS_A_LINE = 24
_ASIDE_EM = 7
"""The free side shows its hint only where that many characters fit a line."""


def reach_capacity(sheet: Sheet) -> Capacity:
    """Return how much can be read above the band at once, and pressed in it."""
    frame = sheet.frame
    room = _reading(sheet).height - 2 * frame.title.line - frame.gap
    row = frame.item.line + 2 * frame.body.line + round(frame.body.em * 0.4)
    tile = frame.tile.line + frame.body.line + round(frame.body.em * 0.4)
    line = frame.body.line + round(frame.body.em * 0.3)
    across = (frame.width - 2 * frame.margin - frame.body.em * 2) / frame.body.em
    lines = int((room + frame.title.line) / line * min(1.0, across / _CHARACTERS_A_LINE))
    return Capacity(
        rows=min(max(room // row, 1), _ROWS_A_PAGE),
        tiles=min(max(2 * (room // tile), 2), _TILES_A_PAGE),
        lines=max(lines, 3),
    )


def _reading(sheet: Sheet) -> Box:
    frame = sheet.frame
    top = max(frame.reading_top, frame.head if frame.reading_top < frame.head * 2 else 0)
    top += frame.gap
    return Box(frame.margin, top, frame.width - 2 * frame.margin, frame.band_top - frame.gap - top)


def draw_reach(sheet: Sheet, model: ScreenModel, hand: Literal["left", "right"]) -> None:
    """Draw the reading zone, the line, and the band."""
    frame = sheet.frame
    draw_head(sheet)
    reading = _reading(sheet)
    _draw_reading(sheet, model, reading)
    line = max(frame.stroke * 2, 6)
    sheet.fill(Box(0, frame.band_top - line, frame.width, line), "ink")
    _draw_band(sheet, model, hand)


def _draw_reading(sheet: Sheet, model: ScreenModel, box: Box) -> None:
    frame = sheet.frame
    if model.layout == "issued":
        draw_issued(sheet, model, box)
        return
    end = draw_title(sheet, model, Box(box.left, box.top, box.width, 2 * frame.title.line))
    end += frame.gap // 2
    page = [node for node in model.in_zone("pager") if node.role == "status"]
    for node in page:
        wide = sheet.natural(node.name, frame.body, node.lang) + 4
        spot = Box(box.right - wide, box.top, wide, frame.title.line)
        title = sheet.boxes[model.title.id]
        if sheet.natural(model.title.name, frame.title) + wide + frame.gap > box.width:
            spot = Box(box.left, end, box.width, frame.body.line)
            end = spot.bottom
        else:
            sheet.boxes[model.title.id] = replace(title, width=title.width - wide - frame.gap)
        sheet.place(node, spot)
        sheet.words(spot, node.name, "ink", frame.body, node=node, align="right", lines=1)
    room = Box(box.left, end, box.width, box.bottom - end)
    if model.layout == "pad":
        end = draw_typed(sheet, model, room)
        room = Box(room.left, end, room.width, max(room.bottom - end, 1))
        rows = [node for node in model.in_zone("content") if node.role == "row"]
        _draw_rows(sheet, rows, room)
        return
    notes = tuple(
        node for node in model.in_zone("content") if node.role not in CHOICES and node.role != "key"
    )
    choices = [node for node in model.in_zone("content") if node.role in CHOICES]
    if not choices:
        draw_detail(sheet, model, room)
        return
    if notes:
        end = draw_notes(sheet, notes, room)
        room = Box(room.left, end, room.width, max(room.bottom - end, 1))
    _draw_rows(sheet, choices, room, columns=model.columns)


def _draw_rows(sheet: Sheet, nodes: list[Node], box: Box, columns: int = 1) -> None:
    frame = sheet.frame
    if not nodes:
        return
    across = share(box.width, columns, frame.gap * 2)
    rows = [nodes[start : start + columns] for start in range(0, len(nodes), columns)]
    heights = [
        max(
            row_height(sheet, replace(node, selected=None), across[0][1], boxed=False)
            for node in row
        )
        for row in rows
    ]
    spare = box.height - sum(heights) - frame.rule * len(rows)
    if spare < 0:
        heights = [high for _, high in share(box.height, len(rows), frame.rule)]
    else:
        extra = min(spare // len(rows), frame.body.em)
        heights = [high + extra for high in heights]
    y = box.top
    for row, high in zip(rows, heights, strict=True):
        sheet.fill(Box(box.left, y, box.width, frame.rule), "rule")
        for node, (x, wide) in zip(row, across, strict=False):
            spot = Box(box.left + x, y + frame.rule, wide, high - frame.rule)
            draw_row(sheet, node, spot, boxed=False)
        y += high


def _draw_band(sheet: Sheet, model: ScreenModel, hand: Literal["left", "right"]) -> None:
    frame = sheet.frame
    margin = max(frame.mm(5), frame.gap // 2)
    top = frame.band_top + frame.mm(GAP_LEAST_MM * 2)
    bottom = min(frame.height, frame.floor_line) - max(frame.mm(4), frame.ring.thick * 2)
    most = frame.width - 2 * margin
    column = min(most, max(frame.mm(BAND_COLUMN_MM), frame.band.em * 18))
    if column > most * 0.78:
        column = most
    left = margin if hand == "left" else frame.width - margin - column
    rows = _rows(sheet, model, column)
    gap = frame.band_gap
    room = bottom - top
    least_gap = frame.mm(GAP_LEAST_MM)
    usual = frame.mm(BAND_ROW_MM)
    high = max(usual, round(frame.band.em * 1.35))
    if len(rows) * (high + gap) - gap > room:
        gap = least_gap
        high = max((room + gap) // len(rows) - gap, frame.mm(TARGET_LEAST_MM))
    y = bottom - len(rows) * (high + gap) + gap
    for row in rows:
        for node, (x, wide) in row:
            box = Box(left + x, y, wide, high)
            _draw_control(sheet, node, box)
        y += high + gap
    _draw_aside(sheet, model, Box(margin, top, most - column - frame.gap, room), hand)


def _draw_control(sheet: Sheet, node: Node, box: Box) -> None:
    frame = sheet.frame
    style = frame.band
    primary = node.id == "strip" and node.emphasis == "primary"
    short = replace(node, name=node.name.split("　")[0]) if node.role == "row" else node
    if node.role == "key" and node.detail:
        short = replace(node, name=f"{node.name} {node.detail}")
    plate = min(round(style.em * 1.3), box.height - 2 * frame.stroke - 2)
    icon = min(round(style.em * 1.2), box.height - 2 * frame.stroke)
    natural = sheet.natural(short.name, style, node.lang)
    if natural + icon + frame.gap * 2 > box.width and node.number is None:
        icon = 0
    if node.selected:
        short = replace(short, name=f"{sheet.labels.selected} {short.name}")
    sheet.button(short, box, style, primary=primary, icon=icon, plate=plate)


_Row = list[tuple[Node, tuple[int, int]]]


def _rows(sheet: Sheet, model: ScreenModel, column: int) -> list[_Row]:
    """Return the band's rows: choices or keys, pages, the foot."""
    gap = sheet.frame.band_gap
    content = model.in_zone("content")
    choices = [node for node in content if node.role in CHOICES or node.role == "button"]
    keys = [node for node in content if node.role == "key"]
    rows: list[_Row] = []
    if keys:
        if choices:
            rows.append(_even(choices[:3], column, gap, len(choices[:3])))
        rows += _grid(keys, column, gap, 3)
    else:
        rows += _grid(choices, column, gap, 2)
    pages = [node for node in model.in_zone("pager") if node.role == "button"]
    if pages:
        rows.append(_even(pages, column, gap, 2))
    utility = list(model.in_zone("utility"))
    wanted = [_wanted(sheet, node) for node in utility]
    for indices in pack(wanted, column, gap):
        pieces = stretch([wanted[place] for place in indices], column, gap)
        rows.append([(utility[place], piece) for place, piece in zip(indices, pieces, strict=True)])
    action = list(model.in_zone("action"))
    if action:
        widths = [_wanted(sheet, node) if node.id != "strip" else 0 for node in action]
        spare = column - sum(widths) - gap * (len(action) - 1)
        if spare < column // 4:
            widths = [column // 4 if node.id != "strip" else 0 for node in action]
            spare = column - sum(widths) - gap * (len(action) - 1)
        starts, x = [], 0
        for node, width in zip(action, widths, strict=True):
            length = spare if node.id == "strip" else width
            starts.append((node, (x, length)))
            x += length + gap
        rows.append(starts)
    return rows


def _wanted(sheet: Sheet, node: Node) -> int:
    frame = sheet.frame
    wide = sheet.natural(node.name, frame.band, node.lang)
    return max(wide + round(frame.band.em * 2.4), frame.mm(TARGET_LEAST_MM))


def _even(nodes: list[Node], column: int, gap: int, columns: int) -> _Row:
    return list(zip(nodes, share(column, columns, gap), strict=False))


def _grid(nodes: list[Node], column: int, gap: int, columns: int) -> list[_Row]:
    return [
        _even(nodes[start : start + columns], column, gap, columns)
        for start in range(0, len(nodes), columns)
    ]


def _draw_aside(
    sheet: Sheet, model: ScreenModel, free: Box, hand: Literal["left", "right"]
) -> None:
    """On the free side: what this is for, or what is being said."""
    frame = sheet.frame
    wide = free.width - frame.margin + frame.gap
    if wide < frame.least_em * _ASIDE_EM:
        return
    left = frame.margin if hand == "right" else frame.width - frame.margin - wide
    title = replace(frame.lead, em=min(frame.lead.em, round(wide / _ASIDE_EM)))
    labels = sheet.labels
    head = Box(left, free.top + frame.gap, wide, title.line * 2)
    if labels.caption:
        box = Box(left, free.top, wide, free.height)
        sheet.words(box, labels.caption, "ink", replace(frame.body, bold=True))
        return
    lang = model.modes.language
    high = sheet.words_size(labels.reach_title, title, wide, lang)[1]
    sheet.words(Box(head.left, head.top, wide, high), labels.reach_title, "ink", title)
    body = frame.body
    note = sheet.words_size(labels.reach_note, body, wide, lang)[1]
    box = Box(left, head.top + high + frame.gap // 2, wide, note)
    if box.bottom < free.bottom:
        sheet.words(box, labels.reach_note, "ink", body)
