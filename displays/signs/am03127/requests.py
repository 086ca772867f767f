"""The hall's commands as AM03127 data, pure: every page is page A, a frame for each line."""

from datetime import datetime

from displays.signs.am03127.codec import Frame, encode
from displays.signs.ascii_text import ascii_text
from displays.signs.commands import (
    Clear,
    Colour,
    Command,
    Effect,
    Page,
    Ping,
    SetBrightness,
    SetClock,
    Show,
)
from displays.signs.port import Encoded, UnsupportedError, Wiring

LINE_HEIGHT = 8
MOST_LINES = 8
PAGE = "A"
RUN_PAGE = b"<RP" + PAGE.encode() + b">"
_EFFECTS: dict[Effect, str] = {
    "static": "A",
    "snap": "A",
    "left": "E",
    "right": "F",
    "up": "I",
    "down": "J",
    "flash": "A",
}
_COLOURS: dict[Colour, str] = {"red": "B", "green": "E", "yellow": "H"}
_STEADY, _BLINKING = "AQaq", "BRbr"
_LEVELS = "DCBA"


def address_of(wiring: Wiring) -> int:
    """Return the sign's address, 1 where none is given; 0 is all signs."""
    text = "1" if wiring.address is None else wiring.address
    try:
        address = int(text, 16)
    except ValueError:
        address = -1
    if not 0 <= address <= 0xFF:
        raise UnsupportedError(f"an AM03127 address is 00 to FF, not {text!r}")
    return address


def encode_command(command: Command, wiring: Wiring) -> Encoded:
    """Return the frames that carry a command."""
    address = address_of(wiring)
    parts, remarks = data_of(command)
    frames = tuple(encode(Frame(address=address, data=part)) for part in parts)
    return Encoded(frames=frames, remarks=remarks)


def data_of(command: Command) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Return the data of each frame, and what had to be substituted in the text.

    The protocol knows no question a sign could be asked: ``Ping`` names page A, which is the one
    to be shown anyway, as the page to run.
    """
    match command:
        case Show(page=page):
            return _page(page)
        case Clear():
            return (b"<D*>",), ()
        case SetBrightness(percent=percent):
            return (f"<B{_level(percent)}>".encode(),), ()
        case SetClock(time=time):
            return (_clock(time),), ()
        case Ping():
            return (RUN_PAGE,), ()
        case _:
            raise UnsupportedError("an AM03127 sign has no such command")


def _page(page: Page) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    lines = page.text.split("\n")
    first = 1 + page.area.y // LINE_HEIGHT
    if first + len(lines) - 1 > MOST_LINES:
        raise UnsupportedError(f"an AM03127 sign has at most {MOST_LINES} lines")
    if page.colour is not None and page.colour not in _COLOURS:
        raise UnsupportedError(f"an AM03127 sign has no {page.colour}")
    colour = f"<C{_COLOURS[page.colour]}>" if page.colour else ""
    effect = _EFFECTS[page.effect]
    speeds = _BLINKING if page.effect == "flash" else _STEADY
    mode = speeds[min(page.speed, len(speeds) - 1)]
    wait = chr(ord("A") + min(page.stay, 25))
    head = f"<P{PAGE}><F{effect}><M{mode}><W{wait}><F{effect}>{colour}"
    texts = [ascii_text(line) for line in lines]
    data = tuple(
        f"<L{number}>{head}".encode() + text.data.replace(b"<", b"<UBC>")
        for number, text in enumerate(texts, start=first)
    )
    return data, tuple(each for text in texts for each in text.substituted)


def _level(percent: int) -> str:
    """Return the letter of the nearest of 25, 50, 75 and 100 per cent."""
    return _LEVELS[max(0, min(3, (percent + 12) // 25 - 1))]


def _clock(time: datetime) -> bytes:
    weekday = time.isoweekday()
    return f"<SC>{time:%y}{weekday:02d}{time:%m%d%H%M%S}".encode()
