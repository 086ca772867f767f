"""The family ``artnet``."""

from displays.signs.artnet.codec import Assembler, packets
from displays.signs.pixels import dark, pixel_family

FAMILY = pixel_family("artnet", packets, lambda panel: Assembler(len(dark(panel).rgb)), steps=255)
