"""Every screen × size × reach × hand × language × panel: whole, apart, in reach, large enough."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Literal

import pytest

from kiosk.flow.model import SIZES, Capacity, Modes, ScreenModel
from kiosk.layout.placing import capacity
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.proof.pairing import LANGUAGES
from tests.kiosk.proof.placed import PANELS, faults, measures_of, placed

Screens = Callable[[Modes, Capacity], dict[str, ScreenModel]]


HANDS: tuple[tuple[Literal["right", "left"], bool], ...] = (("right", False), ("left", True))
"""The hand's side and speech change places only: together they meet every other value in turn."""


def _variants() -> Iterator[tuple[tuple[str, Modes], bool]]:
    """Every way of showing a screen, and whether it is looked at each time.

    Half of them are: every two values meet in one of those.
    """
    kinds = list(product(PANELS, SIZES, (False, True), LANGUAGES))
    for panel, size, reach, language in kinds:
        places = list(PANELS).index(panel) + SIZES.index(size) + LANGUAGES.index(language) + reach
        for turn, (hand, speech) in enumerate(HANDS):
            modes = Modes(size=size, reach=reach, language=language, hand=hand, speech=speech)
            yield (panel, modes), (places + turn) % 2 == 0


def _id(variant: tuple[str, Modes]) -> str:
    panel, modes = variant
    low = "low" if modes.reach else "high"
    said = "speech" if modes.speech else "quiet"
    return f"{panel}-{modes.size}-{low}-{modes.language}-{modes.hand}-{said}"


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(variant, id=_id(variant), marks=() if now else pytest.mark.deep)
        for variant, now in _variants()
    ],
)
def test_a_2_a_3_a_6_a_22_every_screen_is_whole_apart_within_reach_and_large_enough(
    variant: tuple[str, Modes], screens: Screens
) -> None:
    panel, modes = variant
    measures = measures_of(panel, modes)
    fits = capacity(modes, measures, shared_measure())
    told = [
        f"{name}: {fault}"
        for name, screen in screens(modes, fits).items()
        for fault in faults(placed(screen, measures), measures, screen)
    ]
    assert not told, "\n".join(told[:40])
