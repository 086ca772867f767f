"""Long words on small signs: every word is shown, broken where readers expect it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.abbreviating import abbreviate
from displays.fitting import width_of
from displays.paging import broken, paginate, seconds_for
from displays.signs.commands import Area, Page
from displays.signs.registry import family
from displays.text_safety import safe_text

STRIP = Area(width=128, height=16)
TWO_ROWS = Area(width=128, height=32)


def test_a_long_notice_becomes_pages_that_stand_still() -> None:
    text = "今天下午三点在二楼会议室有招聘会，欢迎参加"
    paged = paginate(text, TWO_ROWS, family("bx-k").capabilities("6k"))
    assert "".join(page.text.replace("\n", "") for page in paged.pages) == text
    assert len(paged.pages) == 3
    assert {page.effect for page in paged.pages} == {"static"}


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket() -> None:
    sign = family("bx-k").capabilities("6k")
    lines = broken("一二三四五六七八。九十（一二三四）五六七八", 128, 16, sign)
    assert "".join(lines) == "一二三四五六七八。九十（一二三四）五六七八"
    assert not any(line[0] in "。）" or line[-1] == "（" for line in lines)


def test_words_and_numbers_are_not_torn() -> None:
    sign = family("bx-k").capabilities("6k")
    lines = broken("Please take A017 to window 12", 80, 16, sign)
    assert " ".join(lines) == "Please take A017 to window 12"
    assert all(word in " ".join(lines).split() for word in ("A017", "window", "12"))


def test_a_scrolling_hall_gets_one_moving_page() -> None:
    sign = family("bx-k").capabilities("6k")
    paged = paginate("很长很长的一条通知要动起来才看得完", STRIP, sign, scroll=True)
    assert [page.effect for page in paged.pages] == ["left"]
    assert not paged.whole


def test_a_notice_is_abbreviated_by_rule_only_where_that_saves_a_page() -> None:
    sign = family("bx-k").capabilities("6k")
    short = paginate("某某食品有限责任公司招工", TWO_ROWS, sign)
    assert short.remarks == ()
    short = paginate("阿克苏绿洲食品有限责任公司招工五名", TWO_ROWS, sign)
    assert len(short.pages) == 1
    assert short.remarks == ("有限责任公司→公司",)
    assert "公司招工五名" in short.pages[0].text.replace("\n", "")


def test_what_abbreviating_cannot_save_is_left_whole() -> None:
    assert abbreviate("有限责任公司", lambda _: False).text == "有限责任公司"


def test_ten_megabytes_are_cut_and_told() -> None:
    paged = paginate("报" * 10_000_000, TWO_ROWS, family("bx-k").capabilities("6k"))
    assert paged.remarks == ("cut",)
    assert paged.pages[-1].text.endswith("…")


def test_slow_readers_have_time() -> None:
    assert seconds_for(Page(text="短")) == 4.0
    assert seconds_for(Page(text="一" * 20)) == pytest.approx(7.0)
    assert seconds_for(Page(text="短"), at_least=12.0) == 12.0


@given(
    text=st.text(
        alphabet=st.sampled_from("请A0 17，。（）号windo 窗ئۇيᠮᠣᠩ\n-…"), min_size=1, max_size=60
    ),
    width=st.integers(40, 200),
    name=st.sampled_from(["bx-k", "ddp", "am03127"]),
)
def test_every_character_is_shown_and_no_line_is_too_wide(text: str, width: int, name: str) -> None:
    sign = family(name).capabilities(family(name).profile(None))
    safe = safe_text(text)
    lines = broken(safe, width, sign.cells[0], sign)
    assert "".join("".join(lines).split()) == "".join(safe.split())
    assert all(width_of(line, sign.cells[0], sign) <= width or len(line) == 1 for line in lines)


def test_no_word_is_left_alone_on_the_last_line() -> None:
    sign = family("ddp").capabilities("rgb")
    lines = broken("发生火情，请跟工作人员从最近的出口离开，不要乘电梯", 192, 16, sign)
    assert len(lines) == 3
    assert min(len(line) for line in lines) >= 7


@pytest.mark.parametrize(("width", "height"), [(128, 16), (192, 64), (192, 32), (96, 32)])
def test_no_page_turns_a_warning_round(width: int, height: int) -> None:
    text = "发生火情，请从最近的出口离开，不要乘电梯"
    sign = family("ddp").capabilities("rgb")
    pages = [
        page.text.replace("\n", "")
        for page in paginate(text, Area(width=width, height=height), sign).pages
    ]
    assert "".join(pages) == text
    assert [page for page in pages if "乘电梯" in page] == [
        page for page in pages if "不要乘电梯" in page
    ]
    english = "Fire. Leave by the nearest exit. Do not use the lift"
    pages = [
        page.text.replace("\n", " ")
        for page in paginate(english, Area(width=160, height=height), sign).pages
    ]
    assert " ".join(pages) == english
    assert any("Do not use the lift" in page for page in pages)


def test_mongolian_columns_are_as_long_as_the_panel_is_high_and_words_stay_whole() -> None:
    sign = family("ddp").capabilities("rgb")
    text = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ"
    [page] = paginate(text, Area(width=64, height=96), sign).pages
    assert page.text.split() == text.split()
    assert all(line.strip() for line in page.text.split("\n"))
