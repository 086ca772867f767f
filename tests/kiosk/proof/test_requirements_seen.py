"""What the eye and the hand are owed, requirement by requirement, on every reachable screen."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from config.geometry import PANEL_32
from config.loader import load_geometry
from hall.errors import ConfigError
from kiosk.cli import kiosk
from kiosk.flow.model import SIZES, Modes, Node, ScreenModel
from kiosk.layout.drawing import Draw, Item, Scene
from kiosk.layout.looks import Attention
from kiosk.layout.measures import CAP_TO_EM, Measures
from kiosk.layout.placing import place
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.proof.placed import PANELS, measures_of, near, placed
from tests.kiosk.proof.walking import Reached, Walk

M = Measures(width=1080, height=1920, geometry=PANEL_32, size="M")
COMPLETE = {
    "panel_width_mm": 398,
    "panel_height_mm": 708,
    "panel_bottom_mm": 650,
    "viewing_distance_mm": 600,
}
UI = Path(__file__).parents[3] / "kiosk"


def one_of_each(walked: Walk) -> list[Reached]:
    """The first state of each screen."""
    seen: dict[str, Reached] = {}
    for state in walked.states:
        seen.setdefault(state.visit.step, state)
    return list(seen.values())


@pytest.mark.parametrize("left_out", COMPLETE)
def test_a_1_a_panel_file_that_leaves_a_measure_out_stops_the_kiosk_and_names_it(
    left_out: str, tmp_path: Path
) -> None:
    file = tmp_path / "panel.toml"
    kept = {name: value for name, value in COMPLETE.items() if name != left_out}
    file.write_text("\n".join(f"{name} = {value}" for name, value in kept.items()), "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_geometry(file)
    assert left_out in str(caught.value)
    assert all(fault.remedy for fault in caught.value.faults)


def test_a_1_a_panel_file_that_is_missing_stops_the_kiosk_and_says_so(tmp_path: Path) -> None:
    gone = tmp_path / "nowhere.toml"
    told = CliRunner().invoke(
        kiosk, ["run", "--server", "http://127.0.0.1:9", "--token", "t", "--geometry", str(gone)]
    )
    assert told.exit_code != 0
    assert "nowhere.toml" in told.output


@pytest.mark.parametrize("panel", PANELS)
def test_a_7_main_controls_are_twenty_millimetres_high_and_five_apart(
    walked: Walk, panel: str
) -> None:
    measures = measures_of(panel, Modes())
    least, apart = measures.mm(20), measures.mm(5)
    for state in one_of_each(walked):
        scene = placed(state.within(Modes(), state.known.capacity), measures)
        main = [
            item
            for item in scene.items
            if item.touch and _role(state, item) in ("choice", "row", "toggle", "button")
        ]
        for item in main:
            assert item.box.height >= least, (state.visit.step, item.node, item.box.height, least)
        for at, one in enumerate(main):
            for other in main[at + 1 :]:
                assert near(one, other) >= apart, (state.visit.step, one.node, other.node)


def _role(state: Reached, item: Item) -> str:
    node = state.screen.node(item.node)
    return "" if node is None else node.role


def test_a_9_no_function_needs_a_drag_a_hold_or_two_fingers(walked: Walk) -> None:
    """The walker only ever presses one control after another, on a clock that stands still."""
    needed = {state.visit.step for state in walked.states if "wait:125" not in state.path}
    assert needed | {"warning"} == walked.reached_steps | {"warning"}
    source = "\n".join(path.read_text("utf-8") for path in (UI / "ui").glob("*.py"))
    assert not re.search(r"swipe|pinch|long_?press|double_?tap", source)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("size", SIZES)
def test_a_10_one_control_in_one_place_within_reach_switches_the_low_mode(
    walked: Walk, panel: str, size: Any
) -> None:
    for language in ("zh-CN", "en"):
        modes = Modes(size=size, language=language)
        measures = measures_of(panel, modes)
        places = set()
        for state in one_of_each(walked):
            screen = state.within(modes, state.known.capacity)
            scene = placed(screen, measures)
            if screen.layout == "idle":
                tops = [item.box.top for item in scene.items if item.touch]
                above = measures.geometry.height_above_floor_mm(min(tops), measures.height)
                assert above <= measures.geometry.reach_max_mm, "the way in is low itself"
                continue
            item = scene.item("reach")
            assert item is not None
            places.add(item.box)
            top = measures.geometry.height_above_floor_mm(item.box.top, measures.height)
            assert top <= measures.geometry.reach_max_mm, (panel, size, state.visit.step, top)
        assert len(places) == 1


def test_a_15_ordinary_text_has_capitals_of_nearly_five_millimetres_on_every_panel() -> None:
    for panel in PANELS:
        measures = measures_of(panel, Modes())
        assert measures.body * CAP_TO_EM / measures.px_per_mm >= 4.8, panel


def test_a_16_one_size_is_large_enough_for_the_viewing_distance() -> None:
    for panel, geometry in PANELS.items():
        measures = measures_of(panel, Modes(size="XL"))
        capital = measures.body * CAP_TO_EM / measures.px_per_mm
        assert capital >= geometry.viewing_distance_mm * 0.01222, (panel, capital)


def _colourless(draws: tuple[Draw, ...]) -> list[str]:
    return [re.sub(r"colour='\w+'", "", repr(draw)) for draw in draws]


def _scene(screen: ScreenModel, attention: Attention | None = None) -> Scene:
    return place(screen, M, shared_measure(), attention=attention)


def _with(screen: ScreenModel, node: Node) -> ScreenModel:
    nodes = tuple(node if one.id == node.id else one for one in screen.nodes)
    return replace(screen, nodes=nodes)


def test_a_21_no_state_of_a_control_is_told_by_colour_alone(walked: Walk) -> None:
    for state in one_of_each(walked):
        screen = state.within(Modes(), state.known.capacity)
        calm = _scene(screen)
        for node in screen.nodes:
            if not node.actions:
                continue
            before = calm.item(node.id)
            focused = _scene(screen, Attention(focused=node.id)).item(node.id)
            assert before is not None
            assert focused is not None
            assert _colourless(before.draws) != _colourless(focused.draws), node.id
            changes = [replace(node, enabled=not node.enabled, why="-")]
            if node.selected is not None:
                changes.append(replace(node, selected=not node.selected))
            for changed in changes:
                after = _scene(_with(screen, changed)).item(node.id)
                assert after is not None
                assert _colourless(before.draws) != _colourless(after.draws), node.id


def test_a_21_a_line_of_trouble_has_a_pictogram_or_a_frame(walked: Walk) -> None:
    for state in walked.states:
        for node in state.screen.nodes:
            if node.emphasis == "danger" and not node.actions:
                assert node.icon or node.role == "status", (state.visit.step, node.id)


def test_a_25_a_26_nothing_on_the_glass_moves_scrolls_or_flashes() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (UI / "ui").rglob("*.py"))
    assert not re.search(r"Animation|schedule_interval|ScrollView|Carousel|Video", source)


def test_a_71_one_question_and_at_most_six_choices_each_with_words_and_a_picture(
    walked: Walk,
) -> None:
    for state in walked.states:
        screen = state.screen
        choices = [one for one in screen.nodes if one.role in ("choice", "row", "toggle")]
        numbered = [one for one in choices if one.number is not None]
        assert len(numbered) <= 6, state.visit.step
        assert sum(node.role == "title" for node in screen.nodes) == 1
        if screen.layout == "tiles":
            assert all(choice.icon and choice.name for choice in choices), state.visit.step
