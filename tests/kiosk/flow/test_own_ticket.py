"""The visitor's own ticket at the kiosk: away, back, again on paper, given up; and leaving."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from queue_server import wire
from tests.kiosk.hall_in_hand import AT

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

TAKE = ("start", "home-ticket", "service-unemployment", "strip", "strip")
MakeTicket = Callable[..., wire.Ticket]


async def look_up(room: "Room") -> None:
    """Ask after A017 by keys."""
    for key in ("down", "5", "1", "1", "7", "#"):
        await room.press(key)
    assert room.screen == "found"


def acts(room: "Room") -> list[str]:
    return [node.id for node in room.core.model if node.number]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("WAITING", ["act-step-away", "act-reprint"]),
        ("AWAY", ["act-back", "act-reprint"]),
        ("MISSED", ["act-reinstate", "act-reprint"]),
        ("CALLED", ["act-reprint"]),
        ("SERVING", []),
        ("DONE", []),
    ],
)
async def test_what_may_be_done_depends_on_where_the_ticket_stands(
    room: "Room", make_ticket: MakeTicket, state: str, offered: list[str]
) -> None:
    room.hall.known["A017"] = make_ticket(state=state, window_number=3)
    await look_up(room)
    assert acts(room) == offered, "a typed number is never anybody's to give up"


async def test_stepping_away_and_coming_back_is_said_and_seen(
    room: "Room", make_ticket: MakeTicket
) -> None:
    room.hall.known["A017"] = make_ticket(ahead=4)
    await look_up(room)
    assert "前面还有四个人" in room.heard
    await room.press("1")
    await room.wait(2)
    assert room.hall.acts == [("t-A017", "step-away")]
    assert "号码留着" in room.heard
    assert acts(room)[0] == "act-back"
    await room.press("1")
    await room.wait(2)
    assert "又在队里" in room.heard
    assert room.core.visit.found is not None
    assert room.core.visit.found.state == "WAITING"


async def test_until_when_to_be_back_is_told_in_the_halls_time(
    room: "Room", make_ticket: MakeTicket
) -> None:
    room.hall.known["A017"] = make_ticket(state="AWAY", until=AT + timedelta(minutes=30))
    await look_up(room)
    assert "09:30" in room.node("state").name
    assert "九点三十分" in room.heard or "九点半" in room.heard


async def test_a_reprint_is_asked_for_once(room: "Room", make_ticket: MakeTicket) -> None:
    room.hall.known["A017"] = make_ticket()
    await look_up(room)
    room.hall.gate.clear()
    room.core.touched("act-reprint")
    room.core.touched("act-reprint")
    room.hall.gate.set()
    await room.settle()
    assert room.hall.acts == [("t-A017", "reprint")]
    assert "补打" in room.node("acted").name


@pytest.mark.parametrize(
    ("code", "words"),
    [("limit_reached", "次数已经用完"), ("forbidden", "带着小票"), ("wrong_state", "告诉工作人员")],
)
async def test_a_refusal_is_told_with_where_to_go(
    room: "Room", make_ticket: MakeTicket, code: str, words: str
) -> None:
    room.hall.known["A017"] = make_ticket()
    await look_up(room)
    room.hall.refuses = code
    await room.press("1")
    await room.wait(2)
    assert words in room.node("acted").name
    assert words in room.heard


async def test_a_75_whoever_has_just_taken_a_ticket_types_no_number(room: "Room") -> None:
    for node in TAKE:
        await room.touch(node)
    taken = room.core.visit.ticket
    assert taken is not None
    room.hall.known["A017"] = taken
    await room.touch("home")
    await room.touch("home-my")
    assert room.screen == "found"
    assert acts(room) == ["act-step-away", "act-reprint", "act-needs", "act-cancel"]


async def test_a_74_giving_up_is_asked_once_and_can_be_left(room: "Room") -> None:
    for node in TAKE:
        await room.touch(node)
    taken = room.core.visit.ticket
    assert taken is not None
    room.hall.known["A017"] = taken
    for node in ("home", "home-my", "act-cancel"):
        await room.touch(node)
    assert room.screen == "cancel"
    assert "A017" in room.node("strip").name
    await room.touch("back")
    assert room.screen == "found"
    assert room.hall.acts == []
    await room.touch("act-cancel")
    await room.touch("strip")
    assert room.hall.acts == [(taken.id, "cancel")]
    assert room.screen == "found"
    assert "已经取消" in room.node("acted").name
    assert room.core.visit.ticket is None
    assert acts(room) == []
    await room.touch("back")
    assert room.screen == "home"


async def test_a_74_ending_is_asked_once_with_the_number_and_can_be_left(room: "Room") -> None:
    for key in ("down", "1", "1", "#", "#", "#"):
        await room.press(key)
    await room.wait(6)
    assert room.screen == "leave"
    assert room.node("number").name == "您的号码 A017"
    assert "要结束使用吗" in room.heard
    await room.press("escape")
    assert room.screen == "issued"
    await room.press("#")
    await room.press("#")
    assert room.screen == "end"


async def test_going_home_does_not_forget_who_is_coming(room: "Room", make_row) -> None:  # type: ignore[no-untyped-def]
    await room.press("down")
    await room.press("0")
    await room.touch("home")
    assert "已经告诉工作人员" in room.node("coming").name
    room.core.row(make_row("assistance_taken", {"id": "h1", "state": "taken", "window_number": 3}))
    await room.wait(6)
    assert "3 号窗口" in room.node("coming").name
    assert "三号窗口的工作人员正在过来" in room.heard
    await room.press("0")
    assert room.hall.asked.count("assistance") == 1, "nobody is called twice"
    assert room.screen == "staff"
    room.core.row(make_row("assistance_done", {"id": "h1", "state": "done"}))
    await room.touch("home")
    assert room.core.model.node("coming") is None


async def test_who_is_coming_is_heard_and_seen_wherever_the_visitor_went_on_to(
    room: "Room",
    make_row: Callable[[str, dict[str, object]], wire.Row],
) -> None:
    coming: dict[str, object] = {
        "id": "h1", "state": "taken", "taken_by": "qian", "taken_as": "reception",
    }  # fmt: skip
    await room.press("down")
    await room.press("0")
    await room.touch("home")
    await room.touch("home-ticket")
    await room.wait(8)
    room.core.row(make_row("assistance_taken", coming))
    await room.wait(3)
    assert room.screen == "services"
    assert room.heard.count("服务台的工作人员正在过来") == 1
    assert "qian" not in room.heard, "nobody is called by the name of an account"


async def test_who_is_coming_stands_there_for_whoever_does_not_listen(
    room: "Room",
    make_row: Callable[[str, dict[str, object]], wire.Row],
) -> None:
    for node in ("start", "staff", "home", "home-ticket"):
        await room.touch(node)
    room.core.row(make_row("assistance_taken", {"id": "h1", "state": "taken", "window_number": 3}))
    assert room.shown[-1].caption == "3 号窗口的工作人员正在过来"
    assert room.heard == ""


async def test_the_needs_of_the_own_ticket_are_changed_where_it_was_taken(room: "Room") -> None:
    for node in TAKE:
        await room.touch(node)
    taken = room.core.visit.ticket
    assert taken is not None
    room.hall.known["A017"] = taken
    for node in ("home", "home-my", "act-needs", "need-wheelchair", "need-deaf", "strip"):
        await room.touch(node)
    assert room.hall.changed == [(taken.id, ("deaf", "wheelchair"))]
    assert room.screen == "found"
    assert "已经改好" in room.node("acted").name


async def test_the_needs_of_another_ticket_are_not_offered_for_change(
    room: "Room", make_ticket: MakeTicket
) -> None:
    room.hall.known["A017"] = make_ticket()
    await look_up(room)
    assert room.core.model.node("act-step-away") is not None
    assert room.core.model.node("act-needs") is None


async def test_needs_that_cannot_be_changed_now_are_told_and_the_hall_gone_loses_nothing(
    room: "Room",
) -> None:
    for node in TAKE:
        await room.touch(node)
    taken = room.core.visit.ticket
    assert taken is not None
    room.hall.known["A017"] = taken
    for node in ("home", "home-my", "act-needs", "need-blind"):
        await room.touch(node)
    room.hall.refuses = "wrong_state"
    await room.touch("strip")
    assert "告诉工作人员" in room.node("acted").name
    room.hall.refuses, room.hall.gone = "", True
    for node in ("act-needs", "strip"):
        await room.touch(node)
    assert room.screen == "offline"
    room.hall.gone = False
    await room.touch("strip")
    assert room.hall.changed == [(taken.id, ("blind",))], "asked again as it was meant"


async def test_giving_up_that_is_refused_says_so_where_the_ticket_is_shown(room: "Room") -> None:
    for node in TAKE:
        await room.touch(node)
    taken = room.core.visit.ticket
    assert taken is not None
    room.hall.known["A017"] = taken
    for node in ("home", "home-my", "act-cancel"):
        await room.touch(node)
    room.hall.refuses = "wrong_state"
    await room.touch("strip")
    assert room.screen == "found"
    assert "告诉工作人员" in room.node("acted").name


async def test_the_hall_gone_while_acting_is_told_and_nothing_is_lost(
    room: "Room", make_ticket: MakeTicket
) -> None:
    room.hall.known["A017"] = make_ticket()
    await look_up(room)
    room.hall.gone = True
    await room.press("1")
    assert room.screen == "offline"
    room.hall.gone = False
    await room.wait(8)
    assert room.hall.acts == [("t-A017", "step-away")]
    assert room.screen == "found"


async def test_a_turn_that_may_not_come_today_is_told(
    room: "Room", make_ticket: MakeTicket
) -> None:
    late = wire.WaitRange(low=90, high=120, doubtful=True)
    room.hall.next_ticket = make_ticket("A044", wait=late)
    for node in TAKE:
        await room.touch(node)
    assert "轮不到" in room.node("doubt").name


async def test_who_asked_for_simple_words_gets_a_simple_ticket(room: "Room") -> None:
    for node in ("start", "home-ticket", "service-unemployment", "page-next", "page-next"):
        await room.touch(node)
    for node in ("need-easy_read", "strip", "strip"):
        await room.touch(node)
    assert room.paper.variants == ["easy_read"]
