"""Frames of the Onbon BX-6 cards, both header kinds: pure, both ways.

Source: the vendor's Java SDK bx06-0.6.0, run against a fake card (byte-level reference §2).
General commands ("version 7") carry both checksums in the header; the dynamic-area command
("version F0") carries its own behind the body. Every frame has the BX wrapper of ``onbon``.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import xor

from displays.signs.arrivals import Arrivals
from displays.signs.onbon import Unwrapper, crc16, wrap
from hall.errors import FrameError

ANSWERED = 0xFFFE
HOST = 0x8000
ANY_DEVICE = 0xFFFE
GENERAL, DYNAMIC = 0x07, 0xF0
LONGEST_BODY = 1 << 20
LONGEST_ANSWER = 2048
ACK, NACK = (0xA0, 0x00), (0xA0, 0x01)
_GENERAL_HEAD = struct.Struct("<HHBBHBBHHBB6xHHB")
_DYNAMIC_HEAD = struct.Struct("<HHBBH4xI")
_FRAME_MOST, _PLAIN = 0x0190, 0x96


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message either way; ``body`` begins with reply (requests) or 00 (answers)."""

    body: bytes
    destination: int = ANSWERED
    source: int = HOST
    version: int = GENERAL
    device_type: int = ANY_DEVICE
    sequence: int = 1

    @property
    def command(self) -> tuple[int, int]:
        """Group and command."""
        return self.body[1], self.body[2]


def encode(frame: Frame) -> bytes:
    """Return the bytes of a frame."""
    if frame.version == DYNAMIC:
        head = _DYNAMIC_HEAD.pack(
            frame.destination, frame.source, DYNAMIC, 0, frame.device_type, len(frame.body)
        )
        whole = head + frame.body
        return wrap(whole + crc16(whole).to_bytes(2, "little"))
    head = _GENERAL_HEAD.pack(
        frame.destination,
        frame.source,
        GENERAL,
        0,
        frame.device_type,
        0,
        0,
        frame.sequence,
        _FRAME_MOST,
        _PLAIN,
        0,
        len(frame.body),
        crc16(frame.body),
        0,
    )
    return wrap(head + bytes((reduce(xor, head, 0),)) + frame.body)


def decode(raw: bytes) -> Frame:
    """Return the frame of an un-escaped body; raises FrameError when it makes no sense."""
    if len(raw) < _DYNAMIC_HEAD.size + 5:
        raise FrameError(f"{len(raw)} bytes are too few for a frame")
    frame = _decode_dynamic(raw) if raw[4] == DYNAMIC else _decode_general(raw)
    if len(frame.body) < 3:
        raise FrameError("a body names a group and a command")
    return frame


def _decode_dynamic(raw: bytes) -> Frame:
    destination, source, version, _, device, length = _DYNAMIC_HEAD.unpack_from(raw)
    body, check = raw[_DYNAMIC_HEAD.size : -2], int.from_bytes(raw[-2:], "little")
    if crc16(raw[:-2]) != check:
        raise FrameError(f"checksum is {check:04x}, should be {crc16(raw[:-2]):04x}")
    if length != len(body):
        raise FrameError(f"the header promises {length} bytes and the body has {len(body)}")
    return Frame(
        body=body, destination=destination, source=source, version=version, device_type=device
    )


def _decode_general(raw: bytes) -> Frame:
    head, body = raw[: _GENERAL_HEAD.size], raw[_GENERAL_HEAD.size + 1 :]
    if len(head) < _GENERAL_HEAD.size or raw[4] != GENERAL:
        raise FrameError(f"{raw[:5].hex()} begins no frame of version 7 or F0")
    destination, source, version, _, device, _, _, sequence, *rest = _GENERAL_HEAD.unpack(head)
    _, _, _, length, check, _ = rest
    if len(raw) == _GENERAL_HEAD.size or reduce(xor, head, 0) != raw[_GENERAL_HEAD.size]:
        raise FrameError("the header's checksum does not fit")
    if length != len(body):
        raise FrameError(f"the header promises {length} bytes and the body has {len(body)}")
    if crc16(body) != check:
        raise FrameError(f"checksum is {check:04x}, should be {crc16(body):04x}")
    return Frame(
        body=body,
        destination=destination,
        source=source,
        version=version,
        device_type=device,
        sequence=sequence,
    )


class Decoder:
    """Frames out of a stream, however it is chunked; a second 5A behind a frame is skipped.

    No frame is longer than ``longest`` bytes; escaped, twice as many are held.
    """

    def __init__(self, longest: int = LONGEST_BODY) -> None:
        self._unwrapper = Unwrapper(longest=longest)
        self._arrivals: Arrivals[Frame] = Arrivals()

    def feed(self, data: bytes) -> Sequence[Frame]:
        """Return the frames that are now whole; raises FrameError, never anything else.

        A FrameError stands for one broken frame; ``feed(b"")`` goes on behind it.
        """
        for byte in data:
            self._arrivals.attempt(partial(self._push, byte))
        return self._arrivals.take()

    def _push(self, byte: int) -> Frame | None:
        raw = self._unwrapper.push(byte)
        return None if raw is None else decode(raw)
