"""Whatever can be come to, by whatever way, keeps every promise: nothing is left out by hand."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kiosk.flow.model import Modes
from kiosk.flow.presenting import PRESENTERS
from kiosk.flow.visit import Known, Place, Visit
from kiosk.input_method.candidates import Candidate
from kiosk.layout.placing import capacity
from kiosk.ui.text.pango import shared_measure
from tests.kiosk.proof.pairing import every, in_turn, mode_values, pairwise
from tests.kiosk.proof.placed import PANELS, faults, measures_of, placed
from tests.kiosk.proof.promises import check, check_hearing, check_walking
from tests.kiosk.proof.walking import Reached, Walk

WAYS: dict[str, tuple[Any, ...]] = {"panel": tuple(PANELS), **mode_values()}
EACH = 6
"""So many ways of use each screen is looked at in; every pair of ways is met by many screens."""

COVERED = ("warning", "emergency")
"""Screens that cover another one; what is beneath comes back by itself."""


def looks(walked: Walk) -> list[Reached]:
    """Every screen once, whatever ticket is held."""
    seen: dict[Any, Reached] = {}
    for state in walked.states:
        screen = state.screen
        key = (screen.id, screen.alert, screen.busy, *(
            (node.id, node.enabled, node.role, node.emphasis) for node in screen.nodes
        ))  # fmt: skip
        seen.setdefault(key, state)
    return list(seen.values())


def test_every_screen_the_kiosk_has_was_come_to(walked: Walk) -> None:
    unreached = set(PRESENTERS) - walked.reached_steps
    assert not unreached, f"no way leads to {unreached}: show the walker one, or take it out"


def test_a_40_nothing_silent_or_double_stands_on_anything_reachable(walked: Walk) -> None:
    for state in walked.states:
        check(state.screen, None)
        for language in ("zh-CN", "en"):
            fits = state.known.capacity
            check_hearing(state.within(Modes(language=language), fits))


def test_a_42_a_43_every_reachable_screen_is_walked_down_and_up_without_wrapping(
    walked: Walk,
) -> None:
    for state in walked.states:
        check_walking(state.screen)


def test_a_43_a_73_home_is_one_press_away_everywhere(walked: Walk) -> None:
    ways: dict[int, dict[str, str]] = defaultdict(dict)
    for step in walked.steps:
        ways[step.of][step.act] = walked.states[step.to].visit.step
    for place, state in walked.tried:
        now = state.visit.step
        if now == "emergency":
            continue  # it ends by itself, and what is beneath comes back
        if now == "idle":
            assert ways[place]["start"] == "home"
        elif now == "warning":
            assert ways[place]["strip"] not in COVERED, "an answer takes the warning away"
        else:
            assert ways[place]["home"] == "home", f"no way home from {state.path}"


def test_a_43_there_is_no_trap_every_state_leads_back_to_home(walked: Walk) -> None:
    before: dict[int, set[int]] = defaultdict(set)
    for step in walked.steps:
        if not step.act.startswith(("row:", "wait:")):
            before[step.to].add(step.of)
    homes = [n for n, state in enumerate(walked.states) if state.visit.step == "home"]
    free, waiting = set(homes), list(homes)
    while waiting:
        for one in before[waiting.pop()] - free:
            free.add(one)
            waiting.append(one)
    trapped = [
        state.path for n, state in walked.tried if n not in free and state.visit.step != "emergency"
    ]
    assert not trapped


def test_a_79_staff_can_be_called_from_everywhere_the_alarm_too(walked: Walk) -> None:
    led = {(step.of, step.act): walked.states[step.to] for step in walked.steps}
    for place, state in walked.tried:
        staff = state.screen.node("staff")
        assert staff is not None, state.path
        assert staff.enabled, state.path
        after = led.get((place, "staff"))
        assert after is not None, f"nobody can be called from {state.path}"
        calm = state.visit.step not in COVERED
        assert not calm or after.visit.step == "staff", state.path


def _seen(state: Reached, way: dict[str, Any]) -> Iterator[str]:
    modes = Modes(**{name: value for name, value in way.items() if name != "panel"})
    measures = measures_of(way["panel"], modes)
    screen = state.within(modes, capacity(modes, measures, shared_measure()))
    scene = placed(screen, measures)
    order = [item.node for item in scene.items if item.node and not item.echo]
    if screen.layout != "issued" and order != [node.id for node in screen.nodes]:
        yield f"the order of places is not the order of reading: {order}"
    yield from faults(scene, measures, screen)


def _told(states: list[Reached], ways: list[list[dict[str, Any]]]) -> str:
    told = [
        f"{state.visit.step} after {' › '.join(state.path)}\n   {way}\n   {fault}"
        for state, rows in zip(states, ways, strict=True)
        for way in rows
        for fault in _seen(state, way)
    ]
    return "\n".join(told[:20])


def test_a_22_every_reachable_screen_is_whole_in_ways_of_use_that_meet_in_pairs(
    walked: Walk,
) -> None:
    states = looks(walked)
    rows = pairwise(WAYS)
    told = _told(states, [in_turn(rows, place, EACH) for place in range(len(states))])
    assert not told, told


@pytest.mark.parametrize("group", ["abc", "pqrs"])
def test_a_22_an_open_group_of_letters_is_whole_for_whoever_listens(group: str) -> None:
    offered = tuple(Candidate(text=one, takes=2) for one in ("保安", "保", "包", "宝", "报"))
    way = (Place("home"), Place("pad"))
    typing = Visit(step="keys", history=way, letters=group, typed="ba", candidates=offered)
    opened = Reached(beneath=typing, known=Known(), path=("group",))
    heard = opened.within(Modes(speech=True), opened.known.capacity)
    assert heard.node(f"key-{group[0]}") is not None
    told = _told([opened], [[row for row in pairwise(WAYS) if row["speech"]]])
    assert not told, told


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("panel", PANELS)
def test_a_22_every_reachable_screen_is_whole_in_every_way_of_use(walked: Walk, panel: str) -> None:
    states = looks(walked)
    rows = list(every({**WAYS, "panel": (panel,), "theme": ("default",)}))
    told = _told(states, [rows] * len(states))
    assert not told, told


def test_every_two_ways_of_use_meet() -> None:
    rows = pairwise(WAYS)
    assert len(rows) < 60
    for one in WAYS:
        for other in WAYS:
            if one != other:
                met = {(row[one], row[other]) for row in rows}
                assert len(met) == len(WAYS[one]) * len(WAYS[other]), (one, other)


def test_the_walker_tells_a_broken_screen(walked: Walk) -> None:
    screen = next(state.screen for state in walked.states if state.visit.step == "home")
    silent = replace(screen.nodes[2], name=" ", spoken="")
    broken = replace(screen, nodes=(*screen.nodes[:2], silent, *screen.nodes[3:]))
    with pytest.raises(AssertionError, match="nothing to see"):
        check(broken, None)
