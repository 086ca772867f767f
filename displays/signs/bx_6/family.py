"""The family ``bx-6``; the profile says how many colours the panel has."""

from displays.signs.bx_6.driver import Bx6Sign
from displays.signs.bx_6.requests import PROFILES, encode_command
from displays.signs.bx_6.simulator import Bx6StandIn
from displays.signs.commands import Colour
from displays.signs.drawing import CELLS
from displays.signs.port import Family, Pace, Sign, SignCapabilities, Wiring
from hall.clock import Clock
from hall.links import Link

_TWO: tuple[Colour, ...] = ("red", "green", "yellow")
_ALL: tuple[Colour, ...] = (*_TWO, "blue", "cyan", "magenta", "white")


def capabilities(profile: str) -> SignCapabilities:
    """Return what a card can do: any script, because it is drawn here."""
    return SignCapabilities(
        content="pixels",
        charset="unicode",
        colours={"mono": ("red",), "dual": _TWO}.get(profile, _ALL),
        cells=CELLS,
        acknowledges=True,
        aligns=True,
        flashes=True,
        has_clock=True,
        has_power=True,
        has_brightness=True,
        keeps_content=False,
        expires=True,
    )


def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
    """Return the driver of one card on an open link."""
    return Bx6Sign(link, wiring, pace, clock, capabilities(wiring.profile))


FAMILY = Family(
    name="bx-6",
    profiles=tuple(PROFILES),
    capabilities=capabilities,
    encode=encode_command,
    make_sign=make_sign,
    make_stand_in=Bx6StandIn,
)
