"""The kiosk leaves nobody stranded: paper, network, refusals, late answers."""

from typing import TYPE_CHECKING

import pytest

from kiosk.flow.visit import Paper

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

TO_CONFIRM = ("start", "home-ticket", "service-unemployment", "strip")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("out", "打印机没有纸了。您的号码有效"),
        ("failed", "小票没有打印出来。您的号码有效"),
        ("unsure", "小票可能没有打印好。您的号码有效"),
    ],
)
async def test_a_41_a_ticket_that_does_not_come_out_is_told_and_stays_valid(
    room: "Room", outcome: Paper, words: str
) -> None:
    room.paper.outcome = outcome
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    await room.wait(1)
    paper = room.node("paper")
    assert paper.name == words
    assert paper.emphasis == "danger"
    assert room.node("number").name == "A017"
    alert = next(one for one in room.speech.heard if one.utterance.cause == "alert")
    assert alert.utterance.priority == 0
    assert alert.utterance.protected
    assert "不用重新取号" in alert.spoken
    await room.wait(30)
    await room.press("enter")
    await room.wait(1)
    assert room.speech.begun[-1].count("诶零幺七") >= 2


async def test_a_kiosk_without_a_printer_says_so(room: "Room") -> None:
    room.paper.outcome = "none"
    for node in (*TO_CONFIRM, "strip"):
        await room.touch(node)
    assert "请记下号码" in room.node("paper").name


async def test_print_trouble_is_told_even_after_the_number_screen_was_left(room: "Room") -> None:
    room.paper.outcome = "out"
    for node in TO_CONFIRM:
        await room.touch(node)
    room.core.touched("strip")
    await room.settle()
    await room.touch("home")
    assert room.core.visit.paper == "out"
    assert room.core.visit.ticket is not None


async def test_a_refused_ticket_says_why_and_where_to_go(room: "Room") -> None:
    for code, words in (("quota_reached", "取完"), ("service_closed", "不能取号")):
        room.hall.refuses = code
        await room.touch("home" if room.screen != "idle" else "start")
        for node in (*TO_CONFIRM[1:], "strip"):
            await room.touch(node)
        assert room.screen == "refused"
        assert words in room.node("why").name
        assert "咨询台" in room.node("help-line").name


async def test_a_hall_that_is_gone_is_told_with_what_still_works(room: "Room") -> None:
    for node in TO_CONFIRM:
        await room.touch(node)
    room.hall.gone = True
    await room.touch("strip")
    assert room.screen == "offline"
    assert "咨询台" in room.node("note").name
    assert room.node("staff").enabled


async def test_the_kiosk_comes_back_by_itself_and_takes_no_ticket_unasked(room: "Room") -> None:
    for key in ("down", "1", "1", "#"):
        await room.press(key)
    room.hall.gone = True
    await room.press("#")
    assert room.screen == "offline"
    await room.wait(12)
    assert room.screen == "offline"
    room.hall.gone = False
    await room.wait(20)
    assert room.screen == "confirm"
    assert "已经连上了" in room.heard
    assert room.hall.issued == {}
    await room.press("#")
    assert room.screen == "issued"


async def test_a_search_that_failed_is_asked_again_when_the_hall_is_back(room: "Room") -> None:
    for node in ("start", "home-work"):
        await room.touch(node)
    room.hall.gone = True
    await room.touch("strip")
    assert room.screen == "results", "what is here already needs no hall"
    await room.touch("page-next")
    assert room.screen == "offline"
    room.hall.gone = False
    await room.wait(8)
    assert room.screen == "results"
    assert room.node("page-of").name == "第 2 页，共 3 页"
    assert room.node("row-job-5").name == "己岗保洁员"


async def test_retrying_a_ticket_whose_answer_was_lost_makes_no_second_one(room: "Room") -> None:
    room.hall.lose_answer = True
    for node in (*TO_CONFIRM, "strip"):
        await room.touch(node)
    assert room.screen == "offline"
    await room.touch("strip")
    assert room.screen == "issued"
    assert len(room.hall.issued) == 1
    assert len(room.hall.keys) == 2


async def test_even_begun_anew_the_same_request_keeps_its_key(room: "Room") -> None:
    room.hall.lose_answer = True
    for node in (*TO_CONFIRM, "strip", "home", *TO_CONFIRM[1:], "strip"):
        await room.touch(node)
    assert room.screen == "issued"
    assert len(room.hall.issued) == 1


async def test_a_second_ticket_has_a_key_of_its_own(room: "Room") -> None:
    for node in (*TO_CONFIRM, "strip", "home", *TO_CONFIRM[1:], "strip"):
        await room.touch(node)
    assert len(set(room.hall.keys)) == 2
    assert room.node("number").name == "A018"


async def test_pressing_twice_while_the_ticket_is_taken_asks_once(room: "Room") -> None:
    for node in TO_CONFIRM:
        await room.touch(node)
    room.hall.gate.clear()
    await room.touch("strip")
    await room.touch("strip")
    assert room.node("busy").role == "status"
    room.hall.gate.set()
    await room.settle()
    assert len(room.hall.keys) == 1
    assert room.screen == "issued"


async def test_an_answer_for_a_screen_that_was_left_is_dropped(room: "Room") -> None:
    await room.touch("start")
    room.hall.gate.clear()
    await room.touch("home-training")
    await room.touch("back")
    room.hall.gate.set()
    await room.settle()
    assert room.screen == "home"
    assert room.core.visit.search.answer is None


async def test_waiting_is_pinged_and_after_five_seconds_told(room: "Room") -> None:
    await room.press("down")
    room.hall.gate.clear()
    await room.press("3")
    await room.wait(12)
    pings = [one for one in room.speech.heard if one.utterance.earcon == "progress"]
    assert pings
    assert "还在等大厅的服务器" in room.heard
    room.hall.gate.set()


async def test_staff_that_cannot_be_told_is_said_honestly(room: "Room") -> None:
    await room.press("down")
    room.hall.gone = True
    await room.press("0")
    await room.wait(1)
    assert room.node("title").name == "没能通知到工作人员"
    assert "大声招呼" in room.heard


async def test_a_background_question_that_fails_disturbs_nobody(room: "Room") -> None:
    for node in ("start", "home-ticket"):
        await room.touch(node)
    room.hall.gone = True
    room.core.connection(connected=False)
    await room.wait(20)
    assert room.screen == "services"
    await room.touch("home")
    assert room.node("net").emphasis == "danger"
    room.hall.gone = False
    await room.wait(10)
    assert room.core.model.node("net") is None


async def test_a_kiosk_that_never_saw_its_hall_says_so(lonely: "Room") -> None:
    await lonely.touch("start")
    await lonely.touch("home-ticket")
    assert lonely.screen == "offline"
    lonely.hall.gone = False
    await lonely.wait(8)
    assert lonely.screen == "home"
    await lonely.touch("home-ticket")
    assert lonely.screen == "services"
