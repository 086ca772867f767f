"""The dynamic-area command (A7) of the BX-6 cards: pure, both ways. Source: as ``codec``, §2.2."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from displays.signs.commands import Area
from hall.errors import FrameError

DELETE_ALL = b"\x01\xa7\x01\x01\x00\xff"
LOOP, BLANK_AFTER_TIMEOUT = 0, 2
_REQUEST = b"\x01\xa7\x00"
_AREA = struct.Struct("<BBHBHBIBHHHHBBBBB5xH")
_PAGE = struct.Struct("<IBBBBHBH9xII")
_PAGE_SIZE, _REAL_PIXELS, _OPAQUE = 26, 0x10, 101


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelPage:
    """One page of an area: its bytes, and how many of its columns are to be shown."""

    data: bytes
    valid_width: int
    effect: int = 1
    speed: int = 4
    stay: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelArea:
    """One area; ``immediate`` shows dynamic areas only, over the card's stored programs."""

    area: Area
    pages: tuple[PixelPage, ...]
    id: int = 0
    run_mode: int = 0
    timeout: int = 0
    immediate: bool = True

    def encode(self) -> bytes:
        """Return the body of an update of this one area."""
        info = _AREA.pack(
            self.id,
            self.run_mode,
            self.timeout,
            1,
            0,
            int(self.immediate),
            0,
            _REAL_PIXELS,
            self.area.x,
            self.area.y,
            self.area.width,
            self.area.height,
            0,
            0,
            _OPAQUE,
            0,
            0,
            len(self.pages),
        )
        offset = 0
        for page in self.pages:
            info += _PAGE.pack(
                _PAGE_SIZE,
                0,
                page.effect,
                1,
                page.speed,
                page.stay,
                1,
                page.valid_width,
                offset,
                len(page.data),
            )
            offset += len(page.data)
        rest = struct.pack("<HI", 1, len(info)) + info + b"".join(p.data for p in self.pages)
        # The length has two bytes; a vendor example sends 0, and cards take that for any length.
        length = len(rest) if len(rest) <= 0xFFFF else 0
        return _REQUEST + length.to_bytes(2, "little") + rest


def decode_area(body: bytes) -> PixelArea:
    """Return the area of an update's body; raises FrameError."""
    try:
        count, info_length = struct.unpack_from("<HI", body, 5)
        start = 11
        fields = _AREA.unpack_from(body, start)
        pages = _pages(body, start + _AREA.size, start + info_length, fields[-1])
        area_id, run, timeout, _, programs, immediate, _, _, x, y, width, height, *_ = fields
        if count != 1 or programs:
            raise FrameError("one area on all programs is understood, nothing else")
        return PixelArea(
            id=area_id,
            run_mode=run,
            timeout=timeout,
            immediate=bool(immediate),
            area=Area(x=x, y=y, width=width, height=height),
            pages=tuple(pages),
        )
    except (struct.error, ValueError) as error:
        raise FrameError(f"no dynamic area: {error}") from error


def _pages(body: bytes, position: int, data_start: int, count: int) -> Sequence[PixelPage]:
    pages: list[PixelPage] = []
    for number in range(count):
        record = _PAGE.unpack_from(body, position + number * _PAGE.size)
        _, _, effect, _, speed, stay, _, valid, offset, length = record
        data = body[data_start + offset : data_start + offset + length]
        if len(data) != length:
            raise FrameError("a page's pixels lie beyond the end")
        pages.append(PixelPage(data=data, valid_width=valid, effect=effect, speed=speed, stay=stay))
    return pages
