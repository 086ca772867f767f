"""Robots in the real window, by real X events: what they hear is all they have (A-28)."""

from dataclasses import replace

import pytest

from tests.kiosk.e2e.errands import NOT_HERE, Errands
from tests.kiosk.e2e.running import Kiosk, named, until
from tests.kiosk.e2e.window_world import WindowWorld
from tests.kiosk.robots.journeys import JOURNEYS, Journey
from tests.kiosk.robots.travelling import ROBOTS, WAYS, travel

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(900)]

NAMED = {journey.name: journey for journey in JOURNEYS}
FIRST = {
    "arrows": "take a ticket",
    "explore by touch": "call a member of staff",
    "two switches": "call a member of staff, and hear who comes",
    "one switch": "call a member of staff, and hear who comes",
}
"""One errand for each robot in every test run: short ones, for all of it happens in real time."""


CALL = NAMED["call a member of staff, and hear who comes"]
NAMED["call a member of staff"] = replace(CALL, steps=CALL.steps[:1], heard="已经告诉工作人员")


async def _go(kiosk: Kiosk, world: WindowWorld, robot: str, journey: Journey) -> int:
    """Let one robot do one errand with a kiosk just switched on."""
    world.forget()
    one = WAYS[robot](world)
    await travel(one, Errands(kiosk=kiosk).ready(journey), lambda: _take(kiosk))
    return one.acts


def _take(kiosk: Kiosk) -> None:
    """A member of staff says: I am coming."""
    [asked] = kiosk.ask("/api/v1/assistance", "staff")["items"]
    kiosk.tell(f"/api/v1/assistance/{asked['id']}/take", "staff")


def _another_comes(kiosk: Kiosk) -> None:
    kiosk.programs["kiosk"].kill()
    kiosk.start_kiosk()
    until(lambda: named(kiosk), "the hall's name on the idle screen")


async def test_a_28_a_50_a_64_a_65_each_robot_finishes_an_errand_in_the_real_window(
    kiosk: Kiosk,
) -> None:
    world = WindowWorld(kiosk)
    acts: dict[str, int] = {}
    for robot, name in FIRST.items():
        if acts:
            _another_comes(kiosk)
        acts[robot] = await _go(kiosk, world, robot, NAMED[name])
    assert acts["arrows"] <= 8, acts
    assert kiosk.numbers() == ["unemployment:1"]
    assert len(kiosk.ask("/api/v1/assistance", "staff")["items"]) == 1, "one kiosk asks once"


HERE = [journey.name for journey in JOURNEYS if journey.name not in NOT_HERE]


@pytest.mark.deep
@pytest.mark.parametrize("journey", HERE)
@pytest.mark.parametrize("robot", ROBOTS)
async def test_a_28_every_robot_finishes_every_errand_in_real_time(
    kiosk: Kiosk, robot: str, journey: str
) -> None:
    Errands(kiosk=kiosk).bring_content()
    await _go(kiosk, WindowWorld(kiosk), robot, NAMED[journey])
