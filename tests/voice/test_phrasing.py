from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from hall.texts import Texts
from voice.phrasing import KINDS, Manner, normalise, phrase, phrase_functions, spell

Case = tuple[str, str, str, str]


def cases() -> Iterator[Case]:
    """Language, kind, what is written, what is said: read and agreed line by line."""
    for line in (Path(__file__).parent / "phrasing.tsv").read_text("utf-8").splitlines():
        lang, kind, written, said = line.split("\t")
        yield lang, kind, written, said


def test_the_table_is_large() -> None:
    assert len(set(cases())) >= 500


@pytest.mark.parametrize(("lang", "kind", "written", "said"), sorted(set(cases())))
def test_a_written_form_is_said_as_agreed(lang: str, kind: str, written: str, said: str) -> None:
    words = normalise(written, lang) if kind == "text" else phrase(kind, written, lang)
    assert words == said


def test_what_was_normalised_stays_as_it_is() -> None:
    said = {(lang, words) for lang, _, _, words in cases()}
    changed = [
        (words, normalise(words, lang)) for lang, words in said if words != normalise(words, lang)
    ]
    assert changed == []


def test_a_hall_may_say_yi_and_the_whole_day_clock() -> None:
    manner = Manner(ticket_one="一", twenty_four=True)
    assert phrase("ticket", "A017", "zh-CN", manner) == "诶零一七"
    assert phrase("time", "14:30", "zh-CN", manner) == "十四点三十分"


def test_objects_are_phrased_as_their_written_forms() -> None:
    assert phrase("date", date(2026, 11, 21), "zh-CN") == phrase("date", "2026-11-21", "zh-CN")
    assert phrase("time", time(14, 30), "zh-CN") == "下午两点三十分"
    assert phrase("count", 2, "zh-CN") == "两"
    assert phrase("money", (3500, 5000), "zh-CN") == "三千五百到五千元"
    assert phrase("percent", Decimal("2.50"), "zh-CN") == "百分之二点五"
    moment = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
    assert phrase("time", moment, "en") == "nine oh five AM"


def test_catalogues_call_the_functions_with_typed_values() -> None:
    source = """
call = 请 { $number } 号
    .spoken = 请{ TICKET($number) }号，到{ ORDINAL($window) }号窗口，还有{ COUNT($ahead) }位
pay = { $low }
    .spoken = 每月{ MONEY($low, $high) }，{ RANGE($low, $high) }，{ PERCENT($share) }
when = { $day }
    .spoken = { DATE($day) }，{ TIME($at) }，{ PHONE($tel) }
"""
    texts = Texts("zh-CN", [source], phrase_functions("zh-CN"))
    assert (
        texts.spoken("call", number="A017", window=2, ahead=2)
        == "请诶零幺七号，到二号窗口，还有两位"
    )
    assert texts.spoken("pay", low=3500, high=5000, share=15) == (
        "每月三千五百到五千元，三千五百到五千，百分之十五"
    )
    said = texts.spoken("when", day=date(2026, 11, 21), at="09:00", tel="12333")
    assert said == "二零二六年十一月二十一日，星期六，上午九点，幺二三三三"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("value", ["明天", "soon", "-", "?", "😀", "１２", "A-1/2"])
def test_a_value_of_another_kind_is_read_as_text(kind: str, lang: str, value: str) -> None:
    words = phrase(kind, value, lang)
    assert words
    assert not any(letter.isdigit() for letter in words)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        phrase("mood", "good", "en")


def test_an_identity_number_is_never_spoken_whole() -> None:
    for lang in ("zh-CN", "en"):
        for text in ("11010519491231001X", "身份证号11010519491231001X。"):
            words = normalise(text, lang)
            assert "一一零一零五" not in words
            assert "幺幺零幺零五" not in words
            assert "one one zero one zero five" not in words


def test_spelling_names_every_character() -> None:
    assert spell("A1，𠮷😀", "zh-CN") == "诶，幺，逗号，𠮷，笑脸"
    assert spell("A1,", "en") == "A, one, comma"
