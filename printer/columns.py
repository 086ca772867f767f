"""Traditional Mongolian on paper: lines that run downwards, the first one at the left."""

import math

from PIL import Image, ImageDraw

from printer.lettering import draw_text, text_width
from printer.wrapping import break_lines

_LEADING = 1.38
_BASELINE = 1.02
_LONGER = 1.04


def column_picture(text: str, em: int, room: int, *, bold: bool) -> Image.Image:
    """Return a text as columns no wider than ``room`` together, as short as they can be."""

    def measure(part: str) -> float:
        return text_width(part, em, bold=bold)

    pitch = round(em * _LEADING)
    most = max(1, room // pitch)
    height = max(*(measure(word) for word in text.split()), measure(text) / most)
    while len(lines := break_lines(text, height, measure)) > most:
        height *= _LONGER
    longest = max(math.ceil(measure(line)) for line in lines)
    picture = Image.new("L", (pitch * len(lines), longest), 255)
    for number, line in enumerate(lines):
        picture.paste(_turned(line, em, pitch, longest, bold=bold), (number * pitch, 0))
    return picture


def _turned(line: str, em: int, pitch: int, length: int, *, bold: bool) -> Image.Image:
    """Return a line written across, then turned clockwise."""
    across = Image.new("L", (length, pitch), 255)
    draw_text(ImageDraw.Draw(across), (0, round(em * _BASELINE)), line, em, bold=bold)
    return across.rotate(-90, expand=True)
