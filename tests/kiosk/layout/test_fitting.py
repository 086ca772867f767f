"""Words into boxes: they step down before they are cut, and are marked when they are."""

from kiosk.layout.drawing import Box
from kiosk.layout.fitting import Fitter
from kiosk.ui.text.pango import shared_measure

FIT = Fitter(shared_measure(), 32)


def test_what_fits_keeps_its_size() -> None:
    words = FIT.set("取号办事", Box(0, 0, 400, 80), 54, "ink", bold=True)
    assert (words.lines, words.em, words.shortened) == (("取号办事",), 54, False)


def test_long_words_step_down_before_they_are_cut() -> None:
    words = FIT.set("呼叫工作人员", Box(0, 0, 220, 60), 54, "ink")
    assert words.lines == ("呼叫工作人员",)
    assert 32 <= words.em < 54
    assert not words.shortened


def test_what_finds_no_room_is_shortened_and_says_so() -> None:
    words = FIT.set("高级新媒体运营专员兼直播间场控助理", Box(0, 0, 200, 50), 46, "ink")
    assert words.shortened
    assert words.lines[0].endswith("…")
    assert FIT.width(words.lines[0], words.em) <= 200


def test_no_line_begins_with_a_comma_or_a_full_stop() -> None:
    text = "看不见或看不清：按任意键，或把手指放在屏幕上两秒，就会朗读。"
    for width in range(150, 900, 36):
        for line in FIT.lines(text, 36, width):
            assert line[0] not in "，。：、”）"


def test_a_last_line_of_one_character_is_evened_out() -> None:
    text = "叫到您时手机会震动起来，请您留意听"
    width = FIT.width(text[:-1], 36) + 2
    lines = FIT.lines(text, 36, width)
    assert len(lines) == 2
    assert len(lines[-1].strip()) > 2


def test_digits_are_all_of_one_width() -> None:
    assert len({FIT.width(str(digit) * 4, 36) for digit in range(10)}) == 1


def test_lines_stand_inside_their_box() -> None:
    box = Box(10, 20, 410, 220)
    words = FIT.set("进门右手边，沿盲道走十步，到服务台", box, 46, "ink", most=3)
    assert box.holds(words.box)
    assert len(words.lines) == 3
