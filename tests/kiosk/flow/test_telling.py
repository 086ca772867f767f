"""Telling the hall something: by choices alone, with a receipt, and hearing what came of it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from queue_server import wire
from tests.kiosk.hall_in_hand import AT

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

TELL = ("start", "home-hall", "hall-tell")


async def touch(room: "Room", *nodes: str) -> None:
    for node in nodes:
        await room.touch(node)


async def test_a_blind_visitor_complains_with_seven_keys_and_hears_the_number(
    room: "Room",
) -> None:
    for key in ("down", "6", "2", "1", "1", "1", "#", "#"):
        await room.press(key)
    await room.wait(30)
    assert room.screen == "tell-done"
    (sent,) = (request for _, request in room.hall.letters)
    assert (sent.kind, sent.about, sent.points) == ("complaint", "waiting", ("too-long",))
    assert sent.contact == sent.text == ""
    assert not sent.may_publish
    assert "四八二，九幺三，五七零幺" in room.heard
    assert "今天就有回音" in room.heard
    assert room.paper.slips[0].reference == "482 913 5701"
    assert room.paper.slips[0].url.endswith("/f/7Q4M9XK20ABC")
    assert "回执已打印" in room.heard


async def test_what_was_wrong_may_be_left_out_and_chosen_again(room: "Room") -> None:
    await touch(room, *TELL, "tell-complaint", "about-access", "point-ramp", "strip")
    assert "坡道" in room.node("points").name
    await room.touch("back")
    await touch(room, "point-ramp", "point-toilet", "strip", "strip")
    assert room.hall.letters[0][1].points == ("toilet",)


async def test_a_praise_is_asked_nothing_about_what_was_wrong(room: "Room") -> None:
    await touch(room, *TELL, "tell-praise", "about-staff")
    assert room.screen == "tell-check"
    assert room.node("what").name == "表扬：工作人员"


async def test_a_telephone_number_and_consent_are_only_given_on_purpose(room: "Room") -> None:
    await touch(room, *TELL, "tell-suggestion", "about-machines", "phone")
    for key in "13800138000":
        await room.press(key)
    assert "13800138000" not in room.heard, "on the loudspeaker nobody says it"
    await room.touch("strip")
    if room.core.model.node("publish") is None:
        await room.touch("page-next")
    await touch(room, "publish", "strip")
    sent = room.hall.letters[0][1]
    assert (sent.contact, sent.may_publish) == ("13800138000", True)
    assert "13800138000" not in repr(room.paper.slips[0])


async def test_rating_and_questions_need_no_receipt(room: "Room") -> None:
    await touch(room, *TELL, "tell-rating", "score-5", "strip")
    assert room.screen == "tell-done"
    assert room.hall.letters[0][1].score == 5
    await touch(room, "strip", "home-hall", "hall-tell", "tell-questionnaire", "answer-yes")
    assert room.core.model.title.name == "讲明白了吗？"
    assert "讲明白了吗" in room.heard or not room.core.visit.modes.speech
    await touch(room, "strip", "strip")
    assert room.hall.letters[1][1].answers == {"found": "yes"}
    assert room.paper.slips == []


async def test_nothing_chosen_cannot_be_sent(room: "Room") -> None:
    await touch(room, *TELL, "tell-questionnaire", "strip", "strip")
    assert room.screen == "tell-check"
    assert not room.node("strip").enabled
    await room.touch("strip")
    assert room.hall.letters == []


async def test_cut_off_the_words_are_kept_and_the_number_is_good(room: "Room") -> None:
    await touch(room, *TELL, "tell-complaint", "about-other")
    room.hall.gone = True
    await room.touch("strip")
    assert room.screen == "tell-done"
    assert "存在这台机器里" in room.node("kept").name
    assert room.node("number").name == "482 913 5701"


async def test_sent_twice_it_goes_under_one_key(room: "Room") -> None:
    await touch(room, *TELL, "tell-complaint", "about-other")
    room.hall.refuses = "value_missing"
    await room.touch("strip")
    assert room.screen == "refused"
    assert "没有送出去" in room.node("why").name
    room.hall.refuses = ""
    await touch(room, "back", "strip")
    assert len(room.hall.letters) == 1
    await room.touch("back")
    assert room.screen == "home", "what was sent is not sent again by going back"
    await touch(room, "home-hall", "hall-tell", "tell-complaint", "about-other", "strip")
    keys = {key for key, _ in room.hall.letters}
    assert len(keys) == 2, "another complaint is another one"


async def test_no_paper_says_what_to_do(room: "Room") -> None:
    room.paper.outcome = "out"
    await touch(room, *TELL, "tell-complaint", "about-other", "strip")
    await room.settle()
    assert "打印机没有纸" in room.node("slip").name
    assert room.node("slip").emphasis == "danger"


@pytest.mark.parametrize(
    ("state", "words"),
    [("received", "还没有回音"), ("answered", "还在办"), ("closed", "已经办完")],
)
async def test_what_came_of_it_is_heard_by_the_number(
    room: "Room", state: wire.FeedbackState, words: str
) -> None:
    room.hall.statuses["4829135701"] = wire.FeedbackStatus(
        reference="4829135701", kind="complaint", state=state, at=AT - timedelta(days=3),
        replies=(wire.FeedbackReply(at=AT, text="加开了一个窗口。", final=True),),
    )  # fmt: skip
    for key in ("down", "6", "2", "6", *"482913570", "#"):
        await room.press(key)
    assert "还差一位" in room.heard
    for key in "1#":
        await room.press(key)
    await room.wait(3)
    assert room.screen == "status"
    assert words in room.node("state").name
    assert "加开了一个窗口" in room.heard
    assert "11月20日" in room.node("what").name


async def test_an_unknown_number_says_how_to_go_on(room: "Room") -> None:
    await touch(room, *TELL, "tell-status")
    for key in "0000000000#":
        await room.press(key)
    assert "没有这个号码" in room.node("unknown").name


async def test_a_82_nothing_told_is_left_at_the_end(room: "Room") -> None:
    await touch(room, *TELL, "tell-complaint", "about-staff", "point-unfriendly", "strip", "phone")
    for key in "13800138000":
        await room.press(key)
    await room.wait(360, step=1.0)
    assert room.screen == "idle"
    assert room.core.visit.telling.about == ""
    assert "13800138000" not in repr(room.core.visit)


async def test_the_halls_pages_are_read_and_easy_words_where_asked(room: "Room") -> None:
    await touch(room, "start", "home-hall", "hall-pages")
    assert "12385" in room.node("hotline").name
    await room.touch("page-of-promise")
    assert room.core.model.title.name == "我们的承诺"
    assert room.node("text-0").name == "您说的话当天就有回音。"
    await touch(room, "strip", "back", "back")
    assert room.screen == "home"


async def test_an_interest_in_a_course_is_noted_with_a_receipt_and_no_name(room: "Room") -> None:
    for node in ("start", "home-training", "row-training-0", "strip", "enrol-interest"):
        await room.touch(node)
    assert "甲级班" in room.node("what").name
    assert room.core.model.node("words-keys") is None, "there is nothing to write"
    await room.touch("phone")
    for digit in "13800138000":
        await room.touch(f"key-{digit}")
    await room.touch("strip")
    await room.touch("strip")
    ((_, told),) = room.hall.letters
    assert (told.kind, told.about, told.text) == ("interest", "course", "甲级班 · training-0")
    assert told.contact == "13800138000"
    assert room.screen == "tell-done"
    assert room.node("number").name == "482 913 5701"
    [receipt] = room.paper.slips
    assert "甲级班" in str(receipt)
