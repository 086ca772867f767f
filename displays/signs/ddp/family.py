"""The family ``ddp``."""

from displays.signs.ddp.codec import Assembler, packets
from displays.signs.pixels import dark, pixel_family

FAMILY = pixel_family("ddp", packets, lambda panel: Assembler(len(dark(panel).rgb)), steps=15)
