"""Pixels as BX-6 cards take them, both ways: pure. ``colour`` is what the card's ping calls it.

One bit a colour: planes red, green, blue; rows padded to whole 32-bit words, each word sent low
byte first, 0 = lit. Full colour: three bytes a pixel.
"""

from array import array

from displays.signs.commands import Picture
from hall.errors import FrameError

MONO, RED_GREEN, RGB, FULL = 1, 3, 7, 0xFF


def plane_count(colour: int) -> int:
    """Return how many one-bit planes a picture has."""
    return colour.bit_count()


def encode_pixels(picture: Picture, colour: int) -> bytes:
    """Return the card's bytes of a picture; a mono card lights what any colour lights."""
    if colour == FULL:
        return picture.rgb
    if colour == MONO:
        return _plane(picture, (0, 1, 2))
    return b"".join(_plane(picture, (plane,)) for plane in range(plane_count(colour)))


def decode_pixels(data: bytes, width: int, height: int, colour: int) -> Picture:
    """Return the picture of a card's bytes; raises FrameError when they are too few."""
    if len(data) != size_of(width, height, colour):
        raise FrameError(f"{len(data)} bytes are no {width}x{height} pixels of colour {colour}")
    if colour == FULL:
        return Picture(width=width, height=height, rgb=data)
    planes = plane_count(colour)
    channels = [_lit(data, plane, width, height) for plane in range(planes)]
    if colour == MONO:
        channels = [channels[0], channels[0]]  # drawn in yellow
    rgb = bytes(
        255 if plane < len(channels) and channels[plane][pixel] else 0
        for pixel in range(width * height)
        for plane in range(3)
    )
    return Picture(width=width, height=height, rgb=rgb)


def size_of(width: int, height: int, colour: int) -> int:
    """Return how many bytes a picture takes."""
    if colour == FULL:
        return 3 * width * height
    return plane_count(colour) * height * _row_size(width)


def _row_size(width: int) -> int:
    return 4 * -(-width // 32)


def _plane(picture: Picture, channels: tuple[int, ...]) -> bytes:
    """Return one bit a pixel: lit where any of the channels is, packed by Pillow."""
    from PIL import Image

    size, padded = (picture.width, picture.height), 8 * _row_size(picture.width)
    band = picture.rgb[channels[0] :: 3]
    for channel in channels[1:]:  # half as bright or more is lit: the highest bit tells
        band = _either(band, picture.rgb[channel::3])
    image = Image.frombytes("L", size, band)
    if padded != picture.width:
        image = image.crop((0, 0, padded, picture.height))
    words = array("I", image.convert("1", dither=Image.Dither.NONE).tobytes("raw", "1;I"))
    words.byteswap()
    return words.tobytes()


def _either(first: bytes, second: bytes) -> bytes:
    joined = int.from_bytes(first, "big") | int.from_bytes(second, "big")
    return joined.to_bytes(len(first), "big")


def _lit(data: bytes, plane: int, width: int, height: int) -> list[bool]:
    size = _row_size(width)
    lit: list[bool] = []
    for row in range(height):
        start = (plane * height + row) * size
        line = data[start : start + size]
        words = (line[at : at + 4] for at in range(0, size, 4))
        bits = "".join(f"{int.from_bytes(word, 'little'):032b}" for word in words)
        lit += [bit == "0" for bit in bits[:width]]
    return lit
