"""The idle screen: the hall's name and the time, a place to touch, languages, how to begin."""

from dataclasses import replace

from kiosk.flow.model import ScreenModel
from kiosk.layout.board import Sheet, share
from kiosk.layout.content import draw_notes
from kiosk.layout.marks import Box
from kiosk.layout.sizes import BAND_ROW_MM

_CLOCK = 5.4


def draw_idle(sheet: Sheet, model: ScreenModel) -> None:
    """Draw it; everything to touch stands below 900 mm, so anybody can begin."""
    frame = sheet.frame
    wide = frame.width - 2 * frame.margin
    title, labels = model.title, sheet.labels
    clock = replace(frame.numeral, em=round(frame.body.em * _CLOCK), leading=1.2)
    pad = round(frame.body.em * 1.2)
    name = sheet.words_size(title.name, frame.title, wide, title.lang)[1]
    reading = frame.reading_top
    band_height = pad * 2 + name + clock.line + frame.lead.line
    panel = Box(0, 0, frame.width, max(band_height, min(reading + pad, frame.height // 3)))
    sheet.fill(panel, "primary")
    spot = Box(frame.margin, panel.bottom - pad - name, wide, name)
    time = Box(frame.margin, spot.top - clock.line - frame.lead.line, wide, clock.line)
    day = Box(frame.margin, time.bottom, wide, frame.lead.line)
    if labels.time:
        sheet.words(time, labels.time, "on_primary", clock, lines=1)
        sheet.words(day, labels.date, "on_primary", replace(frame.lead, bold=False), lines=1)
    sheet.fill(spot, "primary", node=title)
    sheet.place(title, spot)
    sheet.words(spot, title.name, "on_primary", frame.title, node=title)

    buttons = [node for node in model.in_zone("content") if node.role == "button"]
    notes = tuple(node for node in model.in_zone("content") if node.role != "button")
    high = max(frame.mm(BAND_ROW_MM), round(frame.body.em * 2.4))
    languages = buttons[1:]
    rows = -(-len(languages) // 3)
    first = max(round(high * 1.8), frame.mm(20))
    bottom = min(frame.height - frame.margin, frame.floor_line)
    needed = first + rows * (high + frame.gap)
    top = max(bottom - needed, frame.band_top + frame.gap)
    room = Box(frame.margin, panel.bottom + pad, wide, max(top - pad - panel.bottom - pad, 1))
    draw_notes(sheet, notes, room, grow=True)
    if not buttons:
        return
    box = Box(frame.margin, top, wide, first)
    lead = replace(frame.tile)
    sheet.button(buttons[0], box, lead, primary=True, icon=frame.row_icon)
    y = box.bottom + frame.gap
    for row in range(rows):
        shown = languages[row * 3 : row * 3 + 3]
        for node, (x, width) in zip(shown, share(wide, len(shown), frame.gap), strict=True):
            spot = Box(frame.margin + x, y, width, high)
            sheet.button(node, spot, frame.lead, icon=frame.button_icon)
        y += high + frame.gap
