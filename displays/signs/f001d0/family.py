"""The family ``f001d0``."""

from displays.signs.commands import Command
from displays.signs.f001d0.requests import ROW_HEIGHT, encode_command
from displays.signs.f001d0.simulator import F001D0StandIn
from displays.signs.filling import filled
from displays.signs.one_way import OneWaySign
from displays.signs.port import Encoded, Family, Pace, Sign, SignCapabilities, Wiring
from hall.clock import Clock
from hall.links import Link


def capabilities(_profile: str) -> SignCapabilities:
    """Return what such a strip can do."""
    return SignCapabilities(
        content="text",
        charset="gb2312",
        colours=("red", "green", "blue"),
        cells=(16,),
        acknowledges=False,
    )


def make_sign(link: Link, wiring: Wiring, pace: Pace, clock: Clock) -> Sign:
    """Return the driver of one strip on an open link."""
    able = capabilities(wiring.profile)
    return OneWaySign(link, wiring, pace, clock, able, _encode_all_rows)


def _encode_all_rows(command: Command, wiring: Wiring) -> Encoded:
    return encode_command(filled(command, ROW_HEIGHT), wiring)


FAMILY = Family(
    name="f001d0",
    profiles=("strip",),
    capabilities=capabilities,
    encode=encode_command,
    make_sign=make_sign,
    make_stand_in=F001D0StandIn,
)
