"""Putting words in by letters and by hand: chosen by number, read back, taken back, searched."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.flow.going import go
from kiosk.flow.typing_screens import GROUPS, LETTERS
from kiosk.input_method.candidates import Stroke
from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room
    from tests.kiosk.tools_in_hand import Inputs

LINE: Stroke = ((0.1, 0.5), (0.9, 0.5))


async def at(room: "Room", step: str) -> "Inputs":
    await room.press("down")
    for node in ("home-work", "search", f"to-{step}"):
        await room.touch(node)
    assert room.screen == step
    return room.inputs


async def type_letters(room: "Room", letters: str) -> None:
    for letter in letters:
        if room.core.model.node(f"key-{letter}") is None:
            await room.touch(next(f"group-{one}" for one in GROUPS if letter in one))
        await room.touch(f"key-{letter}")
        room.speech.advance(0.3)
        await room.settle()


async def test_a_word_is_typed_chosen_by_its_number_and_searched_by_ear(room: "Room") -> None:
    await at(room, "keys")
    await type_letters(room, "bao")
    assert "一，保安。二，保，保护的保" in room.heard
    heard = " ".join(await room.press("2"))
    assert room.core.visit.entered == "保"
    assert "已写：保" in heard
    await room.press("#")
    assert room.screen == "results"
    assert room.hall.queries[-1]["q"] == "保"


async def test_whoever_listens_comes_to_a_letter_past_few_things(room: "Room") -> None:
    await at(room, "keys")
    assert [n.id for n in room.core.model.nodes if n.role == "key"] == [
        *(f"group-{one}" for one in GROUPS), "key-erase",
    ]  # fmt: skip
    assert sorted("".join(GROUPS)) == sorted(LETTERS)
    assert "批到艾斯" in await room.find("批到艾斯")
    opened = " ".join(await room.press("enter"))
    assert room.core.focus == "key-p", "the first letter of the group is where one is"
    assert "p，键" in opened
    await room.press("down")
    await room.press("enter")
    assert room.core.visit.typed == "q"
    assert room.core.focus == "group-pqrs", "and then at the group again"
    await room.press("enter")
    await room.touch("group-")
    assert room.core.focus == "group-pqrs", "nothing was typed"


async def test_the_main_action_takes_the_first_word_and_then_uses_it(room: "Room") -> None:
    await at(room, "keys")
    await type_letters(room, "ba")
    await room.wait(12)
    assert "按井号键，选保安" in room.heard
    await room.press("#")
    assert (room.core.visit.entered, room.core.visit.typed) == ("保安", "")
    await room.press("#")
    assert room.hall.queries[-1]["q"] == "保安"


async def test_who_has_only_a_switch_to_go_on_finds_the_first_letters_next(room: "Room") -> None:
    for key in ("space", "tab"):
        await room.press(key)
    for node in ("home-work", "search", "to-keys"):
        await room.touch(node)
    await type_letters(room, "z")
    await room.press("space")
    assert room.core.focus == "group-abc"


async def test_the_keyboard_for_eyes_has_every_letter_at_once(room: "Room") -> None:
    for node in ("start", "home-work", "search", "to-keys"):
        await room.touch(node)
    keys = [n.id for n in room.core.model.nodes if n.role == "key"]
    assert keys == [*(f"key-{letter}" for letter in LETTERS), "key-erase"]


async def test_same_sounding_characters_are_told_by_a_word(room: "Room") -> None:
    await at(room, "keys")
    await type_letters(room, "bao")
    room.core._stage.point("matches")
    heard = await room.find("保，保护的保")
    assert "第二项，共五项" in heard
    assert "包，包子的包" in await room.find("包子")


async def test_a_word_leaves_the_letters_it_did_not_use(room: "Room") -> None:
    inputs = await at(room, "keys")
    await type_letters(room, "baojie")
    await room.touch("cand-1")
    assert (room.core.visit.entered, room.core.visit.typed) == ("保", "jie")
    assert inputs.letters[-1] == "jie"
    assert room.node("typed").name == "保 jie"


async def test_the_star_takes_back_letters_then_characters_and_says_what_is_left(
    room: "Room",
) -> None:
    await at(room, "keys")
    await type_letters(room, "baoan")
    await room.touch("cand-0")
    await type_letters(room, "v")
    assert room.node("matches").name == "没有对得上的字，退一格再试"
    await room.press("*")
    assert (room.core.visit.entered, room.core.visit.typed) == ("保安", "")
    heard = " ".join(await room.press("*"))
    assert "已写：保" in heard
    assert room.core.visit.entered == "保"
    await room.press("*")
    assert room.node("typed").name == "还没有输入"
    assert not room.node("strip").enabled


async def test_more_words_are_a_page_away(room: "Room") -> None:
    await at(room, "keys")
    await type_letters(room, "bao")
    assert room.core.model.node("cand-4") is None
    await room.press("pagedown")
    assert room.node("cand-4").name == "报"
    assert room.node("cand-4").position == (5, 5)
    await room.press("1")
    assert room.core.visit.entered == "报"


async def test_haste_asks_only_for_the_last_letters(room: "Room") -> None:
    for node in ("start", "home-work", "search", "to-keys"):
        await room.touch(node)
    inputs = room.inputs
    room.speech.advance(0.5)
    inputs.letters.clear()
    for letter in "bao":
        room.core.touched(f"key-{letter}")
    await room.settle()
    assert room.core.visit.typed == "bao"
    assert inputs.letters == ["bao"], "what was overtaken is not asked for"
    room.core.touched("key-o")
    await room.settle()
    assert inputs.letters == ["bao"], "haste waits a moment"
    room.speech.advance(0.5)
    await room.settle()
    assert inputs.letters == ["bao", "baoo"]


async def test_a_character_is_written_with_a_finger_and_a_stroke_taken_back(room: "Room") -> None:
    await at(room, "writing")
    for _ in range(3):
        room.core.stroke(LINE)
        room.speech.advance(0.3)
        await room.settle()
    assert room.node("cand-0").name == "三"
    assert len(room.node("ink").strokes) == 3
    await room.touch("key-erase")
    room.speech.advance(0.3)
    await room.settle()
    assert room.node("cand-0").name == "二"
    await room.press("1")
    assert room.core.visit.entered == "二"
    assert room.node("ink").strokes == ()
    await room.press("#")
    assert room.hall.queries[-1]["q"] == "二"


async def test_letters_stand_in_for_handwriting_and_keep_what_was_written(room: "Room") -> None:
    await at(room, "writing")
    room.core.stroke(LINE)
    await room.settle()
    room.speech.advance(0.3)
    await room.settle()
    await room.press("1")
    assert "用按键的话" in room.node("ink").words
    await room.touch("to-keys")
    assert (room.screen, room.core.visit.entered) == ("keys", "一")
    await room.press("escape")
    assert room.screen == "pad", "changing the way of writing adds no steps to the way back"


async def test_writing_is_offered_only_where_it_can_be_read(room: "Room") -> None:
    room.core.writes(by_hand=False)
    for node in ("start", "home-work", "search"):
        await room.touch(node)
    assert room.core.model.node("to-keys") is not None
    assert room.core.model.node("to-writing") is None


async def test_a_82_strokes_and_words_are_gone_with_the_visit(room: "Room") -> None:
    await at(room, "writing")
    room.core.stroke(LINE)
    await room.settle()
    room.core._presence.end()
    await room.wait(30)
    visit = room.core.visit
    assert (visit.strokes, visit.entered, visit.candidates, visit.typed) == ((), "", (), "")
    assert room.core.model.node("ink") is None


async def test_the_kiosks_own_words_stand_in_for_a_silent_hall(room: "Room") -> None:
    room.inputs.copy = (wire.Suggestion(text="保洁", count=7),)
    await room.press("down")
    for node in ("home-work", "search"):
        await room.touch(node)
    room.hall.gone = True
    await room.press("2")
    assert room.node("word-0").name == "保洁"


async def test_own_words_go_back_to_who_asked_for_them(room: "Room") -> None:
    await room.touch("start")
    stage = room.core._stage
    asking = replace(go(stage.visit, "hall"), writing_for="own_words")
    stage.set(go(asking, "keys"))
    await type_letters(room, "bao")
    await room.touch("cand-0")
    assert room.node("title").name == "写下您的话"
    await room.touch("strip")
    assert (room.screen, room.core.visit.own_words) == ("hall", "保安")
    assert room.core.visit.entered == ""
