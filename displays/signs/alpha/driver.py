"""The Alpha driver: writes, and on a two-way line reads the sign's error status after each."""

from displays.signs.alpha.codec import LONGEST_ANSWER, Decoder, Packet, encode
from displays.signs.alpha.requests import PICTURE, READ_STATUS, address_of, commands_of, memory_for
from displays.signs.alpha.strings import CALLING_TEXT
from displays.signs.commands import Command
from displays.signs.port import Pace, SignCapabilities, Wiring
from displays.signs.stale import forget_late_answers
from hall.clock import Clock
from hall.errors import FrameError, LinkTimeoutError, RefusedError
from hall.links import Link

_ERRORS = {
    0x20: "bad command",
    0x10: "checksum",
    0x08: "buffer",
    0x04: "time-out",
    0x02: "framing",
    0x01: "parity",
}
_CLEAR_ERRORS = b"E4"
_REST_S = 0.1  # after a picture's size and after dividing the memory (manual)
_PICTURE_HEAD = 6
_TEXT_A = b"AA"


class AlphaSign:
    """One sign on an open link."""

    def __init__(
        self, link: Link, wiring: Wiring, pace: Pace, clock: Clock, able: SignCapabilities
    ) -> None:
        self._link = link
        self._pace = pace
        self._clock = clock
        self._capabilities = able
        self._wiring = wiring
        self._address = address_of(wiring)
        self._has_room = False
        self._text = b""
        self._has_old_errors = able.acknowledges

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Write a command; where the sign can answer, ask whether it was understood."""
        use = pace or self._pace
        commands, _ = commands_of(command, self._wiring)
        for left in reversed(range(use.tries)):
            try:
                await self._write_all(commands, use)
            except (LinkTimeoutError, FrameError):
                if not left:
                    raise
                await self._clock.sleep(use.retry_gap_s)
            else:
                return

    async def _write_all(self, commands: tuple[bytes, ...], pace: Pace) -> None:
        writes = [command for command in commands if command != READ_STATUS]
        if self._has_old_errors:  # what was torn before we came is not this command's fault
            await self._write(_CLEAR_ERRORS, pace)
            self._has_old_errors = False
        needed = memory_for(commands, self._wiring)
        if needed is not None and not self._has_room:
            await self._write(needed, pace)
            await self._clock.sleep(_REST_S)
            self._text = b""
        for command in writes:
            if command != CALLING_TEXT or self._text != CALLING_TEXT:
                await self._write(command, pace)
            self._text = command if command[:2] == _TEXT_A else self._text
        if self._capabilities.acknowledges:
            await forget_late_answers(self._link)
            await self._write(READ_STATUS, pace)
            await self._check(pace)
        self._has_room = self._has_room or needed is not None

    async def _write(self, command: bytes, pace: Pace) -> None:
        packet = encode(Packet(commands=(command,), address=self._address))
        head = packet.index(command) + _PICTURE_HEAD if command[:1] == PICTURE else 0
        if head:
            await self._link.write(packet[:head])
            await self._clock.sleep(head * pace.byte_s + _REST_S)
        await self._link.write(packet[head:])
        await self._clock.sleep(len(packet) * pace.byte_s + pace.quiet_s)

    async def _check(self, pace: Pace) -> None:
        """Read the error status; raises what it tells and clears it."""
        until = self._clock.monotonic() + pace.reply_within_s
        decoder = Decoder(LONGEST_ANSWER)
        while (left := until - self._clock.monotonic()) > 0:
            for packet in decoder.feed(await self._link.read(within=left)):
                if packet.commands[0][:2] == b"E*":
                    await self._judge(packet.commands[0][2:], pace)
                    return
        raise LinkTimeoutError(f"no status within {pace.reply_within_s:g} s")

    async def _judge(self, status: bytes, pace: Pace) -> None:
        bits = status[0] if status else 0
        wrong = [name for bit, name in _ERRORS.items() if bits & bit]
        if wrong:
            await self._write(_CLEAR_ERRORS, pace)
            raise RefusedError(f"the sign refused: {', '.join(wrong)}")
