"""A Huidu card's end of the wire: greets, understands the methods we send, draws the program."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import unescape

from displays.signs.commands import Align, Area, Page, Picture, VerticalAlign
from displays.signs.huidu.codec import (
    BEAT,
    BEAT_ANSWER,
    HELLO,
    HELLO_ANSWER,
    SDK,
    SDK_ANSWER,
    SDK_ERROR,
    VERSION,
    Decoder,
    Packet,
    Reassembler,
    encode,
    packets_of,
)
from displays.signs.huidu.requests import NO_SESSION
from displays.signs.lettering import text_width
from displays.signs.panel import COLOURS, Panel, Run
from displays.signs.pixels import dark
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

SESSION = "5d2b"
_REQUEST = re.compile(r'<sdk guid="([^"]*)"><in method="(\w+)"/?>(.*)', re.DOTALL)
_RECTANGLE = re.compile(r'<rectangle x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/>')
_STYLE = re.compile(r'<style align="(\w+)" valign="(\w+)"/>')
_STRING = re.compile(r"<string>(.*?)</string>", re.DOTALL)
_FONT = re.compile(r'<font name="[^"]*" size="(\d+)" color="#([0-9a-f]{6})"')
_VALUE = re.compile(r'<default value="(\d+)"/>')
_ALIGN: dict[str, Align] = {"left": "left", "center": "centre", "right": "right"}
_VALIGN: dict[str, VerticalAlign] = {"top": "top", "middle": "middle", "bottom": "bottom"}
_NEAR = {"ff0000": "red", "00ff00": "green", "ffff00": "yellow", "0000ff": "blue"}
_NEAR |= {"00ffff": "cyan", "ff00ff": "magenta", "ffffff": "white"}


class HuiduStandIn:
    """The state of one card, changed by bytes."""

    def __init__(self, wiring: Wiring) -> None:
        self._area = wiring.panel
        self._decoder = Decoder()
        self._whole = Reassembler()
        self._page: tuple[Page, int, str] | None = None
        self.on = True
        self.brightness = 100
        self.time = ""

    @property
    def text(self) -> str:
        """The words of the program."""
        return self._page[0].text if self._page else ""

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        answers: list[bytes] = []
        while True:
            try:
                packets = self._decoder.feed(data)
                if not packets:
                    return answers
                for packet in packets:
                    answers += [encode(each) for each in self._take(packet, faults)]
            except FrameError:
                answers.append(encode(Packet(command=SDK_ERROR, payload=b"\x01\x00")))
            data = b""

    def begin(self) -> None:
        self._decoder, self._whole = Decoder(), Reassembler()

    def seen(self) -> Picture:
        if self._page is None or not self.on:
            return dark(self._area)
        page, cell, colour = self._page
        panel = Panel(self._area.x + self._area.width, self._area.y + self._area.height)
        lines = page.text.split("\n")
        spare = max(0, page.area.height - len(lines) * cell)
        top = page.area.y + {"top": 0, "middle": spare // 2, "bottom": spare}[page.valign]
        for number, line in enumerate(lines):
            room = max(0, page.area.width - text_width(line, cell))
            left = page.area.x + {"left": 0, "centre": room // 2, "right": room}[page.align]
            run = Run(line, COLOURS[colour])
            panel.draw_line([run], left, top + number * cell, cell, page.area)
        return panel.picture()

    def _take(self, packet: Packet, faults: Faults) -> Sequence[Packet]:
        match packet.command:
            case _ if packet.command == HELLO:
                return (Packet(command=HELLO_ANSWER, payload=VERSION),)
            case _ if packet.command == BEAT:
                return (Packet(command=BEAT_ANSWER),)
            case _ if packet.command == SDK:
                xml = self._whole.take(packet)
                return () if xml is None else packets_of(self._obey(xml, faults), SDK_ANSWER)
            case _:
                return ()

    def _obey(self, xml: bytes, faults: Faults) -> bytes:
        found = _REQUEST.search(xml.decode("utf-8", errors="replace"))
        if found is None:
            return _out("", "kParseXmlFailed")
        session, method, rest = found.groups()
        if faults.nack:
            return _out(method, "kPermissionDenied")
        if session != (NO_SESSION if method == "GetIFVersion" else SESSION):
            return _out(method, "kInvalidGUID")
        return _out(method, self._do(method, rest))

    def _do(self, method: str, rest: str) -> str:
        match method:
            case "GetIFVersion":
                pass
            case "AddProgram":
                return self._program(rest)
            case "OpenScreen" | "CloseScreen":
                self.on = method == "OpenScreen"
            case "SetLuminancePloy" if level := _VALUE.search(rest):
                self.brightness = int(level[1])
            case "SetTimeInfo":
                self.time = rest
            case _:
                return "kUnsupportMethod"
        return "kSuccess"

    def _program(self, rest: str) -> str:
        box, style = _RECTANGLE.search(rest), _STYLE.search(rest)
        words, font = _STRING.search(rest), _FONT.search(rest)
        if not (box and style and words and font):
            return "kParseXmlFailed"
        x, y, width, height = (int(part) for part in box.groups())
        if not width or not height:
            return "kParseXmlFailed"
        page = Page(
            text=unescape(words[1]),
            area=Area(x=x, y=y, width=width, height=height),
            align=_ALIGN.get(style[1], "left"),
            valign=_VALIGN.get(style[2], "top"),
        )
        self._page = page, max(8, min(int(font[1]), 96) * 4 // 3), _NEAR.get(font[2], "red")
        return "kSuccess"


def _out(method: str, result: str) -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?>'
    out = f'<out method="{method}" result="{result}"></out>'
    return f'{head}<sdk guid="{SESSION}">{out}</sdk>'.encode()
