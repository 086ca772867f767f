"""The simulated printer: buffer, answers, faults and the pieces of paper it gave out."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from hall.clock import Clock
from hall.errors import LinkError, LinkTimeoutError
from hall.links.port import Link
from printer.simulator.faults import Faults, FaultSource
from printer.simulator.interpreter import Event, Interpreter
from printer.simulator.paper import Paper

_LOOK_EVERY = 0.03
_BETWEEN_BYTES = 0.01
_OLD_ANSWER = b"\x12"
_LEFT_OVER = b"\x00\x12"
"""What the host before may have left unread: "printed" and "ready"."""
_ERRORS = {"cutter": 0x08, "fault": 0x20, "hot": 0x40}
"""Bits of the error byte, the same in an asked and in an automatic answer."""
_TAKEN_AFTER = 2.0
"""Seconds until somebody tears off what hangs by one point."""


@dataclass(slots=True, kw_only=True)
class Piece:
    """A piece of paper that came off, and every byte that made it."""

    number: int
    image: Image.Image
    data: bytearray = field(default_factory=bytearray)


class PrinterMachine:
    """One printer. One host at a time is served, as on real network cards; others wait.

    ``hangs_up``: a pulled cable ends the connection (network) instead of going silent (serial).
    ``on_piece`` is called when a piece of paper comes off, and when the done marker that belongs
    to it follows: once where both arrived together.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        width_dots: int = 576,
        cutter: bool = True,
        hangs_up: bool = True,
        faults: FaultSource | None = None,
        on_piece: Callable[[Piece], None] = lambda _: None,
        first_number: int = 1,
    ) -> None:
        self.pieces: list[Piece] = []
        self.questions_asked = 0
        self.faults = faults or FaultSource()
        self._clock = clock
        self._paper = Paper(width_dots)
        self._cutter = cutter
        self._hangs_up = hangs_up
        self.interpreter = Interpreter(self._paper, cutter=cutter)
        self._on_piece = on_piece
        self._next_number = first_number
        self._data = bytearray()
        self._fresh = True
        self._served = asyncio.Lock()
        self._link: Link | None = None
        self._questions = bytearray()
        self._auto = 0
        self._last_auto = b""
        self._answered = 0
        self._refused = 0
        self._idle = 0

    async def serve(self, link: Link) -> None:
        """Serve one host until it goes away or the cable is pulled."""
        async with self._served:
            self._link = link
            if self.faults.current().replies == "stale":
                await self._answer(_LEFT_OVER)
            with contextlib.suppress(LinkError):
                await self._receive(link)
            self._link = None
            self._questions.clear()

    async def run(self) -> None:
        """Print what is in the buffer, for ever; also when the host has gone."""
        while True:
            faults = self.faults.current()
            await self._report_change(faults)
            worked = not faults.stopped and await self._work()
            self._idle = 0 if worked else self._idle + 1
            if self.interpreter.hanging and self._idle * _LOOK_EVERY >= _TAKEN_AFTER:
                self._give_out(self.interpreter.tear())
            if not worked:
                await self._clock.sleep(_LOOK_EVERY)

    async def _receive(self, link: Link) -> None:
        while True:
            if self.faults.current().unplugged:
                if self._hangs_up:
                    return
                await self._clock.sleep(_LOOK_EVERY)
            try:
                data = await link.read(within=_LOOK_EVERY)
            except LinkTimeoutError:
                continue
            if self.faults.current().unplugged:
                continue
            self.interpreter.feed(data)
            await self._answer_at_once(data)

    async def _answer_at_once(self, data: bytes) -> None:
        """DLE EOT is answered when it is received, whatever stands before it in the buffer."""
        for byte in data:
            self._questions = (self._questions + bytes((byte,)))[-3:]
            if self._questions[:2] == b"\x10\x04" and len(self._questions) == 3:
                self.questions_asked += 1
                await self._answer(real_time_answer(byte, self.faults.current()))
                self._questions.clear()

    async def _work(self) -> bool:
        """Work off the buffer until paper has moved; tell whether anything was there."""
        worked = False
        while (step := self.interpreter.next()) is not None:
            worked = True
            event, consumed = step
            await self._act(event, consumed)
            if event.kind == "moved":
                await self._clock.sleep(self.faults.current().slow_ms / 1000)
                break
        return worked

    async def _act(self, event: Event, consumed: bytes) -> None:
        if event.kind == "reset" and not self._fresh:
            self._tear()
        if event.kind == "reset":
            self._data.clear()
        self._data += consumed
        match event.kind:
            case "torn" if event.piece is not None:
                self._give_out(event.piece)
            case "paper asked":
                await self._paper_asked()
            case "auto status":
                self._auto = event.parameter
                self._last_auto = b""
            case "moved":
                self._fresh = False
            case _:
                pass

    async def _paper_asked(self) -> None:
        if not self._cutter and not self._fresh:
            self._tear()
        elif self._fresh and self.pieces:
            self.pieces[-1].data += self._data
            self._data.clear()
            self._on_piece(self.pieces[-1])
        await self._answer(b"\x03" if self.faults.current().paper == "low" else b"\x00")

    def _tear(self) -> None:
        """Somebody tears the paper at the bar, or takes what stands out before the next job."""
        self._give_out(self._paper.cut(feed_to_cutter=False))

    def _give_out(self, image: Image.Image) -> None:
        piece = Piece(number=self._next_number, image=image, data=bytearray(self._data))
        self._next_number += 1
        self._data.clear()
        self._fresh = True
        self.pieces.append(piece)
        if not self.interpreter.asked_next:
            self._on_piece(piece)

    async def _report_change(self, faults: Faults) -> None:
        if not self._auto & 0x0E:
            return
        packet = automatic_packet(faults)
        if packet != self._last_auto:
            self._last_auto = packet
            await self._answer(packet)

    async def _answer(self, data: bytes) -> None:
        faults = self.faults.current()
        if faults.mute or faults.unplugged or self._link is None:
            return
        self._answered += 1
        if self._refused < faults.nack:
            self._refused += 1
            data = b"\xff"
        elif faults.half_frames:
            if self._answered % 2:
                return
            data = data[: (len(data) + 1) // 2]
        await self._clock.sleep(faults.slow_ms / 1000)
        with contextlib.suppress(LinkError):
            for part in _as_it_comes(data, faults):
                await self._link.write(part)
                await self._clock.sleep(_BETWEEN_BYTES if len(data) > 1 else 0)


def real_time_answer(question: int, faults: Faults) -> bytes:
    """Return the answer to DLE EOT n: printer, cause of offline, error, paper."""
    out, low, cover = faults.paper == "out", faults.paper == "low", faults.cover == "open"
    broken = _ERRORS.get(faults.trouble, 0)
    match question:
        case 1:
            return b"\x1a" if faults.stopped else b"\x12"
        case 2:
            error = 0x40 if broken else 0
            return bytes((0x12 | (0x20 if out else 0) | (0x04 if cover else 0) | error,))
        case 3:
            return bytes((0x12 | broken,))
        case 4:
            return bytes((0x12 | (0x6C if out else 0) | (0x0C if low else 0),))
        case _:
            return b"\x12"


def automatic_packet(faults: Faults) -> bytes:
    """Return the four bytes of an automatic status packet."""
    out, low, cover = faults.paper == "out", faults.paper == "low", faults.cover == "open"
    first = 0x10 | (0x08 if faults.stopped else 0) | (0x20 if cover else 0)
    third = (0x0F if out else 0) | (0x03 if low else 0)
    return bytes((first, _ERRORS.get(faults.trouble, 0), third, 0))


def _as_it_comes(data: bytes, faults: Faults) -> list[bytes]:
    match faults.replies:
        case "split":
            return [bytes((byte,)) for byte in data]
        case "merged":
            return [automatic_packet(faults) + data]
        case "stale":
            return [data + _OLD_ANSWER]
        case "whole":
            return [data]
