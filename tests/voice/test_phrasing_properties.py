import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from voice.phrasing import normalise, spell
from voice.plan import pieces
from voice.scripts import runs

any_text = st.text(st.characters(), max_size=200)
hall_text = st.text(
    st.sampled_from("A017-~/:.%元月天年号室级个位两万千kK+*·薪 ()（），。①½°C男女面议1234567890"),
    max_size=60,
)


def _has_digit(words: str) -> bool:
    return any(unicodedata.category(letter)[0] == "N" and letter != "〇" for letter in words)


@given(any_text | hall_text, st.sampled_from(["zh-CN", "en"]))
@settings(max_examples=400, deadline=None)
def test_no_text_is_silent_and_no_digit_is_left_to_the_engine(text: str, lang: str) -> None:
    words = normalise(text, lang)
    assert bool(words.strip()) == bool(text.strip())
    assert not _has_digit(words)


@given(st.characters(), st.sampled_from(["zh-CN", "en"]))
@settings(max_examples=400, deadline=None)
def test_each_single_character_has_a_name(character: str, lang: str) -> None:
    named = spell(character, lang)
    assert named.strip()
    assert any(letter.isalpha() for letter in named)
    assert not _has_digit(named)


@given(hall_text)
@settings(max_examples=300, deadline=None)
def test_nothing_between_numbers_becomes_a_minus(text: str) -> None:
    assert "负" not in normalise(text, "zh-CN")


@given(any_text, st.sampled_from(["zh-CN", "en"]))
@settings(max_examples=200, deadline=None)
def test_pieces_are_short_and_lose_no_letter(text: str, lang: str) -> None:
    words = normalise(text, lang)
    cut = pieces(words, lang)
    assert all(0 < len(piece.words) <= 200 for piece in cut)
    joined = "".join(piece.words for piece in cut)
    assert [letter for letter in joined if letter.isalnum()] == [
        letter for letter in words if letter.isalnum()
    ]


@given(any_text)
@settings(max_examples=200, deadline=None)
def test_runs_keep_the_text(text: str) -> None:
    assert "".join(run.text for run in runs(text, "zh-CN")) == text


def test_a_very_long_text_is_read_in_bounded_time() -> None:
    for text in (
        "1" * 20_000,
        "a" * 20_000,
        "-" * 20_000,
        "1-" * 10_000,
        "1," * 10_000,
        "*" * 20_000,
    ):
        for lang in ("zh-CN", "en"):
            assert normalise(text, lang)
