"""A panel of LEDs in memory, and its picture: what stand-ins draw on.

Text is drawn without anti-aliasing in cells of the card's font (a half-width letter is half a
cell), as an LED card draws it. Pillow and the font are loaded when first drawn with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from displays.signs.commands import Area, Picture
from displays.signs.lettering import Rgb, draw_cells, draw_text, line_width, text_width

if TYPE_CHECKING:
    from PIL import Image

COLOURS: dict[str, Rgb] = {
    "red": (255, 40, 24),
    "green": (40, 255, 72),
    "yellow": (255, 176, 0),
    "blue": (64, 96, 255),
    "cyan": (0, 230, 255),
    "magenta": (255, 64, 255),
    "white": (255, 255, 255),
}
_LETTER, _ABOVE_LETTERS = 6, 2
_PITCH, _DOT = 6, 5
BOARD, _UNLIT = (10, 10, 10), (28, 26, 24)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one colour."""

    text: str
    colour: Rgb


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
        self._lay(layer, clip)

    def draw_text(self, line: str, colour: Rgb, x: int, y: int, cell: int, clip: Area) -> None:
        """Draw a shaped line of any script; nothing leaves ``clip``."""
        from PIL import Image

        if (clip.x, clip.y, clip.width, clip.height) == (0, 0, *self._image.size):
            draw_text(self._image, line, colour, x, y, cell)
            return
        layer = Image.new("RGB", (clip.width, clip.height))
        draw_text(layer, line, colour, x - clip.x, y - clip.y, cell)
        self._lay(layer, clip)

    def draw_column(self, line: str, colour: Rgb, x: int, y: int, cell: int, clip: Area) -> None:
        """Draw a line downwards, turned clockwise, its top left corner at x, y."""
        from PIL import Image

        lying = Image.new("RGB", (line_width(line, cell), cell))
        draw_text(lying, line, colour, 0, 0, cell)
        layer = Image.new("RGB", (clip.width, clip.height))
        layer.paste(lying.transpose(Image.Transpose.ROTATE_270), (x - clip.x, y - clip.y))
        self._lay(layer, clip)

    def draw_frame(self, area: Area, colour: Rgb, thickness: int) -> None:
        """Draw the edge of an area."""
        from PIL import ImageDraw

        right, bottom = area.x + area.width - 1, area.y + area.height - 1
        ImageDraw.Draw(self._image).rectangle(
            (area.x, area.y, right, bottom), outline=colour, width=thickness
        )

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
        self._lay(layer, clip)

    def _lay(self, layer: "Image.Image", clip: Area) -> None:
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
    for run in runs:
        draw_cells(pen, run.text, run.colour, x, y, cell)
        x += text_width(run.text, cell)


def draw_leds(picture: Picture) -> "Image.Image":
    """Return the picture as a person sees the panel: round dots on a black board."""
    from PIL import Image, ImageDraw

    margin = _PITCH
    size = (picture.width * _PITCH + 2 * margin, picture.height * _PITCH + 2 * margin)
    image = Image.new("RGB", size, BOARD)
    pen = ImageDraw.Draw(image)
    pixels = memoryview(picture.rgb)
    for index in range(picture.width * picture.height):
        row, column = divmod(index, picture.width)
        red, green, blue = pixels[3 * index : 3 * index + 3]
        colour = (red, green, blue) if red | green | blue else _UNLIT
        left, top = margin + column * _PITCH, margin + row * _PITCH
        pen.ellipse((left, top, left + _DOT - 1, top + _DOT - 1), fill=colour)
    return image
