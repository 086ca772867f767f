"""Pagers in visitors' hands, over ESPA 4.4.4.

Source: ESPA, Proposal for Serial Data Interface for Paging Equipment, Nov. 1984, on the basic
mode control of ISO 1745. We are the control station: the pager system is selected (its address,
ENQ), takes one block (SOH header STX records ETX BCC) and is let go with EOT. The text is ASCII,
which every receiver shows: ``A017 -> 3``. Only a visitor whose ticket was given a pager is paged.
"""

from collections.abc import Mapping
from typing import Literal

from displays.channels.port import News
from displays.channels.wire_link import HeldLink
from displays.hall_state import Call
from hall.errors import DeviceError, FrameError, RefusedError

SOH, STX, ETX, EOT, ENQ, ACK, NAK = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x15
RS, US = b"\x1e", b"\x1f"
_CALL_TO_PAGER = b"1"
_REPLY_WITHIN_S = 1.0
_TRIES = 3
_LONGEST_TEXT = 128
Priority = Literal["alarm", "high", "normal"]
_PRIORITIES: Mapping[Priority, bytes] = {"alarm": b"1", "high": b"2", "normal": b"3"}
_BEEPS = b"3"
_STANDARD_CALL = b"3"
_ONE_TRANSMISSION = b"1"


def call_block(pager: str, text: str, priority: Priority) -> bytes:
    """Return the block that shows a text on a pager; raises ValueError for what is not one.

    Records (§4.3): 1 call address, 2 display message, 3 beep coding, 4 call type, 5 number of
    transmissions, 6 priority. The BCC is the exclusive or of all after SOH up to ETX.
    """
    if not (pager.isascii() and pager.isdigit() and len(pager) <= 16):
        raise ValueError(f"{pager!r} is no pager's number")
    shown = "".join(letter if " " <= letter <= "~" else "?" for letter in text)[:_LONGEST_TEXT]
    records = {
        b"1": pager.encode(),
        b"2": shown.encode("ascii"),
        b"3": _BEEPS,
        b"4": _STANDARD_CALL,
        b"5": _ONE_TRANSMISSION,
        b"6": _PRIORITIES[priority],
    }
    data = RS.join(key + US + value for key, value in records.items())
    body = _CALL_TO_PAGER + bytes((STX,)) + data + bytes((ETX,))
    return bytes((SOH,)) + body + bytes((check(body),))


def check(body: bytes) -> int:
    """Return the block check character of what stands between SOH and BCC."""
    found = 0
    for byte in body:
        found ^= byte
    return found


class Pagers:
    """A pager system on a serial line or a serial server."""

    wants = frozenset({"call", "recall"})
    keeps_state = False

    def __init__(self, link: HeldLink, address: int = 2) -> None:
        self._link = link
        self._address = str(address).encode()

    async def tell(self, news: News) -> str | None:
        """Page whoever was given a pager; others are not this channel's."""
        call = news.call
        if call is None or call.pager is None:
            return None
        block = call_block(call.pager, text_of(call), "high")
        async with self._link.turn:
            await self._page(block)
        return f"pager {call.pager}"

    async def aclose(self) -> None:
        """Let the line go."""
        await self._link.aclose()

    async def _page(self, block: bytes) -> None:
        try:
            await self._link.write(bytes((EOT,)) + self._address + bytes((ENQ,)))
            await self._expect_ack("the pager system is not ready")
            for _ in range(_TRIES):
                await self._link.write(block)
                if await self._answer() == ACK:
                    await self._link.write(bytes((EOT,)))
                    return
            raise RefusedError("the pager system refused the call three times")
        except DeviceError:
            # Whatever it still says must not answer the next call.
            await self._link.aclose()
            raise

    async def _expect_ack(self, otherwise: str) -> None:
        if await self._answer() != ACK:
            raise RefusedError(otherwise)

    async def _answer(self) -> int:
        """Return ACK or NAK; a prefix (ISO 1745: what was wrong) may stand before a NAK."""
        for _ in range(8):
            for byte in await self._link.read(_REPLY_WITHIN_S):
                if byte in (ACK, NAK):
                    return byte
                if byte == EOT:
                    raise RefusedError("the pager system ended the talk")
        raise FrameError("the pager system answers with something else")


def text_of(call: Call) -> str:
    """Return what a pager shows."""
    return f"{call.number} -> {call.window_number}"
