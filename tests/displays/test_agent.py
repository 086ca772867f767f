"""The agent: every sink told of each call, none waiting for another, and receipts for all."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from displays.signs.port import Faults
from tests.displays.hall_world import CALL, World, running, sign_info


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running(World()) as running_world:
        running_world.hall.snapshot()
        await running_world.until(lambda: running_world.shown() == "3号窗口")
        yield running_world


async def test_a_call_is_shown_and_spoken_twice_and_both_are_told(world: World) -> None:
    seq = world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.shown() == "请A017号|到3号窗口")
    await world.until(lambda: world.hall.receipts("sign:sign-w3") == [(seq, "shown")])
    await world.until(lambda: world.hall.receipts("voice:a") == [(seq, "spoken")], within=30)

    [utterance] = [event.utterance for event in world.heard if event.kind == "end"]
    assert utterance.channel == "hall"
    assert utterance.cause == "call"
    assert utterance.earcon == "chime"
    assert [part.text for part in utterance.words()] == ["请A017号到3号窗口"] * 2
    assert "幺" in next(event.spoken for event in world.heard if event.kind == "end")
    assert world.shown("w1") == "1号窗口"


async def test_a_call_goes_back_to_the_windows_own_text_after_its_hold(world: World) -> None:
    world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.shown() == "请A017号|到3号窗口")
    await world.clock.advance(26)
    assert world.shown() == "请A017号|到3号窗口"
    await world.until(lambda: world.shown() == "3号窗口|办理A017", within=10)


async def test_who_needs_longer_is_shown_longer(world: World) -> None:
    handling = {"grace_s": 120, "repeats": 3, "hold_s": 60}
    world.hall.say("ticket_called", CALL | {"handling": handling})
    await world.until(lambda: world.shown() == "请A017号|到3号窗口")
    await world.clock.advance(55)
    assert world.shown() == "请A017号|到3号窗口"
    await world.until(
        lambda: world.words("end") == ["请A017号到3号窗口，" * 2 + "请A017号到3号窗口"]
    )


async def test_when_the_visitor_arrives_the_sign_stops_calling(world: World) -> None:
    world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.shown() == "请A017号|到3号窗口")
    world.hall.say("ticket_arrived", CALL | {"state": "SERVING", "event": "arrive"})
    await world.until(lambda: world.shown() == "3号窗口|办理A017")
    world.hall.say("ticket_finished", CALL | {"state": "DONE", "event": "finish"})
    await world.until(lambda: world.shown() == "3号窗口")


async def test_a_recall_is_shown_and_spoken_again_with_its_own_receipts(world: World) -> None:
    first = world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.hall.receipts("voice:a") == [(first, "spoken")], within=30)
    second = world.hall.say("ticket_recalled", CALL | {"call_no": 2, "event": "recall"})
    await world.until(lambda: (second, "shown") in world.hall.receipts("sign:sign-w3"))
    await world.until(lambda: (second, "spoken") in world.hall.receipts("voice:a"), within=30)


async def test_a_ticket_no_longer_called_is_dropped_from_the_voice(world: World) -> None:
    world.hall.say("ticket_called", CALL)
    other = CALL | {"ticket": "t18", "number": "A018", "window": "w1", "window_number": 1}
    seq = world.hall.say("ticket_called", other)
    await world.until(lambda: len(world.words()) == 1)
    world.hall.say("ticket_called_back", other | {"state": "WAITING", "event": "undo-call"})
    await world.until(lambda: (seq, "expired") in world.hall.receipts("voice:a"), within=30)
    await world.until(lambda: world.shown("w1") == "1号窗口")
    await world.clock.advance(20)
    assert not any("A018" in words for words in world.words())


async def test_a_dead_sign_is_told_and_delays_neither_voice_nor_other_sign(world: World) -> None:
    world.faults["w3"] = Faults(nack=12)
    seq = world.hall.say("ticket_called", CALL)
    other = CALL | {"ticket": "t18", "number": "A018", "window": "w1", "window_number": 1}
    world.hall.say("ticket_called", other)
    await world.until(lambda: world.shown("w1") == "请A018号|到1号窗口", within=0.2)
    await world.until(lambda: world.hall.receipts("sign:sign-w3") == [(seq, "failed")])
    await world.until(lambda: (seq, "spoken") in world.hall.receipts("voice:a"), within=30)

    world.faults.clear()
    await world.until(lambda: world.hall.receipts("sign:sign-w3")[-1] == (seq, "shown"))
    assert world.shown() == "请A017号|到3号窗口"


async def test_without_a_voice_calls_are_shown_and_told_as_not_spoken() -> None:
    async with running(World(voice_works=False)) as world:
        world.hall.snapshot()
        await world.until(lambda: world.shown() == "3号窗口")
        seq = world.hall.say("ticket_called", CALL)
        await world.until(lambda: world.shown() == "请A017号|到3号窗口")
        await world.until(lambda: world.hall.receipts("voice:a") == [(seq, "failed")])

        world.voice_works = True
        await world.clock.advance(11)
        second = world.hall.say("ticket_recalled", CALL | {"call_no": 2})
        await world.until(lambda: (second, "spoken") in world.hall.receipts("voice:a"), within=30)


async def test_a_visitor_of_another_language_hears_it_once_more_and_reads_it(
    world: World,
) -> None:
    world.hall.say("ticket_called", CALL | {"languages": ["en"]})
    await world.until(lambda: world.shown() == "A017→|Window3")
    await world.until(lambda: len(world.words("end")) == 1, within=30)
    [utterance] = [event.utterance for event in world.heard if event.kind == "end"]
    assert [part.lang for part in utterance.words()] == ["zh-CN", "zh-CN", "en"]


async def test_when_the_server_is_gone_signs_keep_the_truth_a_minute_then_say_it_is_old(
    world: World,
) -> None:
    world.hall.there = False
    await world.clock.advance(55)
    assert world.shown() == "3号窗口"
    await world.until(lambda: world.shown() == "信息可能|已过时", within=15)
    world.hall.there = True
    await world.until(lambda: world.shown() == "3号窗口", within=10)


async def test_a_call_found_at_the_start_is_shown_but_not_called_again() -> None:
    async with running(World()) as world:
        world.hall.snapshot([CALL])
        await world.until(lambda: world.shown() == "请A017号|到3号窗口")
        await world.clock.advance(10)
        assert world.words() == []
        assert world.hall.deliveries == []


async def test_a_call_found_at_the_start_is_receipted_where_its_row_is_named() -> None:
    async with running(World()) as world:
        for _ in range(9):
            world.hall.say("notice_published", {})
        world.hall.snapshot([CALL | {"seq": 4}])
        await world.until(lambda: world.hall.receipts("sign:sign-w3") == [(4, "shown")])
        assert world.words() == []


WRONG_SETTINGS = {
    "family": ({"family": "no-such"}, "there is no sign family 'no-such'"),
    "profile": ({"profile": "9k"}, "bx-k has no profile '9k'"),
    "link": ({"link": "tcp:"}, "needs a host and a port"),
    "area": ({"area": (3, 0, 128, 32)}, "multiples of 8"),
    "colour": ({"family": "f001d0", "profile": "strip", "colour": "yellow"}, "has no yellow"),
}


@pytest.mark.parametrize(("change", "why"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
async def test_a_sign_with_wrong_settings_fails_each_of_its_calls_and_says_what_to_do(
    change: dict[str, Any], why: str
) -> None:
    wrong = msgspec.structs.replace(sign_info("w3"), id="sign-wrong", **change)
    async with running(World(more_signs=(wrong,))) as world:
        world.hall.snapshot()
        await world.until(lambda: world.shown() == "3号窗口")
        first = world.hall.say("ticket_called", CALL)
        second = world.hall.say("ticket_recalled", CALL | {"call_no": 2})
        elsewhere = CALL | {"ticket": "t18", "number": "A018", "window": "w1", "window_number": 1}
        world.hall.say("ticket_called", elsewhere)
        await world.until(lambda: world.shown() == "请A017号|到3号窗口")
        await world.until(
            lambda: (
                world.hall.receipts("sign:sign-wrong") == [(first, "failed"), (second, "failed")]
            )
        )
        [detail] = {d.detail for d in world.hall.deliveries if d.sink == "sign:sign-wrong"}
        assert why in detail
        assert "correct this [[sign]] in the site file" in detail


async def test_a_call_from_before_a_break_is_not_spoken_late(world: World) -> None:
    world.hall.say("ticket_called", CALL)
    await world.until(lambda: len(world.words()) == 1)
    other = CALL | {"ticket": "t18", "number": "A018", "window": "w1", "window_number": 1}
    seq = world.hall.say("ticket_called", other, late_s=90)
    await world.until(lambda: (seq, "expired") in world.hall.receipts("voice:a"))


async def test_receipts_wait_for_the_server_and_come_in_order(world: World) -> None:
    world.hall.there = False
    seq = world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.shown() == "请A017号|到3号窗口")
    await world.clock.advance(20)
    world.hall.there = True
    await world.until(lambda: world.hall.receipts("voice:a") == [(seq, "spoken")], within=30)
    assert [each.sink for each in world.hall.deliveries] == ["sign:sign-w3", "voice:a"]
