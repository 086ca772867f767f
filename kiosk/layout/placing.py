"""The one entry: a screen model becomes a scene in pixels, and the flow learns its capacity."""

from kiosk.flow.model import Capacity, Modes, Placed, ScreenModel
from kiosk.flow.wording import Words
from kiosk.layout.controls import Kit
from kiosk.layout.drawing import Scene
from kiosk.layout.fitting import Fitter, Measure
from kiosk.layout.frame import Head, pager_height
from kiosk.layout.looks import Attention
from kiosk.layout.measures import Measures
from kiosk.layout.reach import band_rows, place_reach, reading_room
from kiosk.layout.standard import content_box, place_standard

_FOOT_ROWS = 3
_MOST_ROWS = 6
_MOST_TILES = 6
_MOST_LOW = 4
_ASSUMED_CHARACTERS = 22
"""The flow reckons a written line at this many characters."""


def place(
    screen: ScreenModel,
    measures: Measures,
    measure: Measure,
    *,
    head: Head | None = None,
    attention: Attention | None = None,
) -> Scene:
    """Return where everything on a screen stands and how it is drawn now."""
    modes = screen.modes
    kit = make_kit(modes, measures, measure, attention or Attention())
    top = head or Head()
    placing = (place_reach if modes.reach and screen.layout != "idle" else place_standard)(
        screen, top, kit
    )
    placed = {item.node for item in placing.items}
    return Scene(
        width=measures.width,
        height=measures.height,
        decoration=tuple(placing.decoration),
        items=tuple(placing.items),
        missing=tuple(node.id for node in screen.nodes if node.id not in placed),
    )


def make_kit(modes: Modes, measures: Measures, measure: Measure, attention: Attention) -> Kit:
    """Return what every control needs."""
    return Kit(
        m=measures,
        fit=Fitter(measure, measures.least_em),
        attention=attention,
        language=modes.language,
        mirrored=modes.hand == "left",
        words=Words(modes.language),
    )


_MOST_EASY = 4
"""So many choices a page for who asked for easy words (A-71)."""


def capacity(modes: Modes, measures: Measures, measure: Measure) -> Capacity:
    """Return how much fits one page in these modes: the flow cuts its lists by it."""
    kit = make_kit(modes, measures, measure, Attention())
    if modes.reach:
        return _low_capacity(kit, speech=modes.speech)
    m = kit.m
    content = content_box(kit, speech=modes.speech)
    read = content_box(kit, speech=modes.speech, reads=True)
    room = content.height - pager_height(kit) - m.gap
    row = round(m.em("item") * 1.25) + 2 * round(m.body * 1.35) + 2 * m.u(10)
    row += round(m.body * 1.35) if m.large else 0
    rows = (room + m.gap) // (max(row, m.target(20.0)) + m.gap)
    tile = max(m.plate + round(m.em("item") * 1.3), m.target(25.0)) + 2 * m.u(10)
    tall = room - round(m.body * 1.42) * (2 if m.large else 1) - m.bleed
    tile_rows = (tall + m.gap) // (tile + m.gap)
    rows = min(_MOST_EASY if modes.easy else _MOST_ROWS, max(1, rows))
    return Capacity(
        rows=rows,
        tall_rows=rows,
        items=rows,
        tiles=min(_MOST_EASY if modes.easy else _MOST_TILES, max(2, 2 * tile_rows)),
        lines=_lines(read.height - pager_height(kit) - m.gap, kit),
    )


def _low_capacity(kit: Kit, *, speech: bool) -> Capacity:
    m = kit.m
    free = max(1, band_rows(m) - _FOOT_ROWS - 1)
    most = min(_MOST_LOW, 2 * free)
    room = reading_room(kit, speech=speech) - round(m.em("tile") * 2.6) - m.u(60)
    short = round(m.em("item") * 1.25) + round(m.body * 1.35)
    tall = short + round(m.body * 1.35)
    all_told = tall + (round(m.body * 1.35) if m.large else 0)
    return Capacity(
        rows=max(1, min(most, room // (short + m.u(4)))),
        tall_rows=max(1, min(most, room // (tall + m.u(4)))),
        items=max(1, min(most, room // (all_told + m.u(4)))),
        tiles=max(2, min(2 if m.large else _MOST_LOW, 2 * free)),
        lines=_lines(room, kit),
    )


def _lines(room: int, kit: Kit) -> int:
    m = kit.m
    step = round(m.body * 1.42)
    across = (m.width - 2 * m.margin - round(m.body * 1.3)) // m.body
    reckoned = room / (step + (m.bleed + 2 + 2 * m.u(4)) * 0.7)
    return max(3, int(reckoned * min(1.0, across / _ASSUMED_CHARACTERS)))


def bounds(scene: Scene) -> dict[str, Placed]:
    """Return where each node itself lies; of a control in the band, the band's button."""
    boxes: dict[str, Placed] = {}
    for item in scene.items:
        if item.node and not item.echo:
            box = item.box
            boxes[item.node] = Placed(box.left, box.top, box.right, box.bottom)
    return boxes
