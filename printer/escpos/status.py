"""Status bytes → what they mean; a state machine fed one byte at a time.

Shapes (Epson ESC/POS reference, DLE EOT, GS a, GS r): a DLE EOT answer is 0xx1xx10, the first byte
of an automatic status packet 0xx1xx00 followed by three 0xx0xxxx, a GS r answer 0xx0xxxx alone.
XON and XOFF (11, 13) match none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from printer.port import PrinterStatus

_PACKET_BYTES = 4


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to DLE EOT; it does not say to which of the four questions."""

    byte: int


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """A whole automatic status packet of four bytes."""

    packet: bytes

    def status(self) -> PrinterStatus:
        """Return the status the packet tells."""
        first, second, third = self.packet[:3]
        checks: tuple[tuple[bool, PrinterStatus], ...] = (
            (bool(first & 0x20), "cover"),
            (bool(third & 0x0C), "out"),
            (bool(second & 0x08), "cutter"),
            (bool(second & 0x20), "fault"),
            (bool(second & 0x40), "hot"),
            (bool(first & 0x08), "offline"),
            (bool(third & 0x03), "low"),
        )
        return next((status for holds, status in checks if holds), "ready")


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """An answer to GS r 1, given after everything sent before it was worked off."""

    byte: int

    @property
    def out(self) -> bool:
        """Whether paper was out by then."""
        return bool(self.byte & 0x0C)

    @property
    def low(self) -> bool:
        """Whether paper ends soon."""
        return bool(self.byte & 0x03)


Answer = RealTime | AutoStatus | PaperAnswer


class StatusReader:
    """Takes the printer's bytes however they are split and gives whole answers.

    Bytes of no known shape are dropped and counted in ``strange``.
    """

    def __init__(self) -> None:
        self.strange = 0
        self._packet = bytearray()

    def feed(self, data: bytes) -> list[Answer]:
        """Take the next bytes; return the answers they complete."""
        answers = (self._byte(byte) for byte in data)
        return [answer for answer in answers if answer is not None]

    def forget(self) -> None:
        """Drop half a packet: what comes next begins anew."""
        self._packet.clear()

    def _byte(self, byte: int) -> Answer | None:
        if byte & 0x93 == 0x12:
            # Answered at once, so it may fall into the middle of a packet.
            return RealTime(byte)
        if byte & 0x93 == 0x10:
            self._packet[:] = bytes((byte,))
            return None
        if byte & 0x90:
            self.strange += 1
            return None
        if not self._packet:
            return PaperAnswer(byte)
        self._packet.append(byte)
        if len(self._packet) < _PACKET_BYTES:
            return None
        whole = AutoStatus(bytes(self._packet))
        self._packet.clear()
        return whole


def real_time_status(answers: Mapping[int, int]) -> PrinterStatus:
    """Return the status told by the answers to DLE EOT 1 to 4, keyed by question.

    A question without an answer makes the whole ``unknown``, unless another answer already tells
    what is wrong.
    """
    printer, cause, error, paper = (answers.get(question, 0) for question in (1, 2, 3, 4))
    checks: tuple[tuple[bool, PrinterStatus], ...] = (
        (bool(cause & 0x04), "cover"),
        (bool(paper & 0x60) or bool(cause & 0x20), "out"),
        (bool(error & 0x08), "cutter"),
        (bool(error & 0x20), "fault"),
        (bool(error & 0x40), "hot"),
        (bool(printer & 0x08) or bool(cause & 0x40), "offline"),
        (len(answers) < 4, "unknown"),
        (bool(paper & 0x0C), "low"),
    )
    return next((status for holds, status in checks if holds), "ready")
