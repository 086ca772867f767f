"""The BX-6 driver: one frame, one answer, matched by kind and number, retried where it helps."""

from displays.signs.bx_6.codec import (
    ACK,
    ANSWERED,
    GENERAL,
    LONGEST_ANSWER,
    NACK,
    Decoder,
    Frame,
    encode,
)
from displays.signs.bx_6.requests import address_of, frame_of
from displays.signs.commands import Command
from displays.signs.port import Pace, SignCapabilities, Wiring
from displays.signs.stale import forget_late_answers
from hall.clock import Clock
from hall.errors import FrameError, LinkTimeoutError, RefusedError
from hall.links import Link

_ERRORS = {1: "no such command group", 2: "no such command", 3: "busy", 5: "checksum"}
_WORTH_RETRYING = (3, 5)
_PING_ANSWER = (0xA2, 0x80)


class Bx6Sign:
    """One card on an open link."""

    def __init__(
        self, link: Link, wiring: Wiring, pace: Pace, clock: Clock, able: SignCapabilities
    ) -> None:
        self._link = link
        self._wiring = wiring
        self._pace = pace
        self._clock = clock
        self._capabilities = able
        self._address = address_of(wiring)
        self._sequence = 0

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Send a command and wait until the card has acknowledged it."""
        use = pace or self._pace
        for left in reversed(range(use.tries)):
            self._sequence = self._sequence % 0xFFFF + 1
            frame = frame_of(command, self._wiring, self._sequence)
            try:
                code = _error_of(await self._exchange(frame, use))
            except (LinkTimeoutError, FrameError):
                if not left:
                    raise
            else:
                if code == 0:
                    return
                if code not in _WORTH_RETRYING or not left:
                    raise RefusedError(f"the card refused: {_ERRORS.get(code, f'error {code}')}")
            await self._clock.sleep(use.retry_gap_s)

    async def _exchange(self, frame: Frame, pace: Pace) -> Frame:
        raw = encode(frame)
        await forget_late_answers(self._link)
        await self._link.write(raw)
        wait = pace.reply_within_s + len(raw) * pace.byte_s
        until = self._clock.monotonic() + wait
        decoder = Decoder(LONGEST_ANSWER)
        while (left := until - self._clock.monotonic()) > 0:
            for answer in decoder.feed(await self._link.read(within=left)):
                if self._answers(answer, frame):
                    await self._clock.sleep(pace.quiet_s)
                    return answer
        raise LinkTimeoutError(f"no answer within {wait:.2f} s")

    def _answers(self, answer: Frame, frame: Frame) -> bool:
        """Tell whether this is our card's answer to this frame and not a late one to another."""
        return (
            self._address in (ANSWERED, answer.source)
            and answer.version == frame.version
            and (frame.version != GENERAL or answer.sequence == frame.sequence)
        )


def _error_of(answer: Frame) -> int:
    if answer.command in (ACK, _PING_ANSWER):
        return 0
    if answer.command != NACK or len(answer.body) < 7:
        raise FrameError(f"{answer.body[:16].hex()} is neither ACK nor NACK")
    return int.from_bytes(answer.body[5:7], "little")
