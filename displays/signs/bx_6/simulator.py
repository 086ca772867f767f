"""A BX-6 card's end of the wire: answers as the card does and shows its dynamic areas.

Moving texts are drawn at their first page. Of the ping's long answer the first part is real.
"""

import struct
from collections.abc import Iterator, Sequence

from displays.signs.bx_6.bitmap import decode_pixels
from displays.signs.bx_6.codec import ACK, ANSWERED, DYNAMIC, NACK, Decoder, Frame, encode
from displays.signs.bx_6.dynamic import PixelArea, decode_area
from displays.signs.bx_6.requests import PROFILES, address_of
from displays.signs.commands import Picture
from displays.signs.panel import Panel
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

_NO_SUCH_COMMAND, _BAD_PARAMETER = 2, 25
_PING_PAYLOAD = 307
_MOST_AREAS = 4
_SIX_E_TWO = 0x0274


class Bx6StandIn:
    """The state of one card, changed by bytes."""

    def __init__(self, wiring: Wiring) -> None:
        address = address_of(wiring)
        self._address = 1 if address == ANSWERED else address
        self._colour = PROFILES[wiring.profile]
        self._area = wiring.panel
        self._decoder = Decoder()
        self.areas: dict[int, PixelArea] = {}
        self.on = True
        self.brightness = 15
        self.clock = b""

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        answers: list[bytes] = []
        while True:
            try:
                frames = self._decoder.feed(data)
            except FrameError:
                data = b""
                continue
            if not frames:
                return answers
            data = b""
            answers += [answer for frame in frames for answer in self._take(frame, faults)]

    def begin(self) -> None:
        self._decoder = Decoder()

    def seen(self) -> Picture:
        panel = Panel(self._area.x + self._area.width, self._area.y + self._area.height)
        if self.on and self.brightness:
            for each in self.areas.values():
                box = each.area
                pixels = decode_pixels(each.pages[0].data, box.width, box.height, self._colour)
                panel.put(pixels, box.x, box.y)
        return panel.picture()

    def _take(self, frame: Frame, faults: Faults) -> Iterator[bytes]:
        if frame.destination not in (self._address, ANSWERED):
            return
        error = faults.nack or self._obey(frame)
        if not error and frame.command == (0xA2, 0x00) and frame.version != DYNAMIC:
            yield self._answer(frame, self._about())
            return
        head = bytes((0, *(NACK if error else ACK), 0, 0)) + error.to_bytes(2, "little")
        yield self._answer(frame, head + bytes(2))

    def _answer(self, frame: Frame, body: bytes) -> bytes:
        return encode(
            Frame(
                body=body,
                destination=frame.source,
                source=self._address,
                version=frame.version,
                device_type=_SIX_E_TWO,
                sequence=frame.sequence,
            )
        )

    def _about(self) -> bytes:
        known = struct.pack(
            "<H8sBHBHHBBB",
            _SIX_E_TWO,
            b"19070100",
            1,
            self._address,
            2,
            self._area.width,
            self._area.height,
            self._colour,
            self.brightness + 1,
            int(self.on),
        )
        payload = known.ljust(_PING_PAYLOAD, b"\0")
        return bytes((0, 0xA2, 0x80, 0, 0, 0, 0)) + len(payload).to_bytes(2, "little") + payload

    def _obey(self, frame: Frame) -> int:
        """Change the state as asked; return the error code, 0 for none."""
        payload = frame.body[5:]
        match frame.command:
            case (0xA2, 0x00):
                pass
            case (0xA2, 0x02):
                self.clock = payload
            case (0xA2, 0x05):
                self.on = payload[:1] == b"\x01"
            case (0xA2, 0x07) if len(payload) > 1:
                self.brightness = payload[1]
            case (0xA7, 0x00):
                return self._update(frame.body)
            case (0xA7, 0x01) if payload:
                gone = tuple(self.areas) if payload[0] == 0xFF else tuple(payload[1:])
                self.areas = {key: area for key, area in self.areas.items() if key not in gone}
            case _:
                return _NO_SUCH_COMMAND
        return 0

    def _update(self, body: bytes) -> int:
        try:
            found = decode_area(body)
            for page in found.pages:
                decode_pixels(page.data, found.area.width, found.area.height, self._colour)
        except FrameError:
            return _BAD_PARAMETER
        is_new = found.id not in self.areas
        if not found.pages or (is_new and len(self.areas) >= _MOST_AREAS):
            return _BAD_PARAMETER
        self.areas[found.id] = found
        return 0
