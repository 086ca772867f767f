"""The family ``bx-k``: Onbon BX-5K (profile ``5k``) and BX-6K (``6k``)."""

from displays.signs.bx_k.driver import BxKSign
from displays.signs.bx_k.requests import encode_command
from displays.signs.bx_k.simulator import BxKStandIn
from displays.signs.port import Family, Pace, Sign, SignCapabilities, Wiring
from hall.clock import Clock
from hall.links import Link


def capabilities(profile: str) -> SignCapabilities:
    """Return what a card can do with its usual 16-dot font and a red-green panel."""
    return SignCapabilities(
        content="text",
        charset="gb2312",
        colours=("red", "green", "yellow"),
        cells=(16,),
        acknowledges=True,
        aligns=profile == "6k",
        has_clock=True,
        has_power=True,
        has_brightness=True,
        keeps_content=False,
        expires=True,
    )


def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
    """Return the driver of one card on an open link."""
    return BxKSign(link, wiring, pace, clock, capabilities(wiring.profile))


FAMILY = Family(
    name="bx-k",
    profiles=("5k", "6k"),
    capabilities=capabilities,
    encode=encode_command,
    make_sign=make_sign,
    make_stand_in=BxKStandIn,
)
