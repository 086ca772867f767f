"""From millimetres to pixels: type sizes, targets, gaps, and the lines hands can reach.

Sources: the visual language §3 and §4; A-2, A-3, A-6, A-7, A-14, A-17.
"""

from dataclasses import dataclass
from math import ceil
from typing import Protocol

from config.geometry import HIGH_REACH_MM, REACH_FLOOR_MM, READING_TOP_MM, Geometry
from kiosk.flow.model import TextSize
from kiosk.layout.marks import Ring, Style

CAP_OF_EM = 0.733
"""Cap height of Noto Sans CJK as a share of the em (measured)."""
DESIGN_WIDTH_PX = 1080
LEAST_EM = 32
TARGET_LEAST_MM = 12.7
GAP_LEAST_MM = 2.54
BAND_ROW_MM = 25.0
BAND_GAP_MM = 6.0
BAND_COLUMN_MM = 300.0

_CAP_MM: dict[TextSize, float] = {"S": 3.8, "M": 5.2, "L": 6.8, "XL": 8.8}
_FLOOR_EM: dict[TextSize, int] = {"S": 32, "M": 36, "L": 42, "XL": 48}
_SCALES: dict[TextSize, tuple[float, float, float, float, float]] = {
    "S": (1.17, 1.28, 1.5, 1.78, 8.2),
    "M": (1.17, 1.28, 1.5, 1.78, 8.2),
    "L": (1.15, 1.25, 1.4, 1.6, 7.0),
    "XL": (1.12, 1.25, 1.25, 1.38, 6.2),
}
"""Lead, item, tile, title and numeral as multiples of the body."""


class Measure(Protocol):
    """Measures words without drawing them."""

    def __call__(self, text: str, style: Style, width: int, lang: str) -> tuple[int, int]:
        """Return width and height in px of words broken at ``width``."""


def em_px(size: TextSize, px_per_mm: float, width_px: int) -> int:
    """Return the body's em of a size: by millimetres of cap height, never below its floor.

    A window narrower than the design (a developer's) scales the floor with it.
    """
    floor = _FLOOR_EM[size] * min(1.0, width_px / DESIGN_WIDTH_PX)
    return max(round(floor), round(_CAP_MM[size] / CAP_OF_EM * px_per_mm))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Every size of one window at one text size, in px."""

    width: int
    height: int
    px_per_mm: float
    least_em: int
    body: Style
    lead: Style
    item: Style
    tile: Style
    title: Style
    numeral: Style
    band: Style
    margin: int
    gap: int
    band_gap: int
    stroke: int
    rule: int
    ring: Ring
    radius: int
    plate: int
    fact_icon: int
    foot_icon: int
    button_icon: int
    row_icon: int
    tile_icon: int
    head: int
    top_line: int
    """Nothing to touch above: the 1220 mm line (0 when the panel ends below it)."""
    reading_top: int
    band_top: int
    floor_line: int
    """Nothing to touch below: the 380 mm line, or the window's bottom."""

    def mm(self, millimetres: float) -> int:
        """Return millimetres as px, rounded up."""
        return ceil(millimetres * self.px_per_mm)


def frame_of(geometry: Geometry, width: int, height: int, size: TextSize) -> Frame:
    """Return the sizes of a window on a panel."""
    px_per_mm = min(geometry.px_per_mm(height), width / geometry.panel_width_mm)
    unit = min(1.0, width / DESIGN_WIDTH_PX)
    em = em_px(size, px_per_mm, width)
    least = round(LEAST_EM * unit)
    lead, item, tile, title, numeral = _SCALES[size]

    def px(millimetres: float, floor: float = 0.0) -> int:
        return max(ceil(millimetres * px_per_mm), round(floor * unit))

    def style(factor: float, leading: float) -> Style:
        return Style(em=round(em * factor), bold=True, leading=leading)

    def line(above_floor_mm: float) -> int:
        return min(max(ceil(geometry.y_px(above_floor_mm, height)), 0), height)

    band_em = max(least, round(_CAP_MM[size] / CAP_OF_EM * px_per_mm))
    return Frame(
        width=width,
        height=height,
        px_per_mm=px_per_mm,
        least_em=least,
        body=Style(em=em, leading=1.4),
        lead=style(lead, 1.3),
        item=style(item, 1.3),
        tile=style(tile, 1.2),
        title=style(title, 1.25),
        numeral=style(numeral, 1.1),
        band=Style(em=band_em, bold=True, leading=1.2),
        margin=round(width * (48 if size == "XL" else 56) / DESIGN_WIDTH_PX),
        gap=px(5, 16),
        band_gap=px(BAND_GAP_MM),
        stroke=px(0.75, 3),
        rule=max(round(2 * unit), 1),
        ring=Ring(thick=px(1.5, 3), gap=px(1)),
        radius=px(1.5, 6),
        plate=max(round(em * 1.62), px(12)),
        fact_icon=round(em * 1.1),
        foot_icon=round(em * 1.22),
        button_icon=round(em * 1.33),
        row_icon=round(em * 1.9),
        tile_icon=round(em * 3.7),
        head=round(em * 3.1),
        top_line=line(HIGH_REACH_MM),
        reading_top=line(READING_TOP_MM),
        band_top=line(geometry.reach_max_mm),
        floor_line=line(REACH_FLOOR_MM),
    )
