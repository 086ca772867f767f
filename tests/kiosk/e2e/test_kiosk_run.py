"""The real kiosk under real X events: server, printer stand-in, mouse and keyboard."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, TypeVar

import httpx
import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
HALL90 = [sys.executable, "-m", "hall.cli"]
Found = TypeVar("Found")
REACH_MM = 900


class Program:
    """One of our commands, running; its first line is its answer."""

    def __init__(self, folder: Path, name: str, *arguments: str, env: dict[str, str]) -> None:
        self.errors = folder / f"{name}.err"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*HALL90, *arguments],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | env,
            )
        stdout = self.process.stdout
        assert stdout is not None
        self.stdout: IO[str] = stdout
        self.first_line = self.stdout.readline().strip()
        assert self.first_line, self.errors.read_text()

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self.process.wait()
            self.stdout.close()


class Kiosk:
    """A running kiosk, seen by its tree and moved by a mouse and keys."""

    def __init__(self, folder: Path, env: dict[str, str], server: str, token: str) -> None:
        self.folder = folder
        self.env = os.environ | env
        self.server = server
        self.token = token

    def trees(self) -> list[dict[str, Any]]:
        lines = (self.folder / "tree.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def tree(self, screen: str) -> dict[str, Any]:
        """Wait until that screen is shown, and return it."""

        def shown() -> dict[str, Any] | None:
            last = self.trees()[-1]
            return last if last["screen"] == screen else None

        return until(shown, f"screen {screen}")

    def key(self, *names: str) -> None:
        for name in names:
            subprocess.run(["xdotool", "key", name], check=True, env=self.env)

    def touch(self, screen: str, node: str) -> None:
        """Press a node in its middle, as its bounds in the tree say."""
        nodes = {one["id"]: one for one in self.tree(screen)["nodes"]}
        box = nodes[node]["bounds_px"]
        x, y = (box["left"] + box["right"]) // 2, (box["top"] + box["bottom"]) // 2
        for step in (("mousemove", str(x), str(y)), ("mousedown", "1"), ("mouseup", "1")):
            subprocess.run(["xdotool", *step], check=True, env=self.env)

    def numbers(self) -> list[str]:
        """Return the numbers of all tickets the hall has issued."""
        headers = {"Authorization": f"Bearer {self.token}"}
        with httpx.Client(trust_env=False, headers=headers) as client:
            found = client.get(f"{self.server}/api/v1/services").json()["items"]
        return [f"{one['id']}:{one['waiting']}" for one in found if one["waiting"]]


def until(condition: Callable[[], Found | None], what: str, within: float = 60.0) -> Found:
    """Return what a condition of another process gives, once it gives something."""
    end = time.monotonic() + within  # noqa: TID251  another process's time
    while time.monotonic() < end:  # noqa: TID251
        found = condition()
        if found:
            return found
        time.sleep(0.1)  # noqa: TID251
    raise AssertionError(f"never: {what}")


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    for tool in ("Xvfb", "xdotool"):
        assert shutil.which(tool), f"apt install {tool.lower()}"
    with ExitStack() as stack:
        read, write = os.pipe()
        display = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1080x1920x24", "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        stack.callback(display.wait)
        stack.callback(display.terminate)
        with os.fdopen(read) as answer:
            env = {
                "DISPLAY": f":{answer.readline().strip()}",
                "SDL_VIDEODRIVER": "x11",  # whatever other tests of this process asked for
                "HALL90_VOICE_NULL": "1",
                "HALL90_RUNTIME": str(tmp_path / "run"),
            }
        hall = ("--data", str(tmp_path / "hall"))
        server = stack.enter_context(
            Program(tmp_path, "server", "server", "run", *hall, "--port", "0", env=env)
        ).first_line.removeprefix("listening on ")
        token = subprocess.run(
            [*HALL90, "server", "token", "create", *hall, "--role", "kiosk", "--name", "kiosk-1"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        printer = stack.enter_context(
            Program(
                tmp_path, "printer", "sim", "printer", "--listen", "tcp:127.0.0.1:0",
                "--out", str(tmp_path / "tickets"), env=env,
            )
        ).first_line.removeprefix("listening on ")  # fmt: skip
        running = stack.enter_context(
            Program(
                tmp_path, "kiosk", "kiosk", "run", "--server", server, "--token", token,
                "--tree", str(tmp_path / "tree.jsonl"),
                "--transcript", str(tmp_path / "speech.jsonl"),
                "--printer", printer, env=env,
            )
        )  # fmt: skip
        assert running.first_line == "ready"
        one = Kiosk(tmp_path, env, server, token)
        until(lambda: _named(one), "the hall's name on the idle screen")
        yield one


def _named(kiosk: Kiosk) -> bool:
    return any("大厅" in node["name"] for node in kiosk.trees()[-1]["nodes"])


def _spoken(kiosk: Kiosk) -> str:
    lines = (kiosk.folder / "speech.jsonl").read_text("utf-8").splitlines()
    return "\n".join(json.loads(line)["spoken"] for line in lines)


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


def test_keys_alone_take_a_ticket_and_every_step_is_said(kiosk: Kiosk) -> None:
    kiosk.key("Down")
    kiosk.tree("home")
    kiosk.key("1")
    kiosk.tree("services")
    kiosk.key("1")
    kiosk.tree("needs")
    kiosk.key("numbersign")
    kiosk.tree("confirm")
    kiosk.key("numbersign")
    kiosk.tree("issued")
    assert kiosk.numbers() == ["unemployment:1"]
    said = until(lambda: _spoken(kiosk) if "号码" in _spoken(kiosk) else None, "the number said")
    assert "零零" in said


def test_low_mode_brings_every_control_below_ninety_centimetres(kiosk: Kiosk) -> None:
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


def test_headphones_start_speech_and_taking_them_out_ends_it(kiosk: Kiosk) -> None:
    subprocess.run([*HALL90, "kiosk", "jack", "in"], check=True, env=kiosk.env)
    until(lambda: kiosk.trees()[-1]["modes"]["speech"] or None, "speech on")
    subprocess.run([*HALL90, "kiosk", "jack", "out"], check=True, env=kiosk.env)
    until(lambda: not kiosk.trees()[-1]["modes"]["speech"] or None, "speech off")
    channels = {
        json.loads(line)["channel"]
        for line in (kiosk.folder / "speech.jsonl").read_text("utf-8").splitlines()
    }
    assert channels == {"headphones"}
