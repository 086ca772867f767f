"""The real kiosk under real X events: server, printer stand-in, mouse and keyboard."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.kiosk.e2e.running import HALL90, Kiosk, until
from voice.jack_simulator import plug

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
REACH_MM = 900


def test_a_finger_takes_a_ticket_and_the_paper_comes_out(kiosk: Kiosk) -> None:
    kiosk.touch("idle", "start")
    kiosk.touch("home", "home-ticket")
    kiosk.touch("services", "service-unemployment")
    kiosk.touch("needs", "strip")
    kiosk.touch("confirm", "strip")
    issued = {node["id"]: node["name"] for node in kiosk.tree("issued")["nodes"]}
    assert issued["number"].startswith("A")
    assert kiosk.numbers() == ["unemployment:1"]
    pictures = kiosk.folder / "tickets"
    until(lambda: list(pictures.glob("*.png")), "a ticket on paper")
    shown = kiosk.folder / "shown.png"
    subprocess.run([*HALL90, "kiosk", "shot", str(shown)], check=True, env=kiosk.env)
    assert shown.read_bytes().startswith(b"\x89PNG")


def test_low_mode_and_headphones_act_in_the_middle_of_a_visit(kiosk: Kiosk) -> None:
    kiosk.touch("idle", "start")
    kiosk.tree("home")
    kiosk.touch("home", "reach")
    low = until(
        lambda: next((one for one in kiosk.trees() if one["modes"]["reach"]), None), "low mode"
    )
    until(lambda: kiosk.trees()[-1]["modes"]["reach"] or None, "low mode on the glass")
    low = kiosk.trees()[-1]
    tops = {node["id"]: node["bounds_mm"]["top"] for node in low["nodes"] if node["actions"]}
    assert "home-ticket" in tops
    assert max(tops.values()) <= REACH_MM, tops
    kiosk.touch("home", "home-ticket")
    assert kiosk.tree("services")["modes"]["reach"]
    subprocess.run([*HALL90, "kiosk", "jack", "in"], check=True, env=kiosk.env)
    until(lambda: kiosk.trees()[-1]["modes"]["speech"] or None, "speech on")
    subprocess.run([*HALL90, "kiosk", "jack", "out"], check=True, env=kiosk.env)
    until(lambda: not kiosk.trees()[-1]["modes"]["speech"] or None, "speech off")
    assert {row["channel"] for row in kiosk.speech()} == {"headphones"}


def test_the_jack_the_hall_names_starts_speech_and_ends_it(kiosk: Kiosk) -> None:
    kiosk.become("k1")
    until(lambda: is_watched(kiosk.jack) or None, "the kiosk at its jack")
    plug(kiosk.jack, plugged=True)
    until(lambda: kiosk.trees()[-1]["modes"]["speech"] or None, "speech on")
    plug(kiosk.jack, plugged=False)
    until(lambda: not kiosk.trees()[-1]["modes"]["speech"] or None, "speech off")


def is_watched(jack: Path) -> bool:
    try:
        os.close(os.open(jack, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True
