"""Small bar charts inside a page: drawn in the page's own colours, every value in the text too."""

from collections.abc import Sequence

from markupsafe import Markup, escape

_WIDTH, _HEIGHT, _FOOT, _HEAD = 640, 200, 24, 20


def columns(title: str, told: str, values: Sequence[tuple[str, float | None]]) -> Markup:
    """Return upright bars, each with its label below and its value above; ``told`` in words."""
    known = [value for _, value in values if value is not None]
    most = max(known, default=0.0) or 1.0
    step = _WIDTH / max(len(values), 1)
    parts = []
    for place, (label, value) in enumerate(values):
        middle = (place + 0.5) * step
        parts.append(_text(middle, _HEIGHT - 6, label))
        if value is not None:
            height = value / most * (_HEIGHT - _FOOT - _HEAD)
            top = _HEIGHT - _FOOT - height
            parts.append(
                Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(
                    round(middle - step * 0.35, 1), round(top, 1), round(step * 0.7, 1),
                    round(height, 1),
                )
            )  # fmt: skip
            parts.append(_text(middle, top - 5, f"{value:g}"))
    line = Markup('<path class="floor" d="M0 {0}H{1}"/>').format(_HEIGHT - _FOOT, _WIDTH)
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}{}</svg>"
    ).format(_WIDTH, _HEIGHT, title, told, Markup("").join(parts), line)


_ROW, _BAR, _LABEL, _TAIL = 64, 20, 200, 90


def pairs(
    title: str, told: str, rows: Sequence[tuple[str, float | None, float | None]]
) -> Markup:  # fmt: skip
    """Return lying bars, two of each row: as it is, full, and as it would be, outlined."""
    known = [value for _, before, after in rows for value in (before, after) if value is not None]
    scale = (_WIDTH - _LABEL - _TAIL) / (max(known, default=0.0) or 1.0)
    parts = []
    for place, (label, *values) in enumerate(rows):
        top = place * _ROW + 8
        parts.append(_text(_LABEL - 10, top + _BAR + 4, label, "end"))
        for nth, value in enumerate(values):
            if value is None:
                continue
            y, length = top + nth * (_BAR + 3), max(value * scale, 1.0)
            parts.append(
                Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                    ("bar", "bar would")[nth], _LABEL, y, round(length, 1), _BAR
                )
            )
            parts.append(_text(_LABEL + length + 8, y + _BAR - 4, f"{value:.0f}", "start"))
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}</svg>"
    ).format(_WIDTH, len(rows) * _ROW + 8, title, told, Markup("").join(parts))


def _text(x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        round(x, 1), round(y, 1), anchor, escape(text)
    )
