"""A BX-K card's end of the wire: answers as the card does and draws what people would see.

It keeps the card's limits: 1024 bytes a frame, GB2312 only, four areas, text in a 16-dot font, and
inline codes in the text. Scrolling texts are drawn at their first position.
"""

import re
from collections.abc import Iterator, Sequence

from displays.signs.bx_k.codec import (
    ACK,
    BROADCAST_ANSWERED,
    BROADCAST_SILENT,
    CHECKSUM,
    NACK,
    Decoder,
    Frame,
    encode,
)
from displays.signs.bx_k.dynamic import (
    AUTOMATIC,
    PIXELS,
    DynamicArea,
    UpdateAreas,
    decode_update,
)
from displays.signs.bx_k.requests import address_of
from displays.signs.commands import Area, Picture
from displays.signs.lettering import cell_width
from displays.signs.panel import COLOURS, Panel, Run
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

_CELL = 16
_OWN_ADDRESS = 1
_MUST_ANSWER = 1
_NO_SUCH_GROUP, _NO_SUCH_COMMAND = 1, 2
_KNOWN_GROUPS = {0xA0, 0xA1, 0xA2, 0xA3}
_CODE = re.compile(r"\\(?:C([1-7])|(n)|F[EO]\d{3})")
_CODE_COLOURS = ("red", "green", "yellow", "blue", "cyan", "magenta", "white")


class BxKStandIn:
    """The state of one card, changed by bytes."""

    def __init__(self, wiring: Wiring) -> None:
        address = address_of(wiring)
        self._address = _OWN_ADDRESS if address >= BROADCAST_ANSWERED else address
        self._panel_area = wiring.panel
        self._decoder = Decoder()
        self.areas: dict[int, DynamicArea] = {}
        self.on = True
        self.brightness = 15
        self.clock = b""

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        answers: list[bytes] = []
        while True:
            try:
                frames = self._decoder.feed(data)
            except FrameError as error:
                if "checksum" in str(error):
                    answers.append(
                        self._answer(Frame(destination=1, source=0x8000, data=b""), CHECKSUM)
                    )
                data = b""
                continue
            if not frames:
                return answers
            data = b""
            answers += [answer for frame in frames for answer in self._take(frame, faults)]

    def begin(self) -> None:
        self._decoder = Decoder()

    def seen(self) -> Picture:
        panel = Panel(
            self._panel_area.x + self._panel_area.width,
            self._panel_area.y + self._panel_area.height,
        )
        if self.on and self.brightness:
            for area in self.areas.values():
                _draw(panel, area)
        return panel.picture()

    def _take(self, frame: Frame, faults: Faults) -> Iterator[bytes]:
        if frame.destination not in (self._address, BROADCAST_ANSWERED, BROADCAST_SILENT):
            return
        error = faults.nack or self._obey(frame)
        if frame.destination != BROADCAST_SILENT and frame.data[2] == _MUST_ANSWER:
            yield self._answer(frame, error)

    def _answer(self, frame: Frame, error: int) -> bytes:
        head = bytes((*NACK, error)) if error else bytes((*ACK, 0))
        return encode(Frame(destination=frame.source, source=self._address, data=head + bytes(2)))

    def _obey(self, frame: Frame) -> int:
        """Change the state as asked; return the error code, 0 for none."""
        match frame.command:
            case (0xA2, 0x00):
                pass
            case (0xA2, 0x03):
                self.clock = frame.payload
            case (0xA3, 0x00):
                self.on = frame.payload[:1] == b"\x01"
            case (0xA3, 0x02):
                self.brightness = frame.payload[1]
            case (0xA3, 0x06):
                return self._update(frame.data)
            case (0xA3, 0x10):
                self.areas.clear()
            case (group, _):
                return _NO_SUCH_COMMAND if group in _KNOWN_GROUPS else _NO_SUCH_GROUP
        return 0

    def _update(self, data: bytes) -> int:
        try:
            update: UpdateAreas = decode_update(data)
        except FrameError:
            return _NO_SUCH_COMMAND
        if update.delete is None or update.clear_first:
            self.areas.clear()
        for area_id in update.delete or ():
            self.areas.pop(area_id, None)
        for area in update.areas:
            self.areas[area.id] = area
        return 0


def _draw(panel: Panel, area: DynamicArea) -> None:
    unit = 1 if area.width & PIXELS else 8
    clip = Area(
        x=(area.x & ~PIXELS) * unit,
        y=area.y,
        width=max(1, (area.width & ~PIXELS) * unit),
        height=max(1, area.height),
    )
    lines = _lines(area.text.decode("gbk", errors="replace"))
    if area.line_break == AUTOMATIC:
        lines = [part for line in lines for part in _wrapped(line, clip.width)]
    height = len(lines) * _CELL
    spare = max(0, clip.height - height)
    top = clip.y + {0: 0, 1: spare, 2: spare // 2}.get(area.alignment >> 2 & 3, 0)
    for number, runs in enumerate(lines):
        room = clip.width - sum(cell_width(c, _CELL) for run in runs for c in run.text)
        left = clip.x + {0: 0, 1: max(0, room), 2: max(0, room // 2)}.get(area.alignment & 3, 0)
        panel.draw_line(runs, left, top + number * _CELL, _CELL, clip)


def _lines(text: str) -> list[list[Run]]:
    """Return lines of coloured runs, the inline codes obeyed."""
    lines: list[list[Run]] = [[]]
    colour = "yellow"
    position = 0
    for code in _CODE.finditer(text):
        lines[-1].append(Run(text[position : code.start()], COLOURS[colour]))
        position = code.end()
        if code[1]:
            colour = _CODE_COLOURS[int(code[1]) - 1]
        elif code[2]:
            lines.append([])
    lines[-1].append(Run(text[position:], COLOURS[colour]))
    return lines


def _wrapped(line: list[Run], width: int) -> list[list[Run]]:
    rows: list[list[Run]] = [[]]
    used = 0
    for run in line:
        for character in run.text:
            needed = cell_width(character, _CELL)
            if used + needed > width and used:
                rows.append([])
                used = 0
            rows[-1].append(Run(character, run.colour))
            used += needed
    return rows
