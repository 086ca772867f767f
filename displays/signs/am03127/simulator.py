"""An AM03127 sign's end of the wire: lines of page A, drawn in a letter font seven dots high."""

import re
from collections.abc import Sequence

from displays.signs.am03127.codec import BROADCAST, Decoder, Frame
from displays.signs.am03127.requests import LINE_HEIGHT, PAGE, address_of
from displays.signs.commands import Area, Picture
from displays.signs.panel import COLOURS, Panel, Run
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

_PAGE = re.compile(rb"<L([1-8])><P([A-Z])><F[A-S]><M[A-Za-z]><W[A-Z]><F[A-K]>(.*)")
_DELETE = re.compile(rb"<DL([1-8])P([A-Z])>")
_BRIGHTNESS = re.compile(rb"<B([A-D])>")
_CODE = re.compile(r"<(?:C([A-Z])|U([0-9A-F]{2})|A[A-E]|KD|KT)>")
_CODE_COLOURS = {"B": "red", "C": "red", "E": "green", "H": "yellow"}
_SEVEN_BITS = 0x7F


class Am03127StandIn:
    """The state of one sign, changed by bytes."""

    def __init__(self, wiring: Wiring) -> None:
        self._address = address_of(wiring) or 1
        self._area = wiring.panel
        self._decoder = Decoder()
        self.lines: dict[int, bytes] = {}
        self.brightness = b"A"
        self.clock = b""

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        answers: list[bytes] = []
        while True:
            try:
                frames = self._decoder.feed(data)
            except FrameError as error:
                if "checksum" in str(error):
                    answers.append(b"NACK")
                data = b""
                continue
            if not frames:
                return answers
            data = b""
            answers += [answer for frame in frames for answer in self._take(frame, faults)]

    def begin(self) -> None:
        self._decoder = Decoder()

    def seen(self) -> Picture:
        area = self._area
        panel = Panel(area.x + area.width, area.y + area.height)
        for number, text in self.lines.items():
            top = area.y + (number - 1) * LINE_HEIGHT
            row = Area(x=area.x, y=top, width=area.width, height=LINE_HEIGHT)
            panel.draw_letters(_runs(text.decode("ascii")), area.x, top, row)
        return panel.picture()

    def _take(self, frame: Frame, faults: Faults) -> Sequence[bytes]:
        if frame.address not in (self._address, BROADCAST):
            return ()
        understood = not faults.nack and self._obey(frame.data)
        if frame.address == BROADCAST:
            return ()
        return (b"ACK" if understood else b"NACK",)

    def _obey(self, data: bytes) -> bool:
        """Change the state as asked; tell whether the sign knows such a command."""
        if page := _PAGE.fullmatch(data):
            if page[2].decode() == PAGE:
                self.lines[int(page[1])] = page[3]
        elif gone := _DELETE.fullmatch(data):
            self.lines.pop(int(gone[1]), None)
        elif data == b"<D*>":
            self.lines.clear()
        elif level := _BRIGHTNESS.fullmatch(data):
            self.brightness = level[1]
        elif data.startswith(b"<SC>"):
            self.clock = data[4:]
        else:
            return data.startswith((b"<RP", b"<TA>"))
        return True


def _runs(text: str) -> list[Run]:
    """Return coloured runs; character codes and colours are obeyed, other codes left out."""
    runs: list[Run] = []
    colour, position = "red", 0
    for code in _CODE.finditer(text):
        runs.append(Run(text[position : code.start()], COLOURS[colour]))
        position = code.end()
        if code[1]:
            colour = _CODE_COLOURS.get(code[1], colour)
        elif code[2]:
            runs.append(Run(chr(int(code[2], 16) & _SEVEN_BITS), COLOURS[colour]))
    runs.append(Run(text[position:], COLOURS[colour]))
    return runs
