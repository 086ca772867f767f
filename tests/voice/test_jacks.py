"""Headphones that come and go, over a pipe that carries the kernel's own bytes."""

import asyncio
import os
import subprocess
import sys
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.clock import ManualClock, SystemClock
from hall.inputs import EVENT
from voice.jack_simulator import plug
from voice.jacks import EV_SW, JackEvent, JackWatch, decode, encode, find_jacks


class Watched:
    """A watch and what it told."""

    def __init__(self) -> None:
        self.told: list[bool] = []
        self.present = False
        self.clock = ManualClock()
        self.paths: list[Path] = []
        self.watch = JackWatch(
            self.told.append,
            self.clock,
            find=lambda _wanted: self.paths,
            there=lambda _name: self.present,
        )

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                await self.clock.advance(2.0)
                await SystemClock().sleep(0.005)


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    watched = Watched()
    task = asyncio.create_task(watched.watch.run())
    yield watched
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def pipe(folder: Path, name: str = "jack") -> Path:
    os.mkfifo(folder / name)
    return folder / name


async def test_headphones_come_and_go(watched: Watched, tmp_path: Path) -> None:
    jack = pipe(tmp_path)
    watched.paths = [jack]
    await watched.until(lambda: watched_by_somebody(jack))
    assert watched.told == []
    plug(jack, plugged=True)
    await watched.until(lambda: watched.told == [True])
    plug(jack, plugged=True)
    plug(jack, plugged=False)
    await watched.until(lambda: watched.told == [True, False])


def watched_by_somebody(jack: Path) -> bool:
    try:
        os.close(os.open(jack, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


async def test_one_of_two_jacks_is_enough(watched: Watched, tmp_path: Path) -> None:
    front, back = pipe(tmp_path, "front"), pipe(tmp_path, "back")
    watched.paths = [front, back]
    await watched.until(lambda: watched_by_somebody(front) and watched_by_somebody(back))
    plug(front, plugged=True)
    await watched.until(lambda: watched.told == [True])
    plug(back, plugged=True)
    plug(front, plugged=False)
    plug(back, plugged=False)
    await watched.until(lambda: watched.told == [True, False])


async def test_a_jack_that_comes_later_is_found_and_one_that_goes_takes_its_headphones(
    watched: Watched, tmp_path: Path
) -> None:
    later = tmp_path / "later"
    watched.paths = [later]
    await watched.clock.advance(10)
    # A terminal is a device that can be pulled out.
    device, far_end = os.openpty()
    tty.setraw(far_end)
    later.symlink_to(os.ttyname(far_end))
    os.write(device, encode(plugged=True))
    await watched.until(lambda: watched.told == [True])
    os.close(far_end)
    os.close(device)
    await watched.until(lambda: watched.told == [True, False])


async def test_what_is_no_device_is_not_read(watched: Watched, tmp_path: Path) -> None:
    plain = tmp_path / "file"
    plain.write_bytes(encode(plugged=True))
    watched.paths = [plain]
    await watched.clock.advance(10)
    assert watched.told == []


async def test_without_a_jack_the_named_headset_counts_by_its_presence(watched: Watched) -> None:
    watched.watch.use(jack="", headphones="USB Headset")
    await watched.clock.advance(4)
    assert watched.told == []
    watched.present = True
    await watched.until(lambda: watched.told == [True])
    watched.present = False
    await watched.until(lambda: watched.told == [True, False])


async def test_a_site_may_say_that_nothing_tells(watched: Watched, tmp_path: Path) -> None:
    watched.paths = [pipe(tmp_path)]
    watched.present = True
    watched.watch.use(jack="none", headphones="USB Headset")
    await watched.clock.advance(20)
    assert watched.told == []
    assert not watched_by_somebody(watched.paths[0])


def test_a_path_is_taken_as_it_is_and_a_machine_without_inputs_has_none() -> None:
    assert find_jacks("/run/jack") == [Path("/run/jack")]
    assert isinstance(find_jacks("no such device anywhere"), list)
    assert find_jacks("no such device anywhere") == []


@given(st.binary(max_size=200))
def test_any_bytes_are_events_of_others_or_of_the_jack(data: bytes) -> None:
    for event in decode(data):
        assert event.plugged in (True, False, None)


def test_the_kernels_own_layout_is_spoken() -> None:
    other = EVENT.pack(1, 2, EV_SW, 4, 1)
    dropped = EVENT.pack(1, 2, 0, 3, 0)
    told = list(decode(encode(plugged=True) + other + dropped + encode(plugged=False) + b"cut"))
    assert told == [JackEvent(plugged=True), JackEvent(plugged=None), JackEvent(plugged=False)]
    assert len(encode(plugged=True)) == 48


async def test_the_simulator_plugs_what_a_watch_hears(watched: Watched, tmp_path: Path) -> None:
    jack = tmp_path / "jack"
    with subprocess.Popen(  # noqa: ASYNC220  nothing else waits here
        [sys.executable, "-m", "hall.cli", "sim", "jack", "--listen", str(jack)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as simulator:
        assert simulator.stdin is not None
        assert simulator.stdout is not None
        assert simulator.stdout.readline() == f"listening on {jack}\n"
        watched.paths = [jack]
        await watched.until(lambda: watched_by_somebody(jack))
        simulator.stdin.write("sideways\nin\n")
        simulator.stdin.flush()
        await watched.until(lambda: watched.told == [True])
        simulator.stdin.write("out\n")
        simulator.stdin.close()
        await watched.until(lambda: watched.told == [True, False])
    assert not jack.exists()
