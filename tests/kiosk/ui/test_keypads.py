"""A tactile keypad over a pipe that carries the kernel's own bytes; pulled out and put back."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from hall.clock import ManualClock, SystemClock
from kiosk.access.intents import Intent
from kiosk.access.keypad import wish_of
from kiosk.keypads import DOWN, HELD, NAMES, UP, KeypadWatch, decode, encode, is_keypad

F17, F19, F20 = 187, 189, 190


class Told:
    """What a kiosk was told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def key_down(self, key: str) -> None:
        self.heard.append(f"+{key}")

    def key_up(self, key: str) -> None:
        self.heard.append(f"-{key}")

    def keypad(self, *, present: bool) -> None:
        self.heard.append("keypad" if present else "no keypad")


class Desk:
    """A kiosk with a keypad on a pipe."""

    def __init__(self, folder: Path) -> None:
        self.told = Told()
        self.clock = ManualClock()
        self.path = folder / "event7"
        self.watch = KeypadWatch(
            self.told, self.clock, find=lambda _w: [self.path] if self.path.exists() else []
        )

    def plug(self) -> None:
        os.mkfifo(self.path)

    async def until(self, said: str) -> None:
        async with asyncio.timeout(20):
            while said not in self.told.heard:
                await self.clock.advance(2.0)
                await SystemClock().sleep(0.005)

    async def opened(self) -> None:
        async with asyncio.timeout(20):
            while not self.watch.inputs:
                await self.clock.advance(2.0)
                await SystemClock().sleep(0.005)

    def send(self, data: bytes) -> None:
        handle = os.open(self.path, os.O_WRONLY)
        os.write(handle, data)
        os.close(handle)

    def pull(self) -> None:
        """As the kernel does: reading fails from now on."""
        source = self.watch.inputs.descriptor(self.path)
        self.path.unlink()
        silent = os.open(os.devnull, os.O_RDONLY)
        os.dup2(silent, source)
        os.close(silent)
        self.watch.inputs.read(self.path)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path)
    task = asyncio.create_task(made.watch.run())
    yield made
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_keys_of_a_keypad_arrive_once_each(desk: Desk) -> None:
    desk.plug()
    await desk.opened()
    desk.send(encode(F19, DOWN) + encode(F19, HELD) * 3 + encode(F19, UP) + encode(F20, DOWN))
    await desk.until("+f20")
    assert desk.told.heard == ["+f19", "-f19", "+f20"]


async def test_pulled_out_its_keys_are_let_go_and_it_is_told_and_put_back_it_works(
    desk: Desk,
) -> None:
    desk.plug()
    await desk.opened()
    desk.send(encode(F17, DOWN))
    await desk.until("+f17")
    desk.pull()
    await desk.until("no keypad")
    assert desk.told.heard == ["+f17", "-f17", "no keypad"]
    desk.plug()
    await desk.until("keypad")
    desk.send(encode(F19, DOWN))
    await desk.until("+f19")


async def test_a_kiosk_without_a_keypad_tells_nothing(desk: Desk) -> None:
    for _ in range(5):
        await desk.clock.advance(2.0)
        await SystemClock().sleep(0.001)
    assert desk.told.heard == []


def test_every_key_of_the_ez_layout_means_what_the_contract_says() -> None:
    wishes = {code: wish_of(NAMES[code]) for code in range(187, 195)}
    assert list(wishes.values()) == [
        Intent.HELP, Intent.PREVIOUS, Intent.NEXT, Intent.ACTIVATE, Intent.BACK,
        Intent.PAGE_NEXT, Intent.VOLUME_DOWN, Intent.VOLUME_UP,
    ]  # fmt: skip


def test_all_twelve_keys_are_known_in_both_of_the_kernels_ways() -> None:
    assert [NAMES[0x200 + n] for n in range(10)] == [f"numpad{n}" for n in range(10)]
    assert (NAMES[0x20A], NAMES[0x20B], NAMES[55]) == ("*", "#", "numpad*")
    assert [NAMES[code] for code in (82, 79, 80, 81, 73)] == [
        "numpad0", "numpad1", "numpad2", "numpad3", "numpad9",
    ]  # fmt: skip


def test_half_an_event_and_strange_keys_say_nothing() -> None:
    assert list(decode(encode(F19, DOWN)[:-30])) == []
    assert list(decode(encode(600, DOWN))) == []


def test_a_keyboard_with_letters_is_no_keypad_unless_it_is_named() -> None:
    tactile = frozenset(range(187, 195))
    assert is_keypad(tactile, named=False)
    assert not is_keypad(tactile | {30, 44}, named=False)
    assert is_keypad(frozenset({30, 44, 103}), named=True)
    assert not is_keypad(frozenset({103, 108}), named=False)
