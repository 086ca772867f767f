"""What robots come for: what they choose, in words they hear, and what they must have heard."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from tests.kiosk.conftest import Room, ticket
from tests.kiosk.robots.fingers import FingerRobot
from tests.kiosk.robots.robots import (
    ArrowRobot,
    DigitRobot,
    Robot,
    ScanRobot,
    SwitchRobot,
    World,
)
from tests.kiosk.robots.virtual import VirtualWorld

ROBOTS: dict[str, Callable[[World], Robot]] = {
    robot.name: robot for robot in (ArrowRobot, FingerRobot, SwitchRobot, ScanRobot)
}

WAYS: dict[str, Callable[[World], Robot]] = {DigitRobot.name: DigitRobot, **ROBOTS}
"""Every way through, with the one of somebody who knows the kiosk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One errand: each step is words to choose, or ``#`` and digits to type."""

    name: str
    steps: tuple[str, ...]
    heard: str
    """A pattern of what must be said at the end."""


JOURNEYS = (
    Journey(
        name="take a ticket",
        steps=("取号办事", "失业登记", "下一步，核对", "确认取号"),
        heard="诶零幺七.*诶零幺七",
    ),
    Journey(
        name="take a ticket, telling a need",
        steps=("取号办事", "失业登记", "我看不见", "下一步，核对", "确认取号"),
        heard="诶零幺七.*诶零幺七",
    ),
    Journey(
        name="check my ticket",
        steps=("查我的号", "失业登记", "#017", "^查，诶"),
        heard="前面还有五个人",
    ),
    Journey(
        name="check in with an appointment",
        steps=("查我的号", "预约", "#482913", "报到取号"),
        heard="诶零三幺",
    ),
    Journey(
        name="find work by a kind of work",
        steps=("找工作", "^工作类别", "^保洁", "^查看十一个岗位", "^甲岗保洁员"),
        heard="甲岗保洁员",
    ),
    Journey(name="look for training", steps=("学技能", "^甲级班"), heard="甲级班"),
    Journey(name="read a policy", steps=("查政策", "^甲级班"), heard="甲级班"),
    Journey(name="larger letters", steps=("显示与朗读", "^字号", "^特大"), heard="特大"),
    Journey(name="call a member of staff", steps=("呼叫工作人员",), heard="已经告诉工作人员"),
    Journey(name="change the language", steps=("^语言", "^English"), heard="What would you like"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a journey took: things done by hand, and seconds of listening."""

    journey: str
    robot: str
    acts: int
    seconds: float


async def travel(robot: Robot, journey: Journey) -> None:
    """Let a robot finish a journey; raise StuckError where it cannot."""
    await robot.come()
    for step in journey.steps:
        if step.startswith("#"):
            await robot.type(step[1:])
        else:
            await robot.choose(step)
    await robot.ears.wait_for(journey.heard)


def _spoken_seconds(room: Room) -> float:
    """Return how long something was being said, all in all."""
    began: dict[str, float] = {}
    total = 0.0
    for event in room.speech.heard:
        if event.kind == "start":
            began[event.utterance.id] = event.at
        elif event.kind in ("end", "cancel") and event.utterance.id in began:
            total += event.at - began.pop(event.utterance.id)
    return round(total, 1)


def account(journey: Journey, make: Callable[[World], Robot]) -> Account:
    """Let one robot make one journey in a kiosk of its own, on a virtual clock."""

    async def one() -> Account:
        room = Room()
        await room.begin()
        room.hall.known["A017"] = ticket()
        robot = make(VirtualWorld(room, glass=make is FingerRobot))
        await travel(robot, journey)
        spoken = _spoken_seconds(room)
        await room.core.aclose()
        return Account(journey=journey.name, robot=robot.name, acts=robot.acts, seconds=spoken)

    return asyncio.run(one())
