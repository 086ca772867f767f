"""Reads a printer's bytes as its firmware would and moves the paper.

Sources: Epson ESC/POS command reference (ESC, GS, GS ( k, DLE EOT), FS commands of Chinese
models; see ``docs/printer.md``. It is lenient as printers are and keeps a list of ``problems``:
unknown commands, lines too long, a drawer opened.
"""

from collections.abc import Callable
from dataclasses import dataclass

import segno
from PIL import Image

from printer.simulator.paper import Glyph, Paper

_LINE_PITCH = 30
_ESC, _FS, _GS, _DLE = 0x1B, 0x1C, 0x1D, 0x10
_LENGTHS = {
    _ESC: {
        b"@": 0, b"!": 1, b"E": 1, b"G": 1, b"-": 1, b"a": 1, b"2": 0, b"3": 1, b"d": 1, b"J": 1,
        b"t": 1, b"R": 1, b"M": 1, b" ": 1, b"{": 1, b"B": 2, b"p": 3,
    },
    _FS: {b"&": 0, b".": 0, b"!": 1, b"W": 1, b"-": 1, b"S": 2, b"C": 1},
    _GS: {b"!": 1, b"L": 2, b"W": 2, b"B": 1, b"r": 1, b"a": 1, b"I": 1},
    _DLE: {b"\x04": 1, b"\x05": 1, b"\x14": 3},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something the machine must act on: a piece of paper came off, or the host asked."""

    kind: str
    piece: Image.Image | None = None
    parameter: int = 0


_MOVED = Event(kind="moved")
_NOTHING = Event(kind="nothing")


@dataclass(slots=True)
class _Style:
    """What a reset brings back; ``chinese`` is off as on export models."""

    across: int = 1
    down: int = 1
    chinese_across: int = 1
    chinese_down: int = 1
    bold: bool = False
    underlined: bool = False
    align: int = 0
    pitch: int = _LINE_PITCH
    chinese: bool = False


class Interpreter:
    """Takes bytes in and gives one event at a time."""

    def __init__(self, paper: Paper, *, cutter: bool) -> None:
        self.problems: list[str] = []
        self.drawer_kicks = 0
        self.texts: list[str] = []
        self.codes: list[bytes] = []
        self.slits: list[int] = []
        self._paper = paper
        self._cutter = cutter
        self._hanging = False
        self._buffer = bytearray()
        self._style = _Style()
        self._line: list[Glyph] = []
        self._code = {"module": 3, "level": 48}
        self._code_data = b""
        self._acts: dict[bytes, Callable[[bytes], Event]] = {
            b"\x1b@": self._reset, b"\x1b!": self._print_mode, b"\x1bE": self._set_bold,
            b"\x1bG": self._set_bold, b"\x1b-": self._underline, b"\x1ba": self._set_align,
            b"\x1b2": self._default_pitch, b"\x1b3": self._set_pitch, b"\x1bd": self._feed_lines,
            b"\x1bJ": self._feed_dots, b"\x1bp": self._drawer, b"\x10\x14": self._drawer,
            b"\x1c&": self._chinese_on, b"\x1c.": self._chinese_off, b"\x1c!": self._chinese_mode,
            b"\x1cW": self._chinese_double, b"\x1d!": self._enlarge,
            b"\x1dr": lambda p: Event(kind="paper asked", parameter=p[0]),
            b"\x1da": lambda p: Event(kind="auto status", parameter=p[0]),
        }  # fmt: skip

    def feed(self, data: bytes) -> None:
        """Put received bytes into the print buffer."""
        self._buffer += data

    @property
    def asked_next(self) -> bool:
        """Whether the next thing in the buffer is a question about paper (GS r)."""
        return self._buffer[:2] == b"\x1dr" and len(self._buffer) > 2

    def next(self) -> tuple[Event, bytes] | None:
        """Work off one command or character; None when there is no whole one.

        Returns what happened and the bytes that did it.
        """
        taken = self._take() if self._buffer else None
        if taken is None:
            return None
        event, used = taken
        self._hanging = self._hanging and event.kind not in ("moved", "torn")
        consumed = bytes(self._buffer[:used])
        del self._buffer[:used]
        return event, consumed

    @property
    def hanging(self) -> bool:
        """Whether a piece hangs by one point and nothing was printed since."""
        return self._hanging

    def tear(self) -> Image.Image:
        """Take off the piece that hangs at the cutter."""
        self._hanging = False
        self.slits.pop()
        return self._paper.cut(feed_to_cutter=False)

    def _take(self) -> tuple[Event, int] | None:
        first = self._buffer[0]
        if self._hanging and bytes(self._buffer[:2]) in (b"\x1b@", b"\x1dr"):
            return Event(kind="torn", piece=self.tear()), 0
        if first in _LENGTHS:
            return self._command(first)
        if first == 0x0A:
            return self._line_feed(), 1
        if first < 0x20:
            return _NOTHING, 1
        return self._character(first)

    def _command(self, lead: int) -> tuple[Event, int] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        name = bytes(buffer[:2])
        if name == b"\x1dv":
            return self._raster()
        if name == b"\x1d(":
            return self._extended()
        if name == b"\x1dV":
            return self._cut()
        length = _LENGTHS[lead].get(name[1:])
        if length is None:
            self.problems.append(f"unknown command {name.hex(' ')}")
            return _NOTHING, 2
        if len(buffer) < 2 + length:
            return None
        act = self._acts.get(name)
        event = act(bytes(buffer[2 : 2 + length])) if act else _NOTHING
        return event, 2 + length

    def _character(self, first: int) -> tuple[Event, int] | None:
        if first < 0x80:
            self._put(chr(first))
            return _NOTHING, 1
        if not self._style.chinese:
            self.problems.append(f"byte {first:02x} outside Chinese mode")
            self._put("?")
            return _NOTHING, 1
        if len(self._buffer) < 2:
            return None
        second = self._buffer[1]
        if first in (0x80, 0xFF) or not 0x40 <= second <= 0xFE or second == 0x7F:
            self.problems.append(f"byte {first:02x} {second:02x} is no Chinese character")
            self._put("?")
            return _NOTHING, 1
        char = bytes(self._buffer[:2]).decode("gbk", errors="replace")
        self._put(char[0])
        return _NOTHING, 2

    def _put(self, char: str) -> None:
        style = self._style
        wide = not char.isascii()
        glyph = Glyph(
            char=char,
            across=style.chinese_across if wide else style.across,
            down=style.chinese_down if wide else style.down,
            bold=style.bold,
            underlined=style.underlined,
        )
        if sum(other.width for other in self._line) + glyph.width > self._paper.width:
            self.problems.append(f"line too long at {char!r}")
            self._line_feed()
        self._line.append(glyph)

    def _line_feed(self) -> Event:
        self.texts.append("".join(glyph.char for glyph in self._line))
        self._paper.line(self._line, align=self._style.align, pitch=self._style.pitch)
        self._line = []
        return _MOVED

    def _end_line(self) -> None:
        if self._line:
            self._line_feed()

    def _reset(self, _: bytes) -> Event:
        self._style = _Style()
        self._line = []
        return Event(kind="reset")

    def _print_mode(self, parameters: bytes) -> Event:
        mode = parameters[0]
        self._style.bold = bool(mode & 0x08)
        self._style.down = 2 if mode & 0x10 else 1
        self._style.across = 2 if mode & 0x20 else 1
        self._style.underlined = bool(mode & 0x80)
        return _NOTHING

    def _set_bold(self, parameters: bytes) -> Event:
        self._style.bold = bool(parameters[0] & 1)
        return _NOTHING

    def _underline(self, parameters: bytes) -> Event:
        self._style.underlined = parameters[0] not in (0, 48)
        return _NOTHING

    def _set_align(self, parameters: bytes) -> Event:
        if self._line:
            self.problems.append("alignment in the middle of a line")
        elif parameters[0] % 48 < 3:
            self._style.align = parameters[0] % 48
        return _NOTHING

    def _default_pitch(self, _: bytes) -> Event:
        self._style.pitch = _LINE_PITCH
        return _NOTHING

    def _set_pitch(self, parameters: bytes) -> Event:
        self._style.pitch = parameters[0]
        return _NOTHING

    def _feed_lines(self, parameters: bytes) -> Event:
        self._end_line()
        self._paper.feed(parameters[0] * self._style.pitch)
        return _MOVED

    def _feed_dots(self, parameters: bytes) -> Event:
        self._end_line()
        self._paper.feed(parameters[0])
        return _MOVED

    def _drawer(self, _: bytes) -> Event:
        self.drawer_kicks += 1
        self.problems.append("cash drawer opened")
        return _NOTHING

    def _chinese_on(self, _: bytes) -> Event:
        self._style.chinese = True
        return _NOTHING

    def _chinese_off(self, _: bytes) -> Event:
        self._style.chinese = False
        return _NOTHING

    def _chinese_mode(self, parameters: bytes) -> Event:
        mode = parameters[0]
        self._style.chinese_across = 2 if mode & 0x04 else 1
        self._style.chinese_down = 2 if mode & 0x08 else 1
        return _NOTHING

    def _chinese_double(self, parameters: bytes) -> Event:
        scale = 2 if parameters[0] & 1 else 1
        self._style.chinese_across = self._style.chinese_down = scale
        return _NOTHING

    def _enlarge(self, parameters: bytes) -> Event:
        across, down = (parameters[0] >> 4 & 7) + 1, (parameters[0] & 7) + 1
        self._style.across = self._style.chinese_across = across
        self._style.down = self._style.chinese_down = down
        return _NOTHING

    def _raster(self) -> tuple[Event, int] | None:
        if len(self._buffer) < 8:
            return None
        width = int.from_bytes(self._buffer[4:6], "little")
        height = int.from_bytes(self._buffer[6:8], "little")
        end = 8 + width * height
        if len(self._buffer) < end:
            return None
        if width * 8 > self._paper.width:
            self.problems.append(f"picture of {width * 8} dots on paper of {self._paper.width}")
        self._end_line()
        self._paper.dots(width, bytes(self._buffer[8:end]))
        return _MOVED, end

    def _extended(self) -> tuple[Event, int] | None:
        if len(self._buffer) < 5:
            return None
        end = 5 + int.from_bytes(self._buffer[3:5], "little")
        if len(self._buffer) < end:
            return None
        if self._buffer[2:3] != b"k" or self._buffer[5:6] != b"1":
            self.problems.append(f"unknown command {bytes(self._buffer[:6]).hex(' ')}")
            return _NOTHING, end
        return self._qr(self._buffer[6], bytes(self._buffer[7:end])), end

    def _qr(self, function: int, parameters: bytes) -> Event:
        match function:
            case 0x43:
                self._code["module"] = parameters[0]
            case 0x45:
                self._code["level"] = parameters[0]
            case 0x50:
                self._code_data = parameters[1:]
            case 0x51:
                return self._print_code()
            case _:
                pass
        return _NOTHING

    def _print_code(self) -> Event:
        level = {48: "l", 49: "m", 50: "q", 51: "h"}.get(self._code["level"], "l")
        symbol = segno.make_qr(self._code_data, error=level, boost_error=False)
        rows = [[0 if cell else 255 for cell in row] for row in symbol.matrix]
        count, side = len(rows), self._code["module"] * len(rows)
        if side > self._paper.width:
            self.problems.append(f"QR code of {side} dots on paper of {self._paper.width}")
            return _NOTHING
        picture = Image.new("L", (count, count))
        picture.putdata([dot for row in rows for dot in row])
        self._end_line()
        enlarged = picture.resize((side, side), Image.Resampling.NEAREST).convert("1")
        self._paper.picture(enlarged, align=self._style.align)
        self.codes.append(self._code_data)
        return _MOVED

    def _cut(self) -> tuple[Event, int] | None:
        if len(self._buffer) < 3:
            return None
        mode = self._buffer[2]
        length = 4 if mode in (65, 66) else 3
        if len(self._buffer) < length:
            return None
        if not self._cutter:
            self.problems.append("cut without a cutter")
            return _NOTHING, length
        if mode in (1, 49):
            # More print after it makes this a slit; a new job or a question means it is torn off.
            self.slits.append(self._paper.slit())
            self._hanging = True
            return _NOTHING, length
        if length == 4:
            self._paper.feed(self._buffer[3])
        piece = self._paper.cut(feed_to_cutter=length == 4)
        return Event(kind="torn", piece=piece), length
