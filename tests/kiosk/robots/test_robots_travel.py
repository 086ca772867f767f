"""Every robot finishes every errand by what it hears, on a virtual clock, the picture ignored."""

import re

import pytest

from tests.kiosk.robots.journeys import JOURNEYS, Journey
from tests.kiosk.robots.robots import DigitRobot
from tests.kiosk.robots.travelling import WAYS, account
from tools.accessibility import PAGE

MOST_PRESSES = 8
_CELL = re.compile(r"(\d+), (\d+)")


def written(journey: Journey, robot: str) -> tuple[int, int]:
    """What docs/accessibility.md tells of a way: acts, and seconds of speech."""
    page = PAGE.read_text("utf-8").splitlines()
    told = [line for line in page if line.startswith(f"| {journey.name} |")]
    assert len(told) == 1, f"{journey.name} is not told: run tools/accessibility.py"
    acts, seconds = _CELL.findall(told[0])[list(WAYS).index(robot)]
    return int(acts), int(seconds)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda one: re.sub(r"\W+", "-", one.name))
@pytest.mark.parametrize("robot", WAYS)
def test_a_28_a_50_a_64_a_65_every_robot_finishes_every_errand_as_the_page_tells(
    robot: str, journey: Journey
) -> None:
    """Words change by a syllable now and then; ways that grew by a fifth are told again."""
    took = account(journey, WAYS[robot])
    assert took.acts > 0
    assert took.seconds > 1, "something was heard"
    for before, now in zip(written(journey, robot), (took.acts, took.seconds), strict=True):
        assert abs(now - before) <= max(4, before * 0.2), f"{took}: run tools/accessibility.py"


def test_a_28_a_blind_ticket_takes_at_most_eight_presses_from_headphones_to_number() -> None:
    ticket = JOURNEYS[0]
    assert ticket.name == "take a ticket"
    assert account(ticket, WAYS["arrows"]).acts <= MOST_PRESSES
    assert account(ticket, DigitRobot).acts <= 5
