"""The real programs together: server, agent, two stand-ins; one call, one recall, one cable."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import pytest

from hall.demo.lines import whole_lines
from queue_server.client import HallClient
from queue_server.wire import TicketRequest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
HALL90 = [sys.executable, "-m", "hall.cli"]


class Program:
    """One of our commands, running; its first line is its answer."""

    def __init__(self, folder: Path, name: str, *arguments: str) -> None:
        self.errors = folder / f"{name}.err"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*HALL90, *arguments],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | {"HALL90_VOICE_NULL": "1"},
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
            self.process.wait(60)
        finally:
            self.process.kill()
            self.process.wait()
            self.stdout.close()


async def until(condition: Callable[[], Any], within: float = 120.0) -> Any:
    """Return what a condition of another process gives, once it gives something."""
    for _ in range(int(within / 0.1)):
        found = condition()
        if found:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("it never happened")


def token(folder: Path, *arguments: str) -> str:
    command = [*HALL90, "server", "token", "create", "--data", str(folder / "hall"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def ended(transcript: Path) -> list[dict[str, Any]]:
    return [line for line in whole_lines(transcript) if line["event"] == "end"]


def start_sign(stack: ExitStack, folder: Path) -> str:
    sign = Program(
        folder,
        "sign",
        *("sim", "sign", "--family", "bx-k", "--listen", "tcp:127.0.0.1:0"),
        *("--png", str(folder / "sign.png"), "--faults", str(folder / "faults.json")),
    )
    return stack.enter_context(sign).first_line.removeprefix("listening on ")


def start_server(stack: ExitStack, folder: Path, sign_link: str) -> str:
    site = folder / "site.toml"
    demo = Path(__file__).parents[2] / "config/defaults/site.toml"
    site.write_text(demo.read_text("utf-8").replace("tcp:127.0.0.1:9523", sign_link), "utf-8")
    server = Program(
        folder,
        "server",
        *("server", "run", "--data", str(folder / "hall"), "--port", "0"),
        *("--site", str(site), "--no-announce"),
    )
    return stack.enter_context(server).first_line.removeprefix("listening on ")


async def test_a_90_a_call_reaches_sign_and_ear_and_the_server_hears_of_it(tmp_path: Path) -> None:
    with ExitStack() as stack:
        address = start_server(stack, tmp_path, start_sign(stack, tmp_path))
        tokens = {
            "display": token(tmp_path, "--role", "display", "--name", "d1"),
            "kiosk": token(tmp_path, "--role", "kiosk", "--name", "k1"),
            "staff": token(tmp_path, "--role", "staff", "--name", "s3", "--window", "w3"),
        }
        transcript, png = tmp_path / "speech.jsonl", tmp_path / "sign.png"
        agent = Program(
            tmp_path,
            "agent",
            *("display", "run", "--server", address, "--token", tokens["display"]),
            *("--transcript", str(transcript)),
        )
        assert stack.enter_context(agent).first_line == "ready"
        staff = HallClient(address, tokens["staff"])
        kiosk = HallClient(address, tokens["kiosk"])
        deliveries: list[tuple[str, str]] = []
        listening = asyncio.ensure_future(listen(staff, deliveries))
        try:
            await staff.window("w3", "open")
            issued = await kiosk.issue(TicketRequest(service="unemployment"), "k-1")
            before = png.stat().st_mtime_ns
            called = await staff.call_next("w3", "c-1")
            assert called is not None
            assert called.id == issued.id
            await until(lambda: png.stat().st_mtime_ns > before)
            await until(lambda: ("sign:sign-w3", "shown") in deliveries)

            [said] = await until(lambda: ended(transcript))
            assert (said["channel"], said["cause"]) == ("hall", "call")
            assert said["spoken"].count("三号窗口") == 2
            await until(lambda: ("voice:a", "spoken") in deliveries)

            (tmp_path / "faults.json").write_text('{"unplugged": true}')
            await staff.act(called.id, "recall")
            await until(lambda: ("sign:sign-w3", "failed") in deliveries)
            await until(lambda: len(ended(transcript)) == 2)
            (tmp_path / "faults.json").unlink()
            await until(lambda: deliveries.count(("sign:sign-w3", "shown")) == 2)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await staff.aclose()
            await kiosk.aclose()


async def listen(client: HallClient, deliveries: list[tuple[str, str]]) -> None:
    async for row in client.live():
        if row.kind == "delivery":
            sink, outcome = row.data["sink"], row.data["outcome"]
            deliveries.append((sink, outcome))
