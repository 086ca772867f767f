"""What is wrong with a placed screen, in words; empty where everybody can see and reach it."""

from collections.abc import Iterator
from dataclasses import replace

from config.geometry import HIGH_REACH_MM, PANEL_32, REACH_FLOOR_MM, Geometry
from kiosk.flow.model import Modes, ScreenModel
from kiosk.layout.drawing import Box, Item, Scene, Words
from kiosk.layout.frame import Head
from kiosk.layout.measures import GAP_LEAST_MM, TARGET_LEAST_MM, Measures
from kiosk.layout.placing import place
from kiosk.ui.text.pango import shared_measure

PANELS: dict[str, Geometry] = {
    "21.5": replace(PANEL_32, panel_width_mm=268, panel_height_mm=476),
    "27": replace(PANEL_32, panel_width_mm=336, panel_height_mm=598),
    "32": PANEL_32,
    "43": replace(PANEL_32, panel_width_mm=535, panel_height_mm=952),
    "55": replace(PANEL_32, panel_width_mm=685, panel_height_mm=1218),
}
"""Real panels, portrait, 1080 × 1920, their lower edge 650 mm above the floor."""

# Text that comes from content may be cut where there is no room; it is spoken and shown whole.
DATA = ("row-", "word-", "service-", "value-", "title", "strip", "change-needs")
_TOLERANCE = 0.02


def measures_of(panel: str, modes: Modes) -> Measures:
    """Return a window that fills a panel."""
    return Measures(width=1080, height=1920, geometry=PANELS[panel], size=modes.size)


def head_of(modes: Modes) -> Head:
    """Return what stands above every screen, the caption where speech is on."""
    return Head(hall="安平县残疾人就业服务大厅", date="11月23日 星期一", time="09:42",
                caption="文字客服，每月三千五百到五千元" if modes.speech else "")  # fmt: skip


def placed(screen: ScreenModel, measures: Measures) -> Scene:
    """Return a screen placed on a panel."""
    return place(screen, measures, shared_measure(), head=head_of(screen.modes))


def faults(scene: Scene, measures: Measures, screen: ScreenModel) -> list[str]:
    """Return everything that is wrong."""
    return [
        *missing(scene),
        *clipped(scene),
        *overlaps(scene, measures),
        *small(scene, measures),
        *covered_rings(scene, measures),
        *out_of_reach(scene, measures, screen),
    ]


def missing(scene: Scene) -> Iterator[str]:
    """A node that found no room."""
    for node in scene.missing:
        yield f"no room for {node}"


def clipped(scene: Scene) -> Iterator[str]:
    """Text that is cut, or leaves its place (A-22)."""
    echoed = {item.node for item in scene.items if item.echo}
    for item in (*scene.items, *scene.decoration):
        if item.box.left < 0 or item.box.right > scene.width or item.box.bottom > scene.height:
            yield f"{item.node} stands outside the window: {item.box}"
        for words in texts(item):
            short = words.shortened and item.node and not item.node.startswith(DATA)
            if short and (item.echo or item.node not in echoed):
                yield f"{item.node}: {' / '.join(words.lines)!r} is cut short"
            if not item.box.inset(-1).holds(words.box):
                yield f"{item.node}: {words.lines[0]!r} at {words.box} leaves {item.box}"


def texts(item: Item) -> Iterator[Words]:
    """The words drawn for an item."""
    return (draw for draw in item.draws if isinstance(draw, Words))


def overlaps(scene: Scene, measures: Measures) -> Iterator[str]:
    """Things over one another, and controls too near (A-6)."""
    standing = [item for item in scene.items if item.node]
    for at, one in enumerate(standing):
        for other in standing[at + 1 :]:
            if one.box.overlaps(other.box):
                yield f"{one.node} lies over {other.node}"
            elif near(one, other) < measures.mm(GAP_LEAST_MM) - 1 and one.touch and other.touch:
                yield f"{one.node} and {other.node} are {near(one, other)} px apart"


def near(one: Item, other: Item) -> int:
    """How far two controls stand apart, in pixels."""
    across = max(one.box.left - other.box.right, other.box.left - one.box.right, 0)
    along = max(one.box.top - other.box.bottom, other.box.top - one.box.bottom, 0)
    return max(across, along) if not (one.echo or other.echo) else 999


def covered_rings(scene: Scene, measures: Measures) -> Iterator[str]:
    """A focus ring must be whole: nothing else stands within its reach (A-20)."""
    standing = [item for item in scene.items if item.node and not item.echo]
    window = Box(0, 0, scene.width, scene.height)
    for one in standing:
        around = one.box.inset(-measures.bleed)
        if not window.holds(around):
            yield f"the ring of {one.node} leaves the window"
        for other in standing:
            if other is not one and around.overlaps(other.box):
                yield f"{other.node} covers the ring of {one.node}"


def small(scene: Scene, measures: Measures) -> Iterator[str]:
    """Controls and letters that are too small (A-6, A-17)."""
    least = measures.mm(TARGET_LEAST_MM)
    for item in scene.items:
        if item.touch and not item.echo and min(item.box.width, item.box.height) < least:
            yield f"{item.node} is {item.box.width}×{item.box.height} px, under {least}"
        for words in texts(item):
            if words.em < measures.least_em:
                yield f"{item.node}: text of {words.em} px"


def out_of_reach(scene: Scene, m: Measures, screen: ScreenModel) -> Iterator[str]:
    """Controls above 1220 mm, in the 90 cm mode above 900 mm, or below 380 mm (A-2, A-3)."""
    low = screen.modes.reach and screen.layout != "idle"
    highest = m.geometry.reach_max_mm if low else HIGH_REACH_MM
    for item in scene.items:
        if not item.touch or item.echo:
            continue
        top_mm = m.geometry.height_above_floor_mm(item.box.top, m.height)
        bottom_mm = m.geometry.height_above_floor_mm(item.box.bottom, m.height)
        if top_mm > highest + _TOLERANCE:
            yield f"{item.node} reaches {top_mm:.0f} mm, above {highest:.0f}"
        if bottom_mm < REACH_FLOOR_MM:
            yield f"{item.node} reaches down to {bottom_mm:.0f} mm"
