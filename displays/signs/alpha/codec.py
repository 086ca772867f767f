"""Packets of the Alpha M-Protocol: pure, both ways.

Source: Adaptive "Alpha Sign Communications Protocol" (97088061, public), checked against an older
open-source encoder that was run (byte-level reference §3). Trap: a current library has other
position codes and specials; these agree with the manual.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from displays.signs.arrivals import Arrivals
from hall.errors import FrameError

NULS = b"\x00" * 5
SOH, STX, ETX, EOT = 1, 2, 3, 4
ALL_TYPES = "Z"
LONGEST_PACKET = 9000
LONGEST_ANSWER = 4096
_ADDRESS = re.compile(r"[0-9A-F?]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One or more commands for the signs of a type and address; each begins with its letter."""

    commands: tuple[bytes, ...]
    address: str = "00"
    type: str = ALL_TYPES
    checksum: bool = True


def check_sum(command: bytes) -> bytes:
    """Return the four digits for a command: the sum of every byte from 02 through 03."""
    return b"%04X" % ((STX + sum(command) + ETX) & 0xFFFF)


def encode(packet: Packet) -> bytes:
    """Return the bytes of a packet; raises FrameError for bytes no sign takes."""
    if not _ADDRESS.fullmatch(packet.address):
        raise FrameError(f"an address is two hex digits or ?, not {packet.address!r}")
    body = bytearray()
    for command in packet.commands:
        if not command or any(byte > 0x7F or byte in (SOH, STX, ETX, EOT) for byte in command):
            raise FrameError("a command is 7-bit and holds no frame characters")
        body += bytes((STX,)) + command
        if packet.checksum:
            body += bytes((ETX,)) + check_sum(command)
        elif len(packet.commands) > 1:
            body.append(ETX)
    head = bytes((SOH,)) + (packet.type + packet.address).encode("ascii")
    return NULS + head + bytes(body) + bytes((EOT,))


def decode(body: bytes) -> Packet:
    """Return the packet between 01 and 04; raises FrameError when it makes no sense."""
    head, *parts = body.split(bytes((STX,)))
    if len(head) != 3 or not parts:
        raise FrameError("a packet begins with one type and address and holds a command")
    commands: list[bytes] = []
    checked = False
    for part in parts:
        command, ended, rest = part.partition(bytes((ETX,)))
        if not command:
            raise FrameError("a command has no letter")
        if rest and rest != check_sum(command):
            raise FrameError(f"checksum is {rest!r}, should be {check_sum(command)!r}")
        checked = checked or bool(ended and rest)
        commands.append(command)
    try:
        sign_type, address = head[:1].decode("ascii"), head[1:].decode("ascii")
    except UnicodeDecodeError as error:
        raise FrameError("type and address are ASCII") from error
    if not _ADDRESS.fullmatch(address):
        raise FrameError(f"{address!r} is no address")
    return Packet(commands=tuple(commands), address=address, type=sign_type, checksum=checked)


class Decoder:
    """Packets out of a stream, however it is chunked; NULs and noise between them are skipped.

    Of a packet no more than ``longest`` bytes are ever held.
    """

    def __init__(self, longest: int = LONGEST_PACKET) -> None:
        self._longest = longest
        self._open = False
        self._body = bytearray()
        self._arrivals: Arrivals[Packet] = Arrivals()

    def feed(self, data: bytes) -> Sequence[Packet]:
        """Return the packets that are now whole; raises FrameError, never anything else.

        A FrameError stands for one broken packet; ``feed(b"")`` goes on behind it.
        """
        for byte in data:
            self._arrivals.attempt(partial(self._push, byte))
        return self._arrivals.take()

    def _push(self, byte: int) -> Packet | None:
        if byte == SOH:
            cut = self._open and bool(self._body)
            self._open, self._body = True, bytearray()
            if cut:
                raise FrameError("a packet was cut short by the next")
            return None
        if not self._open:
            return None
        if byte == EOT:
            body = bytes(self._body)
            self._open, self._body = False, bytearray()
            return decode(body)
        self._body.append(byte)
        if len(self._body) > self._longest:
            self._open, self._body = False, bytearray()
            raise FrameError(f"no packet is longer than {self._longest} bytes")
        return None
