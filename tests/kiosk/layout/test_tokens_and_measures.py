"""Colours hold their floors; sizes follow the panel's millimetres."""

from dataclasses import replace
from importlib.resources import files

import pytest

from config.geometry import PANEL_32
from hall.errors import ConfigError
from kiosk.flow.model import SIZES, THEMES, Modes
from kiosk.layout.measures import CAP_TO_EM, Measures
from kiosk.layout.placing import capacity
from kiosk.layout.tokens import contrast, read_themes, themes
from kiosk.ui.text.pango import shared_measure

PANELS = {  # width mm, height mm, window height px, the four body sizes of visual language §3
    "21.5": (268, 476, 1920, (32, 36, 42, 48)),
    "27": (336, 598, 1920, (32, 36, 42, 48)),
    "32": (398, 708, 1920, (32, 36, 42, 48)),
    "43": (535, 952, 1920, (32, 36, 42, 48)),
    "55": (685, 1218, 1920, (32, 36, 42, 48)),
    "32 at 4K": (398, 708, 3840, (32, 38, 50, 65)),
}


def _shipped() -> str:
    return files("kiosk.layout").joinpath("tokens.toml").read_text("utf-8")


def test_a_18_a_19_every_theme_holds_its_contrast() -> None:
    assert set(themes()) == set(THEMES)
    assert contrast(themes()["default"]["ink"], themes()["default"]["bg"]) > 14


def test_a_theme_that_misses_a_floor_does_not_load() -> None:
    grey = _shipped().replace('ink2 = "#2B3740"', 'ink2 = "#7B8790"', 1)
    with pytest.raises(ConfigError) as caught:
        read_themes(grey)
    assert {fault.key for fault in caught.value.faults} == {"default"}
    assert "ink2 on bg" in str(caught.value)


def test_the_soft_theme_may_not_glare_either() -> None:
    glaring = _shipped().replace('ink = "#AEB8B6"', 'ink = "#FFFFFF"', 1)
    with pytest.raises(ConfigError) as caught:
        read_themes(glaring)
    assert caught.value.faults[0].key == "low_contrast"


def test_a_theme_without_a_role_does_not_load() -> None:
    with pytest.raises(ConfigError, match="no colour for plate"):
        read_themes(_shipped().replace('plate = "#14202A"\n', "", 1))


@pytest.mark.parametrize("panel", PANELS)
def test_a_14_a_17_the_four_sizes_differ_on_every_panel(panel: str) -> None:
    width_mm, height_mm, height_px, wanted = PANELS[panel]
    geometry = replace(PANEL_32, panel_width_mm=width_mm, panel_height_mm=height_mm)
    sizes = [
        Measures(width=height_px * 9 // 16, height=height_px, geometry=geometry, size=size)
        for size in SIZES
    ]
    ems = tuple(one.body for one in sizes)
    assert ems == wanted
    assert min(ems) >= 32
    heights = [one.body * CAP_TO_EM / one.px_per_mm for one in sizes]
    assert heights[1] >= 4.8, "the default is read at 4.8 mm at least (A-15)"


def test_lengths_in_millimetres_are_rounded_up_to_pixels() -> None:
    m = Measures(width=1080, height=1920, geometry=PANEL_32, size="M")
    assert m.mm(12.7) == 35
    assert m.mm(20) == 55
    assert m.touch_top == 375  # 1220 mm above the floor
    assert m.band_top == 1243  # 900 mm
    assert m.target() >= m.mm(20)
    assert m.ring >= m.mm(1)


def test_a_small_window_on_a_desk_is_the_same_picture_smaller() -> None:
    m = Measures(width=540, height=960, geometry=PANEL_32, size="M")
    assert m.body == 18


def test_larger_text_never_fits_more() -> None:
    for reach in (False, True):
        fits = [
            capacity(
                Modes(size=size, reach=reach),
                Measures(width=1080, height=1920, geometry=PANEL_32, size=size),
                shared_measure(),
            )
            for size in SIZES
        ]
        for larger, smaller in zip(fits[1:], fits, strict=False):
            assert larger.rows <= smaller.rows
            assert larger.lines <= smaller.lines
        assert all(1 <= one.rows <= 6 and 2 <= one.tiles <= 6 for one in fits)
        if reach:
            assert all(one.rows <= 4 and one.tiles <= 4 for one in fits)
