"""Pictograms: SVG path data of a 24-unit grid, drawn with cairo at the size asked for."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from math import atan2, cos, pi, radians, sin, sqrt
from typing import Any

GRID = 24.0
STROKE = 2.0
_TOKEN = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SPACE = "{http://www.w3.org/2000/svg}"


def draw_pictogram(
    context: Any, name: str, left: float, top: float, side: float, colour: tuple[float, ...]
) -> None:
    """Draw a pictogram filling a square, in one colour."""
    context.save()
    context.translate(left, top)
    context.scale(side / GRID, side / GRID)
    context.set_line_width(STROKE)
    context.set_line_cap(1)
    context.set_line_join(1)
    context.set_source_rgb(*colour)
    _draw(context, _tree(name), filled=False)
    context.restore()


def known(name: str) -> bool:
    """Tell whether there is such a pictogram."""
    return files("kiosk.ui.icons").joinpath(f"{name}.svg").is_file()


@cache
def _tree(name: str) -> ElementTree.Element:
    text = files("kiosk.ui.icons").joinpath(f"{name}.svg").read_text("utf-8")
    return ElementTree.fromstring(text)  # noqa: S314  shipped with the program


def _draw(context: Any, element: ElementTree.Element, *, filled: bool) -> None:
    for child in element:
        solid = child.get("fill") == "currentColor" or (filled and child.get("fill") != "none")
        tag = child.tag.removeprefix(_SPACE)
        if tag == "g":
            context.save()
            moved = re.match(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", child.get("transform", ""))
            if moved:
                context.translate(float(moved[1]), float(moved[2]))
            _draw(context, child, filled=solid)
            context.restore()
            continue
        _shape(context, child, tag)
        if solid:
            context.fill_preserve()
        if child.get("stroke") != "none":
            context.stroke()
        context.new_path()


def _shape(context: Any, element: ElementTree.Element, tag: str) -> None:
    def number(name: str) -> float:
        return float(element.get(name, "0"))

    context.new_path()
    if tag == "circle":
        context.arc(number("cx"), number("cy"), number("r"), 0, 2 * pi)
        context.close_path()
    elif tag == "rect":
        rounded(context, number("x"), number("y"), number("width"), number("height"), number("rx"))
    elif tag == "path":
        _path(context, element.get("d", ""))


def rounded(context: Any, left: float, top: float, wide: float, high: float, radius: float) -> None:
    """Add a rectangle with round corners to the path."""
    r = min(radius, wide / 2, high / 2)
    context.new_sub_path()
    context.arc(left + wide - r, top + r, r, -pi / 2, 0)
    context.arc(left + wide - r, top + high - r, r, 0, pi / 2)
    context.arc(left + r, top + high - r, r, pi / 2, pi)
    context.arc(left + r, top + r, r, pi, 3 * pi / 2)
    context.close_path()


def _path(context: Any, data: str) -> None:
    pen = _Pen(context)
    command = ""
    pending: list[float] = []
    for part in _TOKEN.findall(_spread_flags(data)):
        if part.isalpha():
            command, pending = part, []
            if part in "Zz":
                pen.close()
            continue
        pending.append(float(part))
        if len(pending) == _COUNTS[command.upper()]:
            pen.go(command, pending)
            pending = []
            command = {"M": "L", "m": "l"}.get(command, command)


_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}


def _spread_flags(data: str) -> str:
    """Part an arc's two flags from what follows them without a space."""
    return re.sub(
        r"([Aa])([^A-Za-z]+)", lambda found: found[1] + " ".join(_arc_numbers(found[2])), data
    )


def _arc_numbers(text: str) -> Iterator[str]:
    number = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
    at, place = 0, 0
    while at < len(text):
        if text[at] in " ,\n\t":
            at += 1
            continue
        if place % 7 in (3, 4):
            yield text[at]
            at += 1
        else:
            found = number.match(text, at)
            if found is None:
                return
            yield found[0]
            at = found.end()
        place += 1


class _Pen:
    """Follows path commands, keeping what relative and smooth ones refer to."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._x = self._y = self._start_x = self._start_y = 0.0
        self._control: tuple[float, float] | None = None
        self._commands: dict[str, Callable[[float, float, list[float]], None]] = {
            "M": self._move,
            "L": self._line,
            "H": lambda dx, _dy, v: self._to(v[0] + dx, self._y),
            "V": lambda _dx, dy, v: self._to(self._x, v[0] + dy),
            "C": self._curve,
            "S": self._smooth,
            "Q": self._quadratic,
            "A": self._arc,
        }

    def go(self, command: str, values: list[float]) -> None:
        dx, dy = (self._x, self._y) if command.islower() else (0.0, 0.0)
        self._commands[command.upper()](dx, dy, values)
        if command.upper() not in "CS":
            self._control = None

    def close(self) -> None:
        self._context.close_path()
        self._x, self._y = self._start_x, self._start_y

    def _move(self, dx: float, dy: float, v: list[float]) -> None:
        self._x, self._y = v[0] + dx, v[1] + dy
        self._start_x, self._start_y = self._x, self._y
        self._context.move_to(self._x, self._y)

    def _line(self, dx: float, dy: float, v: list[float]) -> None:
        self._to(v[0] + dx, v[1] + dy)

    def _to(self, x: float, y: float) -> None:
        self._x, self._y = x, y
        self._context.line_to(x, y)

    def _curve(self, dx: float, dy: float, v: list[float]) -> None:
        x1, y1, x2, y2, x, y = v[0] + dx, v[1] + dy, v[2] + dx, v[3] + dy, v[4] + dx, v[5] + dy
        self._context.curve_to(x1, y1, x2, y2, x, y)
        self._x, self._y, self._control = x, y, (x2, y2)

    def _smooth(self, dx: float, dy: float, v: list[float]) -> None:
        old = self._control or (self._x, self._y)
        first = [2 * self._x - old[0] - dx, 2 * self._y - old[1] - dy]
        self._curve(dx, dy, [*first, *v])

    def _quadratic(self, dx: float, dy: float, v: list[float]) -> None:
        cx, cy, x, y = v[0] + dx, v[1] + dy, v[2] + dx, v[3] + dy
        self._context.curve_to(
            self._x + 2 / 3 * (cx - self._x), self._y + 2 / 3 * (cy - self._y),
            x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y), x, y,
        )  # fmt: skip
        self._x, self._y = x, y

    def _arc(self, dx: float, dy: float, v: list[float]) -> None:
        """Draw an elliptical arc by its end points (SVG 1.1, appendix F.6.5)."""
        rx, ry, turn, large, sweep = abs(v[0]), abs(v[1]), radians(v[2]), v[3] > 0, v[4] > 0
        x, y = v[5] + dx, v[6] + dy
        half_x, half_y = (self._x - x) / 2, (self._y - y) / 2
        if rx == 0 or ry == 0 or (half_x == 0 and half_y == 0):
            self._to(x, y)
            return
        px = cos(turn) * half_x + sin(turn) * half_y
        py = -sin(turn) * half_x + cos(turn) * half_y
        grow = sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
        rx, ry = rx * grow, ry * grow
        under = (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2
        factor = sqrt(max(0.0, under / ((rx * py) ** 2 + (ry * px) ** 2)))
        factor = -factor if large == sweep else factor
        cx, cy = factor * rx * py / ry, -factor * ry * px / rx
        middle_x = cos(turn) * cx - sin(turn) * cy + (self._x + x) / 2
        middle_y = sin(turn) * cx + cos(turn) * cy + (self._y + y) / 2
        start = atan2((py - cy) / ry, (px - cx) / rx)
        end = atan2((-py - cy) / ry, (-px - cx) / rx)
        self._context.save()
        self._context.translate(middle_x, middle_y)
        self._context.rotate(turn)
        self._context.scale(rx, ry)
        (self._context.arc if sweep else self._context.arc_negative)(0, 0, 1, start, end)
        self._context.restore()
        self._x, self._y = x, y
