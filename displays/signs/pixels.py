"""What all pixel families share: pages drawn to pixels, the driver that streams them, the panel.

A family brings a codec (``packets`` of a picture, ``Assembler`` of packets) and nothing else. No
pixel protocol acknowledges anything, so their health stays unknown; the bus sends the picture again
every 0.8 s, because receivers go dark after 2.5 s of silence.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from displays.signs.commands import (
    Area,
    Clear,
    Command,
    Page,
    Picture,
    Ping,
    Power,
    SetBrightness,
    Show,
    ShowPicture,
)
from displays.signs.drawing import CELLS, draw_page
from displays.signs.motion import frames_of
from displays.signs.panel import Panel
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

_FULL = 100
_SERPENTINE = "serpentine"
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
        case Ping() | SetBrightness() | Power():
            return None
        case _:
            raise UnsupportedError("a pixel panel takes pages and pictures only")


def dark(panel: Area) -> Picture:
    """Return a panel without light."""
    width, height = panel.x + panel.width, panel.y + panel.height
    return Picture(width=width, height=height, rgb=bytes(3 * width * height))


def _placed(picture: Picture, area: Area) -> Picture:
    panel = Panel(area.x + picture.width, area.y + picture.height)
    panel.put(picture, area.x, area.y)
    return panel.picture()


class PixelSign:
    """A panel at the end of a link; each command writes a whole frame.

    The same page again means its picture at this moment: a text that moves is asked for as often
    as it needs frames. Brightness is a matter of the pixels themselves.
    """

    def __init__(
        self,
        link: Link,
        wiring: Wiring,
        clock: Clock,
        able: SignCapabilities,
        packets: Packets,
        steps: int,
    ) -> None:
        self._link = link
        self._panel = wiring.panel
        self._clock = clock
        self._capabilities = able
        self._packets = packets
        self._order = order_of(wiring.profile)
        self._steps = steps
        self._sequence = 0
        self._page: Page | None = None
        self._since = 0.0
        self._frames: Callable[[float], Picture] = lambda _: dark(wiring.panel)
        self._dim: bytes | None = None
        self._lit = True

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Write the frame of a command; nothing ever answers."""
        match command:
            case SetBrightness(percent=percent):
                self._dim = None if percent == _FULL else dimming(percent)
            case Power(on=on):
                self._lit = on
            case Show(page=page):
                if page != self._page:
                    self._page, self._since = page, self._clock.monotonic()
                    self._frames = frames_of(page)
            case _:
                picture = picture_of(command, self._panel)
                if picture is None:
                    return
                self._page = None
                self._frames = lambda _: picture
        await self._write()

    async def _write(self) -> None:
        picture = self._frames(self._clock.monotonic() - self._since)
        if not self._lit:
            picture = dark(self._panel)
        elif self._dim is not None:
            picture = replace(picture, rgb=picture.rgb.translate(self._dim))
        self._sequence = self._sequence % self._steps + 1
        for packet in self._packets(self._order(picture), self._sequence):
            await self._link.write(packet)


def order_of(profile: str) -> Callable[[Picture], Picture]:
    """Return how the dots of a panel are strung, which undoes itself when done again."""
    return snaked if profile == _SERPENTINE else lambda picture: picture


def snaked(picture: Picture) -> Picture:
    """Return the picture for a panel whose every second row runs from right to left."""
    row = 3 * picture.width
    rows = []
    for number, start in enumerate(range(0, row * picture.height, row)):
        line = picture.rgb[start : start + row]
        dots = (line[at : at + 3] for at in range(row - 3, -1, -3))
        rows.append(b"".join(dots) if number % 2 else line)
    return replace(picture, rgb=b"".join(rows))


@lru_cache(maxsize=8)
def dimming(percent: int) -> bytes:
    """Return what each value of a colour becomes; what was lit never goes out by rounding."""
    return bytes(0 if not each else max(1, round(each * percent / _FULL)) for each in range(256))


class PixelStandIn:
    """A panel that shows the last whole frame; broken datagrams are dropped, as receivers do."""

    def __init__(self, wiring: Wiring, assembler: Assembler) -> None:
        self._blank = dark(wiring.panel)
        self._rgb = self._blank.rgb
        self._assembler = assembler
        self._order = order_of(wiring.profile)

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        try:
            rgb = self._assembler.take(data)
        except FrameError:
            return ()
        if rgb is not None:
            size = len(self._blank.rgb)
            self._rgb = rgb[:size].ljust(size, b"\0")
        return ()

    def begin(self) -> None:
        """Datagrams come whole: there is nothing to forget."""

    def seen(self) -> Picture:
        return self._order(replace(self._blank, rgb=self._rgb))


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
        flashes=True,
        streams=True,
        has_brightness=True,
        has_power=True,
    )

    def encode(command: Command, wiring: Wiring) -> Encoded:
        if isinstance(command, SetBrightness):
            raise UnsupportedError("a pixel panel has no brightness command; its pixels are dimmed")
        picture = picture_of(command, wiring.panel)
        if picture is None:
            return Encoded(frames=())
        return Encoded(frames=tuple(packets(order_of(wiring.profile)(picture), 1)))

    def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
        return PixelSign(link, wiring, clock, able, packets, steps)

    def make_stand_in(wiring: Wiring) -> StandIn:
        return PixelStandIn(wiring, assembler(wiring.panel))

    return Family(
        name=name,
        profiles=("rgb", _SERPENTINE),
        capabilities=lambda _profile: able,
        encode=encode,
        make_sign=make_sign,
        make_stand_in=make_stand_in,
    )
