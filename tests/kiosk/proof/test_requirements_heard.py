"""What the ear is owed, and what is nobody else's business, requirement by requirement."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hall.texts import catalogue_source
from kiosk.access.narration import node_parts
from kiosk.flow.model import Capacity, Modes
from kiosk.flow.settings import SETTINGS, on_settings
from kiosk.flow.wording import Words, has_words
from queue_server import wire
from tests.kiosk.hall_in_hand import SITE
from tests.kiosk.proof.walking import Walk
from voice.port import DEFAULT_VOLUME_STEP, RATE_STEPS
from voice.utterance import Say

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

ROOT = Path(__file__).parents[3]
_HAN = re.compile(r"[\u3400-\u9fff]")
_BOTH = re.compile(r"[A-Za-z]{3,}")
"""Sentences of one language around a name of the other: the voice parts them by script."""

KEYS = ("down", "up", "1", "2", "enter", "escape", "f1", "h", "#", "*", "s", "c", "w", "]", "=")


async def test_a_27_the_picture_is_hidden_by_the_visitor_only(room: "Room") -> None:
    await room.press("down")
    for _ in range(10):
        await room.wait(30, step=1.0)
        assert not room.core.model.modes.curtain
    assert room.screen in ("home", "warning", "idle")


def test_a_27_only_its_own_switch_hides_the_picture(walked: Walk) -> None:
    for step in walked.steps:
        before, after = walked.states[step.of].visit.modes, walked.states[step.to].visit.modes
        if after.curtain and not before.curtain:
            assert step.act == "set-curtain"
    first = walked.states[0]
    for name in SETTINGS:
        came = on_settings(first.beneath, first.known, f"set-{name}")
        assert came is not None
        assert came.visit.modes.curtain == (name == "curtain"), name


def test_a_33_the_fastest_rate_is_three_times_the_ordinary_one() -> None:
    assert RATE_STEPS[-1] >= 300


async def test_a_36_the_volume_is_the_ordinary_one_again_after_every_visit(room: "Room") -> None:
    await room.press("down")
    for _ in range(9):
        await room.press("=")
    assert room.speech.volume_step > DEFAULT_VOLUME_STEP
    await room.wait(400, step=1.0)
    assert room.screen == "idle"
    assert room.speech.volume_step == DEFAULT_VOLUME_STEP


@pytest.mark.parametrize("key", KEYS)
async def test_a_39_what_a_key_says_is_asked_for_before_the_key_is_done(
    room: "Room", key: str
) -> None:
    """No time passes between the key and the request: it is made in the same frame."""
    await room.press("down")
    await room.wait(20)
    asked = [one for one in room.speech.heard if one.kind == "request"]
    room.core.key_down(key)
    fresh = [one for one in room.speech.heard if one.kind == "request"][len(asked) :]
    assert fresh, f"{key} is silent"
    assert fresh[0].at == room.clock.monotonic()


def test_a_48_everything_is_said_in_the_language_it_is_written_in(walked: Walk) -> None:
    for state in walked.states:
        for language in ("zh-CN", "en"):
            screen = state.within(Modes(language=language), Capacity())
            for node in screen.nodes:
                for part in node_parts(node, Words(language)):
                    said = (part.spoken or part.text) if isinstance(part, Say) else ""
                    if isinstance(part, Say) and _HAN.search(said) and not _BOTH.search(said):
                        assert part.lang == "zh-CN", (state.visit.step, node.id, part)


def test_a_58_everything_is_reached_without_hearing_or_speaking(walked: Walk) -> None:
    silent = {state.visit.step for state in walked.states if not state.visit.modes.speech}
    assert silent == walked.reached_steps
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = " ".join(told["project"]["dependencies"])
    assert not re.search(r"sounddevice|pyaudio|whisper|vosk", named), "nothing listens"


async def test_a_66_what_is_explored_is_pressed_without_any_haste(room: "Room") -> None:
    """Double taps have their time; the round key and the switch have none."""
    await room.touch("start")
    room.core._stage.set(
        replace(room.core.visit, modes=replace(room.core.visit.modes, explore=True, speech=True))
    )
    await room.find("取号办事")
    await room.wait(30)
    await room.press("enter")
    assert room.screen == "services"


def test_a_66_every_screen_is_come_to_while_the_clock_stands(walked: Walk) -> None:
    hurried = [state for state in walked.states if state.visit.step != "warning"]
    assert all("wait:125" not in state.path[:1] for state in hurried)


def test_a_76_the_first_screen_names_each_language_in_its_own_script_and_voice(
    walked: Walk,
) -> None:
    first = walked.states[0].screen
    assert first.id == "idle"
    offered = {node.lang: node for node in first.nodes if node.id.startswith("start-")}
    assert set(offered) == {"zh-CN", "en"}
    assert offered["zh-CN"].name == "中文"
    assert offered["en"].name == "English"
    assert all(node.words == node.name for node in offered.values())


def test_a_76_the_language_can_be_changed_on_every_screen(walked: Walk) -> None:
    for state in walked.states:
        if state.visit.step != "idle":
            node = state.screen.node("language")
            assert node is not None
            assert node.enabled, state.path


def test_a_77_a_language_that_cannot_be_shown_rightly_is_not_offered(walked: Walk) -> None:
    known = walked.states[1].known
    site = wire.SiteInfo(
        **{name: getattr(SITE, name) for name in SITE.__struct_fields__ if name != "languages"},
        languages=("zh-CN", "en", "ug", "mn"),
    )
    named = replace(known, site=site)
    assert named.languages == tuple(one for one in site.languages if has_words(one))
    assert "ug" not in named.languages, "laid out from the right: not before it is translated"


def test_a_78_nothing_ever_asks_for_a_face_or_a_fingerprint(walked: Walk) -> None:
    """A ticket is taken, found and given up by what is pressed; there is no camera to look into."""
    assert {"issued", "found", "cancel"} <= walked.reached_steps
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = " ".join([*told["project"]["dependencies"],
                      *(one for each in told["project"]["optional-dependencies"].values()
                        for one in each)])  # fmt: skip
    assert not re.search(r"opencv|face|dlib|mediapipe|fingerprint", named)
    said = "".join(catalogue_source("kiosk", language) for language in ("zh-CN", "en"))
    assert not re.search(r"人脸|刷脸|指纹|摄像|\bface\b|fingerprint|camera", said, re.IGNORECASE)


async def test_a_81_a_masked_number_is_said_with_dots(room: "Room") -> None:
    from voice.phrasing import phrase

    said = phrase("phone", "138****8000", "zh-CN")
    assert said.count("点") == 4
    assert "*" not in said


async def test_a_83_a_need_is_told_to_nobody_but_the_hall(room: "Room") -> None:
    for node in ("start", "home-ticket", "service-unemployment", "need-blind", "strip", "strip"):
        await room.touch(node)
    assert room.screen == "issued"
    [request] = room.hall.requests
    assert request.needs == ("blind",)
    shown = [f"{node.name} {node.words} {node.detail}" for node in room.core.model.nodes]
    need = Words("zh-CN")("need-blind")
    assert not any(need in text for text in shown)
