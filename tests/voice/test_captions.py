import pytest

from voice.captions import LONGEST_ALIGNED, written_span
from voice.phrasing import normalise


def written(text: str, word: str, lang: str = "zh-CN") -> str | None:
    spoken = normalise(text, lang)
    at = spoken.index(word)
    span = written_span(text, spoken, (at, at + len(word)))
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("请到窗口办理", "窗口", "窗口"),
        ("请到3号窗口办理", "窗口", "窗口"),
        ("请到3号窗口办理", "三", "3"),
        ("月薪3500元，包吃住", "三千五百", "3500"),
        ("月薪3500元，包吃住", "包吃住", "包吃住"),
        ("电话12333咨询", "幺二三三三", "12333"),
        ("电话12333咨询", "咨询", "咨询"),
    ],
)
def test_a_spoken_word_is_found_where_it_is_written(text: str, word: str, marked: str) -> None:
    assert written(text, word) == marked


def test_words_that_nothing_written_stands_for_mark_nothing() -> None:
    assert written_span("", "图形符号", (0, 4)) is None


def test_a_book_is_not_aligned() -> None:
    text = "字" * (LONGEST_ALIGNED + 1)
    assert written_span(text, text + "。", (0, 1)) is None
    assert written_span(text, text, (5, 6)) == (5, 6)


def test_every_place_of_a_long_caption_lies_inside_the_text() -> None:
    text = "2026-11-21 14:30，A017号请到3号窗口，月薪3500-5000元，电话0991-2345678，①😀。"
    spoken = normalise(text, "zh-CN")
    for start in range(len(spoken)):
        span = written_span(text, spoken, (start, start + 1))
        if span is not None:
            assert 0 <= span[0] < span[1] <= len(text)
