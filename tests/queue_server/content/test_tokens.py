import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.content.tokens import (
    haystack,
    index_tokens,
    needs_check,
    normalise,
    parts,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＣＮＣ　操作工", "cnc 操作工"),
        ("Ｃ＋＋", "c++"),
        ("JAVA", "java"),
        ("  二  空格\t", "二 空格"),
        ("保\u202e洁\u200b员", "保洁员"),
        ("①号", "1号"),
        ("Straße", "strasse"),
        ("", ""),
        ("\x00a\x08b", "ab"),
    ],
)
def test_texts_are_compared_folded(text: str, folded: str) -> None:
    assert normalise(text) == folded


@given(st.lists(st.text(max_size=8) | st.text("保洁 ABCΣς\t\n\u200bﬁ㎏Åé½①İ", max_size=8)))
def test_fields_folded_together_are_as_each_alone(fields: list[str]) -> None:
    assert haystack(fields) == "\n".join(map(normalise, fields))


def test_a_lone_surrogate_is_dropped_before_it_reaches_the_file() -> None:
    assert normalise("a\ud800保") == "a保"


def test_a_run_becomes_its_pairs_and_its_last_letter() -> None:
    assert set(index_tokens("保洁员 ab").split()) == {"保洁", "洁员", "员", "ab", "b"}


def test_punctuation_parts_runs_and_makes_no_token() -> None:
    assert set(index_tokens('c++ "x" a-b*').split()) == {"c+", "++", "+", "x", "a", "b"}


def test_fields_do_not_run_into_each_other() -> None:
    assert "员云" not in index_tokens(haystack(["保洁员", "云杉"]))


@pytest.mark.parametrize(
    ("word", "tokens"),
    [
        ("保", ("保",)),
        ("保洁", ("保洁",)),
        ("保洁员", ("保洁", "洁员")),
        ("c++", ("c+", "++")),
        ("a-b保洁", ("a", "b保", "保洁")),
        ("+", ("+",)),
        ("—", ()),
    ],
)
def test_a_word_is_looked_for_by_its_pairs(word: str, tokens: tuple[str, ...]) -> None:
    assert parts(word) == tokens


def test_a_word_within_another_is_asked_for_once() -> None:
    assert words("保洁 保洁员 洁") == ("保洁员",)


@pytest.mark.parametrize(("word", "checked"), [("保", False), ("保洁", False), ("保洁员", True)])
def test_only_words_the_index_may_confuse_are_checked(word: str, checked: bool) -> None:
    assert needs_check(word) is checked
    assert needs_check("a-")


def test_wide_punctuation_is_folded_as_any_other_character() -> None:
    fields = ["时间：八点；（早）", "好！吗？，嗯", "Ａ：ß"]
    assert haystack(fields) == "\n".join(map(normalise, fields))
    assert haystack(fields) == "时间:八点;(早)\n好!吗?,嗯\na:ss"
