"""The BX-K driver: requests over an open link, each acknowledged, retried where that helps."""

from displays.signs.bx_k.codec import (
    ACK,
    BROADCAST_ANSWERED,
    BROADCAST_SILENT,
    BUSY,
    CHECKSUM,
    ERRORS,
    HOST,
    NACK,
    Decoder,
    Frame,
    encode,
)
from displays.signs.bx_k.requests import address_of, request
from displays.signs.commands import Command
from displays.signs.port import Pace, SignCapabilities, Wiring
from displays.signs.stale import forget_late_answers
from hall.clock import Clock
from hall.errors import FrameError, LinkTimeoutError, RefusedError
from hall.links import Link

_WORTH_RETRYING = (BUSY, CHECKSUM)
_MUST_ANSWER, _MUST_NOT = 1, 2


class BxKSign:
    """One card on an open link; on an RS-485 bus several share the link and take turns."""

    def __init__(
        self, link: Link, wiring: Wiring, pace: Pace, clock: Clock, able: SignCapabilities
    ) -> None:
        self._link = link
        self._wiring = wiring
        self._pace = pace
        self._clock = clock
        self._capabilities = able
        self._address = address_of(wiring)

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Send a command and wait for its acknowledgement; broadcasts FFFF are only written."""
        use = pace or self._pace
        silent = self._address == BROADCAST_SILENT
        data, _ = request(command, self._wiring.profile, _MUST_NOT if silent else _MUST_ANSWER)
        frame = encode(Frame(destination=self._address, source=HOST, data=data))
        if silent:
            await self._link.write(frame)
            await self._clock.sleep(len(frame) * use.byte_s + use.quiet_s)
            return
        for left in reversed(range(use.tries)):
            try:
                _check(await self._exchange(frame, use))
            except _TryAgain as again:
                if not left:
                    raise again.error from None
            else:
                return
            await self._clock.sleep(use.retry_gap_s)

    async def _exchange(self, frame: bytes, pace: Pace) -> Frame:
        """Write a frame and return the answer of our card; others' late answers are skipped."""
        await forget_late_answers(self._link)
        await self._link.write(frame)
        wait = pace.reply_within_s + len(frame) * pace.byte_s
        until = self._clock.monotonic() + wait
        decoder = Decoder()
        while (left := until - self._clock.monotonic()) > 0:
            try:
                for answer in decoder.feed(await self._link.read(within=left)):
                    if self._is_ours(answer):
                        await self._clock.sleep(pace.quiet_s)
                        return answer
            except LinkTimeoutError as error:
                raise _TryAgain(error) from error
            except FrameError as error:
                raise _TryAgain(error) from error
        raise _TryAgain(LinkTimeoutError(f"no answer within {wait:.2f} s"))

    def _is_ours(self, answer: Frame) -> bool:
        return self._address in (BROADCAST_ANSWERED, answer.source)


class _TryAgain(Exception):  # noqa: N818  never leaves this module
    """What went wrong may go right the next time."""

    def __init__(self, error: FrameError | LinkTimeoutError | RefusedError) -> None:
        super().__init__(str(error))
        self.error = error


def _check(answer: Frame) -> None:
    if answer.command == ACK:
        return
    if answer.command != NACK:
        raise _TryAgain(FrameError(f"{answer.data.hex()} is neither ACK nor NACK"))
    code = answer.data[2]
    refusal = RefusedError(f"the card refused: {ERRORS.get(code, f'error {code}')}")
    if code in _WORTH_RETRYING:
        raise _TryAgain(refusal)
    raise refusal
