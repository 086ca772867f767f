"""Every script a hall writes in is drawn joined, in order, whole and without half-lit pixels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from displays.signs.commands import Area, Page, Picture
from displays.signs.drawing import CELLS, draw_page, stands
from displays.signs.lettering import draw_text, is_drawn, line_width, shapes
from displays.signs.panel import COLOURS
from displays.signs.scripts import is_right_to_left, stretches

UYGHUR = "ئۇيغۇرچە تىزىملاش"
KAZAKH = "جۇمىس قىزمەتى"
MONGOLIAN = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ"
SCRIPTS = ["请A017号到3号窗口", UYGHUR, KAZAKH, MONGOLIAN, "Window 3"]


def image_of(line: str, cell: int) -> Image.Image:
    image = Image.new("RGB", (line_width(line, cell) + 2 * cell, 3 * cell))
    draw_text(image, line, (255, 255, 255), cell, cell, cell)
    return image


def lit_columns(picture: Picture) -> list[int]:
    row = 3 * picture.width
    return [
        x
        for x in range(picture.width)
        if any(
            any(picture.rgb[y * row + 3 * x : y * row + 3 * x + 3]) for y in range(picture.height)
        )
    ]


def test_this_machine_joins_letters() -> None:
    assert shapes()


@pytest.mark.parametrize("line", SCRIPTS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_line_stays_in_its_cell_and_has_no_grey(line: str, cell: int) -> None:
    image = image_of(line, cell)
    box = image.getbbox()
    assert box is not None
    assert cell - 1 <= box[1]
    assert box[3] <= 2 * cell + 1
    assert box[0] >= cell - 3
    assert box[2] <= cell + line_width(line, cell) + 3
    assert {colour for _, colour in image.getcolors() or []} == {(0, 0, 0), (255, 255, 255)}


@pytest.mark.parametrize("line", [UYGHUR, KAZAKH, MONGOLIAN])
def test_letters_are_joined(line: str) -> None:
    word = line.split(" ")[0]
    apart = sum(line_width(letter, 24) for letter in word)
    assert line_width(word, 24) < 0.9 * apart


def test_numbers_in_a_right_to_left_line_stay_readable_and_in_their_place() -> None:
    for numbers in ("A017 (3)", "(15)", "3"):
        line = f"{UYGHUR} {numbers}"
        assert is_right_to_left(line)
        assert "".join(part.text for part in stretches(line)) == f"{numbers} {UYGHUR}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A017 → 3", False),
        (UYGHUR, True),
        (f"A017 {UYGHUR}", True),
        (f"请到 {UYGHUR} 窗口", False),
        ("", False),
    ],
)
def test_the_direction_of_a_line(line: str, expected: bool) -> None:
    assert is_right_to_left(line) is expected


@given(st.text(alphabet=st.sampled_from("A1 -()→请。ئۇعᠮᠣ"), max_size=20))
def test_no_character_is_lost_by_ordering(line: str) -> None:
    turned = str.maketrans("()→←", "xxyy")
    seen = "".join(part.text for part in stretches(line))
    assert sorted(seen.translate(turned)) == sorted(line.translate(turned))


def test_a_character_no_font_has_is_known() -> None:
    assert all(is_drawn(each) for each in "请镕𠮷ئڭᠮA ")
    assert not is_drawn("\U0001f600")


def test_mongolian_stands_in_columns_from_the_left_where_there_is_room() -> None:
    area = Area(width=64, height=96)
    lines = MONGOLIAN.split(" ")
    assert stands(lines, area)
    assert not stands(lines, Area(width=128, height=32))
    left = draw_page(Page(text=f"{lines[0]}\n{lines[1]}", area=area))
    right = draw_page(Page(text=f"{lines[1]}\n{lines[0]}", area=area))
    gap = next(x for x in range(64) if x > min(lit_columns(left)) and x not in lit_columns(left))
    assert lit_columns(left)[: gap // 2] != lit_columns(right)[: gap // 2]
    assert max(lit_columns(left)) < 2 * 24


def test_a_framed_page_keeps_its_words_inside() -> None:
    picture = draw_page(Page(text="A017", area=Area(width=128, height=32), frame="red"))
    red = bytes(COLOURS["red"])
    assert picture.rgb[: 3 * 128] == red * 128
    assert bytes(COLOURS["yellow"]) in picture.rgb
