"""Beginning, warning, ending, forgetting."""

from typing import TYPE_CHECKING

import pytest

from kiosk.access.intents import Intent
from kiosk.flow.model import Capacity, Modes
from kiosk.flow.visit import Visit

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room


async def test_a_68_without_speech_the_warning_comes_after_two_minutes(room: "Room") -> None:
    await room.touch("start")
    await room.wait(118)
    assert room.screen == "home"
    await room.wait(4)
    assert room.screen == "warning"


async def test_a_68_in_speech_mode_it_comes_five_minutes_after_speech_ended(
    room: "Room",
) -> None:
    await room.press("down")
    await room.wait(30)  # welcome and two offers of the other language
    silent_at = room.speech.heard[-1].at
    await room.wait(silent_at + 298 - room.clock.monotonic())
    assert room.screen == "home"
    await room.wait(6)
    assert room.screen == "warning"


async def test_a_69_the_warning_lasts_45_seconds_and_counts_at_half_and_at_ten(
    room: "Room",
) -> None:
    await room.press("down")
    await room.wait(345)
    assert room.screen == "warning"
    warned = [one for one in room.speech.heard if one.utterance.cause == "alert"]
    assert "四十五秒" in warned[0].spoken
    began = room.clock.monotonic()
    while room.screen == "warning":
        await room.wait(1)
    said = [
        one.spoken for one in room.speech.heard if one.kind == "start" and "还在吗" in one.spoken
    ]
    assert any("二十二秒" in words for words in said)
    assert any("十秒" in words for words in said[-1:])
    assert room.clock.monotonic() - began <= 46
    assert room.screen == "idle"


@pytest.mark.parametrize("how", ["key", "touch", "finger"])
async def test_a_69_any_input_continues_with_nothing_lost(room: "Room", how: str) -> None:
    for node in ("start", "home-work", "strip", "page-next"):
        await room.touch(node)
    before = room.core.visit
    await room.wait(125)
    assert room.screen == "warning"
    if how == "key":
        room.core.key_down("enter")
    elif how == "touch":
        room.core.touched("strip")
    else:
        room.core.finger("down", 1, 5, 5)
    assert room.screen == "results"
    assert room.core.visit == before


async def test_a_70_a_visit_can_be_extended_ten_times(room: "Room") -> None:
    await room.touch("start")
    for _ in range(10):
        await room.wait(125)
        assert room.screen == "warning"
        room.core.touched("strip")
        assert room.screen == "home"


async def test_an_answer_that_comes_beneath_the_warning_is_not_lost(room: "Room") -> None:
    await room.touch("start")
    room.hall.gate.clear()
    await room.touch("home-training")
    await room.wait(125)
    assert room.screen == "warning"
    room.hall.gate.set()
    await room.settle()
    room.core.key_down("down")
    assert room.screen == "results"
    assert room.core.visit.search.answer is not None


async def test_a_82_after_the_end_everything_is_forgotten(room: "Room") -> None:
    for key in ("down", "s", "c", "w", "]", "=", "1", "1", "2", "#", "#", "#", "#"):
        await room.press(key)
    assert room.screen == "end"
    assert room.core.visit.ticket is None
    assert room.core.visit.needs == frozenset()
    await room.wait(12)
    assert room.core.visit == Visit()
    assert room.core.model.modes == Modes()
    assert room.core.focus is None
    assert room.speech.rate_step == Modes().rate
    assert room.speech.volume_step == Modes().volume
    await room.press("escape")  # starts speech; there is nothing to go back into
    assert room.screen == "home"
    await room.press("escape")
    assert room.screen == "home"


async def test_a_82_a_visit_that_was_left_is_forgotten_too(room: "Room") -> None:
    for node in ("start", "home-ticket", "service-unemployment", "need-blind"):
        await room.touch(node)
    await room.wait(175)
    assert room.core.visit == Visit()


async def test_an_answer_for_a_visitor_who_left_is_shown_to_nobody(room: "Room") -> None:
    for node in ("start", "home-ticket", "service-unemployment", "strip"):
        await room.touch(node)
    room.hall.gate.clear()
    await room.touch("strip")
    await room.wait(175)
    assert room.screen == "idle"
    room.hall.gate.set()
    await room.settle()
    assert room.screen == "idle"
    assert room.core.visit.ticket is None


async def test_speech_paused_for_ever_does_not_keep_a_visit_open(room: "Room") -> None:
    await room.press("down")
    await room.press("p")
    await room.wait(400)
    assert room.screen == "idle"


async def test_a_23_size_theme_and_reach_keep_screen_focus_and_entries(room: "Room") -> None:
    for key in ("down", "1", "1", "down", "down", "enter"):
        await room.press(key)
    focus, needs = room.core.focus, room.core.visit.needs
    for key in ("s", "c", "w", "l"):
        await room.press(key)
        assert room.screen == "needs"
        assert room.core.focus == focus
        assert room.core.visit.needs == needs
    modes = room.core.model.modes
    assert (modes.size, modes.theme, modes.reach, modes.language) == (
        "L", "black_on_white", True, "en",
    )  # fmt: skip
    for node in ("display", "set-size", "use-3", "back", "back"):
        await room.touch(node)
    assert room.core.model.modes.size == "XL"
    assert (room.screen, room.core.visit.needs) == ("needs", needs)


async def test_a_24_one_action_restores_the_defaults_without_losing_entries(
    room: "Room",
) -> None:
    for node in ("start", "home-ticket", "service-unemployment", "need-blind"):
        await room.touch(node)
    for key in ("s", "c", "]"):
        room.core.key_down(key)
        room.core.key_up(key)
    for node in ("display", "page-next", "set-restore"):
        await room.touch(node)
    modes = room.core.model.modes
    assert (modes.size, modes.theme, modes.rate) == ("M", "default", Modes().rate)
    await room.touch("back")
    assert room.screen == "needs"
    assert room.core.visit.needs == {"blind"}


async def test_going_to_the_language_and_back_keeps_what_was_typed(room: "Room") -> None:
    for node in ("start", "home-my", "service-unemployment", "key-0", "key-1"):
        await room.touch(node)
    for node in ("language", "language-en"):
        await room.touch(node)
    assert room.screen == "digits"
    assert room.core.visit.typed == "01"
    assert room.core.model.modes.language == "en"


async def test_a_75_needs_told_once_are_not_asked_again(room: "Room") -> None:
    for node in ("start", "home-ticket", "service-unemployment", "need-blind", "home"):
        await room.touch(node)
    for node in ("home-ticket", "service-placement"):
        await room.touch(node)
    assert room.node("need-blind").selected


async def test_headphones_begin_speech_on_their_own_channel(room: "Room") -> None:
    room.core.headphones(plugged=True)
    await room.wait(1)
    assert "自助机" in room.heard
    assert room.speech.channel == "headphones"
    assert room.speech.heard[-1].utterance.channel == "headphones"


async def test_a_31_pulled_headphones_silence_the_kiosk_and_keep_the_visit(
    room: "Room",
) -> None:
    room.core.headphones(plugged=True)
    for key in ("1", "1"):
        await room.press(key)
    mark = room.clock.monotonic()
    room.core.headphones(plugged=False)
    said = len(room.speech.begun)
    await room.wait(5)
    assert room.screen == "needs"
    assert len(room.speech.begun) == said
    assert all(one.at - mark <= 0.25 for one in room.speech.heard if one.kind == "cancel")
    assert room.shown[-1].caption == "耳机拔下了，已停止朗读"
    await room.press("down")
    assert len(room.speech.begun) == said, "nothing moves to the loudspeaker"
    room.core.headphones(plugged=True)
    await room.wait(4)
    assert "需要我们怎样帮您" in room.speech.begun[-1]


async def test_a_80_what_is_personal_is_said_through_headphones_only(room: "Room") -> None:
    for key in ("down", "1", "1", "2", "#"):
        await room.press(key)
    heard = await room.find("私人内容")
    assert "我看不见" not in heard
    room.core.headphones(plugged=True)
    room.core.wish(Intent.REPEAT_SCREEN)
    await room.wait(1)
    assert "我看不见" in room.speech.begun[-1]


async def test_speech_switched_off_by_the_visitor_stays_off(room: "Room") -> None:
    await room.press("down")
    for node in ("display", "set-speech"):
        await room.touch(node)
    said = len(room.speech.begun)
    for key in ("down", "down", "enter"):
        await room.press(key)
    assert len(room.speech.begun) == said


async def test_a_56_what_is_said_stands_as_a_caption_while_it_is_said(room: "Room") -> None:
    await room.press("down")
    assert "自助机" in room.shown[-1].caption
    await room.wait(14, step=0.25)
    assert room.shown[-1].caption == ""


@pytest.mark.parametrize("rows", [2, 3, 4, 6])
async def test_a_23_when_less_fits_the_same_jobs_stay_in_sight(room: "Room", rows: int) -> None:
    for node in ("start", "home-work", "strip", "page-next"):
        await room.touch(node)
    first = next(node.id for node in room.core.model.nodes if node.role == "row")
    room.core.capacity(Capacity(rows=1, items=rows, tiles=4, lines=8))
    await room.settle()
    shown = [node.id for node in room.core.model.nodes if node.role == "row"]
    assert first in shown
    assert len(shown) <= rows
    seen = []
    for _ in range(20):
        seen += [node.id for node in room.core.model.nodes if node.role == "row"]
        if not room.node("page-next").enabled:
            break
        await room.touch("page-next")
    assert seen[-1] == "row-job-10"
    assert len(seen) == len(set(seen))


async def test_a_23_when_fewer_services_fit_the_same_ones_stay_in_sight(room: "Room") -> None:
    room.core.capacity(Capacity(tall_rows=4))
    for node in ("start", "home-ticket", "page-next"):
        await room.touch(node)
    first = next(node.id for node in room.core.model.nodes if node.role == "row")
    room.core.capacity(Capacity(tall_rows=1, rows=5))
    assert [node.id for node in room.core.model.nodes if node.role == "row"] == [first]


async def test_a_page_that_no_longer_exists_is_never_shown_empty(room: "Room") -> None:
    for node in ("start", "home-ticket", "page-next"):
        await room.touch(node)
    for rows in (7, 2, 1, 6):
        room.core.capacity(Capacity(tall_rows=rows, tiles=6, lines=12))
        assert any(node.role == "row" for node in room.core.model.nodes)


@pytest.mark.parametrize("how", ["asked", "left"])
async def test_a_24_every_setting_is_as_the_kiosk_is_set_after_the_end(
    room: "Room", how: str
) -> None:
    begins = room.core.visit.modes
    await room.press("down")
    for key in ("s", "c", "w", "]", "=", "l"):
        await room.press(key)
    now = room.core.visit.modes
    assert all(
        getattr(now, name) != getattr(begins, name)
        for name in ("size", "theme", "reach", "rate", "volume", "language", "speech")
    )
    if how == "asked":
        room.core._presence.end()
        await room.wait(60, step=1.0)
    else:
        await room.wait(500, step=1.0)
    assert room.screen == "idle"
    assert room.core.visit.modes == begins
