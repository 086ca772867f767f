"""Place a screen: the one way in. Pure: the same model, panel and measure give the same layout."""

from config.geometry import Geometry
from kiosk.flow.model import Capacity, ScreenModel
from kiosk.layout.board import Labels, Sheet
from kiosk.layout.content import (
    draw_detail,
    draw_list,
    draw_notice,
    draw_pad,
    draw_tiles_screen,
)
from kiosk.layout.foot import draw_foot, draw_head, draw_pager, draw_title, foot_height
from kiosk.layout.idle import draw_idle
from kiosk.layout.issued import draw_issued
from kiosk.layout.marks import Box, Layout
from kiosk.layout.reach import draw_reach, reach_capacity
from kiosk.layout.sizes import Frame, Measure, frame_of

_CHARACTERS_A_LINE = 24
_MOST_ROWS = 6
_MOST_TILES = 6
_LEAST_ROWS = 1


def place(
    model: ScreenModel,
    geometry: Geometry,
    width: int,
    height: int,
    measure: Measure,
    labels: Labels | None = None,
) -> Layout:
    """Return where everything stands and what is drawn, for a window of that size."""
    frame = frame_of(geometry, width, height, model.modes.size)
    sheet = Sheet(frame=frame, measure=measure, labels=labels or Labels())
    if model.layout == "idle":
        draw_idle(sheet, model)
        capacity = Capacity()
    elif model.modes.reach:
        capacity = reach_capacity(sheet)
        draw_reach(sheet, model, model.modes.hand)
    else:
        capacity = standard_capacity(sheet, model)
        _draw_standard(sheet, model, capacity)
    return Layout(
        boxes=sheet.boxes,
        marks=tuple(sheet.marks),
        capacity=capacity,
        ring=frame.ring,
        clipped=frozenset(sheet.clipped),
    )


def content_top(frame: Frame, model: ScreenModel) -> int:
    """Return where touchable content may begin: under the title, never above 1220 mm."""
    block = frame.head + round(frame.body.em * 7.4)
    if model.layout in ("detail", "notice"):
        return block
    return max(block, frame.top_line)


def standard_capacity(sheet: Sheet, model: ScreenModel) -> Capacity:
    """Return how much a page holds with its pager, so that paging never changes it."""
    frame = sheet.frame
    foot = frame.height - foot_height(sheet, model)
    pager = max(frame.mm(20), round(frame.body.em * 2.6)) + frame.gap
    top = max(frame.head + round(frame.body.em * 7.4), frame.top_line)
    room = foot - pager - top
    row = frame.item.line + 2 * frame.body.line + round(frame.body.em * 0.7) + 6
    rows = (room + frame.gap) // (row + frame.gap)
    note = 2 * frame.body.line
    tile = 2 * frame.tile.line + max(frame.plate, frame.body.em * 2) + round(frame.body.em * 1.2)
    tiles = 2 * ((room - note + frame.gap) // (tile + frame.gap))
    line = frame.body.line + round(frame.body.em * 0.3)
    across = (frame.width - 2 * frame.margin - frame.body.em * 2) / frame.body.em
    reading = foot - pager - (frame.head + round(frame.body.em * 7.4))
    lines = int(reading / line * min(1.0, across / _CHARACTERS_A_LINE))
    return Capacity(
        rows=min(max(rows, _LEAST_ROWS), _MOST_ROWS),
        tiles=min(max(tiles, 2), _MOST_TILES),
        lines=max(lines, 4),
    )


def _draw_standard(sheet: Sheet, model: ScreenModel, capacity: Capacity) -> None:
    frame = sheet.frame
    draw_head(sheet)
    wide = frame.width - 2 * frame.margin
    foot = draw_foot(sheet, model)
    end = draw_pager(sheet, model, foot)
    if model.layout == "issued":
        top = frame.head + frame.gap * 2
        draw_issued(sheet, model, Box(frame.margin, top, wide, end - top))
        return
    top = content_top(frame, model)
    above = round(frame.body.em * 6.2)
    title = Box(frame.margin, top - above, wide, above - frame.gap)
    ended = draw_title(sheet, model, title)
    if model.layout in ("detail", "notice"):
        top = min(top, ended + frame.gap * 2)
    box = Box(frame.margin, top, wide, max(end - top, 1))
    if model.layout == "tiles":
        draw_tiles_screen(sheet, model, box, capacity.tiles)
    elif model.layout in ("list", "form"):
        draw_list(sheet, model, box, capacity.rows)
    elif model.layout == "pad":
        draw_pad(sheet, model, box)
    elif model.layout == "notice":
        draw_notice(sheet, model, box)
    else:
        draw_detail(sheet, model, box)
