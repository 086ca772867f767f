"""Every screen × size × reach × hand × language × panel: whole, apart, in reach, large enough."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from config.geometry import HIGH_REACH_MM, PANEL_32, REACH_FLOOR_MM, Geometry
from kiosk.flow.model import SIZES, Modes
from kiosk.layout.drawing import Box, Item, Scene, Words
from kiosk.layout.frame import Head
from kiosk.layout.measures import GAP_LEAST_MM, TARGET_LEAST_MM, Measures
from kiosk.layout.placing import capacity, place
from kiosk.ui.text.pango import shared_measure

PANELS: dict[str, Geometry] = {
    "21.5": replace(PANEL_32, panel_width_mm=268, panel_height_mm=476),
    "27": replace(PANEL_32, panel_width_mm=336, panel_height_mm=598),
    "32": PANEL_32,
    "43": replace(PANEL_32, panel_width_mm=535, panel_height_mm=952),
    "55": replace(PANEL_32, panel_width_mm=685, panel_height_mm=1218),
}
LANGUAGES = ("zh-CN", "en")
# Text that comes from content may be cut where there is no room; it is spoken and shown whole.
_DATA = ("row-", "word-", "service-", "value-", "title", "strip", "change-needs")
_TOLERANCE = 0.02


def _variants() -> Iterator[tuple[str, Modes]]:
    for panel in PANELS:
        for size in SIZES:
            for reach in (False, True):
                for language in LANGUAGES:
                    # Hand and speech change places only: each meets every other value in turn.
                    hands = (("right", False), ("left", True))
                    for hand, speech in hands:
                        yield (
                            panel,
                            Modes(
                                size=size,
                                reach=reach,
                                language=language,
                                hand=hand,  # type: ignore[arg-type]  # a literal pair
                                speech=speech,
                            ),
                        )


def _scenes(panel: str, modes: Modes, screens) -> Iterator[tuple[str, Scene, Measures]]:  # type: ignore[no-untyped-def]
    measures = Measures(width=1080, height=1920, geometry=PANELS[panel], size=modes.size)
    fits = capacity(modes, measures, shared_measure())
    head = Head(hall="安平县残疾人就业服务大厅", date="11月23日 星期一", time="09:42",
                caption="文字客服，每月三千五百到五千元" if modes.speech else "")  # fmt: skip
    for name, screen in screens(modes, fits).items():
        yield name, place(screen, measures, shared_measure(), head=head), measures


def _id(variant: tuple[str, Modes]) -> str:
    panel, modes = variant
    low = "low" if modes.reach else "high"
    said = "speech" if modes.speech else "quiet"
    return f"{panel}-{modes.size}-{low}-{modes.language}-{modes.hand}-{said}"


@pytest.mark.parametrize("variant", list(_variants()), ids=_id)
def test_every_screen_is_whole_apart_within_reach_and_large_enough(variant, screens) -> None:  # type: ignore[no-untyped-def]
    panel, modes = variant
    faults: list[str] = []
    for name, scene, measures in _scenes(panel, modes, screens):
        told = [*_missing(scene), *_clipped(scene), *_overlaps(scene, measures),
                *_small(scene, measures), *_covered_rings(scene, measures),
                *_out_of_reach(scene, measures, modes, name)]  # fmt: skip
        faults += [f"{name}: {fault}" for fault in told]
    assert not faults, "\n".join(faults[:40])


def _missing(scene: Scene) -> Iterator[str]:
    for node in scene.missing:
        yield f"no room for {node}"


def _clipped(scene: Scene) -> Iterator[str]:
    echoed = {item.node for item in scene.items if item.echo}
    for item in (*scene.items, *scene.decoration):
        if item.box.left < 0 or item.box.right > scene.width or item.box.bottom > scene.height:
            yield f"{item.node} stands outside the window: {item.box}"
        for words in _texts(item):
            short = words.shortened and item.node and not item.node.startswith(_DATA)
            if short and (item.echo or item.node not in echoed):
                yield f"{item.node}: {' / '.join(words.lines)!r} is cut short"
            if not item.box.inset(-1).holds(words.box):
                yield f"{item.node}: {words.lines[0]!r} at {words.box} leaves {item.box}"


def _texts(item: Item) -> Iterator[Words]:
    return (draw for draw in item.draws if isinstance(draw, Words))


def _overlaps(scene: Scene, measures: Measures) -> Iterator[str]:
    placed = [item for item in scene.items if item.node]
    for place_, one in enumerate(placed):
        for other in placed[place_ + 1 :]:
            if one.box.overlaps(other.box):
                yield f"{one.node} lies over {other.node}"
            elif _near(one, other) < measures.mm(GAP_LEAST_MM) - 1 and one.touch and other.touch:
                yield f"{one.node} and {other.node} are {_near(one, other)} px apart"


def _near(one: Item, other: Item) -> int:
    across = max(one.box.left - other.box.right, other.box.left - one.box.right, 0)
    along = max(one.box.top - other.box.bottom, other.box.top - one.box.bottom, 0)
    return max(across, along) if not (one.echo or other.echo) else 999


def _covered_rings(scene: Scene, measures: Measures) -> Iterator[str]:
    """A focus ring must be whole: nothing else stands within its reach (A-20)."""
    placed = [item for item in scene.items if item.node and not item.echo]
    window = Box(0, 0, scene.width, scene.height)
    for one in placed:
        around = one.box.inset(-measures.bleed)
        if not window.holds(around):
            yield f"the ring of {one.node} leaves the window"
        for other in placed:
            if other is not one and around.overlaps(other.box):
                yield f"{other.node} covers the ring of {one.node}"


def _small(scene: Scene, measures: Measures) -> Iterator[str]:
    least = measures.mm(TARGET_LEAST_MM)
    for item in scene.items:
        if item.touch and not item.echo and min(item.box.width, item.box.height) < least:
            yield f"{item.node} is {item.box.width}×{item.box.height} px, under {least}"
        for words in _texts(item):
            if words.em < measures.least_em:
                yield f"{item.node}: text of {words.em} px"


def _out_of_reach(scene: Scene, m: Measures, modes: Modes, name: str) -> Iterator[str]:
    for item in scene.items:
        if not item.touch or item.echo:
            continue
        low = modes.reach and name != "idle"
        top_mm = m.geometry.height_above_floor_mm(item.box.top, m.height)
        bottom_mm = m.geometry.height_above_floor_mm(item.box.bottom, m.height)
        highest = m.geometry.reach_max_mm if low else HIGH_REACH_MM
        if top_mm > highest + _TOLERANCE:
            yield f"{item.node} reaches {top_mm:.0f} mm, above {highest:.0f}"
        if bottom_mm < REACH_FLOOR_MM:
            yield f"{item.node} reaches down to {bottom_mm:.0f} mm"
