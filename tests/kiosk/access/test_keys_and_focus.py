"""Keys become wishes; the focus moves in reading order and never wraps."""

from typing import TYPE_CHECKING

import pytest

from kiosk.access.focus import Focus, focus_order, kept, move
from kiosk.access.intents import Digit, Intent
from kiosk.access.keypad import Keypad, wish_of
from kiosk.flow.model import Modes, Node, ScreenModel

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

CONTRACT = {
    "up": Intent.PREVIOUS, "down": Intent.NEXT, "enter": Intent.ACTIVATE, "escape": Intent.BACK,
    "pageup": Intent.PAGE_PREVIOUS, "pagedown": Intent.PAGE_NEXT, "f1": Intent.HELP,
    "-": Intent.VOLUME_DOWN, "=": Intent.VOLUME_UP, "[": Intent.RATE_DOWN, "]": Intent.RATE_UP,
    "p": Intent.PAUSE, "r": Intent.REPEAT_ITEM, "l": Intent.LANGUAGE, "c": Intent.CONTRAST,
    "s": Intent.SIZE, "w": Intent.REACH, "#": Intent.CONFIRM, "*": Intent.STAR,
    "f17": Intent.HELP, "f18": Intent.PREVIOUS, "f19": Intent.NEXT, "f20": Intent.ACTIVATE,
    "f21": Intent.BACK, "f22": Intent.PAGE_NEXT, "f23": Intent.VOLUME_DOWN,
    "f24": Intent.VOLUME_UP, "numpad*": Intent.STAR, "numpadenter": Intent.ACTIVATE,
}  # fmt: skip


@pytest.mark.parametrize(("key", "intent"), CONTRACT.items())
def test_a_53_every_key_of_the_contract_has_its_intent(key: str, intent: Intent) -> None:
    assert wish_of(key) is intent


@pytest.mark.parametrize("prefix", ["", "numpad"])
def test_digits_come_from_the_row_and_from_the_pad(prefix: str) -> None:
    assert [wish_of(f"{prefix}{digit}") for digit in range(10)] == [Digit(n) for n in range(10)]


def test_shift_makes_repeat_the_whole_screen_and_writes_hash_and_star() -> None:
    assert wish_of("r", shift=True) is Intent.REPEAT_SCREEN
    assert wish_of("3", shift=True) is Intent.CONFIRM
    assert wish_of("8", shift=True) is Intent.STAR
    assert wish_of("q") is None


def test_a_61_a_held_key_acts_once() -> None:
    keypad = Keypad()
    wishes = [keypad.pressed("down", at / 10) for at in range(20)]
    assert wishes == [Intent.NEXT] + [None] * 19
    keypad.released("down")
    assert keypad.pressed("down", 3.0) is Intent.NEXT


def test_a_62_a_bouncing_contact_acts_once_and_the_time_can_be_set() -> None:
    for bounce, expected in ((0.08, None), (0.0, Intent.NEXT)):
        keypad = Keypad(bounce)
        keypad.pressed("down", 1.0)
        keypad.released("down")
        assert keypad.pressed("down", 1.05) is expected
    keypad = Keypad(0.5)
    keypad.pressed("down", 1.0)
    keypad.released("down")
    assert keypad.pressed("up", 1.1) is Intent.PREVIOUS, "another key is no bounce"


def a_screen(*names: str) -> ScreenModel:
    nodes = [Node(id="title", role="title", name="题", zone="title")]
    nodes += [Node(id=name, role="row", name=name) for name in names]
    return ScreenModel(id="s", layout="list", nodes=tuple(nodes), modes=Modes())


def test_the_first_step_reaches_the_first_node_after_the_title() -> None:
    moved = move(a_screen("a", "b"), Focus(), 1)
    assert moved.focus.node == "a"


def test_a_43_the_focus_never_wraps_and_every_node_can_be_left_as_it_was_entered() -> None:
    screen = a_screen("a", "b", "c")
    focus = Focus()
    seen = []
    for _ in range(3):
        focus = move(screen, focus, 1).focus
        seen.append(focus.node)
    for bumps in (1, 2, 3, 4):
        moved = move(screen, focus, 1)
        focus = moved.focus
        assert (focus.node, moved.end, focus.bumps) == ("c", 1, bumps)
    for name in ("b", "a", "title"):
        focus = move(screen, focus, -1).focus
        assert focus.node == name
    assert move(screen, focus, -1).end == -1
    assert seen == ["a", "b", "c"]


def test_a_42_the_order_of_focus_is_the_order_of_the_nodes() -> None:
    assert focus_order(a_screen("a", "b")) == ("title", "a", "b")


def test_a_focus_whose_node_is_gone_is_let_go() -> None:
    assert kept(a_screen("a"), Focus(node="b")) == Focus()
    assert kept(a_screen("a"), Focus(node="a")) == Focus(node="a")


async def test_a_43_each_press_against_the_end_helps_more(room: "Room") -> None:
    await room.press("down")
    count = len(room.core.model.nodes)
    for _ in range(count - 1):
        await room.press("down")
    heard = [" ".join(await room.press("down")) for _ in range(3)]
    assert heard[0] != heard[1] != heard[2]
    assert heard[0] == "最后一项"
    assert heard[1] == "最后一项，请按上箭头"
    assert "上箭头在下箭头的上方" in heard[2]


async def test_digits_jump_and_a_missing_number_is_said(room: "Room") -> None:
    await room.press("down")
    assert "没有第七项" in " ".join(await room.press("7"))
    assert room.screen == "home"
    await room.press("6")
    assert room.screen == "hall"


async def test_the_first_key_only_starts_speech(room: "Room") -> None:
    for key in ("enter", "1", "#", "escape", "0"):
        room.core._presence._forget()
        heard = await room.press(key)
        assert room.screen == "home"
        assert "自助机" in heard[0]


async def test_a_key_on_a_screen_left_by_another_visitor_starts_speech(room: "Room") -> None:
    await room.touch("start")
    await room.touch("home-ticket")
    await room.press("enter")
    await room.wait(3)
    assert room.screen == "services"
    assert "您要办哪项业务" in room.heard


async def test_help_has_three_layers_and_returns(room: "Room") -> None:
    for key in ("down", "1"):
        await room.press(key)
    heard = " ".join(await room.press("f1"))
    assert "选要办的业务" in heard
    await room.wait(5)
    assert "数字键" in " ".join(await room.press("f1"))
    await room.wait(5)
    assert "先按下箭头" in " ".join(await room.press("f1"))
    await room.press("escape")
    assert room.screen == "services"


async def test_a_51_five_presses_of_help_begin_key_learning_two_end_it(room: "Room") -> None:
    await room.press("down")
    heard: list[str] = []
    for _ in range(5):
        heard = await room.press("f1")
    assert "试按键" in " ".join(heard)
    screen = room.screen
    assert "圆形键，确认" in " ".join(await room.press("enter"))
    assert "呼叫工作人员" in " ".join(await room.press("0"))
    assert "选第三项" in " ".join(await room.press("3"))
    assert room.screen == screen
    await room.press("f1")
    assert "退出试按键" in " ".join(await room.press("f1"))
    await room.press("escape")
    assert room.screen == "home"


async def test_a_32_the_rate_changes_without_losing_the_place(room: "Room") -> None:
    await room.press("down")
    await room.press("]")
    await room.press("=")
    assert not any(one.kind == "cancel" for one in room.speech.heard)
    assert room.speech.rate_step == Modes().rate + 1
    await room.wait(14)
    assert "音量，第六档" in room.heard


async def test_a_37_pausing_keeps_the_place_and_repeat_says_the_item_again(
    room: "Room",
) -> None:
    await room.press("down")
    await room.press("p")
    await room.wait(30)
    assert room.speech.finished == []
    await room.press("p")
    await room.wait(14)
    assert room.speech.finished
    first = (await room.press("down"))[0]
    assert (await room.press("r"))[0] == first
    whole = (await room.press("r", shift=True))[0]
    for words in ("取号办事", "找工作", "大厅服务"):
        assert words in whole


async def test_a_38_any_act_silences_what_is_being_said(room: "Room") -> None:
    await room.press("down")
    at = room.clock.monotonic()
    room.core.key_down("down")
    cancelled = [one for one in room.speech.heard if one.kind == "cancel"]
    assert cancelled
    assert cancelled[0].at - at <= 0.1


async def test_the_strip_names_the_item_in_focus_and_hash_opens_it(room: "Room") -> None:
    await room.press("down")
    assert not room.node("strip").enabled
    for _ in range(2):
        await room.press("down")
    assert room.node("strip").name == "打开 2　找工作"
    assert room.node("strip").emphasis == "primary"
    await room.press("#")
    assert room.screen == "work"


async def test_the_strip_stands_for_the_item_heard_before_it(room: "Room") -> None:
    await room.press("down")
    while room.core.focus != "strip":
        await room.press("down")
    assert room.node("strip").name == "打开 6　大厅服务"
    await room.press("enter")
    assert room.screen == "hall"


async def test_without_an_item_the_strip_says_what_is_missing(room: "Room") -> None:
    await room.press("down")
    assert "还没有选" in " ".join(await room.press("#"))
    assert room.screen == "home"


async def test_a_46_on_a_pad_the_strip_says_what_is_missing_and_repeats_no_key(
    room: "Room",
) -> None:
    for key in ("down", "2", "5"):
        await room.press(key)
    assert room.screen == "pad"
    assert "还没有输入" in " ".join(await room.press("#"))
    await room.press("4")
    heard = " ".join(await room.press("#"))
    assert "没有词对得上" in heard
    assert room.core.visit.typed == "4"
    await room.press("*")
    await room.press("#")
    assert room.core.visit.typed == ""
