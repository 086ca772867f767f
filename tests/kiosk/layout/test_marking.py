"""Characters marked in words: looked for in a title, or sounding in the caption."""

from kiosk.layout.drawing import Box, Item, Words
from kiosk.layout.fitting import Fitter
from kiosk.layout.marking import marked
from kiosk.layout.tokens import themes
from kiosk.ui.painting import paint_item
from kiosk.ui.text.pango import shared_measure

TEXT = "高薪招聘保洁员，包吃住，有师傅带"
FIT = Fitter(shared_measure(), 32)


def told(words: Words, text: str) -> str:
    return "".join(words.lines[line][start:end] for line, start, end in words.marks)


def test_marks_follow_the_text_over_broken_lines() -> None:
    narrow = FIT.set(TEXT, Box(0, 0, 36 * 6, 400), 36, "ink", most=6)
    assert len(narrow.lines) > 2
    start = TEXT.index("保洁员")
    assert told(marked(narrow, TEXT, ((start, start + 3),)), TEXT) == "保洁员"
    assert told(marked(narrow, TEXT, ((0, len(TEXT)),)), TEXT) == TEXT


def test_what_was_cut_off_is_not_marked() -> None:
    short = FIT.set(TEXT, Box(0, 0, 36 * 5, 40), 36, "ink", most=1)
    assert short.shortened
    end = len(TEXT)
    assert marked(short, TEXT, ((end - 2, end),)).marks == ()
    assert marked(short, TEXT, ()).marks == ()
    assert marked(short, TEXT, ((3, 3),)).marks == ()


def test_a_mark_is_a_line_under_its_characters_alone() -> None:
    box = Box(0, 0, 400, 60)
    words = FIT.set("保洁员", box, 36, "ink", most=1)
    plain = paint_item(Item(node="", box=box, draws=(words,)), themes()["default"])[1]
    drawn = marked(words, "保洁员", ((1, 2),))
    underlined = paint_item(Item(node="", box=box, draws=(drawn,)), themes()["default"])[1]
    changed = {
        place // 4 % box.width for place in range(0, len(plain), 4)
        if plain[place : place + 4] != underlined[place : place + 4]
    }  # fmt: skip
    assert changed
    assert min(changed) >= 30
    assert max(changed) <= 80
