"""The hall's commands as Huidu XML: pure. Every page is the one program of the screen."""

from xml.sax.saxutils import escape

from displays.signs.commands import (
    Align,
    Clear,
    Colour,
    Command,
    Effect,
    Page,
    Ping,
    Power,
    SetBrightness,
    SetClock,
    Show,
)
from displays.signs.drawing import CELLS
from displays.signs.huidu.codec import BEAT, Packet, encode, packets_of
from displays.signs.lettering import text_width
from displays.signs.port import Encoded, UnsupportedError, Wiring

NO_SESSION = "##GUID"
HELLO_METHOD = '<in method="GetIFVersion"><version value="1000000"/></in>'
_ZONE = "(UTC+08:00)Beijing,Chongqing,HongKong,Urumchi"
_COLOURS: dict[Colour, str] = {
    "red": "#ff0000",
    "green": "#00ff00",
    "yellow": "#ffff00",
    "blue": "#0000ff",
    "cyan": "#00ffff",
    "magenta": "#ff00ff",
    "white": "#ffffff",
}
_EFFECTS: dict[Effect, int] = {
    "static": 0,
    "snap": 0,
    "flash": 0,
    "left": 1,
    "right": 2,
    "up": 3,
    "down": 4,
}
_HEAD_TO_TAIL_LEFT = 26
_ALIGN: dict[Align, str] = {"left": "left", "centre": "center", "right": "right"}


def encode_command(command: Command, wiring: Wiring) -> Encoded:
    """Return a command's packets as they would be sent without a session."""
    if isinstance(command, Ping):
        return Encoded(frames=(encode(Packet(command=BEAT)),))
    xml = document(method_of(command, wiring), NO_SESSION)
    return Encoded(frames=tuple(encode(packet) for packet in packets_of(xml)))


def document(method: str, session: str) -> bytes:
    """Return the whole XML text of a request."""
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<sdk guid="{escape(session)}">{method}</sdk>'.encode()


def method_of(command: Command, wiring: Wiring) -> str:
    """Return the ``in`` element of a command."""
    match command:
        case Show(page=page):
            return _program(page)
        case Clear():
            return _program(Page(text="", area=wiring.panel))
        case Power(on=on):
            return f'<in method="{"OpenScreen" if on else "CloseScreen"}"/>'
        case SetBrightness(percent=percent):
            value = f'<mode value="default"/><default value="{max(1, percent)}"/>'
            return f'<in method="SetLuminancePloy">{value}</in>'
        case SetClock(time=time):
            return (
                f'<in method="SetTimeInfo"><timezone value="{_ZONE}"/><summer enable="false"/>'
                f'<sync value="none"/><time value="{time:%Y-%m-%d %H:%M:%S}"/></in>'
            )
        case _:
            raise UnsupportedError("a Huidu card is sent pages of text; pictures need its files")


def _program(page: Page) -> str:
    area, lines = page.area, page.text.split("\n")
    widest = {cell: max(text_width(line, cell) for line in lines) for cell in CELLS}
    fitting = [
        cell for cell in CELLS if len(lines) * cell <= area.height and widest[cell] <= area.width
    ]
    cell = fitting[-1] if fitting else CELLS[0]
    effect = _EFFECTS[page.effect]
    if not page.wrap and (page.effect == "left" or widest[cell] > area.width):
        effect = _HEAD_TO_TAIL_LEFT
    single = "false" if page.wrap or len(lines) > 1 else "true"
    colour = _COLOURS[page.colour or "red"]
    return (
        '<in method="AddProgram"><screen timeStamps="1"><program guid="p1" type="normal">'
        f'<area alpha="255" guid="a1"><rectangle x="{area.x}" y="{area.y}" '
        f'width="{area.width}" height="{area.height}"/><resources>'
        f'<text guid="t1" singleLine="{single}">'
        f'<style align="{_ALIGN[page.align]}" valign="{page.valign}"/>'
        f"<string>{escape(page.text)}</string>"
        f'<font name="SimSun" size="{cell * 3 // 4}" color="{colour}" bold="false" '
        'italic="false" underline="false"/>'
        f'<effect in="{effect}" out="0" inSpeed="{page.speed}" outSpeed="0" '
        f'duration="{page.stay}"/></text></resources></area></program></screen></in>'
    )
