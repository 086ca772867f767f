"""The window really shows what the layout placed; and paints only what changed."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from config.geometry import PANEL_32
from kiosk.flow.presenting import present
from kiosk.flow.visit import Known, Visit
from kiosk.layout.drawing import Item, Scene
from kiosk.layout.looks import Attention
from kiosk.layout.measures import Measures
from kiosk.layout.placing import place
from kiosk.layout.tokens import themes
from kiosk.ui.text.pango import shared_measure

pytestmark = pytest.mark.usefixtures("offscreen")
MEASURES = Measures(width=1080, height=1920, geometry=PANEL_32, size="M")
DEFAULT = themes()["default"]


def home(attention: Attention | None = None) -> Scene:
    return place(
        present(Visit(step="home"), Known()), MEASURES, shared_measure(), attention=attention
    )


def window(**told: Any) -> Any:
    from kiosk.ui.window import Inputs, KioskWindow

    def ignore(*_: object) -> None:
        return None

    inputs = {"touch": ignore, "key_down": ignore, "key_up": ignore} | told
    return KioskWindow(Inputs(**inputs))


async def shot(shown: Any, path: Path) -> Image.Image:
    drawing = asyncio.create_task(shown.run())
    try:
        await asyncio.wait_for(shown.shot(path), 20)
    finally:
        shown.stop()
        await asyncio.wait_for(drawing, 20)
    with Image.open(path) as picture:
        return picture.convert("RGB")


def middle_left(item: Item) -> tuple[int, int]:
    """A point on a tile's field that no word or picture covers."""
    box = item.box
    return box.left + 12, (box.top + box.bottom) // 2


async def test_the_glass_shows_ground_fields_and_the_focus_in_their_colours(
    tmp_path: Path,
) -> None:
    scene = home(Attention(focused="home-ticket"))
    ticket, work = scene.item("home-ticket"), scene.item("home-work")
    assert ticket is not None
    assert work is not None
    glass = window()
    glass.show(scene, DEFAULT)
    picture = await shot(glass, tmp_path / "home.png")
    assert picture.size == (1080, 1920)
    assert picture.getpixel((2, 1900)) == DEFAULT["bg"]
    assert picture.getpixel(middle_left(work)) == DEFAULT["surface"]
    assert picture.getpixel(middle_left(ticket)) == DEFAULT["focus_fill"]


def test_the_same_scene_again_paints_nothing() -> None:
    glass = window()
    glass.show(home(), DEFAULT)
    assert glass.show(home(), DEFAULT) == 0


def test_a_press_paints_one_control_anew() -> None:
    glass = window()
    glass.show(home(), DEFAULT)
    assert glass.show(home(Attention(pressed="home-work")), DEFAULT) == 1


def test_a_finger_of_the_window_is_told_from_the_top_left() -> None:
    from kivy.core.window import Window
    from kivy.tests.common import UnitTestTouch

    told: list[tuple[Any, ...]] = []
    kept = window(touch=lambda *touch: told.append(touch))
    assert kept.size == (1080, 1920)
    touch = UnitTestTouch(100, 1919 - 40)
    Window.dispatch("on_motion", "begin", touch)
    Window.dispatch("on_motion", "end", touch)
    assert [(kind, round(x), round(y)) for kind, _, x, y in told] == [
        ("down", 100, 41),
        ("up", 100, 41),
    ]


@pytest.mark.parametrize(
    ("scancode", "written", "name"),
    [(82, None, "up"), (81, None, "down"), (32, "#", "#"), (37, "*", "*"), (93, None, "numpad5"),
     (115, None, "f24"), (58, None, "f1")],
)  # fmt: skip
def test_a_key_of_the_window_is_told_by_its_place(
    scancode: int, written: str | None, name: str
) -> None:
    from kivy.core.window import Window

    told: list[str] = []
    kept = window(key_down=lambda key, _shift: told.append(key))
    Window.dispatch("on_key_down", 0, scancode, written, [])
    assert told == [name]
    assert kept.size == (1080, 1920)
