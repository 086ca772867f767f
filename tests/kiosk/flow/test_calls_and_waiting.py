"""Latest calls for the eyes above; and no words begun that the answer would cut."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.access.keypad import Keypad
from kiosk.flow.calls import called
from kiosk.flow.visit import Call
from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

MakeRow = Callable[[str, dict[str, object]], wire.Row]


def test_a_number_stands_among_the_calls_once_and_the_newest_first(make_row: MakeRow) -> None:
    calls: tuple[Call, ...] = ()
    for number, window in (("A1", 1), ("A2", 2), ("A1", 3), ("A3", 1), ("A4", 1), ("A5", 1)):
        data: dict[str, object] = {"number": number, "window_number": window}
        calls = called(calls, make_row("ticket_called", data))
    assert calls == (Call("A5", 1), Call("A4", 1), Call("A3", 1), Call("A1", 3))
    assert called(calls, make_row("ticket_arrived", {"number": "A5"})) == calls
    lost: dict[str, object] = {"number": "A9", "window_number": None}
    assert called(calls, make_row("ticket_called", lost)) == calls
    told: dict[str, object] = {
        "calls": [{"number": "B1", "window_number": 1}, {"number": "B2", "window_number": 2}]
    }
    assert called(calls, make_row("snapshot", told)) == (Call("B2", 2), Call("B1", 1))


async def test_an_answer_that_comes_at_once_is_the_first_thing_said(room: "Room") -> None:
    await room.press("down")
    await room.press("3")
    await room.wait(3)
    assert "正在查" not in room.heard
    assert "十一个培训" in room.heard


async def test_after_a_second_it_says_that_it_is_looking(room: "Room") -> None:
    await room.press("down")
    room.hall.gate.clear()
    await room.press("3")
    assert "正在查" not in room.heard
    await room.wait(2)
    assert room.heard.count("正在查，请稍等") == 1
    room.hall.gate.set()
    await room.wait(6)
    assert "十一个培训" in room.heard


def test_a_61_a_held_key_acts_once_however_long_it_repeats() -> None:
    pad = Keypad()
    assert pad.pressed("down", 0.0) is not None
    told = [pad.pressed("down", 0.5 + place * 0.03) for place in range(200)]
    assert told == [None] * 200


def test_a_key_whose_release_was_lost_works_again() -> None:
    pad = Keypad()
    assert pad.pressed("down", 0.0) is not None
    assert pad.pressed("down", 3.0) is not None, "silent too long to be held"
    assert pad.pressed("enter", 3.2) is not None
    assert pad.pressed("down", 3.4) is not None, "another key was pressed since"
