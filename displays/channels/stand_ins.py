"""Stand-ins at the far end of the wire: a relay board and a pager system, from their references."""

import struct
from collections.abc import Sequence
from typing import Literal

from displays.signs.port import Faults

SOH, STX, ETX, EOT, ENQ, ACK, NAK = b"\x01\x02\x03\x04\x05\x06\x15"


class RelayBoard:
    """A board of eight relays, CH340 or Modbus RTU (address 1)."""

    def __init__(self, kind: Literal["ch340", "modbus"], outputs: int = 8) -> None:
        self._kind = kind
        self._buffer = b""
        self._refused = 0
        self.on = [False] * outputs

    def begin(self) -> None:
        self._buffer = b""

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        """Switch as told; a Modbus board echoes, or answers an exception."""
        self._buffer += data
        if self._kind == "ch340":
            while len(self._buffer) >= 4:
                frame, self._buffer = self._buffer[:4], self._buffer[4:]
                if frame[0] == 0xA0 and sum(frame[:3]) % 256 == frame[3]:
                    self.on[frame[1] - 1] = frame[2] == 1
            return ()
        answers = []
        while len(self._buffer) >= 8:
            frame, self._buffer = self._buffer[:8], self._buffer[8:]
            answers.append(self._modbus(frame, faults))
        if faults.mute:
            return ()
        return [each[: len(each) // 2] if faults.half_frames else each for each in answers if each]

    def seen(self) -> str:
        return "".join("●" if each else "○" for each in self.on)

    def _modbus(self, frame: bytes, faults: Faults) -> bytes:
        address, function, coil, value, crc = struct.unpack(">BBHHH", frame)
        if int.from_bytes(_crc16(frame[:6]), "big") != crc or address != 1:
            return b""
        if self._refused < faults.nack:
            self._refused += 1
            return _exception(4)
        if function != 5 or value not in (0xFF00, 0):
            return _exception(1 if function != 5 else 3)
        if coil >= len(self.on):
            return _exception(2)
        self.on[coil] = value == 0xFF00
        return frame


class PagerSystem:
    """A paging system that takes calls over ESPA 4.4.4 at its address (2)."""

    def __init__(self, address: str = "2") -> None:
        self._address = address
        self._buffer = b""
        self._selected = False
        self._refused = 0
        self.pages: list[tuple[str, str]] = []

    def begin(self) -> None:
        self._buffer = b""
        self._selected = False

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        """Follow selecting, blocks and termination."""
        self._buffer += data
        answers: list[bytes] = []
        while self._buffer and (taken := self._step(answers, faults)):
            self._buffer = self._buffer[taken:]
        return () if faults.mute else answers

    def seen(self) -> str:
        return " ".join(f"{pager}:{text}" for pager, text in self.pages)

    def _step(self, answers: list[bytes], faults: Faults) -> int:
        """Take one thing off the buffer; 0 when it is not whole yet."""
        if self._buffer[0] == EOT:
            self._selected = False
            return 1
        if self._buffer[0] != SOH:
            if len(self._buffer) < 2:
                return 0
            if self._buffer[:2] == self._address.encode() + bytes((ENQ,)):
                self._selected = True
                answers.append(bytes((ACK,)))
                return 2
            return 1
        end = self._buffer.find(bytes((ETX,)))
        if end < 0 or len(self._buffer) < end + 2:
            return 0
        answers.append(self._block(self._buffer[1 : end + 1], self._buffer[end + 1], faults))
        return end + 2

    def _block(self, body: bytes, given: int, faults: Faults) -> bytes:
        if self._refused < faults.nack:
            self._refused += 1
            return b"1" + bytes((NAK,))
        found = 0
        for byte in body:
            found ^= byte
        if not self._selected or found != given or body[:2] != b"1" + bytes((STX,)):
            return b"1" + bytes((NAK,))
        records = dict(part.split(b"\x1f", 1) for part in body[2:-1].split(b"\x1e"))
        self.pages.append((records[b"1"].decode(), records[b"2"].decode()))
        return bytes((ACK,))


def _exception(code: int) -> bytes:
    body = bytes((1, 0x85, code))
    return body + _crc16(body)


def _crc16(body: bytes) -> bytes:
    """Bit by bit from the polynomial x16+x15+x2+1, as the standard draws it."""
    register = 0xFFFF
    for byte in body:
        register ^= byte
        for _ in range(8):
            carry = register & 1
            register >>= 1
            if carry:
                register ^= 0xA001
    return register.to_bytes(2, "little")
