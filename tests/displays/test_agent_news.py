"""The agent beyond calls: notices, danger, quiet hours, brightness and the signs' own clocks."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from displays.hall_state import Change
from displays.signs.port import Faults
from queue_server.wire import DisplayRules
from tests.displays.hall_world import CALL, World, running

NOTICE = {"id": "n1", "text": {"zh-CN": "下午停电"}, "targets": ["sign:sign-w3"]}
FIRE = {"id": "e1", "kind": "fire", "since": "2026-11-23T01:00:00Z"}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running(World()) as running_world:
        running_world.hall.snapshot()
        await running_world.until(lambda: running_world.shown() == "3号窗口")
        yield running_world


async def test_a_notice_takes_turns_with_the_windows_number_and_is_told_once(
    world: World,
) -> None:
    seq = world.hall.say("notice_published", NOTICE)
    await world.until(lambda: world.shown() == "下午停电", within=20)
    await world.until(lambda: world.shown() == "3号窗口", within=20)
    await world.until(lambda: world.shown() == "下午停电", within=20)
    assert world.hall.receipts("sign:sign-w3") == [(seq, "shown")]
    assert world.shown("w1") == "1号窗口"


async def test_a_notice_for_everybody_is_on_every_windows_sign(world: World) -> None:
    seq = world.hall.say("notice_published", NOTICE | {"targets": []})
    for name in ("w1", "w3"):
        await world.until(lambda: world.shown(name) == "下午停电", within=20)  # noqa: B023  at once
    for sink in ("sign:sign-w1", "sign:sign-w3"):
        await world.until(lambda: world.hall.receipts(sink) == [(seq, "shown")])  # noqa: B023
    await world.until(lambda: world.shown("w1") == "1号窗口", within=20)


async def test_a_call_goes_before_a_notice_and_the_notice_comes_back(world: World) -> None:
    world.hall.say("notice_published", NOTICE)
    await world.until(lambda: world.shown() == "下午停电", within=20)
    world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.shown() == "请A017号|到3号窗口", within=0.3)
    world.hall.say("ticket_finished", CALL | {"state": "DONE", "event": "finish"})
    await world.until(lambda: world.shown() == "下午停电", within=20)


async def test_a_withdrawn_or_newer_notice_is_gone_at_once(world: World) -> None:
    world.hall.say("notice_published", NOTICE | {"revision": 2})
    await world.until(lambda: world.shown() == "下午停电", within=20)
    second = world.hall.say(
        "notice_changed", NOTICE | {"revision": 3, "text": {"zh-CN": "明天停电"}}
    )
    world.hall.say("notice_changed", NOTICE | {"revision": 1, "text": {"zh-CN": "旧话"}})
    await world.until(lambda: world.shown() == "明天停电", within=20)
    assert (second, "shown") in world.hall.receipts("sign:sign-w3")
    world.hall.say("notice_withdrawn", {"id": "n1"})
    await world.until(lambda: world.shown() == "3号窗口", within=0.3)


async def test_a_notice_ends_by_itself_though_the_server_is_gone(world: World) -> None:
    ends = NOTICE | {"expires_at": "2026-11-23T01:01:00Z", "level": "important"}
    world.hall.say("notice_published", ends)
    await world.until(lambda: world.shown() == "下午停电", within=20)
    world.hall.there = False
    await world.clock.advance(60)
    texts = set()
    for _ in range(40):
        await world.clock.advance(1)
        texts.add(world.shown())
    assert "下午停电" not in texts


async def test_a_notice_of_the_snapshot_is_shown_and_told_with_its_row() -> None:
    async with running(World()) as world:
        for _ in range(9):
            world.hall.say("content_applied", {})
        world.hall.snapshot(notices=[NOTICE | {"seq": 4}])
        await world.until(lambda: world.hall.receipts("sign:sign-w3") == [(4, "shown")], within=30)


async def test_a_notice_with_spoken_words_is_said_after_calls(world: World) -> None:
    world.hall.say("ticket_called", CALL)
    spoken = NOTICE | {"spoken": {"zh-CN": "今天下午停电。"}}
    world.hall.say("notice_published", spoken)
    await world.until(lambda: len(world.words("end")) == 2, within=60)
    assert world.words("end")[1] == "今天下午停电。"


async def test_danger_is_on_every_sign_at_once_and_spoken_again_and_again(world: World) -> None:
    world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.shown() == "请A017号|到3号窗口")
    seq = world.hall.say("emergency_declared", FIRE)
    await world.until(
        lambda: "着火了" in world.shown() and "着火了" in world.shown("w1"), within=0.3
    )
    for sink in ("sign:sign-w1", "sign:sign-w3"):
        await world.until(lambda: (seq, "shown") in world.hall.receipts(sink))  # noqa: B023  at once
    await world.until(
        lambda: len([each for each in world.words("end") if "着火" in each]) >= 3, within=120
    )
    [spoken] = {
        event.spoken
        for event in world.heard
        if event.kind == "end" and "着火" in event.utterance.text
    }
    assert "最近的安全出口" in spoken
    assert "举手" in spoken


async def test_after_danger_calls_are_shown_their_whole_time_and_spoken(world: World) -> None:
    world.hall.say("emergency_declared", FIRE)
    await world.until(lambda: "着火了" in world.shown(), within=0.3)
    seq = world.hall.say("ticket_called", CALL)
    await world.clock.advance(60)
    assert not any("A017" in words for words in world.words())
    assert "A017" not in world.shown()
    world.hall.say("emergency_ended", {"id": "e1"})
    await world.until(lambda: world.shown() == "请A017号|到3号窗口", within=0.3)
    await world.until(lambda: (seq, "spoken") in world.hall.receipts("voice:a"), within=60)
    assert any("解除" in words for words in world.words())
    assert not any("着火" in words for words in world.words()[-1:])


async def test_a_danger_in_another_zone_leaves_this_one_alone(world: World) -> None:
    world.hall.say("emergency_declared", FIRE | {"zones": ["elsewhere"]})
    await world.clock.advance(5)
    assert world.shown() == "3号窗口"


async def test_danger_found_at_the_start_is_shown() -> None:
    async with running(World()) as world:
        world.hall.snapshot(emergency=FIRE)
        await world.until(lambda: "着火了" in world.shown())


async def test_in_quiet_hours_signs_are_dark_but_calls_and_danger_are_not() -> None:
    rules = DisplayRules(quiet=("20:00-08:30", "09:05-09:30"))  # the clock starts at 09:00
    async with running(World(rules=rules)) as world:
        world.hall.snapshot()
        await world.until(lambda: world.shown() == "3号窗口")
        await world.clock.advance(301)
        await world.until(lambda: world.shown() == "")
        world.hall.say("ticket_called", CALL)
        await world.until(lambda: world.shown() == "请A017号|到3号窗口")
        world.hall.say("emergency_declared", FIRE)
        await world.until(lambda: "着火了" in world.shown())


async def test_brightness_follows_the_clock_and_danger_is_full() -> None:
    rules = DisplayRules(brightness={"07:00": 100, "09:05": 40})
    async with running(World(rules=rules)) as world:
        world.hall.snapshot()
        await world.until(lambda: world.stand_ins["w3"].brightness == 15)
        await world.until(lambda: world.stand_ins["w3"].brightness == 6, within=320)
        assert world.shown() == "3号窗口"
        world.hall.say("emergency_declared", FIRE)
        await world.until(lambda: world.stand_ins["w3"].brightness == 15)


async def test_a_sign_that_refuses_a_setting_still_shows_its_calls() -> None:
    async with running(World(rules=DisplayRules(brightness={"00:00": 50}))) as world:
        stand_in = world.stand_ins["w3"]
        obey = stand_in._obey
        stand_in._obey = lambda frame: 2 if frame.command == (0xA3, 0x02) else obey(frame)  # type: ignore[method-assign]  # a card without that command
        world.hall.snapshot()
        await world.until(lambda: world.shown() == "3号窗口")
        world.hall.say("ticket_called", CALL)
        await world.until(lambda: world.shown() == "请A017号|到3号窗口")
        assert (1, "failed") not in world.hall.receipts("sign:sign-w3")


async def test_the_signs_clocks_are_set_at_the_start_and_every_hour(world: World) -> None:
    stand_in = world.stand_ins["w3"]
    await world.until(lambda: stand_in.clock[:4] == bytes.fromhex("26201123"))
    assert stand_in.clock[4:6] == bytes.fromhex("0900")
    stand_in.clock = b""
    await world.clock.advance(5)
    assert stand_in.clock == b""
    world.clock.pass_time(3595)
    await world.until(lambda: stand_in.clock != b"")
    assert stand_in.clock[4:5] == b"\x10"


async def test_other_sinks_get_the_same_events(world: World) -> None:
    class Lamp:
        """Remembers what it was told."""

        def __init__(self) -> None:
            self.changes: list[Change] = []
            self.runs = 0

        def take(self, change: Change, age_s: float) -> None:
            self.changes.append(change)

        async def run(self) -> None:
            self.runs += 1
            await world.clock.sleep(1e9)

    lamp = Lamp()
    async with running(World(clock=world.clock, sinks=(lamp,))) as other:
        other.hall.snapshot()
        other.hall.say("ticket_called", CALL)
        other.hall.say("emergency_declared", FIRE)
        await other.until(lambda: len(lamp.changes) == 2 and lamp.runs == 1)
    assert lamp.changes[0].call is not None
    assert lamp.changes[1].danger is not None


async def test_a_row_nobody_understands_does_not_stop_the_next(world: World) -> None:
    broken: dict[str, Any] = {"id": 7}
    world.hall.say("notice_published", broken)
    world.hall.say("ticket_called", CALL)
    await world.until(lambda: world.shown() == "请A017号|到3号窗口")


async def test_the_server_is_told_of_each_signs_state_once_when_it_changes(world: World) -> None:
    await world.until(lambda: world.hall.states("sign:sign-w3") == ["connected"])
    await world.clock.advance(30)
    world.faults["w3"] = Faults(nack=12)
    await world.until(lambda: world.hall.states("sign:sign-w3")[-1] == "refusing", within=10)
    await world.clock.advance(20)
    world.hall.there = False
    world.faults.clear()
    await world.clock.advance(10)
    world.hall.there = True
    await world.until(lambda: len(world.hall.states("sign:sign-w3")) >= 3, within=10)
    assert world.hall.states("sign:sign-w3")[:3] == ["connected", "refusing", "connected"]
    # The server, back again, may have taken the agent for gone: it is told everything anew.
    await world.until(lambda: world.hall.states("sign:sign-w1") == ["connected", "connected"])
    [refused] = [each for each in world.hall.reports if each.state == "refusing"]
    assert (refused.cause, refused.kind) == ("refused", "bx-k")
    assert "font" in refused.detail
    world.clock.pass_time(1900)
    await world.until(lambda: len(world.hall.states("sign:sign-w1")) == 3)


async def test_a_card_goes_dark_by_itself_when_nobody_renews_its_page(world: World) -> None:
    [area] = world.stand_ins["w3"].areas.values()
    assert (area.run_mode, area.timeout) == (2, 180)
    renewed = world.stand_ins["w3"].areas
    before = renewed[0]
    renewed.clear()
    await world.until(lambda: renewed.get(0) == before, within=65)
