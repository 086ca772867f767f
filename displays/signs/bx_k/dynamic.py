"""The dynamic-area command (A3 06), pure, both ways: texts held in the card's RAM.

Never the stored programs: their flash lasts some 100 000 writes. Source: as ``codec``, §1.4 of
the byte-level reference. On the 5K "sound, extension, alignment" are one reserved field.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from hall.errors import FrameError

PIXELS = 0x8000
DELETE_ALL = 0xFF
LOOP, BLANK_AFTER_TIMEOUT = 0, 2
ONE_LINE, SEVERAL_LINES = 1, 2
AT_NEWLINE_ONLY, AUTOMATIC = 1, 2
_FIXED = struct.Struct("<BHHHHBBBHBBBBBBBBBI")


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicArea:
    """One area as on the wire; ``x`` and ``width`` carry their unit (bit 15: pixels)."""

    x: int
    y: int
    width: int
    height: int
    text: bytes
    id: int = 0
    line_spacing: int = 0
    run_mode: int = 0
    timeout: int = 0
    alignment: int = 0
    lines: int = ONE_LINE
    line_break: int = AT_NEWLINE_ONLY
    effect: int = 1
    leave: int = 0
    speed: int = 4
    stay: int = 5

    def encode(self) -> bytes:
        """Return the area's body."""
        return (
            _FIXED.pack(
                0,
                self.x,
                self.y,
                self.width,
                self.height,
                self.id,
                self.line_spacing,
                self.run_mode,
                self.timeout,
                0,
                0,
                self.alignment,
                self.lines,
                self.line_break,
                self.effect,
                self.leave,
                self.speed,
                self.stay,
                len(self.text),
            )
            + self.text
        )


def decode_area(body: bytes) -> DynamicArea:
    """Return the area of a body; raises FrameError. Spoken areas (YY models) are refused."""
    if len(body) < _FIXED.size:
        raise FrameError(f"{len(body)} bytes are too few for a dynamic area")
    (kind, x, y, width, height, area_id, spacing, run, timeout, sound, extension, *rest) = (
        _FIXED.unpack_from(body)
    )
    alignment, lines, line_break, effect, leave, speed, stay, length = rest
    text = body[_FIXED.size :]
    if kind or sound or extension:
        raise FrameError("only plain text areas without sound or extension are understood")
    if length != len(text):
        raise FrameError(f"the area promises {length} bytes of text and has {len(text)}")
    return DynamicArea(
        x=x,
        y=y,
        width=width,
        height=height,
        text=text,
        id=area_id,
        line_spacing=spacing,
        run_mode=run,
        timeout=timeout,
        alignment=alignment,
        lines=lines,
        line_break=line_break,
        effect=effect,
        leave=leave,
        speed=speed,
        stay=stay,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateAreas:
    """Delete areas (``None``: all of them), then set these. ``clear_first`` empties all areas."""

    delete: Sequence[int] | None = ()
    areas: Sequence[DynamicArea] = ()
    clear_first: bool = False

    def encode(self, reply: int) -> bytes:
        """Return the data of an A3 06 request."""
        head = bytes((0xA3, 0x06, reply, int(self.clear_first), 0))
        if self.delete is None:
            head += bytes((DELETE_ALL,))
        else:
            head += bytes((len(self.delete), *self.delete))
        bodies = [area.encode() for area in self.areas]
        return (
            head
            + bytes((len(bodies),))
            + b"".join(len(body).to_bytes(2, "little") + body for body in bodies)
        )


def decode_update(data: bytes) -> UpdateAreas:
    """Return the update of an A3 06 request's data; raises FrameError."""
    try:
        position, delete = 6, None
        if data[5] != DELETE_ALL:
            position += data[5]
            delete = tuple(data[6:position])
        count = data[position]
        position += 1
        areas: list[DynamicArea] = []
        for _ in range(count):
            (length,) = struct.unpack_from("<H", data, position)
            position += 2 + length
            if position > len(data):
                raise FrameError("a dynamic area is longer than its frame")
            areas.append(decode_area(data[position - length : position]))
    except (IndexError, struct.error) as error:
        raise FrameError("the dynamic-area command ends too early") from error
    if position != len(data):
        raise FrameError(f"{len(data) - position} bytes follow the last dynamic area")
    return UpdateAreas(delete=delete, areas=tuple(areas), clear_first=data[3] == 1)
