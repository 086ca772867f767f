"""Two switches, or one: a ticket is taken without a key, a finger or an eye."""

from typing import TYPE_CHECKING

import pytest

from kiosk.access.switches import STOP, UP, Pressed, Scanner, Switches, groups

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

MOST = 60


async def press_until(room: "Room", words: str) -> None:
    """Press the move switch until something with these words is heard."""
    for _ in range(MOST):
        if words in " ".join(await room.press("tab")):
            return
    raise AssertionError(f"never heard {words!r} on {room.screen}")


async def scan_until(room: "Room", words: str, mark: int | None = None) -> int:
    """Wait until scanning offers something with these words, then press the only switch.

    ``mark`` is what was said before; returned for what follows the press at once.
    """
    mark = len(room.speech.begun) if mark is None else mark
    for _ in range(600):
        await room.wait(0.5)
        if any(words in said for said in room.speech.begun[mark:]):
            said = len(room.speech.begun)
            await room.press("space")
            return said
    raise AssertionError(f"never offered {words!r} on {room.screen}: {room.speech.begun[mark:]}")


def test_a_64_the_first_switch_moves_and_the_other_selects_whichever_way_they_are_wired() -> None:
    for first, second in (("tab", "space"), ("space", "tab")):
        switches = Switches()
        told = [switches.pressed(key) for key in (first, second, first, second)]
        assert told == [Pressed.FIRST, Pressed.BOTH_KNOWN, Pressed.MOVE, Pressed.SELECT]


def test_whoever_presses_the_same_again_has_one_switch() -> None:
    switches = Switches()
    told = [switches.pressed("space") for _ in range(4)]
    assert told == [Pressed.FIRST, Pressed.ONLY_ONE, Pressed.SELECT, Pressed.SELECT]
    switches.forget()
    assert switches.mode == "off"


async def test_a_64_two_switches_take_a_ticket_by_ear(room: "Room") -> None:
    for key in ("space", "tab"):
        await room.press(key)
    assert "第一个开关移到下一项" in room.heard
    # The space moves, the tab selects: as this visitor pressed them.
    for words in ("取号办事", "失业登记", "下一步，核对", "确认取号"):
        for _ in range(MOST):
            if words in " ".join(await room.press("space")):
                break
        await room.press("tab")
    await room.wait(2)
    assert room.screen == "issued"
    assert room.hall.issued


async def test_after_the_last_item_moving_begins_again(room: "Room") -> None:
    for key in ("tab", "space"):
        await room.press(key)
    count = len(room.core.model.nodes)
    for _ in range(count):
        await room.press("tab")
    assert room.core.focus == room.core.model.nodes[1].id


async def test_a_65_one_switch_takes_a_ticket_by_scanning(room: "Room") -> None:
    await room.press("space")
    await room.press("space")
    assert "自动扫描" in room.heard
    mark = 0
    for group, item in (
        ("取号办事，找工作", "取号办事，到窗口"),
        ("失业登记，", "失业登记，"),
        ("返回上一页，下一步", "下一步，核对"),
        ("返回上一页，确认取号", "确认取号"),
    ):
        mark = await scan_until(room, group, mark)
        mark = await scan_until(room, item, mark)
    await room.wait(2)
    assert room.screen == "issued", room.screen


async def test_a_65_stop_scanning_is_always_first_and_stops(room: "Room") -> None:
    await room.press("space")
    await room.press("space")
    await scan_until(room, "停止扫描")
    said = len(room.speech.begun)
    await room.wait(20)
    assert room.speech.begun[said:] == [] or "已停止扫描" in room.heard
    assert "已停止扫描" in room.heard
    for screen in (room.core.model,):
        assert groups(screen)[0] == (STOP,)


async def test_scanning_waits_for_the_end_of_speech_and_as_long_as_chosen(room: "Room") -> None:
    await room.press("tab")
    await room.press("tab")
    await room.wait(30)
    starts = [one.at for one in room.speech.heard if one.kind == "start"]
    ends = [one.at for one in room.speech.heard if one.kind == "end"]
    pauses = [start - max(end for end in ends if end <= start) for start in starts[3:6]]
    assert all(pause >= 1.5 for pause in pauses), pauses


async def test_the_offered_group_is_marked_for_the_eye(room: "Room") -> None:
    await room.press("space")
    await room.press("space")
    await room.wait(25)
    groups_seen = [shown.group for shown in room.shown if shown.group]
    assert any("home-ticket" in group and "home-work" in group for group in groups_seen)


async def test_without_a_choice_scanning_rests_and_a_press_wakes_it(room: "Room") -> None:
    await room.press("space")
    await room.press("space")
    await room.wait(420)
    assert "扫描停下了" in room.heard
    said = len(room.speech.begun)
    await room.press("space")
    await room.wait(6)
    assert "停止扫描" in " ".join(room.speech.begun[said:])


@pytest.mark.parametrize("presses", [1, 3])
async def test_a_group_left_alone_leads_back_to_the_groups(room: "Room", presses: int) -> None:
    await room.touch("start")
    scanner = Scanner()
    for _ in range(2 + presses):
        scanner.onwards(room.core.model)
    opened = scanner.select(room.core.model)
    assert opened is not None
    seen = [scanner.onwards(room.core.model) for _ in range(40)]
    assert any(one is not None and one.nodes == (UP,) for one in seen)
    assert any(one is not None and one.nodes == (STOP,) for one in seen)


async def test_switches_are_forgotten_with_the_visitor(room: "Room") -> None:
    await room.press("space")
    await room.press("space")
    for node in ("home-ticket", "service-unemployment", "strip", "strip", "strip", "strip"):
        await room.touch(node)
    assert room.screen == "end"
    said = len(room.speech.begun)
    await room.wait(40)
    assert not any("停止扫描" in one for one in room.speech.begun[said:])


async def test_a_64_after_a_digit_two_switches_begin_again_with_the_first_key(room: "Room") -> None:
    for key in ("space", "tab"):
        await room.press(key)
    for node in ("home-my", "strip"):
        await room.touch(node)
    await room.touch("key-8")
    await room.wait(3)
    assert "八" in room.speech.begun[-1]
    await room.press("space")
    assert room.core.focus == "key-1"
