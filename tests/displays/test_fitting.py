"""Words onto signs: the fullest form that fits, the largest letters, nothing cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.fitting import fit, line_width
from displays.signs.commands import Area
from displays.signs.port import SignCapabilities

FORMS = ["请A017号\n到3号窗口", "请A017号到3号窗口", "A017 → 3号窗口", "A017 → 3", "A017→3"]


def able(*cells: int, aligns: bool = False) -> SignCapabilities:
    return SignCapabilities(
        content="text",
        charset="gb2312",
        colours=(),
        cells=cells,
        acknowledges=True,
        aligns=aligns,
    )


@pytest.mark.parametrize(
    ("width", "height", "cells", "expected"),
    [
        (128, 32, (16,), "请A017号\n到3号窗口"),
        (192, 16, (16,), "请A017号到3号窗口"),
        (128, 16, (16,), "A017 → 3号窗口"),
        (80, 16, (16,), "A017 → 3"),
        (64, 16, (16,), "A017→3"),
        (128, 32, (16, 32), "A017→3"),
        (160, 64, (16, 32), "请A017号\n到3号窗口"),
    ],
)
def test_a_call_takes_the_fullest_form_in_the_largest_font(
    width: int, height: int, cells: tuple[int, ...], expected: str
) -> None:
    fitted = fit(FORMS, Area(width=width, height=height), able(*cells, aligns=True))
    assert fitted.page.text == expected
    assert fitted.page.effect == "static"


def test_what_fits_nowhere_scrolls_whole() -> None:
    fitted = fit(FORMS, Area(width=32, height=16), able(16))
    assert not fitted.whole
    assert fitted.page.effect == "left"
    assert fitted.page.text == "A017→3"


def test_cards_that_align_nothing_get_blanks_in_front() -> None:
    page = fit(["A017→3"], Area(width=128, height=16), able(16)).page
    assert page.text == "    A017→3"


@given(
    st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4),
    st.integers(8, 256),
    st.integers(8, 64),
)
def test_nothing_leaves_the_area_and_nothing_is_lost(
    forms: list[str], width: int, height: int
) -> None:
    fitted = fit(forms, Area(width=width, height=height), able(16, 24, 32))
    if fitted.whole:
        lines = fitted.page.text.split("\n")
        assert len(lines) * fitted.cell <= height
        assert all(line_width(line, fitted.cell) <= width for line in lines)
