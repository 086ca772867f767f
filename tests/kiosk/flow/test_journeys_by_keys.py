"""Visits by keypad and ears alone: only what was heard decides the next key (A-28)."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.flow.visit import NEEDS
from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room


async def test_a_28_a_blind_visitor_takes_a_ticket_in_at_most_eight_presses(room: "Room") -> None:
    await room.press("down")  # the first key only starts speech
    assert "自助机" in room.heard
    assert room.screen == "home"
    assert "取号办事" in await room.find("取号办事")
    await room.press("enter")
    await room.find("失业登记")
    await room.press("enter")
    await room.press("#")
    await room.wait(10)
    assert "井号键，确认取号" in room.heard
    await room.press("#")
    await room.wait(6)

    assert any(said.count("诶零幺七") == 2 for said in room.speech.begun)
    assert room.presses <= 8


async def test_the_shortest_way_to_a_number_is_five_presses(room: "Room") -> None:
    for key in ("1", "1", "1", "#", "#"):
        await room.press(key)
    assert room.screen == "issued"
    assert "诶零幺七" in room.heard


async def test_a_47_everything_of_the_ticket_is_told_and_repeated(room: "Room") -> None:
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    await room.wait(1)
    said = room.speech.begun[-1]
    for words in ("诶零幺七", "失业登记", "前面还有五个人", "十五到二十五分钟", "一楼诶区", "盲道"):
        assert words in said, words
    again = await room.press("enter")
    assert again[0].count("诶零幺七") == 2
    assert room.screen == "issued", "repeating must not end the visit"


async def test_a_need_is_chosen_kindly_and_said_with_its_new_state_first(room: "Room") -> None:
    for key in ("down", "1", "1"):
        await room.press(key)
    assert "需要我们怎样帮您" in room.heard
    heard = await room.find("我看不见")
    assert "没有选" in heard
    heard = " ".join(await room.press("enter"))
    assert heard.startswith("已选中，我看不见")
    await room.press("#")
    await room.press("#")
    request = room.hall.requests[0]
    assert request.needs == ("blind",)
    assert set(NEEDS) >= set(request.needs)


async def test_work_is_found_by_facets_and_read_paragraph_by_paragraph(room: "Room") -> None:
    for key in ("down", "2"):
        await room.press(key)
    await room.wait(4)
    await room.find("工作类别")
    await room.press("enter")
    heard = await room.find("保洁")
    assert "七个" in heard
    await room.press("enter")
    assert room.screen == "work"
    await room.press("#")
    await room.wait(4)
    assert "找到十一个岗位" in room.heard
    heard = await room.find("甲岗保洁员")
    assert "每月三千二百到四千元" in heard
    assert "第一项，共五项" in heard
    await room.press("enter")
    await room.wait(1)
    assert room.screen == "detail"
    await room.find("把办公楼打扫干净")
    await room.press("escape")
    assert room.screen == "results"
    query = room.hall.queries[-1]
    assert query["occupation"] == "cleaning"


async def test_a_44_a_list_is_turned_by_keys_and_tells_its_page(room: "Room") -> None:
    for key in ("down", "2", "#"):
        await room.press(key)
    heard = " ".join(await room.press("pagedown"))
    assert "第二页，共三页" in room.heard, heard
    await room.press("pagedown")
    heard = " ".join(await room.press("pagedown"))
    assert "最后一页" in heard
    await room.press("pageup")
    await room.wait(1)
    assert "第二页，共三页" in room.speech.begun[-1]
    pages = [query for query in room.hall.queries if query["limit"] != 1]
    assert len(pages) == 3, "what was fetched once is not asked for again"


async def test_a_word_is_searched_on_twelve_keys_by_its_initials(room: "Room") -> None:
    for key in ("down", "2"):
        await room.press(key)
    await room.find("按字查找")
    await room.press("enter")
    await room.press("2")
    heard = " ".join(await room.press("5"))
    assert "匹配一个词，保洁" in heard
    await room.press("*")
    assert room.core.visit.typed == "2"
    await room.press("5")
    await room.press("#")
    assert room.screen == "results"
    query = room.hall.queries[-1]
    assert query["q"] == "保洁"


async def test_a_89_a_number_is_asked_after_by_its_digits(
    room: "Room", make_ticket: Callable[..., wire.Ticket]
) -> None:
    room.hall.known["A017"] = make_ticket()
    for key in ("down", "5"):
        await room.press(key)
    await room.find("失业登记")
    await room.press("enter")
    for key in ("0", "1", "7"):
        await room.press(key)
    heard = " ".join(await room.press("#"))
    assert room.screen == "found"
    await room.wait(1)
    assert re.search("诶零幺七.*前面还有五个人", room.heard), heard


async def test_training_and_policies_are_listed_and_read(room: "Room") -> None:
    await room.press("down")
    for digit, words in (("3", "培训"), ("4", "政策")):
        await room.press(digit)
        await room.wait(1)
        assert words in room.speech.begun[-1]
        await room.press("1")
        assert room.screen == "detail"
        await room.press("escape")
        await room.press("escape")
        assert room.screen == "home"


async def test_the_way_to_the_windows_is_told(room: "Room") -> None:
    for key in ("down", "6", "1"):
        await room.press(key)
    heard = await room.find("一楼诶区")
    assert "三" in heard
    await room.find("盲道")
    await room.press("escape")
    await room.press("5")
    await room.find("幺二三八五")


async def test_a_79_zero_calls_staff_and_tells_who_comes(
    room: "Room", make_row: Callable[..., wire.Row]
) -> None:
    for key in ("down", "1", "0"):
        await room.press(key)
    assert "已经告诉工作人员" in room.heard
    await room.wait(12)
    room.core.row(make_row("assistance_taken", {"id": "h1", "state": "taken", "window_number": 3}))
    await room.wait(1)
    assert room.speech.begun[-1] == "三号窗口的工作人员正在过来"
    await room.press("escape")
    assert room.screen == "services"


async def test_english_visitors_hear_english_from_the_first_offer_on(room: "Room") -> None:
    await room.press("down")
    await room.wait(20)
    assert "For English, press nine" in room.heard
    await room.press("l")
    assert room.core.model.modes.language == "en"
    for key in ("1", "1", "#", "#"):
        await room.press(key)
    await room.wait(1)
    assert "Your number" in room.speech.begun[-1]
    request = room.hall.requests[0]
    assert request.languages == ("en",)


def is_low(room: "Room") -> bool:
    return room.core.model.modes.reach


async def test_a_10_a_keypad_without_letters_switches_the_low_mode_and_the_language(
    room: "Room",
) -> None:
    await room.press("down")
    await room.press("8")
    assert is_low(room)
    assert "低位" in room.speech.begun[-1]
    for key in ("1", "1"):
        await room.press(key)
    assert is_low(room), "the choice holds"
    await room.press("h")
    await room.press("8")
    await room.press("9")
    assert not is_low(room)
    assert room.core.model.modes.language == "en"
    assert room.screen == "home"
    await room.wait(20)
    assert "需要中文，请按数字九" in room.heard, "whoever came there by mistake hears the way back"


async def test_who_begins_to_look_for_work_hears_where_that_is_and_then_only_what_changes(
    room: "Room",
) -> None:
    await room.press("down")
    await room.press("2")
    await room.wait(8)
    assert "找到十一个岗位" in room.heard or "有十一个岗位" in room.heard
    title = room.node("title").words
    assert any(said.startswith(title) for said in room.speech.begun)
    before = len(room.speech.begun)
    for key in ("1", "2"):
        await room.press(key)
        await room.wait(6)
    said = room.speech.begun[before:]
    assert not any(one.startswith(title) for one in said)
    assert "按井号键，查看十一个岗位" in said
