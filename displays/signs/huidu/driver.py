"""The Huidu driver: greets the card, keeps its session, and waits for each result."""

import contextlib
import re

from displays.signs.commands import Command, Ping
from displays.signs.huidu.codec import (
    BEAT,
    BEAT_ANSWER,
    HELLO,
    HELLO_ANSWER,
    LONGEST_ANSWER,
    SDK_ANSWER,
    SDK_ERROR,
    VERSION,
    Decoder,
    Packet,
    Reassembler,
    encode,
    packets_of,
)
from displays.signs.huidu.requests import HELLO_METHOD, NO_SESSION, document, method_of
from displays.signs.port import Pace, SignCapabilities, Wiring
from displays.signs.stale import late_answers
from hall.clock import Clock
from hall.errors import FrameError, LinkTimeoutError, RefusedError
from hall.links import Link

_RESULT = re.compile(rb'<out[^>]*\bresult="([^"]*)"')
_SESSION = re.compile(rb'<sdk[^>]*\bguid="([^"]*)"')
_SUCCESS, _STRANGER = "kSuccess", "kInvalidGUID"


class HuiduSign:
    """One card on an open link."""

    def __init__(
        self, link: Link, wiring: Wiring, pace: Pace, clock: Clock, able: SignCapabilities
    ) -> None:
        self._link = link
        self._wiring = wiring
        self._pace = pace
        self._clock = clock
        self._capabilities = able
        self._session = ""

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Carry out a command; a card that forgot the session is greeted again."""
        use = pace or self._pace
        for left in reversed(range(use.tries)):
            await self._catch_up(use)
            try:
                if not self._session:
                    await self._greet(use)
                result = await self._once(command, use)
            except (LinkTimeoutError, FrameError):
                self._session = ""
                if not left:
                    raise
            else:
                if result == _SUCCESS:
                    return
                if result != _STRANGER or not left:
                    raise RefusedError(f"the card refused: {result}")
                self._session = ""
            await self._clock.sleep(use.retry_gap_s)

    async def _catch_up(self, pace: Pace) -> None:
        """Answer the heartbeats that came meanwhile; drop late answers to earlier questions."""
        decoder = Decoder()
        for data in await late_answers(self._link):
            with contextlib.suppress(FrameError):
                for packet in decoder.feed(data):
                    if packet.command == BEAT:
                        await self._write(Packet(command=BEAT_ANSWER), pace)

    async def _greet(self, pace: Pace) -> None:
        await self._write(Packet(command=HELLO, payload=VERSION), pace)
        await self._answer(HELLO_ANSWER, pace)
        xml = await self._ask(document(HELLO_METHOD, NO_SESSION), pace)
        if (result := _result(xml)) != _SUCCESS:
            raise RefusedError(f"the card refused: {result}")
        found = _SESSION.search(xml)
        if found is None or not found[1]:
            raise FrameError("the card named no session")
        self._session = found[1].decode("utf-8", errors="replace")

    async def _once(self, command: Command, pace: Pace) -> str:
        if isinstance(command, Ping):
            await self._write(Packet(command=BEAT), pace)
            await self._answer(BEAT_ANSWER, pace)
            return _SUCCESS
        return _result(
            await self._ask(document(method_of(command, self._wiring), self._session), pace)
        )

    async def _ask(self, xml: bytes, pace: Pace) -> bytes:
        for packet in packets_of(xml):
            await self._write(packet, pace)
        return await self._answer(SDK_ANSWER, pace)

    async def _write(self, packet: Packet, pace: Pace) -> None:
        raw = encode(packet)
        await self._link.write(raw)
        await self._clock.sleep(len(raw) * pace.byte_s)

    async def _answer(self, wanted: int, pace: Pace) -> bytes:
        """Return the payload (of an SDK answer: the XML); heartbeats between are answered."""
        until = self._clock.monotonic() + pace.reply_within_s
        decoder, whole = Decoder(), Reassembler(LONGEST_ANSWER)
        while (left := until - self._clock.monotonic()) > 0:
            for packet in decoder.feed(await self._link.read(within=left)):
                if packet.command == BEAT:
                    await self._write(Packet(command=BEAT_ANSWER), pace)
                elif packet.command == SDK_ERROR:
                    raise RefusedError(f"the card refused: error {packet.payload.hex()}")
                elif packet.command == wanted:
                    xml = whole.take(packet) if wanted == SDK_ANSWER else packet.payload
                    if xml is not None:
                        return xml
        raise LinkTimeoutError(f"no answer within {pace.reply_within_s:g} s")


def _result(xml: bytes) -> str:
    found = _RESULT.search(xml)
    if found is None:
        raise FrameError("the card's answer names no result")
    return found[1].decode("utf-8", errors="replace")
