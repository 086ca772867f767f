"""An F0 01 D0 strip's end of the wire: rows of 16 dots, never an answer."""

from collections.abc import Sequence

from displays.signs.commands import Picture
from displays.signs.f001d0.codec import Decoder, Frame
from displays.signs.f001d0.requests import ROW_HEIGHT, address_of
from displays.signs.panel import COLOURS, Panel, Run
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

_COLOUR_NAMES = ("red", "green", "blue")


class F001D0StandIn:
    """The rows of one strip, changed by bytes."""

    def __init__(self, wiring: Wiring) -> None:
        self._address = address_of(wiring)
        self._area = wiring.panel
        self._decoder = Decoder()
        self.rows: dict[int, Frame] = {}

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        while True:
            try:
                frames = self._decoder.feed(data)
            except FrameError:
                data = b""
                continue
            if not frames:
                return ()
            data = b""
            self.rows |= {frame.row: frame for frame in frames if frame.address == self._address}

    def begin(self) -> None:
        self._decoder = Decoder()

    def seen(self) -> Picture:
        area = self._area
        panel = Panel(area.x + area.width, area.y + area.height)
        for row, frame in self.rows.items():
            colour = COLOURS[_COLOUR_NAMES[min(frame.colour, 2)]]
            text = frame.text.decode("gbk", errors="replace")
            top = (row - 1) * ROW_HEIGHT
            panel.draw_line([Run(text, colour)], area.x, top, ROW_HEIGHT, area)
        return panel.picture()
