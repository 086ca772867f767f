"""Which lit colours people with low vision can read on a dark panel. Pure.

Called numbers need 10:1 (A-85). The figure is the WCAG 2 formula on our colours against the black
board between the dots; a lamp in a dim hall does better, one in the sun worse.
"""

from collections.abc import Sequence

from displays.signs.commands import Colour
from displays.signs.panel import BOARD, COLOURS

LEAST = 10.0


def contrast(colour: Colour) -> float:
    """Return the contrast of a colour against the dark panel."""
    return (_luminance(COLOURS[colour]) + 0.05) / (_luminance(BOARD) + 0.05)


def readable(colour: Colour | None, able: Sequence[Colour]) -> Colour | None:
    """Return the colour asked for where it reaches 10:1, else the best one the panel has."""
    if colour is None or contrast(colour) >= LEAST:
        return colour
    return max((colour, *able), key=contrast)


def _luminance(rgb: tuple[int, int, int]) -> float:
    linear = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in rgb)
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
