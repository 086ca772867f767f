"""Where a kiosk's panel hangs, in millimetres, and what follows for layout.

All sizes on screen come from here: pixels are millimetres times ``px_per_mm``. Heights are above
the floor; widths are from the panel's left edge.
"""

from dataclasses import dataclass
from typing import Literal

Hand = Literal["left", "right"]

REACH_FLOOR_MM = 380
"""Nothing to touch below this height (EN 301 549 8.3.2.2, A-2)."""
HIGH_REACH_MM = 1220
"""Nothing to touch above this height in any mode (A-3)."""
READING_TOP_MM = 1300
"""Nothing that must be read stands above this height in 90 cm mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """One panel on its stand; ``reach_max_mm`` is the top of the 90 cm band."""

    panel_width_mm: float
    panel_height_mm: float
    panel_bottom_mm: float
    viewing_distance_mm: float
    reach_max_mm: float = 900
    hand: Hand = "right"

    def px_per_mm(self, height_px: int) -> float:
        """Return the scale of a window of that height filling the panel."""
        return height_px / self.panel_height_mm

    def height_above_floor_mm(self, y_px: float, height_px: int) -> float:
        """Return the height of a point ``y_px`` below the window's top."""
        return self.panel_bottom_mm + self.panel_height_mm - y_px / self.px_per_mm(height_px)

    def y_px(self, above_floor_mm: float, height_px: int) -> float:
        """Return how far below the window's top a height lies; negative above the panel."""
        return (self.panel_bottom_mm + self.panel_height_mm - above_floor_mm) * self.px_per_mm(
            height_px
        )


PANEL_32 = Geometry(
    panel_width_mm=398, panel_height_mm=708, panel_bottom_mm=650, viewing_distance_mm=600
)
"""A 32-inch portrait panel, bottom edge 650 mm above the floor: the default of the contract."""
