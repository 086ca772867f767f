"""An emergency covers every screen, is said to whoever listens, and leaves the visit as it was."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from queue_server import wire

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

MakeRow = Callable[[str, dict[str, object]], wire.Row]
FIRE: dict[str, object] = {"id": "e1", "kind": "fire", "since": "2026-11-23T01:00:00Z"}


async def test_it_covers_the_screen_at_once_and_is_said_again_while_it_lasts(
    room: "Room", make_row: MakeRow
) -> None:
    await room.press("down")
    await room.press("1")
    room.core.row(make_row("emergency_declared", FIRE))
    await room.wait(1)
    assert room.screen == "emergency"
    alert = next(one for one in room.speech.heard if one.utterance.cause == "alert")
    assert alert.utterance.priority == 0
    await room.wait(40)
    assert room.heard.count("着火了") >= 2
    room.core.row(make_row("emergency_ended", {"id": "e1"}))
    await room.wait(8)
    assert room.screen == "services"
    assert "已经结束" in room.heard


@pytest.mark.parametrize("node", ["home", "back", "display", "help"])
async def test_nothing_but_calling_somebody_can_be_pressed(
    room: "Room", make_row: MakeRow, node: str
) -> None:
    await room.touch("start")
    await room.touch("home-ticket")
    before = room.core.visit
    room.core.row(make_row("emergency_declared", FIRE))
    await room.touch(node)
    assert room.screen == "emergency"
    assert room.core.visit == before
    for key in ("5", "#", "f1", "pagedown", "escape"):
        await room.press(key)
    assert room.screen == "emergency"
    await room.touch("staff")
    assert room.hall.asked.count("assistance") == 1


async def test_the_halls_own_words_are_used_in_each_language(
    room: "Room", make_row: MakeRow
) -> None:
    own = FIRE | {"text": {"zh-CN": "三楼着火，走东门", "en": "Fire on floor 3, east door"}}
    await room.touch("start")
    room.core.row(make_row("snapshot", {"emergency": own}))
    assert room.node("what").name == "三楼着火，走东门"
    await room.press("l")
    assert room.node("what").name == "Fire on floor 3, east door"
    room.core.row(make_row("snapshot", {}))
    assert room.screen == "home"


async def test_an_emergency_elsewhere_in_the_hall_does_not_cover_this_kiosk(
    room: "Room", make_row: MakeRow
) -> None:
    await room.touch("start")
    room.core.row(make_row("emergency_declared", FIRE | {"zones": ["b"]}))
    assert room.screen == "home"
    room.core.row(make_row("emergency_declared", FIRE | {"zones": ["a"]}))
    assert room.screen == "emergency"


async def test_even_an_idle_kiosk_shows_it(room: "Room", make_row: MakeRow) -> None:
    room.core.row(make_row("emergency_declared", FIRE | {"kind": "drill"}))
    assert "演练" in room.node("title").name
