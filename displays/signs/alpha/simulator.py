"""An Alpha sign's end of the wire: files, priority text, error status, the panel."""

from collections.abc import Iterator, Sequence

from displays.signs.alpha.codec import Decoder, Packet, encode
from displays.signs.alpha.dots import INSERT, Dots, decode_dots
from displays.signs.alpha.requests import FILE, NEW_LINE, PRIORITY_FILE, address_of
from displays.signs.commands import Picture
from displays.signs.lettering import text_width
from displays.signs.panel import COLOURS, Panel, Run
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

_CELL = 16
_ALWAYS_SET, _BAD_COMMAND, _BAD_CHECKSUM = 0x40, 0x20, 0x10
_CODE_COLOURS = {b"1": "red", b"2": "green", b"8": "yellow"}
_ONE_BYTE_CODES = {0x15, 0x16, 0x17, 0x18, 0x19, 0x12, 0x11}
_TWO_BYTE_CODES = {0x1A, 0x1C, 0x07, 0x0B, 0x10, 0x14, 0x1E}


class AlphaStandIn:
    """The state of one sign, changed by bytes: text files, and pictures that they name."""

    def __init__(self, wiring: Wiring) -> None:
        own = address_of(wiring)
        self._address = "01" if own == "00" else own
        self._panel_area = wiring.panel
        self._decoder = Decoder()
        self._errors = 0
        self.files: dict[bytes, bytes] = {}
        self.strings: dict[bytes, bytes] = {}
        self.pictures: dict[bytes, Dots] = {}
        self.room: dict[bytes, bytes] = {}
        self.clock: list[bytes] = []

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        answers: list[bytes] = []
        while True:
            try:
                packets = self._decoder.feed(data)
            except FrameError as error:
                self._errors |= _BAD_CHECKSUM if "checksum" in str(error) else _BAD_COMMAND
                data = b""
                continue
            if not packets:
                return answers
            data = b""
            for packet in packets:
                answers += self._take(packet, faults)

    def begin(self) -> None:
        self._decoder = Decoder()

    def seen(self) -> Picture:
        area = self._panel_area
        panel = Panel(area.x + area.width, area.y + area.height)
        text = self.files.get(PRIORITY_FILE) or self.files.get(FILE, b"")
        if text[:1] == INSERT:
            drawn = self.pictures.get(text[1:2])
            if drawn is not None:
                panel.put(drawn.picture(), area.x, area.y)
            return panel.picture()
        for label, words in self.strings.items():
            text = text.replace(b"\x10" + label, words)
        lines = _lines(text)
        top = area.y + max(0, (area.height - len(lines) * _CELL) // 2)
        for number, run in enumerate(lines):
            left = area.x + max(0, (area.width - text_width(run.text, _CELL)) // 2)
            panel.draw_line([run], left, top + number * _CELL, _CELL, area)
        return panel.picture()

    def _take(self, packet: Packet, faults: Faults) -> Iterator[bytes]:
        if not _matches(packet.address, self._address):
            return
        for command in packet.commands:
            if faults.nack:
                self._errors |= _BAD_COMMAND
            if command == b"F*":
                status = bytes((_ALWAYS_SET | self._errors,))
                self._errors = 0
                yield encode(Packet(commands=(b"E*" + status,), type="0"))
            elif not self._obey(command):
                self._errors |= _BAD_COMMAND

    def _obey(self, command: bytes) -> bool:
        letter, rest = command[:1], command[1:]
        if letter == b"A" and rest:
            self.files[rest[:1]] = rest[4:] if rest[1:2] == b"\x1b" else rest[1:]
        elif letter == b"G" and rest:
            if rest[:1] not in self.room:
                return False
            self.strings[rest[:1]] = rest[1:]
        elif letter == b"I":
            return self._draw(command)
        elif letter == b"E":
            self._special(rest)
        else:
            return letter == b"F"
        return True

    def _draw(self, command: bytes) -> bool:
        """Take a picture the memory has room for."""
        try:
            drawn = decode_dots(command)
        except FrameError:
            return False
        if self.room.get(drawn.label) != command[2:6]:
            return False
        self.pictures[drawn.label] = drawn
        return True

    def _special(self, rest: bytes) -> None:
        if rest[:1] == b"$":
            self.files.clear()
            self.pictures.clear()
            entries = [rest[at : at + 11] for at in range(1, len(rest), 11)]
            self.strings.clear()
            self.room = {each[:1]: each[3:7] for each in entries if each[1:2] in (b"B", b"D")}
        elif rest == b"4":
            self._errors = 0
        elif rest[:1] in (b" ", b"'", b";", b"&"):
            self.clock.append(rest)


def _matches(pattern: str, address: str) -> bool:
    return pattern == "00" or all(
        wanted in ("?", digit) for wanted, digit in zip(pattern, address, strict=True)
    )


def _lines(text: bytes) -> list[Run]:
    """Return lines of one colour each; codes are obeyed (colour) or left out (the rest)."""
    lines = [""]
    colour = "yellow"
    position = 0
    while position < len(text):
        byte = text[position]
        if byte == 0x1C:
            colour = _CODE_COLOURS.get(text[position + 1 : position + 2], colour)
        if byte == NEW_LINE:
            lines.append("")
        elif byte >= 0x20:
            lines[-1] += chr(byte)
        position += 2 if byte in _TWO_BYTE_CODES else 1
    return [Run(line, COLOURS[colour]) for line in lines]
