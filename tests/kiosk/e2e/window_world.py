"""The real kiosk as robots meet it: X events go in, the transcript comes out; nobody looks."""

import asyncio
import json
import subprocess
import time
from collections.abc import Callable
from typing import Literal

from tests.kiosk.e2e.running import HALL90, Kiosk

_KEYS = {"enter": "Return", "down": "Down", "up": "Up", "#": "numbersign", "*": "asterisk",
         "tab": "Tab", "space": "space", "pagedown": "Next"}  # fmt: skip
_LONGEST_S = 30.0
_SILENCE_S = 2.0
_LOOK_S = 0.05
_HAND_S = 0.25


class WindowWorld:
    """One running kiosk under its X server. Times are limits of patience, not measures."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._transcript = kiosk.folder / "speech.jsonl"
        self._begun: list[str] = []
        self._read = 0
        self._forgotten = 0
        self._speaking: set[str] = set()
        self._told_at = self._pressed_at = 0.0

    def forget(self) -> None:
        """Another robot comes: it has heard nothing yet."""
        self._forgotten += len(self.begun)
        self._speaking.clear()

    @property
    def begun(self) -> list[str]:
        """Everything that began to be spoken."""
        with self._transcript.open("rb") as stream:
            stream.seek(self._read)
            for line in stream:
                if not line.endswith(b"\n"):
                    break  # the kiosk is writing it
                self._read += len(line)
                self._told_at = time.monotonic()  # noqa: TID251  another process's time
                told = json.loads(line)
                if told["event"] == "start":
                    self._begun.append(told["spoken"])
                    self._speaking.add(told["utt"])
                elif told["event"] in ("end", "cancel"):
                    self._speaking.discard(told["utt"])
        return self._begun[self._forgotten :]

    async def press(self, key: str) -> None:
        """Press a key of the keyboard; no hand presses twice in a twentieth of a second."""
        await asyncio.sleep(max(0.0, self._pressed_at + _HAND_S - time.monotonic()))  # noqa: TID251
        self._pressed_at = time.monotonic()  # noqa: TID251
        await self._xdotool("key", _KEYS.get(key, key))

    async def plug_in(self) -> None:
        """Put headphones in."""
        command = [*HALL90, "kiosk", "jack", "in"]
        await asyncio.to_thread(subprocess.run, command, check=True, env=self._kiosk.env)

    async def touch(self, kind: Literal["down", "move", "up"], x: int, y: int) -> None:
        """Move the one finger of a mouse, pressed down; listen a moment where it moved."""
        acts = {"down": ["mousedown", "1"], "move": [], "up": ["mouseup", "1"]}[kind]
        before = len(self.begun)
        await self._xdotool("mousemove", str(x), str(y), *acts)
        if kind == "move":
            await self._until(lambda: len(self.begun) > before, 0.2)

    async def tap_twice(self, x: int, y: int) -> None:
        """Tap twice in one place, within one program: between two it would take too long."""
        tap = ["mousedown", "1", "mouseup", "1"]
        await self._xdotool("mousemove", str(x), str(y), *tap, *tap)

    async def answer(self, since: int) -> None:
        """Listen until something began."""
        await self._until(lambda: len(self.begun) > since, _LONGEST_S)

    async def quiet(self, enough: Callable[[], bool] = lambda: False) -> None:
        """Listen until nothing is being said, and nothing new has begun for a while.

        Whoever heard enough before listens no longer.
        """

        def silent() -> bool:
            if not self.begun or self._speaking:
                return enough()
            return enough() or time.monotonic() - self._told_at >= _SILENCE_S  # noqa: TID251

        await self._until(silent, _LONGEST_S)

    async def moment(self) -> None:
        """Listen a short while."""
        before = len(self.begun)
        await self._until(lambda: len(self.begun) > before, 0.5)

    async def still(self) -> None:
        """Listen once more, as long as a loaded machine takes to say what a key asked for."""
        await self.moment()

    @staticmethod
    async def _until(condition: Callable[[], bool], within: float) -> None:
        end = time.monotonic() + within  # noqa: TID251  another process's time
        while not condition() and time.monotonic() < end:  # noqa: TID251, ASYNC110
            await asyncio.sleep(_LOOK_S)

    async def _xdotool(self, *arguments: str) -> None:
        command = ["xdotool", *arguments]
        await asyncio.to_thread(subprocess.run, command, check=True, env=self._kiosk.env)
