import pytest

from queue_server.content.tokens import (
    haystack,
    index_tokens,
    match_expression,
    needs_check,
    normalise,
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


def test_a_lone_surrogate_is_dropped_before_it_reaches_the_file() -> None:
    assert normalise("a\ud800保") == "a保"


def test_a_run_becomes_its_pairs_and_its_last_letter() -> None:
    assert set(index_tokens("保洁员 ab").split()) == {"保洁", "洁员", "员", "ab", "b"}


def test_punctuation_is_moved_where_the_index_does_not_split() -> None:
    assert not any(letter in index_tokens('c++ "x" a-b*') for letter in '+"-*')


def test_fields_do_not_run_into_each_other() -> None:
    assert "员云" not in index_tokens(haystack(["保洁员", "云杉"]))


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("保", '"保"*'),
        ("保洁", '"保洁"'),
        ("保洁员", '"保洁" "洁员"'),
        ("广州 保洁", '"保洁" "广州"'),
        ("   ", ""),
    ],
)
def test_a_query_asks_the_index_for_its_pairs(query: str, expression: str) -> None:
    assert match_expression(words(query)) == expression


def test_a_word_within_another_is_asked_for_once() -> None:
    assert words("保洁 保洁员 洁") == ("保洁员",)


@pytest.mark.parametrize(("word", "checked"), [("保", False), ("保洁", False), ("保洁员", True)])
def test_only_words_the_index_may_confuse_are_checked(word: str, checked: bool) -> None:
    assert needs_check(word) is checked
    assert needs_check("c+")
