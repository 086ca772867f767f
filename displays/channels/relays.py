"""A lamp, a flasher or a door bell on one output of a relay board.

Two boards a county can buy: the USB serial boards with a CH340 chip (four bytes: A0, output,
1 or 0, their sum), which never answer; and Modbus RTU boards on RS-485 or behind a serial server
(function 05, write single coil; Modbus Application Protocol V1.1b3 §6.5), which answer with an
echo. Both are kept by what they should be at now: a call lights, its end darkens.
"""

from typing import Literal

from displays.channels.port import News
from displays.channels.wire_link import HeldLink
from hall.errors import FrameError, LinkTimeoutError, RefusedError

_REPLY_WITHIN_S = 1.0
_ECHO = 8
_EXCEPTION = 5
_WRITE_COIL = 0x05
Board = Literal["ch340", "modbus"]


def ch340_frame(output: int, on: bool) -> bytes:
    """Return the bytes that switch output 1… of a CH340 relay board."""
    body = bytes((0xA0, output, int(on)))
    return body + bytes((sum(body) & 0xFF,))


def modbus_frame(address: int, output: int, on: bool) -> bytes:
    """Return the request that switches coil ``output`` (1 is coil 0 on the wire) of a slave."""
    coil = output - 1
    value = 0xFF00 if on else 0x0000
    body = bytes((address, _WRITE_COIL)) + coil.to_bytes(2, "big") + value.to_bytes(2, "big")
    return body + modbus_crc(body)


def modbus_crc(body: bytes) -> bytes:
    """Return the CRC-16 of Modbus RTU, low byte first (Modbus over Serial Line V1.02 §6.2.2)."""
    crc = 0xFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


class Lamp:
    """A lamp that is on while somebody is called, or while there is danger."""

    wants = frozenset({"call", "recall", "end", "danger", "safe"})
    keeps_state = True

    def __init__(self, link: HeldLink, board: Board, output: int, address: int = 1) -> None:
        self._link = link
        self._board = board
        self._output = output
        self._address = address
        self._called: set[str] = set()
        self._danger = False

    async def tell(self, news: News) -> str:
        """Light or darken; raises RefusedError where a Modbus board says no."""
        if news.call is not None:
            if news.kind == "end":
                self._called.discard(news.call.ticket)
            else:
                self._called.add(news.call.ticket)
        elif news.kind in ("danger", "safe"):
            self._danger = news.kind == "danger"
        on = self._danger or bool(self._called)
        async with self._link.turn:
            if self._board == "ch340":
                await self._link.write(ch340_frame(self._output, on))
                return "sent; this board never answers"
            await self._write_coil(on)
        return "lit" if on else "dark"

    async def aclose(self) -> None:
        """Let the line go; the lamp stays as it is."""
        await self._link.aclose()

    async def _write_coil(self, on: bool) -> None:
        request = modbus_frame(self._address, self._output, on)
        await self._link.write(request)
        answer = b""
        try:
            while len(answer) < (_EXCEPTION if _is_exception(answer) else _ECHO):
                answer += await self._link.read(_REPLY_WITHIN_S)
        except LinkTimeoutError:
            # A half answer must not be taken for the start of the next one.
            await self._link.aclose()
            raise
        if answer == request:
            return
        await self._link.aclose()
        if _is_exception(answer) and modbus_crc(answer[:3]) == answer[3:5]:
            raise RefusedError(f"the relay board refuses (Modbus exception {answer[2]})")
        raise FrameError("the relay board answered with something else")


def _is_exception(answer: bytes) -> bool:
    return len(answer) > 1 and answer[1] == _WRITE_COIL | 0x80
