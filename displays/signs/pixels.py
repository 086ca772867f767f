"""What all pixel families share: pages drawn to pixels, the driver that streams them, the panel.

A family brings a codec (``packets`` of a picture, ``Assembler`` of packets) and nothing else. No
pixel protocol acknowledges anything, so their health stays unknown; the bus sends the picture again
every 0.8 s, because receivers go dark after 2.5 s of silence.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from displays.signs.commands import (
    Area,
    Clear,
    Command,
    Page,
    Picture,
    Ping,
    Power,
    Show,
    ShowPicture,
)
from displays.signs.panel import COLOURS, Panel, Run, text_width
from displays.signs.port import (
    Encoded,
    Family,
    Faults,
    Pace,
    Sign,
    SignCapabilities,
    StandIn,
    UnsupportedError,
    Wiring,
)
from hall.clock import Clock
from hall.errors import FrameError
from hall.links import Link

CELLS = (16, 24, 32)
Packets = Callable[[Picture, int], Sequence[bytes]]


class Assembler(Protocol):
    """The receiver's side of a codec."""

    def take(self, packet: bytes) -> bytes | None:
        """Take a datagram; return the RGB bytes from the first pixel on when a frame is whole.

        Raises FrameError for a datagram that makes no sense.
        """
        ...


def picture_of(command: Command, panel: Area) -> Picture | None:
    """Return the pixels a command puts on a panel, None where it puts none."""
    match command:
        case Show(page=page):
            return draw_page(page)
        case ShowPicture(picture=picture, area=area):
            return _placed(picture, area) if (area.x or area.y) else picture
        case Clear() | Power(on=False):
            return dark(panel)
        case Ping():
            return None
        case _:
            raise UnsupportedError("a pixel panel takes pages and pictures only")


def dark(panel: Area) -> Picture:
    """Return a panel without light."""
    width, height = panel.x + panel.width, panel.y + panel.height
    return Picture(width=width, height=height, rgb=bytes(3 * width * height))


def draw_page(page: Page) -> Picture:
    """Return a page as pixels, in the largest font whose lines fit the area."""
    area = page.area
    panel = Panel(area.x + area.width, area.y + area.height)
    lines = page.text.split("\n")
    fitting = (
        cell
        for cell in reversed(CELLS)
        if len(lines) * cell <= area.height
        and all(text_width(line, cell) <= area.width for line in lines)
    )
    cell = next(fitting, CELLS[0])
    spare = max(0, area.height - len(lines) * cell)
    top = area.y + {"top": 0, "bottom": spare, "middle": spare // 2}[page.valign]
    colour = COLOURS[page.colour or "yellow"]
    for number, line in enumerate(lines):
        room = max(0, area.width - text_width(line, cell))
        left = area.x + {"left": 0, "right": room, "centre": room // 2}[page.align]
        panel.draw_line([Run(line, colour)], left, top + number * cell, cell, area)
    return panel.picture()


def _placed(picture: Picture, area: Area) -> Picture:
    panel = Panel(area.x + picture.width, area.y + picture.height)
    panel.put(picture, area.x, area.y)
    return panel.picture()


class PixelSign:
    """A panel at the end of a link; each command writes a whole frame."""

    def __init__(
        self, link: Link, wiring: Wiring, able: SignCapabilities, packets: Packets, steps: int
    ) -> None:
        self._link = link
        self._panel = wiring.panel
        self._capabilities = able
        self._packets = packets
        self._steps = steps
        self._sequence = 0

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Write the frame of a command; nothing ever answers."""
        picture = picture_of(command, self._panel)
        if picture is None:
            return
        self._sequence = self._sequence % self._steps + 1
        for packet in self._packets(picture, self._sequence):
            await self._link.write(packet)


class PixelStandIn:
    """A panel that shows the last whole frame; broken datagrams are dropped, as receivers do."""

    def __init__(self, wiring: Wiring, assembler: Assembler) -> None:
        self._blank = dark(wiring.panel)
        self._rgb = self._blank.rgb
        self._assembler = assembler

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        try:
            rgb = self._assembler.take(data)
        except FrameError:
            return ()
        if rgb is not None:
            size = len(self._blank.rgb)
            self._rgb = rgb[:size].ljust(size, b"\0")
        return ()

    def seen(self) -> Picture:
        return Picture(width=self._blank.width, height=self._blank.height, rgb=self._rgb)


def pixel_family(
    name: str, packets: Packets, assembler: Callable[[Area], Assembler], *, steps: int
) -> Family:
    """Return the family of a codec; ``steps`` is how far its sequence numbers count."""
    able = SignCapabilities(
        content="pixels",
        charset="unicode",
        colours=("red", "green", "yellow", "blue", "cyan", "magenta", "white"),
        cells=CELLS,
        acknowledges=False,
        aligns=True,
    )

    def encode(command: Command, wiring: Wiring) -> Encoded:
        picture = picture_of(command, wiring.panel)
        frames = () if picture is None else tuple(packets(picture, 1))
        return Encoded(frames=frames)

    def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
        return PixelSign(link, wiring, able, packets, steps)

    def make_stand_in(wiring: Wiring) -> StandIn:
        return PixelStandIn(wiring, assembler(wiring.panel))

    return Family(
        name=name,
        profiles=("rgb",),
        capabilities=lambda _profile: able,
        encode=encode,
        make_sign=make_sign,
        make_stand_in=make_stand_in,
    )
