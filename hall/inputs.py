"""Input devices of the kernel: opened without waiting, read as events come, gone at any time.

An event is 24 bytes (linux/input.h). A pipe that carries the same bytes is as good as a device:
so stand-ins lie at the far end of one.
"""

import asyncio
import contextlib
import os
import stat
import struct
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

EVENT = struct.Struct("llHHi")
"""Seconds, microseconds, kind, code, value."""
_INPUTS = "/dev/input"
_AT_ONCE = 64 * EVENT.size
_PLAIN = frozenset({1, 5})  # keys and switches: their codes are plain numbers
Fits = Callable[[dict[int, frozenset[int]], str], bool]


class Inputs:
    """Devices read side by side: ``heard`` gets the bytes of each, ``lost`` is told of its end."""

    def __init__(self, heard: Callable[[Path, bytes], None], lost: Callable[[Path], None]) -> None:
        self._heard = heard
        self._lost = lost
        self._open: dict[Path, int] = {}

    def __bool__(self) -> bool:
        return bool(self._open)

    def __contains__(self, path: Path) -> bool:
        return path in self._open

    def open(self, path: Path) -> int:
        """Read a device from now on; return its descriptor. Raises OSError where it cannot."""
        # A pipe is opened both ways: it then has no end when its writer goes.
        pipe = stat.S_ISFIFO(path.stat().st_mode)
        source = os.open(path, (os.O_RDWR if pipe else os.O_RDONLY) | os.O_NONBLOCK)
        try:
            asyncio.get_running_loop().add_reader(source, self.read, path)
        except OSError:
            os.close(source)
            raise
        self._open[path] = source
        return source

    def descriptor(self, path: Path) -> int:
        """Return the descriptor of a device that is read."""
        return self._open[path]

    def close(self) -> None:
        """Read none of them any longer."""
        for path in list(self._open):
            self._close(path)

    def read(self, path: Path) -> None:
        """Take what a device says now; the loop calls this when there is something."""
        try:
            data = os.read(self._open[path], _AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._heard(path, data)
            return
        self._close(path)
        self._lost(path)

    def _close(self, path: Path) -> None:
        source = self._open.pop(path)
        asyncio.get_running_loop().remove_reader(source)
        os.close(source)


def find_inputs(wanted: str, fits: Fits) -> list[Path]:
    """Return a path as it is, else the input devices of that part of a name which fit.

    ``fits`` is given what a device can tell (codes by kind of event) and ``wanted``.
    """
    if wanted.startswith("/"):
        return [Path(wanted)]
    try:
        there = tuple(sorted(os.listdir(_INPUTS)))  # noqa: PTH208  names only, often
    except OSError:
        return []
    return list(_among(wanted.lower(), fits, there))


@lru_cache(maxsize=8)
def _among(wanted: str, fits: Fits, _there: tuple[str, ...]) -> tuple[Path, ...]:
    """Open every input device once for each change of their list."""
    try:
        import evdev
    except ImportError:
        return ()
    found: list[Path] = []
    for path in evdev.list_devices():
        try:
            device = evdev.InputDevice(path)
        except OSError:
            continue
        with contextlib.closing(device):
            tells = {kind: frozenset(codes) for kind, codes in device.capabilities().items()
                     if kind in _PLAIN}  # fmt: skip
            if wanted in device.name.lower() and fits(tells, wanted):
                found.append(Path(path))
    return tuple(found)
