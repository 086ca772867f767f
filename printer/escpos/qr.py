"""QR codes as modules, and how large they can stand on the paper."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from PIL import ImageDraw

QUIET_MODULES = 4
_WANTED_DOTS = 240
_SMALLEST_MODULE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A QR code: rows of modules (true is black) and the dots of one module's side."""

    modules: Sequence[Sequence[bool]]
    module_dots: int

    @property
    def dots(self) -> int:
        """Width and height without the quiet zone."""
        return len(self.modules) * self.module_dots

    def draw(self, draw: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
        """Draw the black modules; ``at`` is the upper left corner."""
        side = self.module_dots
        for row, cells in enumerate(self.modules):
            for column, black in enumerate(cells):
                if black:
                    x, y = at[0] + column * side, at[1] + row * side
                    draw.rectangle((x, y, x + side - 1, y + side - 1), fill=0)


def make_symbol(data: str, width_dots: int) -> Symbol | None:
    """Return the symbol for a text, about 29 mm wide, or None where it cannot fit the paper.

    None also for a text too long for any QR code, and for an empty one.
    """
    if not data:
        return None
    try:
        code = segno.make_qr(data.encode("utf-8"), error="m", boost_error=False)
    except segno.DataOverflowError:
        return None
    modules = [[bool(cell) for cell in row] for row in code.matrix]
    count = len(modules)
    most = width_dots // (count + 2 * QUIET_MODULES)
    module_dots = min(most, max(_WANTED_DOTS // count, 4), 16)
    if module_dots < _SMALLEST_MODULE:
        return None
    return Symbol(modules=modules, module_dots=module_dots)
