"""What the modes change, and what they must never change."""

from dataclasses import replace
from typing import Any

import pytest

from config.geometry import PANEL_32
from kiosk.flow.model import THEMES, Capacity, Modes
from kiosk.layout.drawing import Edge, Fill, Scene, Words
from kiosk.layout.frame import Head
from kiosk.layout.looks import Attention
from kiosk.layout.measures import Measures
from kiosk.layout.placing import bounds, capacity, place
from kiosk.ui.pictograms import known
from kiosk.ui.text.pango import shared_measure

M = Measures(width=1080, height=1920, geometry=PANEL_32, size="M")
FITS = Capacity(rows=4, tall_rows=4, items=4, tiles=4, lines=8)
HEAD = Head(hall="安平县残疾人就业服务大厅", date="11月23日", time="09:42",
            calls=(("A017", "3 号窗口"), ("F004", "1 号窗口")))  # fmt: skip


def _scene(screens, name: str, attention: Attention | None = None, **modes: Any) -> Scene:  # type: ignore[no-untyped-def]
    screen = screens(Modes(**modes), FITS)[name]
    return place(screen, M, shared_measure(), head=HEAD, attention=attention)


def _names(screens) -> list[str]:  # type: ignore[no-untyped-def]
    return list(screens(Modes(), FITS))


def test_a_11_the_low_mode_offers_every_function_of_the_high_one(screens) -> None:  # type: ignore[no-untyped-def]
    for name in _names(screens):
        high = {item.node for item in _scene(screens, name).items if item.touch}
        low = {
            item.node
            for item in _scene(screens, name, reach=True).items
            if item.touch and not item.echo
        }
        assert high == low, name


def test_a_12_the_hand_mirrors_places_but_not_the_order(screens) -> None:  # type: ignore[no-untyped-def]
    for name in _names(screens):
        for reach in (False, True):
            right = _scene(screens, name, reach=reach)
            left = _scene(screens, name, reach=reach, hand="left")
            assert [i.node for i in right.items if i.node] == [i.node for i in left.items if i.node]
    low = _scene(screens, "home", reach=True).item("home-ticket")
    mirrored = _scene(screens, "home", reach=True, hand="left").item("home-ticket")
    assert low is not None
    assert mirrored is not None
    assert mirrored.box.left < low.box.left


def test_reading_order_is_the_order_of_the_model(screens) -> None:  # type: ignore[no-untyped-def]
    for name, screen in screens(Modes(), FITS).items():
        scene = place(screen, M, shared_measure(), head=HEAD)
        drawn = [item.node for item in scene.items if item.node]
        if screen.layout == "issued":
            assert sorted(drawn) == sorted(node.id for node in screen.nodes)
        else:
            assert drawn == [node.id for node in screen.nodes], name


def test_a_73_the_foot_is_the_same_on_every_screen(screens) -> None:  # type: ignore[no-untyped-def]
    places = set()
    for name in _names(screens):
        if name.startswith("idle"):
            continue
        placed = bounds(_scene(screens, name))
        foot = ("home", "staff", "reach", "display", "language", "back", "strip", "help")
        places.add(tuple(placed[node] for node in foot))
    assert len(places) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_a_20_the_focused_control_is_filled_and_ringed_outside_a_gap(theme: str, screens) -> None:  # type: ignore[no-untyped-def]
    scene = _scene(screens, "home", Attention(focused="home-work"), theme=theme)
    item = scene.item("home-work")
    assert item is not None
    fills = [draw.colour for draw in item.draws if isinstance(draw, Fill)]
    assert "focus_fill" in fills
    ring = [draw for draw in item.draws if isinstance(draw, Edge) and draw.colour == "focus_ring"]
    assert len(ring) == 1
    assert ring[0].width >= M.mm(1)
    assert item.box.left - ring[0].box.left - ring[0].width >= M.mm(1), "a gap of a millimetre"


def test_nothing_is_lamp_yellow_while_nothing_is_focused_or_called(screens) -> None:  # type: ignore[no-untyped-def]
    for name in _names(screens):
        for item in _scene(screens, name).items:
            colours = {getattr(draw, "colour", "") for draw in item.draws}
            assert not colours & {"focus_fill", "attention"}, (name, item.node)


def test_only_the_strip_is_filled_and_the_start(screens) -> None:  # type: ignore[no-untyped-def]
    for name in _names(screens):
        for item in _scene(screens, name).items:
            filled = any(
                isinstance(draw, Fill) and draw.colour == "primary" and draw.box == item.box
                for draw in item.draws
            )
            if filled and item.touch:
                assert item.node in ("strip", "start"), name


def test_a_pressed_control_answers_in_its_own_place(screens) -> None:  # type: ignore[no-untyped-def]
    calm = _scene(screens, "home")
    pressed = _scene(screens, "home", Attention(pressed="home-work"))
    changed = [
        one.node for one, other in zip(calm.items, pressed.items, strict=True) if one != other
    ]
    assert changed == ["home-work"]
    assert bounds(calm) == bounds(pressed)


def test_every_pictogram_named_by_a_screen_exists(screens) -> None:  # type: ignore[no-untyped-def]
    for name, screen in screens(Modes(), FITS).items():
        for node in screen.nodes:
            icons = [node.icon, *(fact.icon for fact in node.facts)]
            assert all(not icon or known(icon) for icon in icons), (name, node.id, icons)


def test_every_choice_has_a_plate_words_and_no_more_than_six_are_offered(screens) -> None:  # type: ignore[no-untyped-def]
    for name in _names(screens):
        screen = screens(Modes(), FITS)[name]
        choices = [node for node in screen.nodes if node.role in ("choice", "row", "toggle")]
        assert len(choices) <= 6, name
        assert all(choice.name for choice in choices), name
        if screen.layout == "pad":
            assert not any(choice.number for choice in choices), "digits are typed there"
        else:
            assert all(choice.number for choice in choices), name


def test_low_pages_are_short(screens) -> None:  # type: ignore[no-untyped-def]
    fits = capacity(Modes(reach=True), M, shared_measure())
    assert fits.rows <= 4
    assert fits.tiles <= 4


@pytest.mark.parametrize(("wide", "high"), [(268, 476), (535, 952), (685, 1218)])
def test_a_settings_row_needs_less_room_than_a_service_and_a_service_less_than_a_job(
    wide: int, high: int
) -> None:
    """On a low or coarse panel the largest letters still show more than one of a list."""
    panel = replace(PANEL_32, panel_width_mm=wide, panel_height_mm=high)
    measures = Measures(width=1080, height=1920, geometry=panel, size="XL")
    fits = capacity(Modes(reach=True, size="XL"), measures, shared_measure())
    assert fits.rows >= 3
    assert fits.rows >= fits.tall_rows >= 2
    assert fits.tall_rows >= fits.items >= 1


def test_low_mode_shows_the_latest_calls_where_nothing_is_operated(screens) -> None:  # type: ignore[no-untyped-def]
    tall = replace(PANEL_32, panel_width_mm=685, panel_height_mm=1218)
    measures = Measures(width=1080, height=1920, geometry=tall, size="M")
    home = screens(Modes(reach=True), FITS)["home"]
    scene = place(home, measures, shared_measure(), head=HEAD)
    drawn = [
        ("".join(draw.lines), item.box)
        for item in scene.decoration
        for draw in item.draws
        if isinstance(draw, Words)
    ]
    boxes = [box for text, box in drawn if "A017" in text]
    assert boxes
    assert boxes[0].bottom <= measures.reading_top
    assert not any("A017" in node.name for node in home.nodes)
