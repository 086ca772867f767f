"""A device that fails is said and shown with what still works, and taken back by itself."""

from typing import TYPE_CHECKING

import pytest

from voice.port import SpeechEvent
from voice.utterance import Say, Utterance

if TYPE_CHECKING:
    from kiosk.flow.visit import Trouble
    from tests.kiosk.conftest import Room


async def test_a_keypad_pulled_out_says_what_to_do_and_coming_back_says_so(room: "Room") -> None:
    await room.press("down")
    room.core.keypad(present=False)
    await room.wait(20)
    assert "按键盘断开了。请把插头插回去" in room.heard
    await room.touch("home")
    assert "屏幕照常可用" in room.node("trouble").name
    room.core.keypad(present=True)
    await room.wait(10)
    assert "按键盘接好了" in room.heard
    assert room.core.model.node("trouble") is None


@pytest.mark.parametrize("name", ["voice", "keypad", "paper"])
async def test_each_stands_on_the_first_screen_until_it_works(
    room: "Room", name: "Trouble"
) -> None:
    room.core.device(name, works=False)
    await room.touch("start")
    line = room.node("trouble")
    assert (line.role, line.emphasis) == ("status", "danger")
    room.core.device(name, works=True)
    assert room.core.model.node("trouble") is None


async def test_a_hall_that_is_gone_is_told_first(room: "Room") -> None:
    room.core.device("paper", works=False)
    await room.touch("start")
    room.core.connection(connected=False)
    assert room.core.model.node("trouble") is None
    assert room.core.model.node("net") is not None


async def test_a_voice_that_died_is_shown_in_words_until_it_speaks_again(room: "Room") -> None:
    await room.press("down")
    utterance = Utterance(id="x", parts=(Say("您好", "zh-CN"),))
    room.core.heard(
        SpeechEvent(kind="cancel", at=0.0, utterance=utterance, spoken="您好", reason="lost")
    )
    assert "声音出了问题" in room.shown[-1].caption
    assert "trouble" in [node.id for node in room.core.model]
    room.core.heard(SpeechEvent(kind="start", at=1.0, utterance=utterance, spoken="您好"))
    assert room.core.model.node("trouble") is None


async def test_nothing_is_said_to_an_empty_room(room: "Room") -> None:
    before = list(room.speech.begun)
    room.core.device("keypad", works=False)
    await room.wait(5)
    assert room.speech.begun == before


async def test_without_speech_it_is_only_shown(room: "Room") -> None:
    await room.touch("start")
    room.core.keypad(present=False)
    assert "按键盘断开了" in room.shown[-1].caption
    assert room.speech.begun == []
