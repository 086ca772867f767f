"""Random visitors: whatever they do, every screen holds the promises made to everybody."""

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kiosk.proof.promises import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kiosk.conftest import Room

KEYS = (
    "up", "down", "enter", "escape", "pageup", "pagedown", "f1", "p", "r", "l", "s", "c", "w", "#",
    "*", "0", "1", "2", "3", "4", "5", "6", "7", "9", "[", "]", "-", "=", "h",
)  # fmt: skip
ACTS = st.lists(
    st.one_of(
        st.sampled_from(KEYS).map(lambda key: ("key", key)),
        st.integers(0, 30).map(lambda place: ("touch", str(place))),
        st.sampled_from(["gone", "back", "in", "out", "wait", "paper"]).map(
            lambda what: ("world", what)
        ),
    ),
    max_size=40,
)


async def act(room: "Room", what: str, which: str) -> None:
    if what == "key":
        await room.press(which)
    elif what == "touch":
        nodes = [node for node in room.core.model.nodes if node.actions]
        await room.touch(nodes[int(which) % len(nodes)].id)
    elif which in ("gone", "back"):
        room.hall.gone = which == "gone"
    elif which in ("in", "out"):
        room.core.headphones(plugged=which == "in")
    elif which == "paper":
        room.paper.outcome = "out"
    else:
        await room.wait(20, step=1.0)
    await room.settle()


@given(acts=ACTS)
def test_a_40_no_walk_finds_a_silent_node_a_trap_or_a_lost_focus(
    acts: list[tuple[str, str]], new_room: "Callable[[], Room]"
) -> None:
    async def walk() -> None:
        room = new_room()
        await room.begin()
        for what, which in acts:
            await act(room, what, which)
            check(room.core.model, room.core.focus)
        for _ in range(25):
            if room.screen in ("idle", "home"):
                break
            room.core.touched("back")
            await room.settle()
        else:
            pytest.fail(f"no way out of {room.screen}: {room.core.visit.history}")
        await room.core.aclose()

    asyncio.run(walk())


async def test_a_40_every_node_is_heard_when_a_visitor_walks_down_every_screen(
    room: "Room",
) -> None:
    await room.press("down")
    for key in ("1", "1", "#", "#", "h", "2", "#", "1", "h", "5", "1", "h", "6", "f1"):
        await room.press(key)
        room.core._stage.point(None)
        for node in room.core.model.nodes[1:]:
            heard = await room.press("down")
            assert room.core.focus == node.id
            assert heard, f"{node.id} on {room.screen} is silent"
        room.core._stage.point(None)
