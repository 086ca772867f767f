"""A danger in one part of the hall: nobody elsewhere misses a call, nobody there hears one."""

from collections.abc import AsyncIterator

import pytest

from queue_server.wire import DisplayRules, ZoneInfo
from tests.displays.hall_world import CALL, World, running

FIRE = {"id": "e1", "kind": "fire", "since": "2026-11-23T01:00:00Z"}
IN_B = {"ticket": "t9", "number": "B009", "window": "w9", "window_number": 9, "zone": "b"}
THERE = CALL | IN_B
ZONES = (
    ZoneInfo(id="a", names={}, directions={}, loudspeaker="left"),
    ZoneInfo(id="b", names={}, directions={}, loudspeaker="right"),
)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running(World(zones=ZONES)) as running_world:
        running_world.hall.snapshot()
        await running_world.until(lambda: running_world.shown() == "3号窗口")
        yield running_world


def said(world: World, speaker: str, words: str) -> int:
    return sum(words in each for each in world.words(speaker=speaker))


async def test_a_danger_in_one_zone_silences_no_call_in_another(world: World) -> None:
    world.hall.say("ticket_called", CALL)
    world.hall.say("emergency_declared", FIRE | {"zones": ["b"]})
    world.hall.say("ticket_called", THERE)
    later = CALL | {"ticket": "t18", "number": "A018", "window": "w1", "window_number": 1}
    world.hall.say("ticket_called", later)
    await world.until(lambda: said(world, "b", "着火") >= 2, within=60)
    await world.until(lambda: said(world, "a", "A018") == 1, within=30)
    assert said(world, "a", "A017") == 1
    assert said(world, "a", "着火") == 0
    assert said(world, "b", "B009") == 0
    world.hall.say("emergency_ended", {"id": "e1"})
    await world.until(lambda: said(world, "b", "B009") == 1, within=60)
    assert said(world, "a", "A017") == said(world, "a", "A018") == 1


async def test_a_danger_declared_anew_for_fewer_zones_ends_in_the_others(world: World) -> None:
    world.hall.say("emergency_declared", FIRE)
    world.hall.say("ticket_called", CALL)
    world.hall.say("ticket_called", THERE)
    await world.until(lambda: "着火了" in world.shown(), within=0.3)
    await world.until(lambda: min(said(world, each, "着火") for each in "ab") >= 1, within=30)
    world.hall.say("emergency_declared", FIRE | {"zones": ["b"]})
    await world.until(lambda: world.shown() == "请A017号|到3号窗口", within=0.3)
    await world.until(lambda: said(world, "a", "解除") == 1, within=30)
    await world.until(lambda: said(world, "a", "A017") == 1, within=30)
    alarms = said(world, "a", "着火")
    await world.until(lambda: said(world, "b", "着火") >= 4, within=120)
    assert said(world, "a", "着火") == alarms
    assert said(world, "b", "B009") == 0


async def test_a_danger_that_spread_while_the_line_was_cut_is_said_there_too(world: World) -> None:
    world.hall.say("emergency_declared", FIRE | {"zones": ["b"]})
    await world.until(lambda: said(world, "b", "着火") >= 1, within=30)
    assert said(world, "a", "着火") == 0
    world.hall.snapshot(emergency=FIRE | {"zones": ["a", "b"]})
    await world.until(lambda: said(world, "a", "着火") >= 1, within=30)


async def test_a_danger_declared_anew_is_told_anew(world: World) -> None:
    first = world.hall.say("emergency_declared", FIRE)
    await world.until(lambda: (first, "shown") in world.hall.receipts("sign:sign-w3"))
    second = world.hall.say("emergency_declared", FIRE | {"kind": "evacuation"})
    await world.until(lambda: (second, "shown") in world.hall.receipts("sign:sign-w3"))
    await world.until(lambda: (second, "spoken") in world.hall.receipts("voice:a"), within=60)


async def test_only_signs_in_danger_leave_the_brightness_of_the_night() -> None:
    rules = DisplayRules(brightness={"00:00": 40})
    async with running(World(zones=ZONES, rules=rules)) as world:
        world.hall.snapshot()
        await world.until(lambda: world.stand_ins["w3"].brightness == 6)
        world.hall.say("emergency_declared", FIRE | {"zones": ["b"]})
        await world.clock.advance(5)
        assert world.stand_ins["w3"].brightness == 6
        world.hall.say("emergency_declared", FIRE | {"zones": ["a"]})
        await world.until(lambda: world.stand_ins["w3"].brightness == 15)
