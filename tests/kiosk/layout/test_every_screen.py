"""Every screen × size × reach × hand × language × panel: whole, apart, in reach, large enough."""

from collections.abc import Callable, Iterator

import pytest

from kiosk.flow.model import SIZES, Capacity, Modes, ScreenModel
from kiosk.layout.placing import capacity
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.proof.pairing import LANGUAGES
from tests.kiosk.proof.placed import PANELS, faults, measures_of, placed

Screens = Callable[[Modes, Capacity], dict[str, ScreenModel]]


def _variants() -> Iterator[tuple[str, Modes]]:
    for panel in PANELS:
        for size in SIZES:
            for reach in (False, True):
                for language in LANGUAGES:
                    # Hand and speech change places only: each meets every other value in turn.
                    hands = (("right", False), ("left", True))
                    for hand, speech in hands:
                        yield (
                            panel,
                            Modes(
                                size=size,
                                reach=reach,
                                language=language,
                                hand=hand,  # type: ignore[arg-type]  # a literal pair
                                speech=speech,
                            ),
                        )


def _id(variant: tuple[str, Modes]) -> str:
    panel, modes = variant
    low = "low" if modes.reach else "high"
    said = "speech" if modes.speech else "quiet"
    return f"{panel}-{modes.size}-{low}-{modes.language}-{modes.hand}-{said}"


@pytest.mark.parametrize("variant", list(_variants()), ids=_id)
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
