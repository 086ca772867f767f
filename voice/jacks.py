"""Headphones come and go: the kernel's jack switches, or a headset that is there or not.

A jack is a switch of an input device (``SW_HEADPHONE_INSERT``), told in the kernel's own 24-byte
events (linux/input.h); whatever writes such bytes into a pipe is as good, which is how
`voice.jack_simulator` stands in. Where no jack tells, the presence of the output the site names
for headphones counts: a USB headset is either there or not.
"""

import asyncio
import contextlib
import fcntl
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hall.clock import Clock
from hall.inputs import EVENT, Inputs, find_inputs
from voice.sinks.device import is_there

EV_SYN, EV_SW = 0, 5
SYN_DROPPED = 3
SW_HEADPHONE_INSERT = 2
NONE = "none"
_EVIOCGSW = 0x8008451B
_LOOK_EVERY = 2.0
_log = logging.getLogger(__name__)

Plugged = Callable[[bool], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class JackEvent:
    """What one event says: headphones in or out, or None where the state must be asked for."""

    plugged: bool | None


def decode(data: bytes) -> Iterator[JackEvent]:
    """Yield what the kernel's events say of headphones; other events say nothing."""
    for start in range(0, len(data) - len(data) % EVENT.size, EVENT.size):
        _seconds, _micros, kind, code, value = EVENT.unpack_from(data, start)
        if kind == EV_SW and code == SW_HEADPHONE_INSERT:
            yield JackEvent(plugged=bool(value))
        elif kind == EV_SYN and code == SYN_DROPPED:
            yield JackEvent(plugged=None)


def encode(*, plugged: bool) -> bytes:
    """Return the kernel's events for headphones that came or went."""
    switch = EVENT.pack(0, 0, EV_SW, SW_HEADPHONE_INSERT, int(plugged))
    return switch + EVENT.pack(0, 0, EV_SYN, 0, 0)


class JackWatch:
    """Tells ``told`` whenever headphones come or go; at the start only when they are there."""

    def __init__(
        self,
        told: Plugged,
        clock: Clock,
        *,
        find: Callable[[str], list[Path]] | None = None,
        there: Callable[[str], bool] = is_there,
    ) -> None:
        self._told = told
        self._clock = clock
        self._find = find or find_jacks
        self._there = there
        self._jack = ""
        self._headphones = ""
        self._states: dict[Path, bool] = {}
        self._plugged = False
        self._inputs = Inputs(self._heard, self._gone)
        self._logged = False

    def use(self, *, jack: str, headphones: str) -> None:
        """Watch these, as ``config.site.Kiosk`` names them."""
        if jack != self._jack:
            self._close()
        self._jack, self._headphones = jack, headphones

    async def run(self) -> None:
        """Watch until cancelled; devices that come later are found within seconds."""
        try:
            while True:
                await self._look()
                await self._clock.sleep(_LOOK_EVERY)
        finally:
            self._close()

    async def _look(self) -> None:
        wanted = [] if self._jack == NONE else self._find(self._jack)
        for path in wanted:
            if path not in self._inputs:
                self._watch(path)
        if not self._inputs:
            if self._headphones and self._jack != NONE:
                # Listing a machine's outputs may take a moment.
                self._set(await asyncio.to_thread(self._there, self._headphones))
            elif not self._logged:
                self._logged = True
                _log.info("no headphone jack tells; a key or a touch starts speech")

    def _watch(self, path: Path) -> None:
        try:
            self._inputs.open(path)
        except OSError as error:
            if not self._logged:
                self._logged = True
                _log.warning("jack not readable", extra={"path": str(path), "why": str(error)})
            return
        _log.info("headphone jack found", extra={"path": str(path)})
        self._ask(path)

    def _heard(self, path: Path, data: bytes) -> None:
        for event in decode(data):
            if event.plugged is None:
                self._ask(path)
            else:
                self._states[path] = event.plugged
        self._sum_up()

    def _gone(self, path: Path) -> None:
        _log.warning("headphone jack lost", extra={"path": str(path)})
        self._states.pop(path, None)
        self._sum_up()

    def _ask(self, path: Path) -> None:
        """Ask a device for its switches; a pipe cannot answer and keeps its last state."""
        with contextlib.suppress(OSError):
            bits = fcntl.ioctl(self._inputs.descriptor(path), _EVIOCGSW, bytes(8))
            self._states[path] = bool(bits[0] >> SW_HEADPHONE_INSERT & 1)
        self._sum_up()

    def _sum_up(self) -> None:
        self._set(any(self._states.values()))

    def _set(self, plugged: bool) -> None:
        if plugged != self._plugged:
            self._plugged = plugged
            self._told(plugged)

    def _close(self) -> None:
        self._inputs.close()
        self._states.clear()


def find_jacks(wanted: str) -> list[Path]:
    """Return input devices with a headphone switch: a path as it is, else by part of the name."""
    return find_inputs(wanted, _has_jack)


def _has_jack(tells: dict[int, frozenset[int]], _wanted: str) -> bool:
    return SW_HEADPHONE_INSERT in tells.get(EV_SW, frozenset())
