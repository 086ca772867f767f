"""Tactile keypads read from the kernel: found by their keys, taken for the kiosk alone.

Kivy mangles F17 to F24 (accessibility.md finding 5), so a keypad's own events are read instead
(24 bytes each, linux/input.h), and grabbed so that no key comes twice. Keypads may be unplugged
and come back at any time.
"""

import contextlib
import fcntl
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from hall.clock import Clock
from hall.inputs import EVENT, Inputs, find_inputs

EV_KEY = 1
UP, DOWN, HELD = 0, 1, 2
NONE = "none"
_EVIOCGRAB = 0x40044590
_LOOK_EVERY_S = 2.0
_LOG = logging.getLogger(__name__)
_A, _Z, _F17, _F24 = 30, 44, 187, 194

NAMES: dict[int, str] = {
    1: "escape", 12: "-", 13: "=", 15: "tab", 28: "enter", 55: "numpad*", 57: "space", 59: "f1",
    74: "numpad-", 78: "numpad+", 96: "numpadenter", 103: "up", 104: "pageup", 105: "left",
    106: "right", 108: "down", 109: "pagedown", 0x20A: "*", 0x20B: "#",
}  # fmt: skip
NAMES |= {2 + place: digit for place, digit in enumerate("1234567890")}
NAMES |= dict(
    zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), (f"numpad{n}" for n in range(10)), strict=True)
)
NAMES |= {0x200 + place: f"numpad{place}" for place in range(10)}
NAMES |= {183 + place: f"f{13 + place}" for place in range(12)}
"""Linux key codes by the names `kiosk.access.keypad` knows."""


class Keys(Protocol):
    """Who is told of keys and of the keypad itself."""

    def key_down(self, key: str) -> object: ...

    def key_up(self, key: str) -> object: ...

    def keypad(self, *, present: bool) -> object: ...


def decode(data: bytes) -> Iterator[tuple[str, bool]]:
    """Yield each key of the kernel's events that means something, and whether it went down.

    Repeats of a held key are left out: nobody meant them (A-61).
    """
    for start in range(0, len(data) - len(data) % EVENT.size, EVENT.size):
        _seconds, _micros, kind, code, value = EVENT.unpack_from(data, start)
        name = NAMES.get(code)
        if kind == EV_KEY and name is not None and value != HELD:
            yield name, value == DOWN


def encode(code: int, value: int) -> bytes:
    """Return the kernel's events of one key: what a keypad's stand-in writes."""
    return EVENT.pack(0, 0, EV_KEY, code, value) + EVENT.pack(0, 0, 0, 0, 0)


class KeypadWatch:
    """Reads every keypad there is, and tells when the last goes and one comes back."""

    def __init__(
        self, keys: Keys, clock: Clock, *, find: Callable[[str], list[Path]] | None = None
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._find = find or find_keypads
        self._wanted = ""
        self.inputs = Inputs(self._heard, self._gone)
        self._down: set[str] = set()
        self._lost = False

    def use(self, keypad: str) -> None:
        """Read these, as ``config.site.Kiosk.keypad`` names them."""
        if keypad != self._wanted:
            self.inputs.close()
            self._wanted = keypad

    async def run(self) -> None:
        """Read until cancelled; keypads that come later are found within seconds."""
        try:
            while True:
                self._look()
                await self._clock.sleep(_LOOK_EVERY_S)
        finally:
            self.inputs.close()

    def _look(self) -> None:
        for path in [] if self._wanted == NONE else self._find(self._wanted):
            if path not in self.inputs:
                self._watch(path)

    def _watch(self, path: Path) -> None:
        try:
            source = self.inputs.open(path)
        except OSError as error:
            _LOG.debug("keypad not readable", extra={"path": str(path), "why": str(error)})
            return
        with contextlib.suppress(OSError):
            fcntl.ioctl(source, _EVIOCGRAB, 1)  # a pipe cannot be grabbed, and need not be
        _LOG.info("keypad found", extra={"path": str(path)})
        if self._lost:
            self._lost = False
            self._keys.keypad(present=True)

    def _heard(self, _path: Path, data: bytes) -> None:
        for name, down in decode(data):
            if down:
                self._down.add(name)
                self._keys.key_down(name)
            else:
                self._down.discard(name)
                self._keys.key_up(name)

    def _gone(self, path: Path) -> None:
        _LOG.warning("keypad lost", extra={"path": str(path)})
        if not self.inputs:
            self._lost = True
            self._release_all()
            self._keys.keypad(present=False)

    def _release_all(self) -> None:
        """Let go of keys whose release was lost with the plug."""
        for name in sorted(self._down):
            self._keys.key_up(name)
        self._down.clear()


def find_keypads(wanted: str) -> list[Path]:
    """Return input devices that are keypads: a path as it is, else by part of the name."""
    return find_inputs(wanted, _is_keypad)


def is_keypad(keys: frozenset[int], *, named: bool) -> bool:
    """Tell a tactile keypad by its keys: F17 to F24, and no letters unless it was named."""
    if named:
        return bool(keys & NAMES.keys())
    return set(range(_F17, _F24 + 1)) <= keys and not {_A, _Z} <= keys


def _is_keypad(tells: dict[int, frozenset[int]], wanted: str) -> bool:
    return is_keypad(tells.get(EV_KEY, frozenset()), named=bool(wanted))


class Keypads:
    """A keypad's keys to the conversation, and its coming and going to staff as well."""

    def __init__(self, core: Keys, told: Callable[..., None]) -> None:
        self._core = core
        self._told = told

    def key_down(self, key: str) -> object:
        """Pass a key on."""
        return self._core.key_down(key)

    def key_up(self, key: str) -> object:
        """Pass on that a key is up again."""
        return self._core.key_up(key)

    def keypad(self, *, present: bool) -> None:
        """Tell the visitor and staff."""
        self._core.keypad(present=present)
        self._told(present=present)
