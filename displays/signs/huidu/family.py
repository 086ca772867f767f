"""The family ``huidu``."""

from displays.signs.drawing import CELLS
from displays.signs.huidu.driver import HuiduSign
from displays.signs.huidu.requests import encode_command
from displays.signs.huidu.simulator import HuiduStandIn
from displays.signs.port import Family, Pace, Sign, SignCapabilities, Wiring
from hall.clock import Clock
from hall.links import Link


def capabilities(_profile: str) -> SignCapabilities:
    """Return what a full-colour card can do; it draws the text with its own fonts."""
    return SignCapabilities(
        content="text",
        charset="unicode",
        colours=("red", "green", "yellow", "blue", "cyan", "magenta", "white"),
        cells=CELLS,
        acknowledges=True,
        aligns=True,
        has_clock=True,
        has_power=True,
        has_brightness=True,
    )


def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
    """Return the driver of one card on an open link."""
    return HuiduSign(link, wiring, pace, clock, capabilities(wiring.profile))


FAMILY = Family(
    name="huidu",
    profiles=("sdk2",),
    capabilities=capabilities,
    encode=encode_command,
    make_sign=make_sign,
    make_stand_in=HuiduStandIn,
)
