"""The screen of a number: huge numeral, facts, QR code, what the printer does."""

from dataclasses import replace

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout.board import Sheet
from kiosk.layout.content import draw_note, draw_notes, note_height
from kiosk.layout.marks import Box

_CODE_MM = 34.0


def draw_issued(sheet: Sheet, model: ScreenModel, box: Box) -> None:
    """Draw title, numeral and service on a filled panel; facts, code and paper below."""
    frame = sheet.frame
    content = model.in_zone("content")
    number = next((node for node in content if node.role == "numeral"), None)
    service = next((node for node in content if node.id == "service"), None)
    code = next((node for node in content if node.role == "qr"), None)
    papers = tuple(node for node in content if node.id.startswith("paper"))
    apart = {node.id for node in (number, service, code, *papers) if node is not None}
    facts = tuple(node for node in content if node.id not in apart)
    under = _under(sheet, facts, papers, code, box.width)
    panel_room = box.height - under - frame.gap
    y = _draw_number(sheet, model, number, service, box, panel_room) + frame.gap
    rest = Box(box.left, y, box.width, max(box.bottom - y, 1))
    _draw_under(sheet, facts, papers, code, rest)


def _under(
    sheet: Sheet, facts: tuple[Node, ...], papers: tuple[Node, ...], code: Node | None, width: int
) -> int:
    frame = sheet.frame
    space = round(frame.body.em * 0.3)
    lines = (*facts, *papers)
    high = sum(note_height(sheet, node, width) + space for node in lines)
    return high + (_code_side(sheet) + frame.gap if code is not None and code.value else 0)


def _code_side(sheet: Sheet) -> int:
    return max(sheet.frame.mm(_CODE_MM), round(sheet.frame.body.em * 5))


def _draw_number(
    sheet: Sheet,
    model: ScreenModel,
    number: Node | None,
    service: Node | None,
    box: Box,
    room: int,
) -> int:
    frame = sheet.frame
    title = model.title
    pad = round(frame.body.em * 0.6)
    width = box.width - 2 * pad
    lead = replace(frame.lead, bold=False)
    title_high = sheet.words_size(title.name, lead, width, title.lang)[1]
    service_high = (
        sheet.words_size(service.name, frame.tile, width, service.lang)[1] if service else 0
    )
    numeral = frame.numeral
    if number is not None:
        natural = sheet.natural(number.name, numeral, number.lang)
        most = max(room - title_high - service_high - 2 * pad, frame.title.em)
        em = min(numeral.em, round(most / numeral.leading))
        if natural:
            em = min(em, int(numeral.em * width / natural) - 1)
        numeral = replace(numeral, em=max(em, frame.title.em))
    number_high = numeral.line if number is not None else 0
    panel = Box(box.left, box.top, box.width, title_high + number_high + service_high + 2 * pad)
    sheet.fill(panel, "primary", radius=frame.radius)
    y = panel.top + pad
    for node, style, high in (
        (title, lead, title_high),
        (number, numeral, number_high),
        (service, frame.tile, service_high),
    ):
        if node is None:
            continue
        spot = Box(box.left + pad, y, width, high)
        sheet.place(node, spot)
        sheet.fill(spot, "primary", node=node)
        sheet.words(spot, node.name, "on_primary", style, node=node, align="centre")
        y += high
    return panel.bottom


def _draw_under(
    sheet: Sheet,
    facts: tuple[Node, ...],
    papers: tuple[Node, ...],
    code: Node | None,
    box: Box,
) -> None:
    frame = sheet.frame
    paper_high = sum(note_height(sheet, node, box.width) + frame.gap // 2 for node in papers)
    coded = code is not None and bool(code.value)
    side = min(_code_side(sheet), max(box.height // 2, 1)) if coded else 0
    room = box.height - paper_high - (side + frame.gap if coded else 0)
    y = draw_notes(sheet, facts, Box(box.left, box.top, box.width, max(room, 1)), grow=True)
    if code is not None and coded:
        y += frame.gap // 2
        square = Box(box.left, y, side, side)
        spot = Box(box.left, y, box.width, side)
        sheet.place(code, spot)
        sheet.fill(spot, "bg", node=code)
        sheet.code(square, code.value, node=code)
        words = Box(square.right + frame.gap * 2, y, box.width - side - 2 * frame.gap, side)
        sheet.words(words, code.name, "ink", frame.body, node=code)
        y += side + frame.gap
    for node in papers:
        high = note_height(sheet, node, box.width)
        draw_note(sheet, node, Box(box.left, y, box.width, high))
        y += high + frame.gap // 2
