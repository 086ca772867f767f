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


def _text(x: float, y: float, text: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
        round(x, 1), round(y, 1), escape(text)
    )
