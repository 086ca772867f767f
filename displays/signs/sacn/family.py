"""The family ``sacn``."""

from displays.signs.pixels import dark, pixel_family
from displays.signs.sacn.codec import Assembler, packets

FAMILY = pixel_family("sacn", packets, lambda panel: Assembler(len(dark(panel).rgb)), steps=255)
