"""Sizes of one window at one text size: millimetres of the panel and ems become pixels here."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor
from typing import Literal

from config.geometry import HIGH_REACH_MM, REACH_FLOOR_MM, READING_TOP_MM, Geometry
from kiosk.flow.model import TextSize

TextRole = Literal["body", "lead", "item", "tile", "title", "numeral", "clock"]

CAP_TO_EM = 0.733
"""Capital height of Noto Sans CJK as a share of its em."""
_CAP_MM: dict[TextSize, float] = {"S": 3.8, "M": 5.2, "L": 6.8, "XL": 8.8}
_FLOOR_PX: dict[TextSize, int] = {"S": 32, "M": 36, "L": 42, "XL": 48}
LEAST_EM = 32
"""No text is set smaller on a panel 1080 pixels wide or wider (A-17)."""
_TIMES: dict[TextRole, tuple[float, float, float]] = {  # at S and M, at L, at XL
    "body": (1.0, 1.0, 1.0),
    "lead": (1.17, 1.15, 1.12),
    "item": (1.28, 1.25, 1.25),
    "tile": (1.5, 1.4, 1.25),
    "title": (1.78, 1.6, 1.38),
    "numeral": (8.2, 7.0, 6.2),
    "clock": (5.4, 4.8, 4.2),
}
_DRAWN_FOR = 1080
TARGET_LEAST_MM = 12.7
TARGET_MM = 20.0
TARGET_LARGE_MM = 25.0
GAP_LEAST_MM = 2.54
GAP_MM = 5.0
GAP_LARGE_MM = 6.0
BAND_COLUMN_MM = 300.0


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Everything a template asks of sizes; asked for hundreds of times a screen, reckoned once."""

    width: int
    height: int
    geometry: Geometry
    size: TextSize

    @cached_property
    def px_per_mm(self) -> float:
        """The panel's scale."""
        return self.geometry.px_per_mm(self.height)

    def mm(self, millimetres: float) -> int:
        """Return millimetres as pixels, rounded up."""
        return ceil(millimetres * self.px_per_mm - 1e-6)

    def u(self, pixels: float) -> int:
        """Return a measure drawn for a window 1080 wide."""
        return max(1, round(pixels * self.width / _DRAWN_FOR))

    @cached_property
    def least_em(self) -> int:
        """The smallest text of this window."""
        return floor(LEAST_EM * min(1.0, self.width / _DRAWN_FOR))

    @cached_property
    def body(self) -> int:
        """The em of reading text."""
        wanted = round(_CAP_MM[self.size] / CAP_TO_EM * self.px_per_mm)
        # A window narrower than a panel is a preview on a desk: it shrinks as a whole.
        return max(floor(_FLOOR_PX[self.size] * min(1.0, self.width / _DRAWN_FOR)), wanted)

    def em(self, role: TextRole) -> int:
        """Return the em of a text role."""
        normal, large, largest = _TIMES[role]
        times = {"S": normal, "M": normal, "L": large, "XL": largest}[self.size]
        return max(self.least_em, round(self.body * times))

    @property
    def large(self) -> bool:
        """Whether the largest text is wanted: fewer things side by side."""
        return self.size == "XL"

    @property
    def margin(self) -> int:
        """Side margin."""
        return self.u(48 if self.large else 56)

    @cached_property
    def gap(self) -> int:
        """Between controls outside the band (A-7)."""
        return max(self.u(16), self.mm(GAP_MM), self.bleed + 1)

    @property
    def radius(self) -> int:
        """Corner of a control."""
        return self.u(6)

    @property
    def stroke(self) -> int:
        """Edge of a control."""
        return self.u(3)

    @property
    def rule(self) -> int:
        """A dividing line."""
        return self.u(2)

    @property
    def ring(self) -> int:
        """Thickness of the focus ring: 6 px, at least 1 mm."""
        return max(self.u(6), self.mm(1.0))

    @property
    def ring_gap(self) -> int:
        """Between a focused control and its ring."""
        return max(self.u(5), self.mm(1.0))

    @cached_property
    def bleed(self) -> int:
        """How far the ring reaches beyond its control."""
        return self.ring + self.ring_gap

    @cached_property
    def plate(self) -> int:
        """Side of a number plate."""
        return max(round(self.body * 1.6), self.u(48))

    def icon(self, times: float = 1.3) -> int:
        """Return a pictogram's side, growing with the text."""
        return round(self.body * times)

    def target(self, millimetres: float = TARGET_MM) -> int:
        """Return the least height of a control: in mm, and never too low for its words."""
        return max(self.mm(millimetres), self.u(64), round(self.body * 1.5))

    def y_of(self, above_floor_mm: float) -> int:
        """Return the window's y of a height above the floor, held inside the window."""
        y = ceil(self.geometry.y_px(above_floor_mm, self.height) - 1e-6)
        return min(max(y, 0), self.height)

    @property
    def foot_bottom(self) -> int:
        """Nothing to touch below this: the margin, or 380 mm above the floor."""
        return min(self.height - self.u(40 if not self.large else 32), self._floor)

    @property
    def band_bottom(self) -> int:
        """The same inside the band."""
        return min(self.height - self.u(20), self._floor)

    @property
    def _floor(self) -> int:
        return floor(self.geometry.y_px(REACH_FLOOR_MM, self.height) + 1e-6)

    @property
    def touch_top(self) -> int:
        """Nothing to touch above this (1220 mm)."""
        return self.y_of(HIGH_REACH_MM)

    @property
    def reading_top(self) -> int:
        """Nothing to read above this in 90 cm mode (1300 mm)."""
        return self.y_of(READING_TOP_MM)

    @property
    def band_top(self) -> int:
        """The top of the band."""
        return self.y_of(self.geometry.reach_max_mm)
