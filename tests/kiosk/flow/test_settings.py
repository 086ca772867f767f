"""Settings: three steps to each that matters, all reset at the end, begun as the site says."""

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from kiosk.flow.model import Capacity, Modes
from kiosk.flow.settings import SETTINGS
from queue_server import wire
from tests.kiosk.hall_in_hand import SITE, Hall

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kiosk.conftest import Room

GIVEN = wire.KioskModes(
    size="L", theme="black_on_white", easy=True, hand="left", volume=2, steady=1
)


def hall_with(modes: wire.KioskModes) -> Hall:
    kiosk = msgspec.structs.replace(SITE.kiosks[0], modes=modes)
    return Hall(site_now=msgspec.structs.replace(SITE, kiosks=(kiosk,)))


@pytest.mark.parametrize("rows", [4, 5, 6])
@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("size", "XL", ("size", "XL")),
        ("theme", "yellow_on_black", ("theme", "yellow_on_black")),
        ("steady", 3, ("steady", 3)),
        ("easy", None, ("easy", True)),
        ("calm", None, ("calm", True)),
        ("speech", None, ("speech", True)),
    ],
)
async def test_each_is_at_most_three_steps_away(
    room: "Room", rows: int, name: str, value: object, seen: tuple[str, object]
) -> None:
    room.core.capacity(Capacity(rows=rows, tiles=6, lines=12))
    await room.touch("start")
    steps = ["display"]
    await room.touch("display")
    while room.core.model.node(f"set-{name}") is None:
        steps.append("page-next")
        await room.touch("page-next")
    steps.append(f"set-{name}")
    await room.touch(f"set-{name}")
    if value is not None:
        offered = [node for node in room.core.model if node.id.startswith("use-")]
        assert len(offered) == len({node.name for node in offered})

        place = SETTINGS[name].values.index(value)
        while room.core.model.node(f"use-{place}") is None:
            await room.touch("page-next")
        steps.append("use")
        await room.touch(f"use-{place}")
    assert len(steps) <= 3, steps
    assert getattr(room.core.visit.modes, seen[0]) == seen[1]


async def test_the_language_is_two_steps_away(room: "Room") -> None:
    for node in ("start", "language", "language-en"):
        await room.touch(node)
    assert room.core.visit.modes.language == "en"


async def test_a_chosen_value_is_heard_and_others_can_be_tried(room: "Room") -> None:
    for key in ("down", "d"):
        await room.press(key)
    for node in ("display", "set-theme"):
        await room.touch(node)
    await room.press("3")
    await room.wait(3)
    assert "黑底白字" in room.heard
    assert room.screen == "setting"
    await room.press("2")
    assert room.core.visit.modes.theme == "black_on_white"
    await room.press("#")
    assert room.screen == "settings"


async def test_a_kiosk_begins_as_it_is_set_and_so_does_the_next_visitor(
    new_room: "Callable[[], Room]",
) -> None:
    room = new_room()
    room.begin_with(hall_with(GIVEN))
    await room.begin()
    modes = room.core.visit.modes
    assert (modes.size, modes.easy, modes.hand, modes.volume) == ("L", True, "left", 2)
    for node in ("start", "display", "set-size", "use-0"):
        await room.touch(node)
    assert room.core.visit.modes.size == "S"
    await room.wait(170)
    assert room.screen == "idle"
    assert room.core.visit.modes == modes
    await room.core.aclose()


async def test_what_an_admin_sets_reaches_a_kiosk_nobody_stands_at(room: "Room") -> None:
    assert room.core.visit.modes == Modes()
    room.hall.site_now = hall_with(GIVEN).site_now
    await room.wait(65, step=1.0)
    assert room.core.visit.modes.size == "L"


async def test_a_visitor_in_the_middle_keeps_the_own_settings(room: "Room") -> None:
    await room.touch("start")
    room.hall.site_now = hall_with(GIVEN).site_now
    await room.touch("home")
    await room.settle()
    assert room.core.visit.modes.size == "M"


async def test_a_24_restoring_means_as_the_kiosk_is_set(new_room: "Callable[[], Room]") -> None:
    room = new_room()
    room.begin_with(hall_with(GIVEN))
    await room.begin()
    for node in ("start", "display", "set-size", "use-3", "strip", "page-next", "set-restore"):
        await room.touch(node)
    assert room.core.visit.modes.size == "L"
    await room.core.aclose()


async def test_a_62_whoever_filters_a_shaking_hand_filters_its_second_press_on_keys_too(
    room: "Room",
) -> None:
    await room.press("down")
    for steady, moved in ((0, 2), (3, 1)):
        modes = replace(room.core.visit.modes, steady=steady)
        room.core._stage.set(replace(room.core.visit, modes=modes))
        room.core._stage.point(None)
        await room.wait(2)
        before = len(room.speech.begun)
        for _ in range(2):
            room.core.key_down("down")
            room.core.key_up("down")
            await room.clock.advance(0.2)
        said = [one for one in room.speech.begun[before:] if "选项" in one]
        assert len(said) == moved, said
