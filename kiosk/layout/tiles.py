"""Tiles: big choices two by two, with plate, pictogram, words and a second line."""

from dataclasses import replace

from kiosk.flow.model import Node
from kiosk.layout.board import Sheet, share
from kiosk.layout.marks import Box
from kiosk.layout.rows import draw_tick


def tile_height(sheet: Sheet, node: Node, width: int) -> int:
    """Return the least height of a tile."""
    frame = sheet.frame
    pad = round(frame.body.em * 0.8)
    room = width - 2 * pad
    _, name = sheet.words_size(node.name, frame.tile, room, node.lang)
    detail = 0
    if node.detail:
        _, detail = sheet.words_size(node.detail, frame.body, room, node.lang)
    top = max(frame.plate, round(frame.body.em * 1.9))
    if node.selected is not None:
        top = max(top, round(frame.plate * 0.9) + frame.body.line)
    return 2 * round(pad * 0.7) + top + name + detail + 6


def draw_tile(sheet: Sheet, node: Node, box: Box) -> None:
    """Draw one tile: plate left, pictogram right, words below."""
    frame = sheet.frame
    sheet.place(node, box)
    ink = sheet.panel(box, node)
    tight = box.height < frame.body.em * 6.5
    pad = round(frame.body.em * 0.8)
    room = box.inset(pad, round(pad * 0.7) if tight else pad)
    style = frame.tile if node.enabled else replace(frame.tile, bold=False)
    _, name = sheet.words_size(node.name, style, room.width, node.lang)
    detail = 0
    if node.detail:
        _, detail = sheet.words_size(node.detail, frame.body, room.width, node.lang)
    above = max(0, room.height - name - detail)
    if node.number is not None:
        sheet.plate(room.left, room.top, min(frame.plate, max(above, frame.plate // 2)), node)
    if node.icon:
        icon = min(frame.tile_icon, above - 6, room.width // 2)
        middle = node.selected is not None
        left = room.left + (room.width - icon) // 2 if middle else room.right - icon
        if icon >= frame.body.em:
            sheet.picture(Box(left, room.top, icon, icon), node.icon, "primary", node=node)
    if node.selected is not None:
        wide = max(sheet.natural(sheet.labels.selected, frame.body) + 4, frame.plate)
        draw_tick(sheet, node, Box(room.right - wide, room.top, wide, above))
    top = room.top + above
    sheet.words(
        Box(room.left, top, room.width, min(name, room.height)), node.name, ink, style, node=node
    )
    if detail:
        under = Box(
            room.left, top + name, room.width, min(detail, max(room.bottom - top - name, 1))
        )
        sheet.words(under, node.detail, "ink2", frame.body, node=node)


def draw_tiles(sheet: Sheet, nodes: tuple[Node, ...], box: Box, columns: int, most: int) -> None:
    """Fill a box with tiles, as if ``most`` of them stood there, so that sizes stay alike."""
    gap = sheet.frame.gap
    across = share(box.width, columns, gap)
    down = share(box.height, -(-max(most, len(nodes)) // columns), gap)
    for place, node in enumerate(nodes):
        x, wide = across[place % columns]
        y, high = down[place // columns]
        draw_tile(sheet, node, Box(box.left + x, box.top + y, wide, high))
