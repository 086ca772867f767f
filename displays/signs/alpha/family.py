"""The family ``alpha``: profile ``two-way`` reads the sign's status, ``one-way`` only writes.

``strings`` is ``two-way`` with each page in a variable, changed without the sign going dark.
``dots`` and ``dots-one-way`` are the same signs sent pictures of what is not ASCII: Chinese at the
price of two to four seconds a page at 9600 baud.
"""

from displays.signs.alpha.driver import AlphaSign
from displays.signs.alpha.requests import encode_command
from displays.signs.alpha.simulator import AlphaStandIn
from displays.signs.port import Family, Pace, Sign, SignCapabilities, Wiring
from hall.clock import Clock
from hall.links import Link


def capabilities(profile: str) -> SignCapabilities:
    """Return what an Alpha sign can do; it centres each line by itself."""
    draws = profile.startswith("dots")
    return SignCapabilities(
        content="pixels" if draws else "text",
        charset="unicode" if draws else "ascii",
        colours=("red", "green", "yellow"),
        cells=(16, 24) if draws else (16,),
        acknowledges=not profile.endswith("one-way"),
        aligns=True,
        flashes=True,
        has_priority=True,
        has_clock=True,
        has_power=True,
    )


def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
    """Return the driver of one sign on an open link."""
    return AlphaSign(link, wiring, pace, clock, capabilities(wiring.profile))


FAMILY = Family(
    name="alpha",
    profiles=("two-way", "one-way", "strings", "dots", "dots-one-way"),
    capabilities=capabilities,
    encode=encode_command,
    make_sign=make_sign,
    make_stand_in=AlphaStandIn,
)
