"""Charts as SVG, by hand: every value is written beside its bar, and the whole is told in words.

Bars differ by pattern as well as by colour, so that they are told apart in print and by anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

_FONT = "font-family='Noto Sans, Noto Sans CJK SC, sans-serif'"
_FILLS = ("#0b5394", "url(#stripes)", "url(#dots)", "#7f6000")
_PATTERNS = (
    '<pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
    '<rect width="3" height="6" fill="#990000"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="2" fill="#38761d"/></pattern>'
)
_LEFT, _RIGHT, _BAR, _GAP = 230, 90, 18, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; ``mark`` puts a tick farther out (nine of ten), in the same unit."""

    value: float
    mark: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Groups of bars, one bar of each series in a group."""

    title: str
    unit: str
    series: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Bar | None, ...]], ...]
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Lines over the hours of a day: points are (minutes after midnight, value)."""

    title: str
    unit: str
    lines: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


def draw_bars(chart: BarChart, width: int = 860) -> str:
    """Return a bar chart as SVG."""
    most = max(
        (max(bar.value, bar.mark or 0.0) for _, bars in chart.groups for bar in bars if bar),
        default=1.0,
    )
    scale = (width - _LEFT - _RIGHT) / (most or 1.0)
    y = 62 + 22 * (len(chart.series) > 1 or bool(chart.mark))
    parts = [_legend(chart.series, chart.mark)] if y > 62 else []
    for name, bars in chart.groups:
        height = len(bars) * (_BAR + 3)
        parts.append(_text(_LEFT - 10, y + height / 2 + 4, name, anchor="end"))
        for place, bar in enumerate(bars):
            if bar is not None:
                parts.append(_bar(y + place * (_BAR + 3), bar, scale, place))
        y += height + _GAP
    parts.append(f'<path d="M{_LEFT} 76V{y - 6}" stroke="#333"/>')
    told = "; ".join(
        f"{name}: " + ", ".join(_told(chart, place, bar) for place, bar in enumerate(bars) if bar)
        for name, bars in chart.groups
    )
    return _svg(width, y + 8, f"{chart.title} ({chart.unit})", told, parts)


def draw_lines(chart: LineChart, width: int = 860, height: int = 340) -> str:
    """Return a line chart over the day as SVG."""
    points = [point for _, line in chart.lines for point in line]
    first, last = min(at for at, _ in points), max(at for at, _ in points)
    most = max(value for _, value in points) or 1.0
    left, top, right, bottom = 56, 90, width - 24, height - 44

    def place(at: float, value: float) -> tuple[float, float]:
        x = left + (at - first) / ((last - first) or 1.0) * (right - left)
        return round(x, 1), round(bottom - value / most * (bottom - top), 1)

    parts = [_lines_legend([name for name, _ in chart.lines])]
    for hour in range(int(first // 60) + 1, int(last // 60) + 1):
        x, _ = place(hour * 60, 0)
        parts.append(f'<path d="M{x} {top}V{bottom}" stroke="#ddd"/>')
        parts.append(_text(x, bottom + 20, f"{hour}:00", anchor="middle"))
    for share in (0.5, 1.0):
        _, y = place(first, most * share)
        parts.append(f'<path d="M{left} {y}H{right}" stroke="#ddd"/>')
        parts.append(_text(left - 6, y + 4, f"{most * share:.0f}", anchor="end"))
    parts.append(f'<path d="M{left} {bottom}H{right}" stroke="#333"/>')
    for index, (_, line) in enumerate(chart.lines):
        path = "L".join(f"{x} {y}" for x, y in (place(*point) for point in line))
        parts.append(
            f'<path d="M{path}" fill="none" stroke="{_stroke(index)}" stroke-width="3" '
            f'stroke-dasharray="{_dash(index)}"/>'
        )
    told = "; ".join(
        f"{name}: " + ", ".join(f"{at // 60:.0f}:{at % 60:02.0f} {value:.0f}" for at, value in line)
        for name, line in chart.lines
    )
    return _svg(width, height, f"{chart.title} ({chart.unit})", told, parts)


def _bar(y: float, bar: Bar, scale: float, series: int) -> str:
    length = max(bar.value * scale, 1.0)
    parts = [_box(_LEFT, y, round(length, 1), _BAR, series)]
    end = length
    if bar.mark is not None:
        end = max(end, bar.mark * scale)
        x = _LEFT + bar.mark * scale
        middle = y + _BAR / 2
        parts.append(
            f'<path d="M{_LEFT + length:.1f} {middle}H{x:.1f}M{x:.1f} {y + 2}V{y + _BAR - 2}" '
            'stroke="#333" stroke-width="2"/>'
        )
    value = _number(bar.value) + (f" / {_number(bar.mark)}" if bar.mark is not None else "")
    parts.append(_text(_LEFT + end + 6, y + _BAR - 4, value))
    return "".join(parts)


def _box(x: float, y: float, width: float, height: float, series: int) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" '
        f'fill="{_FILLS[series % len(_FILLS)]}" stroke="#333"/>'
    )


def _legend(series: Sequence[str], mark: str) -> str:
    parts, x = [], 20
    for place, name in enumerate(series):
        if len(series) > 1:
            parts.append(_box(x, 48, 18, 14, place))
            parts.append(_text(x + 24, 60, name))
            x += 48 + _length(name)
    if mark:
        parts.append(f'<path d="M{x} 55h16m0 -6v12" stroke="#333" stroke-width="2"/>')
        parts.append(_text(x + 24, 60, mark))
    return "".join(parts)


def _lines_legend(names: Sequence[str]) -> str:
    parts, x = [], 20
    for place, name in enumerate(names):
        parts.append(
            f'<path d="M{x} 55h34" stroke="{_stroke(place)}" stroke-width="3" '
            f'stroke-dasharray="{_dash(place)}"/>'
        )
        parts.append(_text(x + 40, 60, name))
        x += 64 + _length(name)
    return "".join(parts)


def _length(text: str) -> int:
    """Return about how wide a text is drawn, in pixels."""
    return sum(13 if east_asian_width(sign) in "WF" else 7 for sign in text)


def _told(chart: BarChart, place: int, bar: Bar) -> str:
    name = f"{chart.series[place]} " if len(chart.series) > 1 else ""
    mark = f" ({chart.mark} {_number(bar.mark)})" if bar.mark is not None else ""
    return f"{name}{_number(bar.value)}{mark}"


def _svg(width: float, height: float, title: str, told: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" '
        f"aria-label={quoteattr(title)} {_FONT}>"
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc><defs>{_PATTERNS}</defs>"
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="20" y="30" font-size="18" font-weight="700" fill="#111">{escape(title)}</text>'
        f"{''.join(parts)}</svg>\n"
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="13" fill="#111" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _stroke(index: int) -> str:
    return ("#0b5394", "#990000", "#38761d", "#7f6000")[index % 4]


def _dash(index: int) -> str:
    return ("none", "8 4", "2 4", "12 3 2 3")[index % 4]


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
