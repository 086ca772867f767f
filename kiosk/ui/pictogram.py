"""Pictograms: our own SVG files of a 24 × 24 grid, drawn by cairo at the size asked for.

The files use paths, circles and rectangles with one stroke; nothing else is read.
"""

import math
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

import cairocffi

from kiosk.ui.text.laying import Mask, packed

_GRID = 24.0
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")
_MOVE = re.compile(r"translate\((\S+) (\S+)\)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


@cache
def _drawing(icon: str) -> ElementTree.Element | None:
    path = files("kiosk.ui").joinpath("icons", f"{icon}.svg")
    return ElementTree.fromstring(path.read_text("utf-8")) if path.is_file() else None


def known(icon: str) -> bool:
    """Tell whether there is such a pictogram."""
    return _drawing(icon) is not None


def paint_icon(icon: str, side: int) -> Mask:
    """Paint a pictogram into a square; an unknown one is left empty."""
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, side, side)
    context = cairocffi.Context(surface)
    context.scale(side / _GRID, side / _GRID)
    context.set_line_cap(cairocffi.LINE_CAP_ROUND)
    context.set_line_join(cairocffi.LINE_JOIN_ROUND)
    context.set_source_rgba(1, 1, 1, 1)
    root = _drawing(icon)
    if root is not None:
        _element(context, root, {})
    surface.flush()
    return Mask(side, side, packed(surface), False)


def _element(
    context: cairocffi.Context, element: ElementTree.Element, inherited: dict[str, str]
) -> None:
    style = {**inherited, **element.attrib}
    kind = element.tag.rpartition("}")[2]
    if kind in ("svg", "g"):
        moved = _MOVE.fullmatch(style.get("transform", ""))
        context.save()
        if moved:
            context.translate(float(moved[1]), float(moved[2]))
        for child in element:
            _element(context, child, {name: style[name] for name in _STYLE if name in style})
        context.restore()
        return
    context.new_path()
    if kind == "path":
        _path(context, style["d"])
    elif kind == "circle":
        x, y, r = (float(style[name]) for name in ("cx", "cy", "r"))
        context.arc(x, y, r, 0, 2 * math.pi)
    elif kind == "rect":
        _rectangle(context, style)
    if style.get("fill", "none") != "none":
        context.fill_preserve()
    if style.get("stroke", "none") != "none":
        context.set_line_width(float(style.get("stroke-width", "2")))
        context.stroke_preserve()
    context.new_path()


_STYLE = ("fill", "stroke", "stroke-width")


def _rectangle(context: cairocffi.Context, style: dict[str, str]) -> None:
    x, y, wide, high = (float(style.get(name, "0")) for name in ("x", "y", "width", "height"))
    radius = min(float(style.get("rx", "0")), wide / 2, high / 2)
    if not radius:
        context.rectangle(x, y, wide, high)
        return
    quarter = math.pi / 2
    context.new_sub_path()
    for place, (across, down) in enumerate(
        (
            (x + wide - radius, y + radius),
            (x + wide - radius, y + high - radius),
            (x + radius, y + high - radius),
            (x + radius, y + radius),
        )
    ):
        context.arc(across, down, radius, quarter * (place - 1), quarter * place)
    context.close_path()


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield (command, arguments), repeated commands written out."""
    tokens = _flags_apart(_TOKEN.findall(data))
    command, place = "M", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        count = _ARGUMENTS[command.upper()]
        yield command, [float(token) for token in tokens[place : place + count]]
        place += count
        if command in "Mm":
            command = "L" if command == "M" else "l"


def _flags_apart(tokens: list[str]) -> list[str]:
    """Split flags of arcs that were written together with the number after them."""
    out: list[str] = []
    arc, place = False, 0
    for token in tokens:
        if token.isalpha():
            arc, place = token in "Aa", 0
            out.append(token)
            continue
        while arc and place % 7 in (3, 4) and len(token) > 1:
            out.append(token[0])
            token, place = token[1:], place + 1
        out.append(token)
        place += 1
    return out


def _path(context: cairocffi.Context, data: str) -> None:
    x = y = start_x = start_y = 0.0
    control: tuple[float, float] | None = None
    for command, numbers in _commands(data):
        base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
        kind = command.upper()
        last, control = control, None
        if kind == "Z":
            context.close_path()
            x, y = start_x, start_y
            continue
        if kind == "H":
            x = base_x + numbers[0]
            context.line_to(x, y)
            continue
        if kind == "V":
            y = base_y + numbers[0]
            context.line_to(x, y)
            continue
        if kind == "A":
            end = base_x + numbers[5], base_y + numbers[6]
            _arc(context, (x, y), end, numbers)
            x, y = end
            continue
        points = [
            (base_x + across, base_y + down)
            for across, down in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        if kind == "S":
            before = last or (x, y)
            points.insert(0, (2 * x - before[0], 2 * y - before[1]))
        if kind == "Q":
            (qx, qy), (ex, ey) = points
            points = [
                (x + 2 / 3 * (qx - x), y + 2 / 3 * (qy - y)),
                (ex + 2 / 3 * (qx - ex), ey + 2 / 3 * (qy - ey)),
                (ex, ey),
            ]
        if kind == "M":
            context.move_to(*points[0])
            start_x, start_y = points[0]
        elif kind == "L":
            context.line_to(*points[0])
        else:
            context.curve_to(*points[0], *points[1], *points[2])
            control = points[1]
        x, y = points[-1]


def _arc(
    context: cairocffi.Context,
    start: tuple[float, float],
    end: tuple[float, float],
    numbers: list[float],
) -> None:
    """Draw an elliptical arc by its centre (SVG 1.1, appendix F.6.5)."""
    rx, ry, turn = abs(numbers[0]), abs(numbers[1]), math.radians(numbers[2])
    large, sweep = numbers[3] != 0, numbers[4] != 0
    if not rx or not ry or start == end:
        context.line_to(*end)
        return
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1 = math.cos(turn) * half_x + math.sin(turn) * half_y
    y1 = -math.sin(turn) * half_x + math.cos(turn) * half_y
    grow = (x1 / rx) ** 2 + (y1 / ry) ** 2
    if grow > 1:
        rx, ry = rx * math.sqrt(grow), ry * math.sqrt(grow)
    below = (rx * y1) ** 2 + (ry * x1) ** 2
    root = math.sqrt(max(0.0, (rx * ry) ** 2 - below) / below)
    root = -root if large == sweep else root
    cx, cy = root * rx * y1 / ry, -root * ry * x1 / rx
    middle_x = math.cos(turn) * cx - math.sin(turn) * cy + (start[0] + end[0]) / 2
    middle_y = math.sin(turn) * cx + math.cos(turn) * cy + (start[1] + end[1]) / 2
    first = math.atan2((y1 - cy) / ry, (x1 - cx) / rx)
    last = math.atan2((-y1 - cy) / ry, (-x1 - cx) / rx)
    context.save()
    context.translate(middle_x, middle_y)
    context.rotate(turn)
    context.scale(rx, ry)
    if sweep:
        context.arc(0, 0, 1, first, last)
    else:
        context.arc_negative(0, 0, 1, first, last)
    context.restore()
