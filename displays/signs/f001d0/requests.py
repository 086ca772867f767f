"""The hall's commands as F0 01 D0 frames: a frame a line of text. Pure."""

from displays.signs.commands import Clear, Colour, Command, Page, Ping, Power, Show
from displays.signs.f001d0.codec import SCROLL, STATIC, Frame, encode
from displays.signs.gb2312 import card_text
from displays.signs.port import Encoded, UnsupportedError, Wiring

ROW_HEIGHT = 16
_COLOURS: dict[Colour, int] = {"red": 0, "green": 1, "blue": 2}


def address_of(wiring: Wiring) -> int:
    """Return the card's address, 1 where none is given."""
    text = wiring.address or "1"
    if not text.isdigit() or not 1 <= int(text) <= 255:
        raise UnsupportedError(f"an F0 01 D0 address is 1 to 255, not {text!r}")
    return int(text)


def encode_command(command: Command, wiring: Wiring) -> Encoded:
    """Return the frames of a command, one a row."""
    address = address_of(wiring)
    match command:
        case Show(page=page):
            return _page(page, address)
        case Clear() | Power(on=False):
            rows = max(1, wiring.panel.height // ROW_HEIGHT)
            blank = Page(text="\n".join([" "] * rows))
            return _page(blank, address)
        case Ping():
            return Encoded(frames=())
        case _:
            raise UnsupportedError("an F0 01 D0 strip shows text and knows nothing else")


def _page(page: Page, address: int) -> Encoded:
    colour = page.colour or "red"
    if colour not in _COLOURS:
        raise UnsupportedError(f"an F0 01 D0 strip has no {colour}")
    texts = [card_text(line) for line in page.text.split("\n")]
    frames = tuple(
        encode(
            Frame(
                text=text.data,
                row=number,
                mode=_mode(page, text.data),
                speed=min(page.speed, 250),
                colour=_COLOURS[colour],
                address=address,
            )
        )
        for number, text in enumerate(texts, start=1 + page.area.y // ROW_HEIGHT)
    )
    return Encoded(frames=frames, remarks=tuple(each for t in texts for each in t.substituted))


def _mode(page: Page, text: bytes) -> int:
    """Return how a row moves: a text wider than the area scrolls, so that nothing is lost."""
    fits = len(text) * ROW_HEIGHT // 2 <= page.area.width
    return STATIC if fits and page.effect in ("static", "snap") else SCROLL
