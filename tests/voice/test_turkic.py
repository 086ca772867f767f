"""Numbers in Uyghur and Kazakh: cardinals in the language, tickets digit by digit, no Mandarin."""

import pytest

from voice.phrasing import KINDS, normalise, phrase
from voice.phrasing.turkic import cardinal, read_numbers


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        ("ug", 0, "نۆل"),
        ("ug", 11, "ئون بىر"),
        ("ug", 100, "يۈز"),
        ("ug", 345, "ئۈچ يۈز قىرىق بەش"),
        ("ug", 1000, "مىڭ"),
        ("ug", 3005, "ئۈچ مىڭ بەش"),
        ("ug", 1_000_000, "بىر مىليون"),
        ("kk", 2, "ەكى"),
        ("kk", 99, "توقسان توعىز"),
        ("kk", 1234, "مىڭ ەكى ٴجۇز وتىز ٴتورت"),
        ("kk-CN", 20_000, "جيىرما مىڭ"),
    ],
)
def test_a_cardinal_is_said_in_the_language(lang: str, number: int, said: str) -> None:
    assert cardinal(number, lang) == said


@pytest.mark.parametrize(
    ("lang", "kind", "value", "said"),
    [
        ("ug", "ticket", "A017", "A نۆل بىر يەتتە"),
        ("kk", "ticket", "A-017", "A نول ٴبىر جەتى"),
        ("ug", "phone", "12333", "بىر ئىككى ئۈچ ئۈچ ئۈچ"),
        ("ug", "id", "11010519491231001X", "نۆل نۆل بىر X"),
        ("ug", "money", "3500-5000", "ئۈچ مىڭ بەش يۈز – بەش مىڭ يۈەن"),
        ("ug", "percent", 15, "ئون بەش پىرسەنت"),
        ("kk", "percent", "15%", "ون بەس پايىز"),
        ("ug", "count", 2, "ئىككى"),
        ("ug", "ordinal", 11, "ئون بىر"),
        ("ug", "time", "14:30", "ئون تۆت ئوتتۇز"),
    ],
)
def test_a_typed_value_is_said_in_the_language(
    lang: str, kind: str, value: object, said: str
) -> None:
    assert phrase(kind, value, lang) == said


def test_numbers_inside_text_are_said_and_codes_digit_by_digit() -> None:
    assert normalise("A017 3 كۆزنەك", "ug") == "A نۆل بىر يەتتە ئۈچ كۆزنەك"
    assert read_numbers("0991", "ug") == "نۆل توققۇز توققۇز بىر"
    assert read_numbers("0.5", "kk") == "نول نۇكتە بەس"


@pytest.mark.parametrize("lang", ["ug", "kk"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_value_is_said_in_mandarin_or_left_in_digits(lang: str, kind: str) -> None:
    for value in [0, *(7**power for power in range(20)), *(10**power for power in range(14))]:
        said = phrase(kind, value, lang)
        assert said
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said)
        assert not any(letter.isascii() and letter.isdigit() for letter in said)
