"""The family ``am03127``."""

from displays.signs.am03127.driver import Am03127Sign
from displays.signs.am03127.requests import encode_command
from displays.signs.am03127.simulator import Am03127StandIn
from displays.signs.port import Family, Pace, Sign, SignCapabilities, Wiring
from hall.clock import Clock
from hall.links import Link


def capabilities(_profile: str) -> SignCapabilities:
    """Return what a sign with its usual font (seven dots high, six wide) can do."""
    return SignCapabilities(
        content="text",
        charset="ascii",
        colours=("red", "green", "yellow"),
        cells=(7,),
        letter_width=6,
        acknowledges=True,
        flashes=True,
        has_clock=True,
        has_brightness=True,
    )


def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
    """Return the driver of one sign on an open link."""
    return Am03127Sign(link, wiring, pace, clock, capabilities(wiring.profile))


FAMILY = Family(
    name="am03127",
    profiles=("sign",),
    capabilities=capabilities,
    encode=encode_command,
    make_sign=make_sign,
    make_stand_in=Am03127StandIn,
)
