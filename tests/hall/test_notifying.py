"""systemd is told what it asked to be told, and nothing where nobody asked."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from hall.clock import ManualClock
from hall.notifying import beat, beat_every_s, tell_systemd
from hall.tokens import token_given


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "n"))
        line.setblocking(False)
        yield line


def test_words_reach_the_socket_and_nobody_is_no_fault(
    heard: socket.socket, tmp_path: Path
) -> None:
    assert tell_systemd("READY=1", {"NOTIFY_SOCKET": heard.getsockname()})
    assert heard.recv(100) == b"READY=1"
    assert not tell_systemd("READY=1", {})
    assert not tell_systemd("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})


def test_only_the_process_that_is_meant_beats() -> None:
    assert beat_every_s({}) is None
    assert beat_every_s({"WATCHDOG_USEC": "30000000"}) == 10
    mine = {"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}
    assert beat_every_s(mine) == 10
    assert beat_every_s({**mine, "WATCHDOG_PID": "1"}) is None


async def test_r_25_no_beat_comes_while_the_proof_of_life_hangs(heard: socket.socket) -> None:
    clock, held = ManualClock(datetime(2026, 11, 23, tzinfo=UTC)), asyncio.Event()
    held.set()
    environment = {"NOTIFY_SOCKET": heard.getsockname(), "WATCHDOG_USEC": "3000000"}
    task = asyncio.create_task(beat(held.wait, clock, environment))
    await clock.advance(1)
    await clock.advance(1)
    beats = 0
    while True:
        try:
            assert heard.recv(100) == b"WATCHDOG=1"
        except BlockingIOError:
            break
        beats += 1
    assert beats >= 2
    held.clear()
    for _ in range(5):
        await clock.advance(1)
    with pytest.raises(BlockingIOError):
        heard.recv(100)
    task.cancel()


def test_s_37_a_token_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("abc\n", "utf-8")
    assert token_given(None, file) == "abc"
    assert token_given("xyz", None) == "xyz"
    with pytest.raises(click.UsageError, match="once"):
        token_given("xyz", file)
    with pytest.raises(click.UsageError, match="say --token-file"):
        token_given(None, None)
    file.write_text("two tokens", "utf-8")
    with pytest.raises(click.UsageError, match="no token, or more than one"):
        token_given(None, file)
    with pytest.raises(click.UsageError, match="cannot be read"):
        token_given(None, tmp_path / "none")
