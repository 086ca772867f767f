"""Frames of the Onbon BX-5K/6K cards: pure, both ways.

Source: the vendor's "BX-5K/6K" protocol description (Chinese, public), sections frame, commands and
dynamic area, checked against vendor and foreign implementations (byte-level reference §1.2-§1.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from displays.signs.arrivals import Arrivals
from displays.signs.onbon import Unwrapper, crc16, wrap
from hall.errors import FrameError

BROADCAST_ANSWERED = 0xFFFE
BROADCAST_SILENT = 0xFFFF
HOST = 0x8000
LONGEST_FRAME = 1024
ACK, NACK = (0xA0, 0x00), (0xA0, 0x01)
BUSY, CHECKSUM = 3, 5
ERRORS = {
    1: "no such command group",
    2: "no such command",
    3: "busy",
    4: "out of memory",
    5: "checksum",
    6: "file not found",
    7: "flash memory",
    8: "download",
    9: "file name",
    10: "file type",
    11: "file checksum",
    12: "font not loaded",
    13: "firmware type",
    14: "date format",
    15: "file exists",
    16: "block number",
}
_HEADER = 14
_BARCODE = 16
_ANY_DEVICE = 0xFE
_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message either way; ``data`` begins with group and command."""

    destination: int
    source: int
    data: bytes
    display_mode: int = 0
    device_type: int = _ANY_DEVICE

    @property
    def command(self) -> tuple[int, int]:
        """Group and command."""
        return self.data[0], self.data[1]

    @property
    def payload(self) -> bytes:
        """What follows the five bytes every message begins with."""
        return self.data[5:]


def encode(frame: Frame) -> bytes:
    """Return the bytes of a frame; raises FrameError when the card could not hold it."""
    body = (
        frame.destination.to_bytes(2, "little")
        + frame.source.to_bytes(2, "little")
        + bytes((0, 0, 0, 0, 0, frame.display_mode, frame.device_type, _VERSION))
        + len(frame.data).to_bytes(2, "little")
        + frame.data
    )
    encoded = wrap(body + crc16(body).to_bytes(2, "little"))
    if len(encoded) > LONGEST_FRAME:
        raise FrameError(f"{len(encoded)} bytes are more than the card's buffer of {LONGEST_FRAME}")
    return encoded


def decode(body: bytes) -> Frame:
    """Return the frame of an un-escaped body; raises FrameError when it makes no sense."""
    if len(body) < _HEADER + 2:
        raise FrameError(f"{len(body)} bytes are too few for a frame")
    start = _HEADER + (_BARCODE if body[7] & 1 else 0)
    data, check = body[start:-2], int.from_bytes(body[-2:], "little")
    if body[8] == 0 and crc16(body[:-2]) != check:
        raise FrameError(f"checksum is {check:04x}, should be {crc16(body[:-2]):04x}")
    if body[8] == 1 and sum(body[:-2]) & 0xFFFF != check:
        raise FrameError(f"sum is {check:04x}, should be {sum(body[:-2]) & 0xFFFF:04x}")
    if int.from_bytes(body[12:14], "little") != len(data):
        raise FrameError(f"the header promises another length than {len(data)} bytes of data")
    if len(data) < 5:
        raise FrameError(f"{len(data)} bytes of data name no command")
    return Frame(
        destination=int.from_bytes(body[0:2], "little"),
        source=int.from_bytes(body[2:4], "little"),
        data=data,
        display_mode=body[9],
        device_type=body[10],
    )


class Decoder:
    """Frames out of a stream, however it is chunked."""

    def __init__(self) -> None:
        self._unwrapper = Unwrapper(longest=2 * LONGEST_FRAME)
        self._arrivals: Arrivals[Frame] = Arrivals()

    def feed(self, data: bytes) -> Sequence[Frame]:
        """Return the frames that are now whole; raises FrameError, never anything else.

        A FrameError stands for one broken frame; ``feed(b"")`` goes on behind it.
        """
        for byte in data:
            self._arrivals.attempt(partial(self._push, byte))
        return self._arrivals.take()

    def _push(self, byte: int) -> Frame | None:
        body = self._unwrapper.push(byte)
        return None if body is None else decode(body)
