"""The way through the hall: turns as the body makes them, steps, paving, drawn, printed."""

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from config.loader import load_site
from kiosk.flow.plan import Plan
from kiosk.flow.route import route, start_of, steps_of
from queue_server import wire
from tests.kiosk.hall_in_hand import SITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kiosk.conftest import Room


def demo_plan() -> wire.HallMapInfo:
    return msgspec.convert(load_site().hall_map, wire.HallMapInfo, from_attributes=True)


def square(facing: str = "up", **more: object) -> wire.HallMapInfo:
    """A kiosk in the middle, one place on each side, six metres away."""
    sides = {"above": (6000, 0), "right": (12000, 6000), "below": (6000, 12000), "left": (0, 6000)}
    places = [wire.PlaceInfo(id="k", x=6000, y=6000, kiosk="k1", facing=facing)]  # type: ignore[arg-type]  # a side
    places += [wire.PlaceInfo(id=name, x=x, y=y) for name, (x, y) in sides.items()]
    values: dict[str, object] = {
        "width_mm": 12000,
        "depth_mm": 12000,
        "step_mm": 600,
        "places": tuple(places),
        "ways": tuple(wire.WayInfo(ends=("k", name)) for name in sides),
    }
    return wire.HallMapInfo(**(values | more))  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("facing", "turns"),
    [
        ("up", {"above": "ahead", "right": "right", "below": "back", "left": "left"}),
        ("right", {"above": "left", "right": "ahead", "below": "right", "left": "back"}),
        ("down", {"above": "back", "right": "left", "below": "ahead", "left": "right"}),
        ("left", {"above": "right", "right": "back", "below": "left", "left": "ahead"}),
    ],
)
def test_the_first_turn_is_told_from_where_one_stands(facing: str, turns: dict[str, str]) -> None:
    plan = square(facing)
    start = start_of(plan, "k1")
    assert start is not None
    for goal, turn in turns.items():
        found = route(plan, start, goal)
        assert found is not None
        assert [leg.turn for leg in found.legs] == [turn]
        assert steps_of(found.legs[0].mm, plan) == 10


def test_the_demo_halls_way_to_window_three() -> None:
    plan = demo_plan()
    start = start_of(plan, "k1")
    assert start is not None
    found = route(plan, start, "w3")
    assert found is not None
    assert [(leg.turn, leg.mm, leg.tactile) for leg in found.legs] == [
        ("right", 6000, True), ("left", 1500, True), ("right", 1500, True),
    ]  # fmt: skip
    assert found.points[0] == (9000, 9000)
    assert found.points[-1] == (16500, 7500)


def test_pieces_in_one_line_are_one_unless_the_paving_changes() -> None:
    plan = demo_plan()
    start = start_of(plan, "k1")
    assert start is not None
    found = route(plan, start, "w1")
    assert found is not None
    assert [(leg.mm, leg.tactile) for leg in found.legs] == [
        (6000, True), (4000, True), (2500, False), (1500, False),
    ]  # fmt: skip


def test_stairs_are_avoided_and_paving_preferred_by_who_walks_by_it() -> None:
    round_about = (
        wire.WayInfo(ends=("k", "right"), steps=True),
        wire.WayInfo(ends=("k", "above")),
        wire.WayInfo(ends=("above", "right")),
    )
    plan = square(ways=round_about)
    start = start_of(plan, "k1")
    assert start is not None
    found = route(plan, start, "right")
    assert found is not None
    assert len(found.points) == 3
    assert not any(leg.stairs for leg in found.legs)
    paved = (
        wire.WayInfo(ends=("k", "right")),
        wire.WayInfo(ends=("k", "above"), tactile=True),
        wire.WayInfo(ends=("above", "right"), tactile=True),
    )
    plan = square(ways=paved, step_mm=600)
    plan = msgspec.structs.replace(
        plan, places=(*plan.places[:1], wire.PlaceInfo(id="above", x=9000, y=4500),
                      *plan.places[2:])
    )  # fmt: skip
    direct, led = route(plan, start, "right"), route(plan, start, "right", by_paving=True)
    assert direct is not None
    assert led is not None
    assert len(direct.legs) == 1
    assert all(leg.tactile for leg in led.legs)


def test_where_no_way_leads_there_is_none() -> None:
    plan = square(ways=())
    start = start_of(plan, "k1")
    assert start is not None
    assert route(plan, start, "above") is None
    assert start_of(plan, "k9") is None
    assert start_of(plan, None) is None


def with_plan(room: "Room") -> None:
    numbers = {"w1": 1, "w2": 2, "w3": 3, "w4": 4, "w5": 5}
    windows = tuple(
        msgspec.structs.replace(SITE.windows[0], id=name, number=number)
        for name, number in numbers.items()
    )
    site = msgspec.structs.replace(SITE, windows=windows, hall_map=demo_plan())
    room.hall.site_now = site
    room.core._stage.know(replace(room.core.known, site=site))


async def test_the_way_is_heard_step_by_step_and_printed(room: "Room") -> None:
    with_plan(room)
    for key in ("down", "6", "1", "3"):
        await room.press(key)
    assert room.screen == "way-to"
    await room.wait(30)
    assert "站在屏幕前，向右转，走十步，大约六米，脚下有盲道" in room.heard
    assert "前面就是三号窗口" in room.heard
    await room.press("#")
    await room.wait(4)
    (slip,) = room.paper.slips
    assert (slip.kind, slip.title) == ("way", "3 号窗口")
    assert slip.paragraphs[0].startswith("1. 站在屏幕前，向右转，走 10 步")
    assert "走法打印好了" in room.heard


async def test_the_plan_carries_what_is_said(room: "Room") -> None:
    with_plan(room)
    for node in ("start", "home-hall", "hall-way", "to-w3"):
        await room.touch(node)
    while room.core.model.node("plan") is None:
        await room.touch("page-next")
    plan = room.node("plan").plan
    assert isinstance(plan, Plan)
    assert plan.route[-1] == (16500, 7500)
    marks = {spot.text or spot.number: spot.mark for spot in plan.spots}
    assert marks[3] == "goal"
    assert marks["您在这里"] == "you"
    assert marks["咨询台"] == "place"


async def test_no_paper_offers_somebody_to_lead(room: "Room") -> None:
    with_plan(room)
    room.paper.outcome = "out"
    for node in ("start", "home-hall", "hall-way", "to-w3", "strip"):
        await room.touch(node)
    await room.settle()
    assert "要人带路" in room.node("slip").name


async def test_who_is_called_finds_the_own_window_first(
    room: "Room", make_ticket: "Callable[..., wire.Ticket]"
) -> None:
    with_plan(room)
    await room.touch("start")
    called = make_ticket(state="CALLED", window="w4", window_number=4)
    room.core._stage.set(replace(room.core.visit, ticket=called))
    for node in ("home-hall", "hall-way"):
        await room.touch(node)
    assert room.core.model.numbered(1) == room.node("to-w4")


async def test_other_places_are_found_too(room: "Room") -> None:
    with_plan(room)
    for node in ("start", "home-hall", "hall-way", "page-next", "to-toilet"):
        await room.touch(node)
    assert room.core.model.title.name == "无障碍卫生间"


async def test_without_a_plan_the_zones_are_told_in_words(room: "Room") -> None:
    for key in ("down", "6", "1"):
        await room.press(key)
    await room.find("一楼诶区")
    await room.find("沿盲道走十步")
