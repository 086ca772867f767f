"""Draws every screen of the kiosk and every panel for docs/.

`.venv/bin/python tools/kiosk_pictures.py` from the checkout; half a minute.
Screens are those a walk through the conversation comes to (tests/kiosk/proof/walking.py), painted
by the kiosk's own painter without a window. Names, jobs and firms in them are invented.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from PIL import Image, ImageDraw, ImageFont

from config.geometry import HIGH_REACH_MM, PANEL_32, REACH_FLOOR_MM, READING_TOP_MM, Geometry
from config.loader import load_site
from kiosk.flow.model import Modes, ScreenModel
from kiosk.layout.drawing import Scene
from kiosk.layout.frame import Head
from kiosk.layout.looks import Attention
from kiosk.layout.measures import Measures
from kiosk.layout.placing import capacity, place
from kiosk.layout.tokens import Colours, themes
from kiosk.ui.painting import colour_of, paint_item
from kiosk.ui.text.pango import shared_measure

if TYPE_CHECKING:
    from tests.kiosk.proof.walking import Reached

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images" / "kiosk" / "screens"
PAGE = ROOT / "docs" / "kiosk-screens.md"
WIDTH, HEIGHT = 1080, 1920
_FONT = "NotoSansCJK-Bold.ttc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to use the kiosk that is pictured."""

    name: str
    title: str
    modes: Modes


WAYS = (
    Way(name="default", title="ordinary", modes=Modes()),
    Way(name="low", title="90 cm mode", modes=Modes(reach=True)),
    Way(
        name="yellow-xl",
        title="yellow on black, largest",
        modes=Modes(theme="yellow_on_black", size="XL"),
    ),
)


def painted(scene: Scene, colours: Colours) -> Image.Image:
    """Return a scene as the window would show it."""
    picture = Image.new("RGB", (scene.width, scene.height), colour_of(colours, "bg"))
    for item in (*scene.decoration, *scene.items):
        box, pixels = paint_item(item, colours)
        part = Image.frombytes(
            "RGB", (max(1, box.width), max(1, box.height)), pixels, "raw", "BGRX"
        )
        picture.paste(part, (box.left, box.top))
    return picture


def drawn(screen: ScreenModel, geometry: Geometry, head: Head) -> Image.Image:
    """Return a screen on a panel."""
    modes = screen.modes
    measures = Measures(width=WIDTH, height=HEIGHT, geometry=geometry, size=modes.size)
    scene = place(screen, measures, shared_measure(), head=head, attention=Attention())
    return painted(scene, themes()[modes.theme])


def on_panel(state: "Reached", modes: Modes, geometry: Geometry) -> Image.Image:
    """Return a reached screen as somebody sees it who uses the kiosk so."""
    measures = Measures(width=WIDTH, height=HEIGHT, geometry=geometry, size=modes.size)
    screen = state.within(modes, capacity(modes, measures, shared_measure()))
    names = state.known.hall_names
    head = Head(
        hall=names.get(modes.language, ""),
        date="11月23日 星期一",
        time="09:42",
        calls=(("A016", "3 号窗口"), ("F004", "1 号窗口")),
    )
    return drawn(screen, geometry, head)


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture small: a palette holds a screen of flat colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    palette = picture.quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette.save(path, optimize=True)


def reached() -> "dict[str, Reached]":
    """Return a state of each screen, walked to in a hall with believable content.

    It is the first one come to, but of lists and items one of a job, which most people look for.
    """
    from tests.kiosk.pictured import PicturedHall
    from tests.kiosk.proof.walking import Walker

    walker = Walker()
    walker.room.begin_with(PicturedHall(demo=load_site()))
    found: dict[str, Reached] = {}
    for state in asyncio.run(walker.walk()).states:
        first = found.setdefault(state.visit.step, state)
        search = state.visit.search
        if first.visit.search.kind != "job" and search.kind == "job" and search.items:
            found[state.visit.step] = state
    return found


def screens(states: "dict[str, Reached]") -> list[str]:
    """Draw every screen in every pictured way; return the page's lines."""
    lines = ["", "| | " + " | ".join(way.title for way in WAYS) + " |", "| --- |" + " --- |" * 3]
    for step, state in states.items():
        cells = []
        for way in WAYS:
            small = on_panel(state, way.modes, PANEL_32).resize(
                (WIDTH * 2 // 5, HEIGHT * 2 // 5), Image.Resampling.LANCZOS
            )
            name = f"{step}-{way.name}.png"
            keep(small, IMAGES / name)
            cells.append(f"![{step}, {way.title}](images/kiosk/screens/{name})")
        lines.append(f"| {step} | " + " | ".join(cells) + " |")
    return lines


# --- panels above the floor

PANELS = (
    ("21.5", 268, 476),
    ("27", 336, 598),
    ("32", 398, 708),
    ("43", 535, 952),
    ("55", 685, 1218),
)
_SCALE = 1.3
_FROM_MM = 330
_SIDE_MM = 120
_MARKS = (
    (REACH_FLOOR_MM, "380"),
    (int(PANEL_32.reach_max_mm), "900"),
    (HIGH_REACH_MM, "1220"),
    (READING_TOP_MM, "1300"),
)


def panel(state: "Reached", width_mm: int, height_mm: int) -> Image.Image:
    """Return one panel as it hangs, ordinary and in the 90 cm mode, the band drawn in."""
    geometry = replace(PANEL_32, panel_width_mm=width_mm, panel_height_mm=height_mm)
    top_mm = geometry.panel_bottom_mm + height_mm + 40
    across = round((2 * width_mm + 3 * _SIDE_MM) * _SCALE)
    down = round((top_mm - _FROM_MM) * _SCALE)
    whole = Image.new("RGB", (across, down), (255, 255, 255))
    pen = ImageDraw.Draw(whole)

    def y_of(above_mm: float) -> int:
        return round((top_mm - above_mm) * _SCALE)

    band = (0, y_of(geometry.reach_max_mm), across, y_of(REACH_FLOOR_MM))
    pen.rectangle(band, fill=(255, 240, 205))
    for place_, reach in enumerate((False, True)):
        left = round((_SIDE_MM + place_ * (width_mm + _SIDE_MM)) * _SCALE)
        size = (round(width_mm * _SCALE), round(height_mm * _SCALE))
        shown = on_panel(state, Modes(reach=reach), geometry)
        whole.paste(shown.resize(size, Image.Resampling.LANCZOS),
                    (left, y_of(geometry.panel_bottom_mm + height_mm)))  # fmt: skip
        box = (left - 2, y_of(geometry.panel_bottom_mm + height_mm) - 2,
               left + size[0] + 1, y_of(geometry.panel_bottom_mm) + 1)  # fmt: skip
        pen.rectangle(box, outline=(20, 32, 42), width=3)
    _marks(pen, across, y_of, top_mm)
    return whole


def _marks(pen: Any, across: int, y_of: Any, top_mm: float) -> None:
    font = ImageFont.truetype(_FONT, 22, index=2)
    for above, text in _MARKS:
        if above > top_mm:
            continue
        y = y_of(above)
        for x in range(0, across, 16):
            pen.line((x, y, x + 8, y), fill=(200, 30, 30), width=2)
        pen.text((8, y - 30), f"{text} mm", fill=(160, 20, 20), font=font)


def panels(states: "dict[str, Reached]") -> list[str]:
    """Draw the five panels; return the page's lines."""
    lines = []
    for inches, width_mm, height_mm in PANELS:
        name = f"panel-{inches}.png"
        keep(panel(states["home"], width_mm, height_mm), IMAGES / name)
        shown = f"![{inches}-inch panel above the floor](images/kiosk/screens/{name})"
        lines += ["", f"{inches} inches, {width_mm} × {height_mm} mm:", "", shown]
    return lines


_HEAD = """# Every screen of the kiosk

Made by `tools/kiosk_pictures.py`, which walks to every screen there is; do not edit. Each is shown
on a 32-inch panel hung 650 mm above the floor, at two fifths of its size: the ordinary look, the
90 cm mode,
and the largest letters in yellow on black. Names, firms and numbers are invented.
"""

_PANELS = """
# Five panels, and where hands reach

The home screen on five real panels (portrait, 1080 × 1920, lower edge 650 mm above the floor), left
as usual, right in the 90 cm mode. Shaded is the band from 380 to 900 mm: in the 90 cm mode every
control lies in it. Nothing is ever touched above 1220 mm, and nothing need be read above 1300 mm.
"""


@click.command()
@click.option("--only", multiple=True, help="Draw only these screens, and no page.")
def main(only: Sequence[str]) -> None:
    """Draw every screen and every panel into docs/images/kiosk/screens."""
    states = reached()
    if only:
        screens({step: state for step, state in states.items() if step in only})
        return
    for old in IMAGES.glob("*.png"):
        old.unlink()
    lines = [_HEAD, *screens(states), _PANELS, *panels(states)]
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")
    click.echo(f"{len(states)} screens in {len(WAYS)} ways, {len(PANELS)} panels")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
