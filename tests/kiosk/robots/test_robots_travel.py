"""Every robot finishes every errand by what it hears, on a virtual clock, the picture ignored."""

import re

import pytest

from tests.kiosk.robots.journeys import JOURNEYS, ROBOTS, WAYS, Journey, account
from tests.kiosk.robots.robots import DigitRobot

MOST_PRESSES = 8


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda one: re.sub(r"\W+", "-", one.name))
@pytest.mark.parametrize("robot", ROBOTS)
def test_a_28_a_50_a_64_a_65_every_robot_finishes_every_errand(
    robot: str, journey: Journey
) -> None:
    took = account(journey, WAYS[robot])
    assert took.acts > 0
    assert took.seconds > 1, "something was heard"


def test_a_28_a_blind_ticket_takes_at_most_eight_presses_from_headphones_to_number() -> None:
    ticket = JOURNEYS[0]
    assert ticket.name == "take a ticket"
    assert account(ticket, WAYS["arrows"]).acts <= MOST_PRESSES
    assert account(ticket, DigitRobot).acts <= 5
