"""Pictograms, codes and colours as pixels, without any window."""

import io
import xml.etree.ElementTree as ElementTree
from importlib.resources import files

import cairocffi
import pytest
import zxingcpp
from PIL import Image

from kiosk.flow.model import THEMES
from kiosk.layout.drawing import Box, Code, Edge, Emblem, Fill, Item, Picture
from kiosk.layout.tokens import themes
from kiosk.ui.painting import paint_item
from kiosk.ui.pictograms import draw_pictogram, known

ICONS = sorted(
    entry.name.removesuffix(".svg")
    for entry in files("kiosk.ui.icons").iterdir()
    if entry.name.endswith(".svg")
)


@pytest.mark.parametrize("icon", ICONS)
def test_every_pictogram_is_of_the_set_and_is_drawn(icon: str) -> None:
    text = files("kiosk.ui.icons").joinpath(f"{icon}.svg").read_text("utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314  shipped with the program
    assert (root.get("viewBox"), root.get("stroke-width")) == ("0 0 24 24", "2")
    assert root.get("stroke") == "currentColor"
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, 96, 96)
    context = cairocffi.Context(surface)
    draw_pictogram(context, icon, 0, 0, 96, (1, 1, 1))
    surface.flush()
    coverage = bytes(surface.get_data())
    assert 0.01 < sum(value > 127 for value in coverage) / len(coverage) < 0.6


def test_an_arc_is_drawn_where_it_belongs() -> None:
    """The clock's circle and the half-filled contrast disc meet their grid."""
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, 240, 240)
    draw_pictogram(cairocffi.Context(surface), "contrast", 0, 0, 240, (1, 1, 1))
    surface.flush()
    stride, pixels = surface.get_stride(), bytes(surface.get_data())
    assert pixels[120 * stride + 170] == 255, "the right half is filled"
    assert pixels[120 * stride + 70] == 0, "the left half is empty"
    assert pixels[120 * stride + 30] == 255, "the ring stands at the left"


def test_unknown_pictograms_are_known_to_be_so() -> None:
    assert known("home")
    assert not known("unicorn")


def _picture(item: Item, theme: str = "default", *, swapped: bool = True) -> Image.Image:
    colours = themes()[theme]  # type: ignore[index]  # a theme's name
    box, pixels = paint_item(item, colours, swapped=swapped)
    return Image.frombytes("RGBA", (box.width, box.height), pixels)


def test_an_items_pixels_are_opaque_red_green_blue() -> None:
    item = Item(node="x", box=Box(5, 5, 25, 15), draws=(Fill(Box(5, 5, 15, 15), "primary"),))
    picture = _picture(item)
    assert picture.getpixel((3, 5)) == (0x08, 0x3B, 0x40, 255)
    assert picture.getpixel((15, 5)) == (0xF4, 0xF2, 0xEC, 255)


def test_the_ring_stands_outside_the_control() -> None:
    box = Box(20, 20, 120, 80)
    item = Item(
        node="x", box=box, bleed=11,
        draws=(Fill(box, "focus_fill"), Edge(box.inset(-11), "focus_ring", 6, 17)),
    )  # fmt: skip
    picture = _picture(item)
    assert picture.size == (122, 82)
    assert picture.getpixel((61, 2)) == (0x14, 0x20, 0x2A, 255)
    assert picture.getpixel((61, 8)) == (0xF4, 0xF2, 0xEC, 255), "a gap between ring and control"
    assert picture.getpixel((61, 40)) == (0xFF, 0xC9, 0x3C, 255)


@pytest.mark.parametrize("theme", THEMES)
def test_a_code_can_be_read_in_every_theme(theme: str) -> None:
    address = "http://192.168.1.20:8090/t/Zt0kQm3vXy9bQw7eRr5tTg"
    box = Box(0, 0, 340, 340)
    item = Item(node="qr", box=box, draws=(Fill(box, "white"), Code(box, address)))
    found = zxingcpp.read_barcodes(_picture(item, theme).convert("L"))
    assert [code.text for code in found] == [address]


def test_a_pictogram_takes_the_colour_of_its_role() -> None:
    box = Box(0, 0, 96, 96)
    picture = _picture(Item(node="x", box=box, draws=(Picture(box, "rate", "danger"),)))
    assert picture.getpixel((48, 48)) == (0x6A, 0x0F, 0x14, 255)


def _emblem(*, swapped: bool) -> Image.Image:
    """A picture red at the left and blue at the right, in a box among what is free."""
    drawn = Image.new("RGB", (40, 20), (200, 10, 20))
    drawn.paste((10, 30, 220), (20, 0, 40, 20))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    emblem = Emblem(Box(110, 60, 190, 100), written.getvalue())
    item = Item(node="", box=Box(100, 50, 200, 110), draws=(emblem,))
    return _picture(item, swapped=swapped)


def test_the_halls_emblem_fills_its_box_in_its_own_colours() -> None:
    picture = _emblem(swapped=True)
    assert picture.getpixel((20, 30)) == (200, 10, 20, 255)
    assert picture.getpixel((80, 30)) == (10, 30, 220, 255)
    assert picture.getpixel((5, 30)) == picture.getpixel((95, 30)) == (0xF4, 0xF2, 0xEC, 255)
    assert picture.getpixel((20, 5)) == picture.getpixel((20, 55)) == (0xF4, 0xF2, 0xEC, 255)
    assert picture.getpixel((10, 10)) == (200, 10, 20, 255), "the corner too"
    assert picture.getpixel((89, 49)) == (10, 30, 220, 255)
    blue_first = _emblem(swapped=False)
    assert blue_first.getpixel((20, 30)) == (20, 10, 200, 255)


def test_what_is_clear_in_an_emblem_shows_the_ground() -> None:
    drawn = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    drawn.paste((200, 10, 20, 255), (0, 0, 10, 20))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    box = Box(0, 0, 40, 40)
    picture = _picture(Item(node="", box=box, draws=(Emblem(box, written.getvalue()),)))
    assert picture.getpixel((8, 20)) == (200, 10, 20, 255)
    assert picture.getpixel((35, 20)) == (0xF4, 0xF2, 0xEC, 255)


def test_a_damaged_emblem_is_left_out_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    written = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(written, "PNG")
    whole = written.getvalue()
    middle = len(whole) // 2
    box = Box(0, 0, 40, 40)
    for damaged in (whole[:middle], whole[:60] + bytes(200) + whole[260:], b"\x89PNG"):
        for _ in range(2):
            item = Item(node="", box=box, draws=(Emblem(box, damaged), Fill(box, "primary")))
            assert _picture(item).getpixel((20, 20)) == (0x08, 0x3B, 0x40, 255)
    told = [record for record in caplog.records if "emblem cannot be drawn" in record.message]
    assert len(told) == 3
