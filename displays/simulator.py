"""`hall90 sim sign`: one stand-in at the far end of a link, drawing and misbehaving on request."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import click

from displays.running import run_until_told
from displays.signs.commands import Area, Picture
from displays.signs.panel import draw_leds
from displays.signs.port import Faults, Wiring
from displays.signs.registry import family
from hall.clock import Clock, SystemClock
from hall.errors import LinkError, LinkTimeoutError
from hall.links import Link, LinkAddress, listen, parse_link
from hall.logs import set_up_logging

Sight = TypeVar("Sight")
Sight_co = TypeVar("Sight_co", covariant=True)
_log = logging.getLogger(__name__)
_READ_WITHIN = 0.25
_LOOK_EVERY = 0.2


class Device(Protocol[Sight_co]):
    """The far end: takes bytes, answers, and has something to look at."""

    def begin(self) -> None:
        """Forget half a frame: the other end has connected anew."""
        ...

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]: ...

    def seen(self) -> Sight_co: ...


class DeviceSimulator(Generic[Sight]):
    """A stand-in on the wire; ``faults`` is asked before each answer, ``seen`` told of changes."""

    def __init__(
        self,
        stand_in: Device[Sight],
        clock: Clock,
        faults: Callable[[], Faults] = Faults,
        seen: Callable[[Sight], None] = lambda _: None,
    ) -> None:
        self.stand_in = stand_in
        self._clock = clock
        self._faults = faults
        self._seen = seen
        self._last: Sight | None = None

    async def serve(self, link: Link) -> None:
        """Answer on one link until the other end is gone or the cable is pulled."""
        self.stand_in.begin()
        while not self._faults().unplugged:
            try:
                data = await link.read(within=_READ_WITHIN)
            except LinkTimeoutError:
                continue
            except LinkError:
                return
            try:
                await self._answer(link, data)
            except LinkError:
                return
        await link.aclose()

    def draw(self) -> None:
        """Tell what the panel shows, where that has changed."""
        picture = self.stand_in.seen()
        if picture != self._last:
            self._last = picture
            self._seen(picture)

    async def _answer(self, link: Link, data: bytes) -> None:
        faults = self._faults()
        if faults.unplugged:
            return
        answers = self.stand_in.receive(data, faults)
        if not faults.mute:
            for answer in _spoilt(answers, faults):
                await self._clock.sleep(faults.slow_ms / 1000)
                await link.write(answer)
        self.draw()


def _spoilt(answers: Sequence[bytes], faults: Faults) -> Sequence[bytes]:
    if faults.half_frames:
        return [answer[: len(answer) // 2] for answer in answers]
    if faults.wrong_checksum:
        return [answer[:-3] + bytes((answer[-3] ^ 0x10,)) + answer[-2:] for answer in answers]
    return answers


class FaultsFile:
    """The faults a file asks for, read again whenever it changes; a broken file changes nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._faults = Faults()

    def __call__(self) -> Faults:
        if self._path is None:
            return self._faults
        try:
            state = self._path.stat()
        except OSError:
            self._stamp, self._faults = None, Faults()
            return self._faults
        stamp = (state.st_mtime_ns, state.st_size)
        if stamp != self._stamp:
            self._stamp = stamp
            self._read(self._path)
        return self._faults

    def _read(self, path: Path) -> None:
        known = {field.name for field in fields(Faults)}
        try:
            asked = json.loads(path.read_text("utf-8"))
            self._faults = Faults(**{key: asked[key] for key in known & asked.keys()})
        except (OSError, ValueError, AttributeError, TypeError) as error:
            _log.warning("faults file not understood", extra={"file": str(path), "why": str(error)})
        else:
            _log.info("faults changed", extra={"faults": str(self._faults)})


def write_png(path: Path, picture: Picture) -> None:
    """Replace a PNG by the panel's picture, never leaving half a file."""
    beside = path.with_name(f".{path.name}.part")
    draw_leds(picture).save(beside, "PNG")
    beside.replace(path)


async def simulate(
    stand_in: Device[Sight],
    address: LinkAddress,
    clock: Clock,
    *,
    seen: Callable[[Sight], None] = lambda _: None,
    faults: Path | None = None,
    ready: Callable[[LinkAddress], None],
) -> None:
    """Stand at the far end of a link until cancelled."""
    simulator = DeviceSimulator(stand_in, clock, FaultsFile(faults), seen)
    simulator.draw()
    listener = await listen(address, simulator.serve)
    ready(listener.address)
    try:
        while True:  # what a stand-in shows may change by itself, at a time-out
            await clock.sleep(_LOOK_EVERY)
            simulator.draw()
    finally:
        await listener.close()


def run_simulator(
    family_name: str,
    wiring: Mapping[str, str | None],
    panel: Area,
    link: str,
    png: Path | None,
    faults: Path | None,
) -> None:
    """Stand in for a sign in this process until it is told to end."""
    found = family(family_name)
    stand_in = found.make_stand_in(
        Wiring(
            profile=found.profile(wiring.get("profile")),
            address=wiring.get("address"),
            panel=panel,
        )
    )
    draw = (lambda picture: write_png(png, picture)) if png else (lambda _: None)
    stand_at(stand_in, link, draw, faults)


def stand_at(
    stand_in: Device[Sight], link: str, seen: Callable[[Sight], None], faults: Path | None
) -> None:
    """Stand at the far end of a LINK in this process until it is told to end."""
    set_up_logging()
    run_until_told(
        simulate(
            stand_in,
            parse_link(link),
            SystemClock(),
            seen=seen,
            faults=faults,
            ready=lambda bound: click.echo(f"listening on {bound}"),
        )
    )
