"""The family ``flaschen-taschen``."""

from displays.signs.flaschen_taschen.codec import Assembler, packets
from displays.signs.pixels import dark, pixel_family

FAMILY = pixel_family(
    "flaschen-taschen",
    packets,
    lambda panel: Assembler(dark(panel).width, dark(panel).height),
    steps=1,
)
