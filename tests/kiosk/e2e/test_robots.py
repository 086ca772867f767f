"""Robots in the real window, by real X events: what they hear is all they have (A-28)."""

import pytest

from tests.kiosk.e2e.running import Kiosk, named, until
from tests.kiosk.e2e.window_world import WindowWorld
from tests.kiosk.robots.journeys import JOURNEYS, ROBOTS, WAYS, Journey, travel

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

NAMED = {journey.name: journey for journey in JOURNEYS}
FIRST = {
    "arrows": "take a ticket",
    "explore by touch": "take a ticket",
    "two switches": "call a member of staff",
    "one switch": "call a member of staff",
}
"""One errand for each robot in every test run: the ticket, where speech need not be heard out."""


_HEARD_THERE = {"诶零幺七.*诶零幺七": "诶零零.*诶零零", "回执号码，四八二": "回执号码，"}


def _in_the_demo(journey: Journey) -> Journey:
    """The same errand in the demo hall, whose numbers are its own."""
    heard = _HEARD_THERE.get(journey.heard, journey.heard)
    return Journey(name=journey.name, steps=journey.steps, heard=heard)


ERRANDS = (
    "take a ticket",
    "take a ticket, telling a need",
    "call a member of staff",
    "change the language",
    "larger letters",
    "find the way to a window",
    "complain, with a receipt",
    "rate today's service",
)
"""What can be done in the demo hall before any content was brought."""


async def _go(kiosk: Kiosk, world: WindowWorld, robot: str, journey: Journey) -> int:
    """Let one robot do one errand with a kiosk just switched on."""
    world.forget()
    one = WAYS[robot](world)
    await travel(one, _in_the_demo(journey))
    return one.acts


def _another_comes(kiosk: Kiosk) -> None:
    kiosk.programs["kiosk"].kill()
    kiosk.start_kiosk()
    until(lambda: named(kiosk), "the hall's name on the idle screen")


async def test_a_28_a_robot_that_only_hears_takes_a_ticket_in_the_real_window(
    kiosk: Kiosk,
) -> None:
    acts = await _go(kiosk, WindowWorld(kiosk), "arrows", NAMED[FIRST["arrows"]])
    assert acts <= 8, acts
    assert kiosk.numbers() == ["unemployment:1"]


@pytest.mark.deep
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
    assert kiosk.numbers() == ["unemployment:2"]


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("robot", ROBOTS)
async def test_a_28_every_robot_takes_a_ticket_and_calls_staff_in_real_time(
    kiosk: Kiosk, robot: str
) -> None:
    world = WindowWorld(kiosk)
    for name in ERRANDS:
        await _go(kiosk, world, robot, NAMED[name])
        _another_comes(kiosk)
