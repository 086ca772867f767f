"""A panel of LEDs in memory, and its picture: what stand-ins draw on.

Text is drawn without anti-aliasing in cells of the card's font (a half-width letter is half a
cell), as an LED card draws it. Pillow and the font are loaded when first drawn with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from displays.signs.commands import Area, Picture
from hall.errors import DeviceError

if TYPE_CHECKING:
    from PIL import Image, ImageFont

Rgb = tuple[int, int, int]
COLOURS: dict[str, Rgb] = {
    "red": (255, 40, 24),
    "green": (40, 255, 72),
    "yellow": (255, 176, 0),
    "blue": (64, 96, 255),
    "cyan": (0, 230, 255),
    "magenta": (255, 64, 255),
    "white": (255, 255, 255),
}
_FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 7),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 0),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 7),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 7),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 1),
)
_EM_ABOVE_BASELINE = 0.88
_LETTER, _ABOVE_LETTERS = 6, 2
_PITCH, _DOT = 6, 5
_BOARD, _UNLIT = (10, 10, 10), (28, 26, 24)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one colour."""

    text: str
    colour: Rgb


def font_path() -> Path | None:
    """Return the file of a font with Chinese characters, or None where this machine has none."""
    return next((Path(path) for path, _ in _FONTS if Path(path).exists()), None)


@lru_cache(maxsize=8)
def font(cell: int) -> "ImageFont.FreeTypeFont":
    """Return the font whose full-width characters are ``cell`` pixels square."""
    from PIL import ImageFont

    for path, index in _FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, cell, index=index)
    raise DeviceError("no font with Chinese characters was found; install fonts-noto-cjk")


def cell_width(character: str, cell: int) -> int:
    """Return how wide a card draws a character: half a cell for ASCII, else a whole one."""
    return cell // 2 if character <= "\x7f" else cell


def text_width(text: str, cell: int) -> int:
    """Return how wide a card draws a line."""
    return sum(cell_width(character, cell) for character in text)


class Panel:
    """Pixels that can be written with text and pictures."""

    def __init__(self, width: int, height: int) -> None:
        from PIL import Image

        self._image: Image.Image = Image.new("RGB", (width, height))

    def clear(self, area: Area | None = None) -> None:
        """Make an area dark, or everything."""
        width, height = self._image.size
        box = (
            (0, 0, width, height)
            if area is None
            else (area.x, area.y, area.x + area.width, area.y + area.height)
        )
        self._image.paste((0, 0, 0), box)

    def draw_line(self, runs: Sequence[Run], x: int, y: int, cell: int, clip: Area) -> None:
        """Draw one line with its top left at x, y of the panel; nothing leaves ``clip``."""
        from PIL import Image

        if (clip.x, clip.y, clip.width, clip.height) == (0, 0, *self._image.size):
            _draw_runs(self._image, runs, x, y, cell)
            return
        layer = Image.new("RGB", (clip.width, clip.height))
        _draw_runs(layer, runs, x - clip.x, y - clip.y, cell)
        lit = layer.convert("L").point(lambda value: 255 if value else 0)
        self._image.paste(layer, (clip.x, clip.y), lit)

    def draw_letters(self, runs: Sequence[Run], x: int, y: int, clip: Area) -> None:
        """Draw letters seven dots high and six wide, as signs without a Chinese font have them."""
        from PIL import Image, ImageDraw, ImageFont

        letters = ImageFont.load_default_imagefont()
        layer = Image.new("RGB", (clip.width, clip.height))
        pen = ImageDraw.Draw(layer)
        pen.fontmode = "1"
        left = x - clip.x
        for run in runs:
            pen.text((left, y - clip.y - _ABOVE_LETTERS), run.text, run.colour, font=letters)
            left += _LETTER * len(run.text)
        lit = layer.convert("L").point(lambda value: 255 if value else 0)
        self._image.paste(layer, (clip.x, clip.y), lit)

    def put(self, picture: Picture, x: int, y: int) -> None:
        """Put pixels, clipped to the panel."""
        from PIL import Image

        part = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
        self._image.paste(part, (x, y))

    def picture(self) -> Picture:
        """Return the pixels as they are now."""
        width, height = self._image.size
        return Picture(width=width, height=height, rgb=self._image.tobytes())


def _draw_runs(image: "Image.Image", runs: Sequence[Run], x: int, y: int, cell: int) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    letters = font(cell)
    base = y + round(cell * _EM_ABOVE_BASELINE)
    for run in runs:
        for word, width in _stretches(run.text, cell):
            pen.text((x, base), word, font=letters, fill=run.colour, anchor="ls")
            x += width


@lru_cache(maxsize=512)
def _stretches(text: str, cell: int) -> Sequence[tuple[str, int]]:
    """Return the pieces that keep to the cells when drawn at once: all, or single characters."""
    width = text_width(text, cell)
    if font(cell).getlength(text) == width:
        return ((text, width),)
    return tuple((character, cell_width(character, cell)) for character in text)


def draw_leds(picture: Picture) -> "Image.Image":
    """Return the picture as a person sees the panel: round dots on a black board."""
    from PIL import Image, ImageDraw

    margin = _PITCH
    size = (picture.width * _PITCH + 2 * margin, picture.height * _PITCH + 2 * margin)
    image = Image.new("RGB", size, _BOARD)
    pen = ImageDraw.Draw(image)
    pixels = memoryview(picture.rgb)
    for index in range(picture.width * picture.height):
        row, column = divmod(index, picture.width)
        red, green, blue = pixels[3 * index : 3 * index + 3]
        colour = (red, green, blue) if red | green | blue else _UNLIT
        left, top = margin + column * _PITCH, margin + row * _PITCH
        pen.ellipse((left, top, left + _DOT - 1, top + _DOT - 1), fill=colour)
    return image
