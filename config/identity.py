"""What must hold of a hall's emblem and colour: a picture of its own, letters that can be read."""

import re

from config.decoding import Faults
from config.site import Hall

LEAST_CONTRAST = 4.5
"""Of white letters on the hall's colour (WCAG 2.2, 1.4.3)."""
_EMBLEM = re.compile(r"[\w-]{1,60}\.png")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_identity(hall: Hall, faults: Faults) -> None:
    """Note an emblem that is no picture's name, and a colour that white cannot be read on."""
    if hall.emblem and not _EMBLEM.fullmatch(hall.emblem):
        faults.note("hall.emblem", "emblem", value=hall.emblem)
    if not hall.colour:
        return
    if not _COLOUR.fullmatch(hall.colour):
        faults.note("hall.colour", "colour", value=hall.colour)
    elif contrast_to_white(hall.colour) < LEAST_CONTRAST:
        told = f"{contrast_to_white(hall.colour):.1f}"
        faults.note("hall.colour", "too-light", value=hall.colour, contrast=told)


def contrast_to_white(colour: str) -> float:
    """Return the contrast of white on a colour ``#rrggbb``, from 1 to 21 (WCAG 2.2)."""
    return contrast(colour, "#ffffff")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``#rrggbb``, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
