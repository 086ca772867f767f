"""The hall's emblem as black dots for the head of a ticket: small, and crisp on thermal paper."""

import io
import logging

from PIL import Image

from printer.document import Emblem
from printer.profile import DOTS_PER_MM

_LOG = logging.getLogger(__name__)
_HIGH = 11 * DOTS_PER_MM
_WIDE = 28 * DOTS_PER_MM
_FAINTEST = 24
"""Steps of grey between the darkest and the lightest, under which there is nothing to see."""


def printed_emblem(png: bytes) -> Emblem | None:
    """Return a picture in black and white, or None, logged, for one that cannot be printed.

    What lies on nothing lies on paper. Halfway between its darkest and its lightest is where black
    ends, so that a yellow emblem is seen too; grey made of dots would be no longer crisp.
    """
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
            fitting = min(_WIDE / picture.width, _HIGH / picture.height)
            size = (
                max(1, round(picture.width * fitting)),
                max(1, round(picture.height * fitting)),
            )
            drawn = picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        _LOG.warning("the hall's emblem cannot be printed", extra={"why": str(error)})
        return None
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    grey = paper.convert("L")
    used = [tone for tone, dots in enumerate(grey.histogram()) if dots]
    darkest, lightest = used[0], used[-1]
    if lightest - darkest < _FAINTEST:
        _LOG.warning("the hall's emblem cannot be printed", extra={"why": "it is of one colour"})
        return None
    middle = (darkest + lightest) // 2
    dots = grey.point([0] * (middle + 1) + [255] * (255 - middle)).convert(
        "1", dither=Image.Dither.NONE
    )
    rows = dots.tobytes("raw", "1;I")
    return Emblem(width=dots.width, rows=rows)


def emblem_picture(emblem: Emblem) -> Image.Image:
    """Return an emblem as a picture (mode L, 0 is black)."""
    high = len(emblem.rows) // ((emblem.width + 7) // 8)
    size = (emblem.width, high)
    return Image.frombytes("1", size, emblem.rows, "raw", "1;I").convert("L")
