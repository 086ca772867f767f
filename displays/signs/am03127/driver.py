"""The AM03127 driver: one frame, one ACK; a frame the sign did not understand is repeated."""

from displays.signs.am03127.codec import BROADCAST, Answers, Frame, encode
from displays.signs.am03127.requests import LINE_HEIGHT, address_of, data_of
from displays.signs.commands import Command
from displays.signs.filling import filled
from displays.signs.port import Pace, SignCapabilities, Wiring
from displays.signs.stale import forget_late_answers
from hall.clock import Clock
from hall.errors import LinkTimeoutError, RefusedError
from hall.links import Link


class Am03127Sign:
    """One sign on an open link."""

    def __init__(
        self, link: Link, wiring: Wiring, pace: Pace, clock: Clock, able: SignCapabilities
    ) -> None:
        self._link = link
        self._pace = pace
        self._clock = clock
        self._capabilities = able
        self._address = address_of(wiring)

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Send a command's frames, each acknowledged; to address 00 they are only written."""
        use = pace or self._pace
        parts, _ = data_of(filled(command, LINE_HEIGHT))
        for part in parts:
            await self._send(encode(Frame(address=self._address, data=part)), use)

    async def _send(self, frame: bytes, pace: Pace) -> None:
        for left in reversed(range(pace.tries)):
            await forget_late_answers(self._link)
            await self._link.write(frame)
            if self._address == BROADCAST:
                await self._clock.sleep(len(frame) * pace.byte_s + pace.quiet_s)
                return
            try:
                await self._acknowledged(pace.reply_within_s + len(frame) * pace.byte_s)
            except (LinkTimeoutError, RefusedError):
                if not left:
                    raise
                await self._clock.sleep(pace.retry_gap_s)
            else:
                await self._clock.sleep(pace.quiet_s)
                return

    async def _acknowledged(self, within: float) -> None:
        until = self._clock.monotonic() + within
        answers = Answers()
        while (left := until - self._clock.monotonic()) > 0:
            for understood in answers.feed(await self._link.read(within=left)):
                if not understood:
                    raise RefusedError("the sign did not understand the frame (NACK)")
                return
        raise LinkTimeoutError(f"no answer within {within:.2f} s")
