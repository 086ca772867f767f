"""The hall's commands as M-Protocol commands: pure.

A page goes to TEXT file A, a priority page to the priority file ``0``, which covers everything
until it is emptied.
"""

from datetime import datetime

from displays.signs.alpha.codec import Packet, encode
from displays.signs.alpha.dots import INSERT, PAGE, PRIORITY, dots_of, memory
from displays.signs.alpha.strings import CALLING_TEXT, MEMORY, can_be_string, string_of
from displays.signs.ascii_text import ascii_text
from displays.signs.commands import (
    Clear,
    Colour,
    Command,
    Effect,
    EndPriority,
    Page,
    Ping,
    Power,
    Priority,
    SetClock,
    Show,
)
from displays.signs.port import Encoded, UnsupportedError, Wiring

FILE, PRIORITY_FILE = b"A", b"0"
NEW_LINE = 0x0D
READ_STATUS = b"F*"
PICTURE, STRING = b"I", b"G"
_MIDDLE, _FILL = 0x20, 0x30
_ESCAPE = 0x1B
_COLOUR_CODE = 0x1C
_MODES: dict[Effect, bytes] = {
    "static": b"b",
    "snap": b"b",
    "left": b"a",
    "right": b"h",
    "up": b"e",
    "down": b"f",
    "flash": b"c",
}
_COLOURS: dict[Colour, bytes] = {"red": b"1", "green": b"2", "yellow": b"8"}


def address_of(wiring: Wiring) -> str:
    """Return the two hex digits of an address (default 00: all signs)."""
    text = "00" if wiring.address is None else wiring.address.upper().zfill(2)
    if len(text) != 2 or any(digit not in "0123456789ABCDEF?" for digit in text):
        raise UnsupportedError(f"an Alpha address is two hex digits or ?, not {wiring.address!r}")
    return text


def encode_command(command: Command, wiring: Wiring) -> Encoded:
    """Return the packets that carry a command, one command each."""
    commands, remarks = commands_of(command, wiring)
    if needed := memory_for(commands, wiring):
        commands = (needed, *commands)
    address = address_of(wiring)
    frames = tuple(encode(Packet(commands=(each,), address=address)) for each in commands)
    return Encoded(frames=frames, remarks=remarks)


def draws(wiring: Wiring) -> bool:
    """Tell whether the sign is sent pictures where its own letters are not enough."""
    return wiring.profile.startswith("dots")


def memory_for(commands: tuple[bytes, ...], wiring: Wiring) -> bytes | None:
    """Return what divides the sign's memory for these commands, None where they need nothing."""
    letters = {command[:1] for command in commands}
    if PICTURE in letters:
        return memory(wiring.panel)
    return MEMORY if STRING in letters else None


def commands_of(command: Command, wiring: Wiring) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Return M-Protocol commands and what had to be substituted in their text.

    Pictures and strings need room in the sign's memory: ``memory_for`` once after each connection.
    """
    match command:
        case Show(page=page):
            return _page(FILE, PAGE, page, wiring)
        case Priority(page=page):
            return _page(PRIORITY_FILE, PRIORITY, page, wiring)
        case EndPriority() | Power(on=True):
            return (b"A" + PRIORITY_FILE,), ()
        case Power():
            return _write(PRIORITY_FILE, Page(text=" "))
        case Clear():
            return _write(FILE, Page(text=" "))
        case SetClock(time=time):
            return _clock(time), ()
        case Ping():
            return (READ_STATUS,), ()
        case _:
            raise UnsupportedError("an Alpha sign has no verified command for that")


def _string(page: Page) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Return the string and the text that calls it; a page that cannot be one is a text itself."""
    (text,), remarks = _write(FILE, page)
    words = text[text.index(_MODES[page.effect], 3) + 1 :]
    if not can_be_string(page, words):
        return (text,), remarks
    return (string_of(words), CALLING_TEXT), remarks


def _write(label: bytes, page: Page) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    text = ascii_text(page.text)
    position = _MIDDLE if page.effect in ("static", "snap", "flash") else _FILL
    head = b"A" + label + bytes((_ESCAPE, position)) + _MODES[page.effect]
    colour = b""
    if page.colour is not None:
        if page.colour not in _COLOURS:
            raise UnsupportedError(f"an Alpha sign has no {page.colour}")
        colour = bytes((_COLOUR_CODE,)) + _COLOURS[page.colour]
    words = text.data.replace(b"\n", bytes((NEW_LINE,)))
    return (head + colour + words,), text.substituted


def _page(
    label: bytes, picture: bytes, page: Page, wiring: Wiring
) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Return a text, or a picture and the text that shows nothing but it, held."""
    if wiring.profile == "strings" and label == FILE:
        return _string(page)
    if not draws(wiring) or page.text.isascii():
        return _write(label, page)
    drawn = dots_of(page, wiring.panel, picture)
    text = b"A" + label + bytes((_ESCAPE, _FILL)) + _MODES["static"] + INSERT + picture
    return (drawn.encode(), text), ()


def _clock(time: datetime) -> tuple[bytes, ...]:
    """Return time, 24-hour format, date and weekday (1 is Sunday)."""
    weekday = time.isoweekday() % 7 + 1
    return (
        f"E {time:%H%M}".encode(),
        b"E'M",
        f"E;{time:%m%d%y}".encode(),
        f"E&{weekday}".encode(),
    )
