"""Paints a placed item into pixels with cairo: no window is needed, so tests can look too."""

from collections.abc import Iterable
from typing import Any

import cairocffi
import segno

from kiosk.layout.drawing import (
    Box,
    Code,
    Draw,
    Edge,
    Emblem,
    Fill,
    Item,
    Paint,
    Path,
    Picture,
    Words,
)
from kiosk.layout.tokens import BLACK, WHITE, Colours, Rgb
from kiosk.ui.emblems import drawn_emblem
from kiosk.ui.pictograms import draw_pictogram, rounded
from kiosk.ui.text.pango import draw_line, line_width

QUIET_MODULES = 4
_MARK_THICK = 0.1
_MARK_BELOW = 0.48


def colour_of(colours: Colours, paint: Paint) -> Rgb:
    """Return the colour of a role in a theme; white and black are themselves."""
    if paint == "white":
        return WHITE
    if paint == "black":
        return BLACK
    return colours[paint] if isinstance(paint, str) else paint


def paint_item(item: Item, colours: Colours, *, swapped: bool = False) -> tuple[Box, bytes]:
    """Return an item's pixels and where they belong: opaque, four bytes each, no gaps.

    Bytes are blue, green, red, unused; ``swapped`` makes them red, green, blue, unused, the
    order a texture wants; the fourth is 255.
    """
    box = item.box.inset(-item.bleed)
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_ARGB32, max(1, box.width), max(1, box.height))
    painter = _Painter(cairocffi.Context(surface), colours, box, swapped)
    painter.ground(item.ground)
    painter.draw(item.draws)
    surface.flush()
    return box, bytes(surface.get_data())


class _Painter:
    def __init__(self, context: Any, colours: Colours, box: Box, swapped: bool) -> None:
        self._context = context
        self._colours = colours
        self._box = box
        self._swapped = swapped

    def ground(self, paint: Paint) -> None:
        self._context.set_source_rgb(*self._rgb(paint))
        self._context.paint()

    def draw(self, draws: Iterable[Draw]) -> None:
        for one in draws:
            match one:
                case Fill():
                    self._fill(one)
                case Edge():
                    self._edge(one)
                case Words():
                    self._words(one)
                case Picture() | Emblem():
                    self._picture(one)
                case Code():
                    self._code(one)
                case Path():
                    self._path(one)

    def _rgb(self, paint: Paint) -> tuple[float, float, float]:
        red, green, blue = (part / 255 for part in colour_of(self._colours, paint))
        return (blue, green, red) if self._swapped else (red, green, blue)

    def _here(self, box: Box) -> Box:
        return box.moved(-self._box.left, -self._box.top)

    def _fill(self, fill: Fill) -> None:
        at = self._here(fill.box)
        self._context.set_source_rgb(*self._rgb(fill.colour))
        if fill.radius:
            rounded(self._context, at.left, at.top, at.width, at.height, fill.radius)
        else:
            self._context.rectangle(at.left, at.top, at.width, at.height)
        self._context.fill()

    def _edge(self, edge: Edge) -> None:
        at, half = self._here(edge.box), edge.width / 2
        context = self._context
        context.save()
        context.set_source_rgb(*self._rgb(edge.colour))
        context.set_line_width(edge.width)
        if edge.stroke == "dashed":
            context.set_dash([edge.width * 3.0, edge.width * 2.0])
        elif edge.stroke == "dotted":
            context.set_line_cap(cairocffi.LINE_CAP_ROUND)
            context.set_dash([0.01, edge.width * 2.0])
        radius = max(0.0, edge.radius - half)
        rounded(
            context, at.left + half, at.top + half, at.width - edge.width,
            at.height - edge.width, radius,
        )  # fmt: skip
        context.stroke()
        context.restore()

    def _words(self, words: Words) -> None:
        at = self._here(words.box)
        self._context.set_source_rgb(*self._rgb(words.colour))
        for place, text in enumerate(words.lines):
            left = float(at.left)
            if words.align != "left":
                spare = at.width - line_width(words, text)
                left += spare / 2 if words.align == "centre" else spare
            middle = at.top + words.leading * (place + 0.5)
            draw_line(
                self._context, text, words.em, bold=words.bold, lang=words.lang,
                left=round(left), middle=middle,
            )  # fmt: skip
            for line, start, end in words.marks:
                if line == place:
                    self._mark(words, text, (start, end), left, middle)

    def _mark(
        self, words: Words, text: str, span: tuple[int, int], left: float, middle: float
    ) -> None:
        """Underline characters strongly: they were looked for, or sound just now."""
        before = line_width(words, text[: span[0]])
        wide = line_width(words, text[span[0] : span[1]])
        thick = max(3, round(words.em * _MARK_THICK))
        top = round(middle + words.em * _MARK_BELOW)
        self._context.rectangle(round(left + before), top, wide, thick)
        self._context.fill()

    def _path(self, path: Path) -> None:
        context = self._context
        context.save()
        context.set_source_rgb(*self._rgb(path.colour))
        context.set_line_width(path.width)
        context.set_line_cap(cairocffi.LINE_CAP_ROUND)
        context.set_line_join(cairocffi.LINE_JOIN_ROUND)
        for x, y in path.points[:1] + path.points:  # a single point is a dot
            context.line_to(x - self._box.left, y - self._box.top)
        context.stroke()
        context.restore()

    def _picture(self, picture: Picture | Emblem) -> None:
        at = self._here(picture.box)
        if isinstance(picture, Picture):
            colour = self._rgb(picture.colour)
            draw_pictogram(self._context, picture.icon, at.left, at.top, at.width, colour)
            return
        drawn = drawn_emblem(picture.png, at.width, at.height, swapped=self._swapped)
        if drawn is not None:
            self._context.set_source_surface(drawn, at.left, at.top)
            self._context.paint()

    def _code(self, code: Code) -> None:
        at = self._here(code.box)
        modules = [list(row) for row in segno.make(code.text, error="m", micro=False).matrix]
        count = len(modules) + 2 * QUIET_MODULES
        side = min(at.width, at.height) // count
        off = (min(at.width, at.height) - side * count) // 2 + side * QUIET_MODULES
        context = self._context
        context.save()
        context.set_antialias(cairocffi.ANTIALIAS_NONE)
        context.set_source_rgb(0, 0, 0)
        for down, row in enumerate(modules):
            for across, dark in enumerate(row):
                if dark:
                    context.rectangle(
                        at.left + off + across * side, at.top + off + down * side, side, side
                    )
        context.fill()
        context.restore()
