"""The hall's picture left of its name: within the bar, clear of the words, never at their cost."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from kiosk.flow.model import Modes, TextSize
from kiosk.flow.presenting import present
from kiosk.flow.visit import Known, Visit
from kiosk.layout.drawing import Emblem, Fill, Item, Words
from kiosk.layout.frame import Head
from kiosk.layout.placing import place
from kiosk.ui.text.pango import line_width, shared_measure
from tests.kiosk.proof.placed import PANELS, clipped, measures_of, texts


def png(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(written, "PNG")
    return written.getvalue()


SQUARE, WIDE, TALL = png(64, 64), png(640, 40), png(40, 320)
HEAD = Head(
    hall="Anping County Employment Service Hall for People with Disabilities",
    date="Monday, 23 November", time="09:42", emblem=SQUARE, colour=(29, 79, 145),
)  # fmt: skip


def top(panel: str, modes: Modes, head: Head) -> Item:
    """The bar at the top, once nothing of the screen is found to be cut."""
    measures = measures_of(panel, modes)
    screen = present(Visit(step="home", modes=modes), Known())
    scene = place(screen, measures, shared_measure(), head=head)
    assert not list(clipped(scene))
    assert all(not isinstance(draw, Emblem) for item in scene.items for draw in item.draws)
    return next(item for item in scene.decoration if item.box.top == 0 and list(texts(item)))


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("size", ["M", "XL"])
@pytest.mark.parametrize("reach", [False, True])
def test_the_name_clears_the_emblem_on_every_panel(panel: str, size: TextSize, reach: bool) -> None:
    for picture in (SQUARE, WIDE, TALL):
        modes = Modes(language="en", size=size, reach=reach)
        bar = top(panel, modes, replace(HEAD, emblem=picture))
        (emblem,) = (draw for draw in bar.draws if isinstance(draw, Emblem))
        name, time = (draw for draw in bar.draws if isinstance(draw, Words))
        assert emblem.png == picture
        assert bar.box.inset(1).holds(emblem.box)
        assert emblem.box.right < name.box.left
        assert name.box.right < time.box.left
        assert not name.shortened
        assert time.lines[0].endswith("09:42")
        wide, high = Image.open(io.BytesIO(picture)).size
        assert emblem.box.width / emblem.box.height == pytest.approx(wide / high, rel=0.1)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_on_the_idle_screen_it_stands_on_white_beside_the_time(panel: str, language: str) -> None:
    for picture in (SQUARE, WIDE, TALL):
        modes = Modes(language=language)
        measures = measures_of(panel, modes)
        screen = present(Visit(modes=modes), Known())
        scene = place(screen, measures, shared_measure(), head=replace(HEAD, emblem=picture))
        assert not list(clipped(scene))
        (hero,) = (item for item in scene.decoration if item.box.top == 0)
        (emblem,) = (draw for draw in hero.draws if isinstance(draw, Emblem))
        (plate,) = (d for d in hero.draws if isinstance(d, Fill) and d.colour == "white")
        assert plate.box.inset(1).holds(emblem.box)
        assert hero.box.holds(plate.box)
        for words in texts(hero):
            wide = max(line_width(words, line) for line in words.lines)
            assert words.box.left + wide < plate.box.left
        assert not any(item.box.overlaps(plate.box) for item in scene.items)


def test_a_name_that_would_not_fit_beside_it_stands_alone() -> None:
    bar = top("32", Modes(language="en"), replace(HEAD, hall=f"{HEAD.hall} {HEAD.hall}"))
    assert not any(isinstance(draw, Emblem) for draw in bar.draws)


@pytest.mark.parametrize("damaged", [b"", b"\x89PNG\r\n\x1a\n", b"no picture at all, but long"])
def test_without_a_picture_the_bar_is_as_it_was(damaged: bytes) -> None:
    before = top("32", Modes(language="en"), replace(HEAD, emblem=b""))
    assert top("32", Modes(language="en"), replace(HEAD, emblem=damaged)) == before
