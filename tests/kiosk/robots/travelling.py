"""Robots on their way: who there is, how one makes a journey, and what it took."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from tests.kiosk.conftest import Room
from tests.kiosk.hall_in_hand import ticket
from tests.kiosk.robots.fingers import FingerRobot
from tests.kiosk.robots.journeys import Journey
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
class Account:
    """What a journey took: things done by hand, and seconds of listening."""

    journey: str
    robot: str
    acts: int
    seconds: float


async def travel(robot: Robot, journey: Journey, happen: Callable[[], None] = lambda: None) -> None:
    """Let a robot finish a journey; raise StuckError where it cannot.

    ``happen`` is what happens in the hall meanwhile, once the visitor has heard what was said.
    """
    await robot.come()
    for step in journey.steps:
        if step == "!":
            await robot.ears.answer()
            happen()
        elif step.startswith("#"):
            await robot.type(step[1:])
        elif step.startswith("?"):
            await robot.ears.wait_for(step[1:])
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
        journey.before(room)
        await room.settle()
        robot = make(VirtualWorld(room, glass=make is FingerRobot))
        await travel(robot, journey, lambda: journey.meanwhile(room))
        spoken = _spoken_seconds(room)
        await room.core.aclose()
        return Account(journey=journey.name, robot=robot.name, acts=robot.acts, seconds=spoken)

    return asyncio.run(one())
