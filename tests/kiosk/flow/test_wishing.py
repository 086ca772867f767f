"""Registering a need for work: consent first, nothing needed twice, erased by number."""

from typing import TYPE_CHECKING

from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

START = ("start", "home-hall", "hall-wish", "strip")


async def touch(room: "Room", *nodes: str) -> None:
    for node in nodes:
        await room.touch(node)


async def test_consent_is_heard_before_anything_is_asked(room: "Room") -> None:
    for key in ("down", "6", "3"):
        await room.press(key)
    await room.wait(20)
    assert room.screen == "wish-consent"
    for words in ("不问您是谁", "保存九十天", "您随时可以删掉"):
        assert words in room.heard
    assert room.hall.wishes == []


async def test_wishes_matches_with_reasons_and_a_number_on_paper(room: "Room") -> None:
    for key in ("down", "6", "3", "#", "1", "2", "#"):
        await room.press(key)
    assert room.screen == "wish-matches"
    assert room.hall.wishes == [wire.Wishes(occupations=("cleaning",))]
    assert "工资够" in room.node("row-job-0").detail
    await room.press("#")
    await room.wait(40)
    assert room.screen == "wish-done"
    (need,) = room.hall.needs.values()
    assert (need.consent, need.contact) == ("1", "")
    assert "登记号码，四八二，九幺三，五七零幺" in room.heard
    (slip,) = room.paper.slips
    assert (slip.kind, slip.reference) == ("need", "482 913 5701")
    assert ("工作类别", "保洁") in slip.rows
    assert "登记单已打印" in room.heard


async def test_what_was_stated_while_looking_for_work_is_not_asked_again(room: "Room") -> None:
    await touch(room, "start", "home-work", "facet-disability", "value-visual", "level-2")
    await touch(room, "home", "home-hall", "hall-wish", "strip")
    assert "视力" in room.node("facet-disability").value
    await room.touch("strip")
    assert room.hall.wishes[0].disability == "visual:2"


async def test_nothing_stated_is_not_sent(room: "Room") -> None:
    await touch(room, *START)
    assert not room.node("strip").enabled
    await room.touch("strip")
    assert room.hall.wishes == []


async def test_without_a_fitting_job_it_is_registered_all_the_same(room: "Room") -> None:
    room.hall.fitting = 0
    await touch(room, *START, "facet-occupation", "value-desk", "strip")
    assert "可以先登记" in room.node("none").name
    await room.touch("strip")
    assert room.screen == "wish-done"


async def test_a_job_is_read_and_the_way_back_leads_to_the_matches(room: "Room") -> None:
    await touch(room, *START, "facet-occupation", "value-desk", "strip", "row-job-1")
    assert room.screen == "detail"
    await room.touch("back")
    assert room.screen == "wish-matches"
    assert len(room.core.visit.wishing.matches) == 3


async def test_cut_off_it_is_told_and_asked_again_by_itself(room: "Room") -> None:
    await touch(room, *START, "facet-occupation", "value-desk")
    room.hall.gone = True
    await room.touch("strip")
    assert room.screen == "offline"
    room.hall.gone = False
    await room.wait(8)
    assert room.screen == "wish-matches"


async def test_a_need_is_erased_by_its_number(room: "Room") -> None:
    await touch(room, "start", "home-hall", "hall-wish", "withdraw")
    for key in "1111111111#":
        await room.press(key)
    await room.wait(4)
    assert "没有这个号码" in room.node("unknown").name
    for _ in range(10):
        await room.press("*")
    for key in "4829135701#":
        await room.press(key)
    assert room.screen == "wish-done"
    assert "什么也没有留下" in room.node("erased").name
    assert room.core.visit.typed == ""


async def test_a_82_nothing_wished_is_left_at_the_end(room: "Room") -> None:
    await touch(room, *START, "facet-disability", "value-visual", "level-2", "strip")
    await room.wait(180)
    assert room.screen == "idle"
    assert "visual" not in repr(room.core.visit)
