"""The hall's commands as BX-6 frames: pure but for drawing the page."""

from dataclasses import replace
from datetime import datetime

from displays.signs.bx_6.bitmap import FULL, MONO, RED_GREEN, RGB, encode_pixels
from displays.signs.bx_6.codec import ANSWERED, DYNAMIC, Frame, encode
from displays.signs.bx_6.dynamic import BLANK_AFTER_TIMEOUT, DELETE_ALL, LOOP, PixelArea, PixelPage
from displays.signs.commands import (
    Area,
    Clear,
    Command,
    Effect,
    Page,
    Picture,
    Ping,
    Power,
    SetBrightness,
    SetClock,
    Show,
    ShowPicture,
)
from displays.signs.drawing import draw_page, inner, length, stands, widest
from displays.signs.port import Encoded, UnsupportedError, Wiring

PROFILES = {"dual": RED_GREEN, "mono": MONO, "rgb": RGB, "full": FULL}
_TOP_LEVEL, _HALF_HOURS = 15, 48
_CONTINUOUS_LEFT = 4
_EFFECTS: dict[Effect, int] = {
    "static": 1,
    "snap": 2,
    "left": 3,
    "up": 5,
    "flash": 7,
    "right": 37,
    "down": 39,
}


def address_of(wiring: Wiring) -> int:
    """Return a card's address (default FFFE: one card on the line, answers)."""
    text = wiring.address
    if text is None:
        return ANSWERED
    try:
        address = int(text, 16 if text.lower().startswith("0x") else 10)
    except ValueError:
        address = -1
    if not 1 <= address <= ANSWERED:
        raise UnsupportedError(f"a BX-6 address is 1 to 65534, not {text!r}")
    return address


def encode_command(command: Command, wiring: Wiring) -> Encoded:
    """Return the one frame that carries a command."""
    return Encoded(frames=(encode(frame_of(command, wiring)),))


def frame_of(command: Command, wiring: Wiring, sequence: int = 1) -> Frame:
    """Return a command's frame."""
    address = address_of(wiring)
    colour = PROFILES[wiring.profile]
    match command:
        case Show(page=page):
            return Frame(body=_page(page, colour), destination=address, version=DYNAMIC)
        case ShowPicture(picture=picture, area=area):
            body = _picture(picture, area, colour)
            return Frame(body=body, destination=address, version=DYNAMIC)
        case Clear():
            return Frame(body=DELETE_ALL, destination=address, version=DYNAMIC)
        case _:
            return Frame(body=_setting(command), destination=address, sequence=sequence)


def _setting(command: Command) -> bytes:
    match command:
        case Ping():
            return _general(0x00)
        case Power(on=on):
            return _general(0x05, bytes((int(on),)))
        case SetBrightness(percent=percent):
            level = (percent * _TOP_LEVEL + 50) // 100
            return _general(0x07, bytes((0,)) + bytes((level,)) * _HALF_HOURS)
        case SetClock(time=time):
            return _general(0x02, _clock(time))
        case _:
            raise UnsupportedError("a BX-6 card has no such command; show the page instead")


def _general(command: int, payload: bytes = b"") -> bytes:
    return bytes((1, 0xA2, command)) + len(payload).to_bytes(2, "little") + payload


def _clock(time: datetime) -> bytes:
    digits = bytes.fromhex(f"{time:%Y%m%d%H%M%S}")
    return digits[1::-1] + digits[2:] + bytes((time.isoweekday(),))


def _picture(picture: Picture, area: Area, colour: int) -> bytes:
    box = Area(x=area.x, y=area.y, width=picture.width, height=picture.height)
    page = PixelPage(data=encode_pixels(picture, colour), valid_width=picture.width)
    return PixelArea(area=box, pages=(page,)).encode()


def _page(page: Page, colour: int) -> bytes:
    """Return an update that shows a page; a line too wide for the area moves past, whole."""
    width = page.area.width
    box = inner(page)
    fits = stands(page.text.split("\n"), box) or widest(page.text) <= box.width
    longest = width if fits else length(page.text, page.area.height)
    parts = -(-longest // width)
    page = page if fits else replace(page, frame=None)
    strip = Area(width=width * parts, height=page.area.height)
    picture = draw_page(replace(page, area=strip))
    effect = _CONTINUOUS_LEFT if parts > 1 else _EFFECTS[page.effect]
    pages = tuple(
        PixelPage(
            data=encode_pixels(_columns(picture, number * width, width), colour),
            valid_width=min(width, longest - number * width) if parts > 1 else width,
            effect=effect,
            speed=page.speed,
            stay=page.stay,
        )
        for number in range(parts)
    )
    return PixelArea(
        area=page.area,
        pages=pages,
        run_mode=BLANK_AFTER_TIMEOUT if page.expires_s else LOOP,
        timeout=page.expires_s or page.timeout_s,
    ).encode()


def _columns(picture: Picture, first: int, width: int) -> Picture:
    row = 3 * picture.width
    rgb = b"".join(
        picture.rgb[at + 3 * first : at + 3 * (first + width)]
        for at in range(0, row * picture.height, row)
    )
    return Picture(width=width, height=picture.height, rgb=rgb)
