"""The hall's commands as BX-K requests: pure."""

from datetime import datetime

from displays.signs.bx_k.codec import (
    BROADCAST_ANSWERED,
    BROADCAST_SILENT,
    HOST,
    Frame,
    encode,
)
from displays.signs.bx_k.dynamic import (
    AT_NEWLINE_ONLY,
    AUTOMATIC,
    BLANK_AFTER_TIMEOUT,
    LOOP,
    ONE_LINE,
    PIXELS,
    SEVERAL_LINES,
    DynamicArea,
    UpdateAreas,
)
from displays.signs.commands import (
    Clear,
    Command,
    EndPriority,
    Page,
    Ping,
    Power,
    Priority,
    SetBrightness,
    SetClock,
    Show,
)
from displays.signs.gb2312 import card_text
from displays.signs.port import Encoded, UnsupportedError, Wiring

_MUST_ANSWER, _MUST_NOT = 1, 2
_TOP_LEVEL = 15
_HALF_HOURS = 48
_COLOURS = {"red": 1, "green": 2, "yellow": 3, "blue": 4, "cyan": 5, "magenta": 6, "white": 7}
_EFFECTS = {"static": 1, "snap": 2, "left": 3, "right": 4, "up": 5, "down": 6}
_ALIGN = {"left": 0, "right": 1, "centre": 2}
_VALIGN = {"top": 0, "bottom": 4, "middle": 8}


def address_of(wiring: Wiring) -> int:
    """Return a card's 16-bit address (default FFFE: one card on the line, answers)."""
    text = wiring.address
    if text is None:
        return BROADCAST_ANSWERED
    try:
        hexadecimal = text.lower().startswith("0x") or not text.isdigit()
        address = int(text, 16 if hexadecimal else 10)
    except ValueError:
        address = -1
    if not 1 <= address <= 0xFFFF:
        raise UnsupportedError(f"a BX-K address is 1 to 65535 or 0xFFFE, not {text!r}")
    return address


def encode_command(command: Command, wiring: Wiring) -> Encoded:
    """Return the one frame that carries a command."""
    address = address_of(wiring)
    reply = _MUST_NOT if address == BROADCAST_SILENT else _MUST_ANSWER
    data, remarks = request(command, wiring.profile, reply)
    frame = encode(Frame(destination=address, source=HOST, data=data))
    return Encoded(frames=(frame,), remarks=remarks)


def request(
    command: Command, profile: str, reply: int = _MUST_ANSWER
) -> tuple[bytes, tuple[str, ...]]:
    """Return a request's data and what had to be substituted in its text."""
    match command:
        case Show(page=page):
            return _show(page, profile, reply)
        case Ping():
            return _plain(0xA2, 0x00, reply), ()
        case Clear():
            return _plain(0xA3, 0x10, reply), ()
        case _:
            return _setting(command, reply), ()


def _setting(command: Command, reply: int) -> bytes:
    match command:
        case Power(on=on):
            return _plain(0xA3, 0x00, reply, bytes((1 if on else 2,)))
        case SetBrightness(percent=percent):
            level = (percent * _TOP_LEVEL + 50) // 100
            return _plain(0xA3, 0x02, reply, bytes((1, level)) + bytes(_HALF_HOURS))
        case SetClock(time=time):
            return _plain(0xA2, 0x03, reply, _clock(time))
        case Priority() | EndPriority():
            raise UnsupportedError("a BX-K card has no priority text; show the page instead")
        case _:
            raise UnsupportedError("a BX-K card draws text only; a BX-6 takes pictures")


def _plain(group: int, command: int, reply: int, payload: bytes = b"") -> bytes:
    return bytes((group, command, reply, 0, 0)) + payload


def _clock(time: datetime) -> bytes:
    digits = f"{time:%Y%m%d%H%M%S}"
    year, rest = bytes.fromhex(digits[:4]), bytes.fromhex(digits[4:])
    return year[::-1] + rest + bytes((time.isoweekday(),))


def _show(page: Page, profile: str, reply: int) -> tuple[bytes, tuple[str, ...]]:
    text = card_text(page.text)
    colour = f"\\C{_COLOURS[page.colour]}".encode() if page.colour else b""
    lines = SEVERAL_LINES if "\n" in page.text else ONE_LINE
    x, width = _columns(page, profile)
    area = DynamicArea(
        x=x,
        y=page.area.y,
        width=width,
        height=page.area.height,
        text=colour + text.data.replace(b"\n", b"\\n"),
        run_mode=BLANK_AFTER_TIMEOUT if page.expires_s else LOOP,
        timeout=page.expires_s or page.timeout_s,
        alignment=0 if profile == "5k" else _ALIGN[page.align] | _VALIGN[page.valign],
        lines=lines,
        line_break=AUTOMATIC if page.wrap else AT_NEWLINE_ONLY,
        effect=_EFFECTS.get(page.effect, 1),
        speed=page.speed,
        stay=page.stay,
    )
    return UpdateAreas(areas=(area,)).encode(reply), text.substituted


def _columns(page: Page, profile: str) -> tuple[int, int]:
    """Return X and W in the profile's unit: eight pixels (5K) or one, with bit 15 (6K)."""
    x, width = page.area.x, page.area.width
    if profile != "5k":
        return PIXELS | x, PIXELS | width
    if x % 8 or width % 8:
        raise UnsupportedError(f"on a BX-5K x and width are multiples of 8, not {x} and {width}")
    return x // 8, width // 8
