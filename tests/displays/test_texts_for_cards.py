"""Text before it reaches a card: safe, drawable, and nothing lost unnoticed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.bx_k.requests import request
from displays.signs.commands import Page, Show
from displays.signs.gb2312 import card_text
from displays.text_safety import is_too_long, safe_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("买买提·吐尔逊", "C2F2C2F2CCE1A1A4CDC2B6FBD1B7"),
        ("—", "A1AA"),
        ("￥¥", "A3A4A3A4"),
        ("A\\B", "41A3DC42"),
        ("〇", "A1F0"),
        ("→", "A1FA"),
        ("\u00a0", "20"),
    ],
)
def test_what_the_font_has_is_sent_as_it_is(text: str, expected: str) -> None:
    assert card_text(text).data.hex().upper() == expected
    assert card_text(text).substituted == ()


@pytest.mark.parametrize("character", ["镕", "ⅰ", "︵", "ɡ", "ā́", "ئ", "ᠮ", "\U00020000"])
def test_what_the_font_lacks_is_replaced_and_told(character: str) -> None:
    text = card_text(character)
    assert text.data
    assert text.substituted


def test_a_rare_character_in_a_name_is_written_as_pinyin() -> None:
    assert card_text("镕").data == b"rong"


@given(st.text(max_size=60))
def test_every_byte_for_a_card_is_ascii_or_gb2312(text: str) -> None:
    data = card_text(safe_text(text)).data
    position = 0
    while position < len(data):
        if data[position] < 0x80:
            assert data[position] == 0x0A or 0x20 <= data[position] <= 0x7E
            assert data[position] != 0x5C
            position += 1
        else:
            assert 0xA1 <= data[position] <= 0xF7
            assert 0xA1 <= data[position + 1] <= 0xFE
            position += 2


@given(st.text(max_size=40), st.sampled_from(["5k", "6k"]))
def test_no_text_can_smuggle_an_inline_code(text: str, profile: str) -> None:
    data, _ = request(Show(page=Page(text=safe_text(text))), profile)
    shown = data[data.index(b"\xa3\x06") + 9 + 27 :]
    assert shown.replace(b"\\n", b"").count(b"\\") == 0


@given(st.text(max_size=200))
def test_safe_text_holds_no_controls_overrides_or_emoji(text: str) -> None:
    safe = safe_text(text)
    assert safe == safe_text(safe)
    for character in safe.replace("\n", "").replace("\u180e", ""):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        assert not 0x1F000 <= ord(character) <= 0x1FAFF


def test_steering_characters_disappear_and_the_words_stay() -> None:
    assert safe_text("A\x1b\x07017\u202e →\u200b 3 😀\r\n窗口\x00") == "A017 → 3\n窗口"


def test_a_text_of_ten_megabytes_is_cut_with_a_mark_and_at_once() -> None:
    safe = safe_text("报" * 10_000_000)
    assert len(safe) == 400
    assert safe.endswith("…")


def test_marks_stacked_on_a_letter_are_few_and_arabic_ones_stay() -> None:
    assert safe_text("A" + "\u0301" * 50 + "B") == "A" + "\u0301" * 2 + "B"
    assert safe_text("مُحَمَّد") == "مُحَمَّد"


def test_a_text_that_was_cut_is_told() -> None:
    assert is_too_long("报" * 401)
    assert not is_too_long("报" * 400)
    assert not is_too_long("还有…")
