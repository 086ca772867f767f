from hypothesis import given
from hypothesis import strategies as st

from printer.escpos.charset import clean, columns
from printer.wrapping import balanced_lines, break_lines

ADVICE = "请留意大屏、广播和手机。过号不要急，请告诉任何一个窗口。"


def test_no_line_begins_with_closing_punctuation() -> None:
    for width in range(4, 40):
        lines = break_lines(ADVICE, width, columns)
        assert "".join(lines) == ADVICE
        assert not any(line[0] in "，。、" for line in lines), width


def test_a_line_of_exactly_the_width_is_not_broken() -> None:
    assert break_lines("汉" * 16, 32, columns) == ["汉" * 16]
    assert break_lines("汉" * 17, 32, columns) == ["汉" * 15, "汉" * 2]


def test_an_opening_bracket_goes_with_what_it_opens() -> None:
    assert break_lines("一二三（四）", 8, columns) == ["一二三", "（四）"]


def test_words_stay_whole_where_they_fit() -> None:
    text = "Unemployment registration"
    assert break_lines(text, 14, columns) == ["Unemployment", "registration"]
    assert balanced_lines("Unemployment registration now", 24, columns) == [
        "Unemployment",
        "registration now",
    ]


def test_titles_are_broken_into_like_parts() -> None:
    title = "安平县残疾人就业服务大厅"
    assert balanced_lines(title, 18, columns) == ["安平县残疾人", "就业服务大厅"]


@given(st.text(max_size=60), st.integers(4, 30))
def test_nothing_is_lost_but_spaces_and_no_line_is_too_wide(text: str, width: int) -> None:
    cleaned = clean(text)
    for breaking in (break_lines, balanced_lines):
        lines = breaking(cleaned, width, columns)
        assert "".join("".join(lines).split()) == "".join(cleaned.split())
        for line in lines:
            assert columns(line) <= width or len(line) <= 1 + _marks(line)


def _marks(line: str) -> int:
    """Characters that may not be parted from the one before them."""
    import unicodedata

    return sum(unicodedata.category(char)[0] == "M" for char in line)
