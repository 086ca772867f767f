"""A visitor with an appointment checks in by six digits, by ear or by eye."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

CODE = "482913"


async def test_six_digits_and_hash_give_the_number_and_the_paper(room: "Room") -> None:
    for key in ("down", "5", "#"):
        await room.press(key)
    assert room.screen == "booked"
    for key in CODE:
        await room.press(key)
    assert room.node("typed").name == CODE
    assert "四八二九，幺三" in room.heard
    await room.press("#")
    await room.wait(3)
    assert room.screen == "issued"
    assert room.node("number").name == "A031"
    assert room.paper.printed == ["A031"]


async def test_a_code_too_short_says_how_many_digits_are_missing(room: "Room") -> None:
    for key in ("down", "5", "#", "4", "8", "#"):
        await room.press(key)
    assert "还差四位" in room.heard
    await room.press("*")
    assert room.node("typed").name == "4"
    assert room.hall.asked.count("check-in") == 0


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("unknown_appointment", "没有这个预约码"),
        ("too_early", "还没到报到时间"),
        ("too_many_tries", "输错太多次"),
        ("wrong_state", "已经取消或过期"),
        ("no_time_left", "剩下的时间办不完"),
    ],
)
async def test_a_refusal_says_why_and_where_to_go(room: "Room", code: str, words: str) -> None:
    room.hall.refuses = code
    for node in ("start", "home-my", "strip", *(f"key-{digit}" for digit in CODE), "strip"):
        await room.touch(node)
    assert room.screen == "refused"
    assert words in room.node("why").name
    await room.touch("back")
    assert room.screen == "booked"


@pytest.mark.parametrize(
    ("at", "seen", "heard"),
    [
        ("2026-11-23T01:30:00Z", "您来早了，请在 09:30 以后报到；已经记下您来过", "上午九点三十分"),
        ("2026-12-05T06:00:00Z", "请在 12 月 5 日 14:00 以后报到", "下午两点"),
    ],
)
async def test_whoever_is_early_is_told_when_to_come(
    room: "Room", at: str, seen: str, heard: str
) -> None:
    today = wire.DayInfo(
        id="2026-11-23", opened_at=datetime(2026, 11, 23, tzinfo=UTC), closed_at=None
    )
    room.hall.site_now = msgspec.structs.replace(room.hall.site_now, day=today)
    await room.wait(70)
    room.hall.refuses, room.hall.refused_with = "too_early", {"possible_at": at}
    for key in ("down", "5", "#", *CODE, "#"):
        await room.press(key)
    assert room.screen == "refused"
    assert room.node("why").name == seen
    assert heard in room.heard


async def test_cut_off_it_is_told_and_the_code_is_kept(room: "Room") -> None:
    for node in ("start", "home-my", "strip", *(f"key-{digit}" for digit in CODE)):
        await room.touch(node)
    room.hall.gone = True
    await room.touch("strip")
    assert room.screen == "offline"
    room.hall.gone = False
    await room.wait(8)
    assert room.screen == "booked"
    assert room.node("typed").name == CODE


async def test_the_code_is_shown_to_the_staff_as_digits_and_as_a_square_for_their_scanner(
    room: "Room",
) -> None:
    for node in ("start", "home-my", "strip"):
        await room.touch(node)
    assert room.core.model.node("booked-show") is None, "there is nothing to show yet"
    for digit in CODE:
        await room.touch(f"key-{digit}")
    await room.touch("booked-show")
    assert room.node("number").name == "482 913"
    assert room.node("qr").value == CODE
    assert room.hall.asked.count("check-in") == 0, "the staff do it"
    await room.touch("strip")
    assert room.screen == "booked"


@pytest.mark.parametrize("trouble", ["too_early", "gone"])
async def test_where_the_kiosk_cannot_check_in_the_code_leads_to_the_staff(
    room: "Room", trouble: str
) -> None:
    for node in ("start", "home-my", "strip", *(f"key-{digit}" for digit in CODE)):
        await room.touch(node)
    room.hall.gone, room.hall.refuses = trouble == "gone", "" if trouble == "gone" else trouble
    await room.touch("strip")
    assert room.screen == ("offline" if trouble == "gone" else "refused")
    await room.touch("booked-show")
    assert room.node("qr").value == CODE
