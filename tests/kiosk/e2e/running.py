"""A real kiosk with everything around it, each a process of its own that can be killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import IO, Any, TypeVar
from uuid import uuid4

import httpx

from hall.demo.lines import whole_lines

HALL90 = [sys.executable, "-m", "hall.cli"]
Found = TypeVar("Found")
_BRISK = 6
"""The step of the rate (170 %) at which the kiosk speaks here; hints are still given at it."""


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
        assert self.first_line, self.told()

    def told(self) -> str:
        """Return what it has said of errors so far; it may be in the middle of a letter."""
        return self.errors.read_text("utf-8", errors="replace")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

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

    def __init__(self, folder: Path, env: dict[str, str], stack: ExitStack) -> None:
        self.folder = folder
        self.env = os.environ | env
        self.server = ""
        self.printer = ""
        self.jack = folder / "jack"
        self._added = env
        self._stack = stack
        self._tokens: dict[str, str] = {}
        self.programs: dict[str, Program] = {}

    def start(self, name: str, *arguments: str) -> Program:
        """Start one of our commands; it ends with the test, or before by ``kill``."""
        program = Program(self.folder, name, *arguments, env=self._added)
        self.programs[name] = self._stack.enter_context(program)
        return program

    def start_server(self) -> Program:
        """Start the hall, again where it was if it ran before."""
        port = self.server.rpartition(":")[2] or "0"
        program = self.start(
            "server", "server", "run", "--data", str(self.folder / "hall"), "--port", port,
            "--site", str(self._site()),
        )  # fmt: skip
        self.server = program.first_line.removeprefix("listening on ")
        return program

    def _site(self) -> Path:
        """Return the demo hall's file where k1 speaks briskly and has a jack (a pipe)."""
        file = self.folder / "site.toml"
        if not file.exists():
            demo = resources.files("config").joinpath("defaults/site.toml").read_text("utf-8")
            k1 = '[[kiosk]]\nid = "k1"\n'
            assert k1 in demo
            os.mkfifo(self.jack)
            ours = f'{k1}jack = "{self.jack}"\nmodes = {{ rate = {_BRISK} }}\n'
            file.write_text(demo.replace(k1, ours), "utf-8")
        return file

    def become(self, name: str) -> None:
        """Start the kiosk again as the one of that name in the hall's file."""
        self.programs["kiosk"].kill()
        self._tokens["kiosk"] = self._make_token("kiosk", name)
        self.start_kiosk()

    def start_printer(self) -> Program:
        """Start a stand-in for a printer; its papers are in the folder ``tickets``."""
        program = self.start(
            "printer", "sim", "printer", "--listen", "tcp:127.0.0.1:0",
            "--out", str(self.folder / "tickets"),
        )  # fmt: skip
        self.printer = program.first_line.removeprefix("listening on ")
        return program

    def start_kiosk(self, *more: str) -> Program:
        """Start the kiosk itself, with further options."""
        program = self.start(
            "kiosk", "kiosk", "run", "--server", self.server, "--token", self.token("kiosk"),
            "--tree", str(self.folder / "tree.jsonl"),
            "--transcript", str(self.folder / "speech.jsonl"), "--printer", self.printer,
            *more,
        )  # fmt: skip
        assert program.first_line == "ready"
        return program

    def token(self, role: str) -> str:
        """Return a token of a role, made on first use."""
        if role not in self._tokens:
            self._tokens[role] = self._make_token(role, f"{role}-1")
        return self._tokens[role]

    def _make_token(self, role: str, name: str) -> str:
        return subprocess.run(
            [*HALL90, "server", "token", "create", "--data", str(self.folder / "hall"),
             "--role", role, "--name", name],
            check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip

    def ask(self, path: str, role: str) -> Any:
        """Ask the hall as somebody of a role."""
        headers = {"Authorization": f"Bearer {self.token(role)}"}
        with httpx.Client(trust_env=False, headers=headers) as client:
            return client.get(f"{self.server}{path}").json()

    def tell(self, path: str, role: str, body: Any = None) -> Any:
        """Do something at the hall as somebody of a role; return what it answers."""
        headers = {"Authorization": f"Bearer {self.token(role)}", "Idempotency-Key": str(uuid4())}
        with httpx.Client(trust_env=False, headers=headers) as client:
            answer = client.post(f"{self.server}{path}", json=body)
            assert answer.is_success, answer.text
            return answer.json()

    def trees(self) -> list[dict[str, Any]]:
        return whole_lines(self.folder / "tree.jsonl")

    def tree(self, screen: str) -> dict[str, Any]:
        """Wait until that screen is shown, and return it."""

        def shown() -> dict[str, Any] | None:
            trees = self.trees()
            return trees[-1] if trees and trees[-1]["screen"] == screen else None

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
        """Return how many wait for each service that somebody waits for."""
        found = self.ask("/api/v1/services", "kiosk")["items"]
        return [f"{one['id']}:{one['waiting']}" for one in found if one["waiting"]]

    def spoken(self) -> str:
        """Return everything said so far."""
        return "\n".join(row["spoken"] for row in self.speech())

    def speech(self) -> list[dict[str, Any]]:
        """Return the rows of the transcript so far."""
        return whole_lines(self.folder / "speech.jsonl")


def named(kiosk: Kiosk) -> bool:
    """Tell whether the kiosk knows its hall."""
    return any("大厅" in node["name"] for node in kiosk.trees()[-1]["nodes"])


def until(condition: Callable[[], Found | None], what: str, within: float = 120.0) -> Found:
    """Return what a condition of another process gives, once it gives something."""
    end = time.monotonic() + within  # noqa: TID251  another process's time
    while time.monotonic() < end:  # noqa: TID251
        found = condition()
        if found:
            return found
        time.sleep(0.1)  # noqa: TID251
    raise AssertionError(f"never: {what}")
