"""The demo is the acceptance test: one visitor day through the real interfaces."""

import json
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,
    pytest.mark.xdist_group("demo"),  # the tests of one run of it
    pytest.mark.timeout(900),
]

STEPS = [
    *("setup", "import", "server", "kiosk", "blind_ticket", "touch_job", "print", "call", "sign"),
    *("announce", "no_show", "recall", "transfer", "finish", "crash"),
]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "hall.cli", "demo", "--headless", "--out", str(folder / "out")],
        capture_output=True,
        text=True,
        timeout=850,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder / "out"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_step_held_and_left_its_evidence(day: Path) -> None:
    report = json.loads((day / "report.json").read_text("utf-8"))

    assert [step["id"] for step in report["steps"]] == STEPS
    for step in report["steps"]:
        assert step["ok"], step
        assert step["evidence"]
        assert all((day / path).stat().st_size for path in step["evidence"])
    assert {"kivy", "litestar", "sqlalchemy", "python-escpos"} <= set(report["versions"])


def test_the_blind_visitor_needed_few_keys_and_heard_the_number_twice(day: Path) -> None:
    story = json.loads((day / "blind-ticket.json").read_text("utf-8"))

    assert story["key_presses"] <= 12
    assert story["number_heard"] == story["ticket"]["number"]


def test_the_transcript_has_the_contracts_fields(day: Path) -> None:
    wanted = {
        "t", "utt", "event", "text", "spoken", "lang",
        "priority", "cause", "earcon", "node", "screen", "channel",
    }  # fmt: skip
    for name in ("speech.jsonl", "announcements.jsonl"):
        told = lines(day / name)
        assert told
        # A cancelled utterance also tells why; the contract allows more fields, never fewer.
        assert all(set(line) - {"reason"} == wanted for line in told)
        assert {line["event"] for line in told} <= {"request", "start", "end", "cancel"}
        assert [line["t"] for line in told] == sorted(line["t"] for line in told)


def test_the_tree_tells_every_node_with_its_place(day: Path) -> None:
    last = lines(day / "tree.jsonl")[-1]

    assert set(last) == {"t", "screen", "focus", "modes", "nodes"}
    for node in last["nodes"]:
        assert {"id", "role", "name", "value", "state", "hint", "lang", "actions", "order"} <= set(
            node
        )
        assert {"bounds_px", "bounds_mm"} <= set(node)


def test_in_90_cm_mode_every_control_was_within_reach(day: Path) -> None:
    low = [line for line in lines(day / "tree.jsonl") if line["modes"].get("reach")]

    assert low
    for line in low:
        for node in line["nodes"]:
            if node["actions"]:
                assert node["bounds_mm"]["bottom"] >= 380, (line["screen"], node["id"])
                assert node["bounds_mm"]["top"] <= 900.5, (line["screen"], node["id"])


def test_the_hall_was_heard(day: Path) -> None:
    recordings = list((day / "speech").glob("*.wav"))

    assert recordings
    for recording in recordings:
        with wave.open(str(recording)) as sound:
            assert sound.getnframes() > 0


def test_pictures_show_something(day: Path) -> None:
    pictures = [*(day / "screens").glob("*.png"), *(day / "tickets").glob("*.png")]

    assert len(pictures) >= 8
    for path in pictures:
        with Image.open(path) as picture:
            low, high = picture.convert("L").getextrema()
            assert low != high, path
