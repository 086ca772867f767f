"""Frames of the F0 01 D0 strips: pure, both ways.

Source: no vendor document; a third-party encoder that was run (byte-level reference §6). The 01 in
the head is believed to be the card's address, so it is a setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from displays.signs.arrivals import Arrivals
from hall.errors import FrameError

_HEAD, _KIND = 0xF0, 0xD0
_FIXED = 8
STATIC, SCROLL = 1, 2
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One row's text. ``speed`` 0 to 250, larger is slower; ``colour`` 0 red, 1 green, 2 blue."""

    text: bytes
    row: int = 1
    mode: int = STATIC
    speed: int = 4
    colour: int = 0
    address: int = 1


def encode(frame: Frame) -> bytes:
    """Return the bytes of a frame; raises FrameError for a text no row takes."""
    if len(frame.text) > LONGEST_TEXT:
        raise FrameError(f"a row takes {LONGEST_TEXT} bytes of text, not {len(frame.text)}")
    body = (
        bytes((_HEAD, frame.address, _KIND, frame.row, frame.mode, frame.speed))
        + bytes((len(frame.text) + 1, frame.colour))
        + frame.text
    )
    return body + bytes((sum(body) & 0xFF,))


def decode(raw: bytes) -> Frame:
    """Return the frame of whole bytes; raises FrameError."""
    if len(raw) < _FIXED + 1 or raw[0] != _HEAD or raw[2] != _KIND:
        raise FrameError("not an F0 01 D0 frame")
    if raw[6] != len(raw) - _FIXED:
        raise FrameError(f"the frame promises {raw[6]} bytes and has {len(raw) - _FIXED}")
    if sum(raw[:-1]) & 0xFF != raw[-1]:
        raise FrameError(f"sum is {raw[-1]:02x}, should be {sum(raw[:-1]) & 0xFF:02x}")
    return Frame(
        address=raw[1], row=raw[3], mode=raw[4], speed=raw[5], colour=raw[7], text=raw[8:-1]
    )


def _can_begin(raw: bytearray) -> bool:
    return raw[0] == _HEAD and (len(raw) < 3 or raw[2] == _KIND)


class Decoder:
    """Frames out of a stream, however it is chunked; noise before a head is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._arrivals: Arrivals[Frame] = Arrivals()

    def feed(self, data: bytes) -> Sequence[Frame]:
        """Return the frames that are now whole; raises FrameError, never anything else.

        A FrameError stands for one broken frame; ``feed(b"")`` goes on behind it.
        """
        for byte in data:
            self._arrivals.attempt(partial(self._push, byte))
        return self._arrivals.take()

    def _push(self, byte: int) -> Frame | None:
        self._buffer.append(byte)
        while self._buffer and not _can_begin(self._buffer):
            self._buffer = self._buffer[1:]
        if len(self._buffer) < _FIXED or len(self._buffer) < _FIXED + max(1, self._buffer[6]):
            return None
        raw, self._buffer = bytes(self._buffer), bytearray()
        return decode(raw)
