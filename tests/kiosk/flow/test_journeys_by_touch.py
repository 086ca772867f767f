"""Visits by an ordinary finger, and by a finger that explores."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kiosk.flow.model import Placed
from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

PX_PER_MM = 2.7
ROW = 60.0


def lay_out(room: "Room") -> dict[str, Placed]:
    """Put every node on a line of its own, as a layout would, with gaps between."""
    places = {
        node.id: Placed(100, 20 + place * ROW, 900, 20 + place * ROW + 40)
        for place, node in enumerate(room.core.model.nodes)
    }
    room.core.placed(places, PX_PER_MM)
    return places


async def explore(room: "Room", node_id: str) -> str:
    """Slide a finger onto a node and lift; return what was heard."""
    box = lay_out(room)[node_id]
    mark = len(room.speech.begun)
    assert room.core.finger("down", 1, 500, box.top + 5)
    room.speech.advance(0.6)
    room.core.tick()
    room.core.finger("up", 1, 500, box.top + 5)
    room.speech.advance(1.0)
    return " ".join(room.speech.begun[mark:])


async def double_tap(room: "Room", x: float = 30, y: float = 5) -> None:
    """Tap twice, anywhere."""
    for _ in range(2):
        room.core.finger("down", 1, x, y)
        room.speech.advance(0.1)
        room.core.finger("up", 1, x, y)
        room.speech.advance(0.1)
    await room.settle()
    room.speech.advance(0.5)


async def test_a_ticket_is_taken_by_touch_without_a_word(room: "Room") -> None:
    for node in ("start", "home-ticket", "service-unemployment", "need-wheelchair", "strip"):
        await room.touch(node)
    assert room.screen == "confirm"
    assert "我坐轮椅" in room.node("change-needs").name
    await room.touch("strip")
    assert room.screen == "issued"
    assert room.node("number").name == "A017"
    assert "一楼 A 区" in room.node("area").name
    assert room.node("qr").value.startswith("http")
    assert room.node("paper").name == "小票已打印，请取走"
    await room.touch("strip")
    assert room.screen == "leave"
    await room.touch("strip")
    assert room.screen == "end"
    assert room.speech.begun == []


async def test_a_74_what_was_chosen_can_be_changed_before_the_ticket_is_taken(
    room: "Room",
) -> None:
    for node in ("start", "home-ticket", "service-unemployment", "strip", "change-service"):
        await room.touch(node)
    assert room.screen == "services"
    for node in ("service-placement", "strip"):
        await room.touch(node)
    assert "职业介绍" in room.node("change-service").name
    await room.touch("strip")
    assert room.hall.requests[0].service == "placement"


async def test_a_closed_service_stays_in_place_and_says_why(room: "Room") -> None:
    for node in ("start", "home-ticket"):
        await room.touch(node)
    closed = room.node("service-closed")
    assert not closed.enabled
    assert closed.why
    await room.touch("service-closed")
    assert room.screen == "services"


async def test_work_is_found_by_touch(room: "Room") -> None:
    for node in ("start", "home-work", "facet-disability", "value-visual", "level-3", "strip"):
        await room.touch(node)
    assert room.screen == "results"
    assert room.node("title").name == "找到 11 个岗位"
    await room.touch("page-next")
    first = next(node for node in room.core.model.nodes if node.role == "row")
    await room.touch(first.id)
    assert room.screen == "detail"
    assert room.node("title").name == first.name
    await room.touch("back")
    assert room.screen == "results"
    assert room.node("page-of").name == "第 2 页，共 3 页"
    assert room.hall.queries[-1]["disability"] == "visual:3"


async def test_the_end_of_a_search_offers_fewer_conditions(room: "Room") -> None:
    room.hall.none_with = "occupation"
    for node in ("start", "home-work", "facet-occupation", "value-desk"):
        await room.touch(node)
    assert room.node("strip").name == "没有岗位，看怎么办"
    await room.touch("strip")
    assert room.node("title").name == "没有找到"
    way_on = room.node("widen-occupation")
    assert (way_on.name, way_on.detail, way_on.value) == (
        "工作类别不限", "现在是：文员", "11 个",
    )  # fmt: skip
    await room.touch("widen-occupation")
    assert room.node("title").name == "找到 11 个岗位"
    assert "occupation" not in room.hall.queries[-1]


async def test_a_50_with_exploration_on_a_single_touch_never_activates(room: "Room") -> None:
    await begin_exploring(room)
    for node in room.core.model.nodes:
        before = room.screen
        await explore(room, node.id)
        room.speech.advance(2)
        assert room.screen == before
        assert room.core.finger("down", 1, 500, lay_out(room)[node.id].top + 5)
        room.speech.advance(0.1)
        room.core.finger("up", 1, 500, lay_out(room)[node.id].top + 5)
        await room.wait(2)
        assert room.screen == before, f"a short touch on {node.id} did something"


async def begin_exploring(room: "Room") -> None:
    lay_out(room)
    room.core.finger("down", 1, 950, 1900)
    await room.wait(2.5, step=0.25)
    room.core.finger("up", 1, 950, 1900)
    assert room.core.model.modes.explore
    room.speech.advance(20)


async def test_a_29_a_finger_resting_two_seconds_starts_speech_and_says_how(
    room: "Room",
) -> None:
    await begin_exploring(room)
    assert "手指慢慢滑动" in room.heard
    assert room.screen == "home"


async def test_a_short_touch_on_the_idle_screen_starts_no_speech(room: "Room") -> None:
    lay_out(room)
    room.core.finger("down", 1, 950, 1900)
    await room.wait(1.5, step=0.25)
    room.core.finger("up", 1, 950, 1900)
    await room.wait(3)
    assert room.speech.begun == []


async def test_a_finger_that_moves_while_it_rests_starts_no_speech(room: "Room") -> None:
    lay_out(room)
    room.core.finger("down", 1, 950, 1900)
    for place in range(6):
        await room.wait(0.5)
        room.core.finger("move", 1, 950, 1900 - 30 * place)
    assert room.speech.begun == []


async def test_a_ticket_is_taken_by_exploring_and_double_taps(room: "Room") -> None:
    await begin_exploring(room)
    for node, words in (
        ("home-ticket", "取号办事"),
        ("service-unemployment", "失业登记"),
        ("need-blind", "我看不见"),
    ):
        assert words in await explore(room, node)
        await double_tap(room)
    assert room.screen == "needs"
    assert "已选中，我看不见" in room.heard
    for _ in range(2):
        await explore(room, "strip")
        await double_tap(room)
    await room.wait(5)
    assert room.screen == "issued"
    assert room.heard.count("诶零幺七。再说一遍，诶零幺七") == 1


async def test_a_split_tap_activates_what_the_first_finger_reads(room: "Room") -> None:
    await begin_exploring(room)
    box = lay_out(room)["home-ticket"]
    room.core.finger("down", 1, 500, box.top + 5)
    room.speech.advance(0.8)
    room.core.finger("down", 2, 100, 1800)
    room.speech.advance(0.1)
    room.core.finger("up", 2, 100, 1800)
    await room.settle()
    assert room.screen == "services"


async def test_two_fingers_together_silence_and_resume(room: "Room") -> None:
    await begin_exploring(room)
    await explore(room, "title")
    await room.press("r", shift=True)
    for finger in (1, 2):
        room.core.finger("down", finger, 400 + finger * 100, 900)
    room.speech.advance(0.1)
    for finger in (1, 2):
        room.core.finger("up", finger, 400 + finger * 100, 900)
    assert room.screen == "home"
    ended = len(room.speech.finished)
    room.speech.advance(30)
    assert len(room.speech.finished) == ended, "paused speech must not go on"


async def test_being_called_is_shown_and_said_whatever_is_on_the_screen(
    room: "Room", make_row: Callable[..., wire.Row]
) -> None:
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    for key in ("h", "2"):
        await room.press(key)
    data = {"ticket": "t-A017", "number": "A017", "window": "w3", "window_number": 3, "zone": "a"}
    room.core.row(make_row("ticket_called", data))
    assert room.node("called").name == "叫到您了，请到 3 号窗口"
    await room.wait(1)
    call = next(one for one in room.speech.heard if one.utterance.cause == "call")
    assert call.utterance.priority == 0
    assert call.utterance.protected
    assert "三号窗口" in call.spoken
    await room.press("escape")
    assert room.screen == "work"


async def test_somebody_elses_call_changes_nothing(
    room: "Room", make_row: Callable[..., wire.Row]
) -> None:
    await room.touch("start")
    room.core.row(make_row("ticket_called", {"ticket": "t-B001", "window_number": 3}))
    assert room.screen == "home"


@pytest.mark.parametrize("node", ["home", "staff", "reach", "display", "language", "back", "help"])
async def test_a_73_the_foot_is_the_same_on_every_screen(room: "Room", node: str) -> None:
    await room.touch("start")
    foot = [one.id for one in room.core.model.in_zone("utility", "action")]
    assert node in foot
    for step in ("home-ticket", "service-unemployment", "strip", "strip"):
        await room.touch(step)
        assert [one.id for one in room.core.model.in_zone("utility", "action")] == foot
