"""From a sign as the hall describes it to what drives and plans it, or why that cannot be."""

from collections.abc import Callable, Mapping, Sequence
from typing import get_args
from zoneinfo import ZoneInfo

from displays.legibility import legible
from displays.sign_plan import SignSetup
from displays.signs.commands import Area, Colour, Command, Page, SetClock, Show
from displays.signs.kept import KeptSign, Shown
from displays.signs.port import Family, SignStatus, Wiring
from displays.signs.registry import family
from hall.clock import Clock
from hall.links import parse_link
from queue_server.wire import SignInfo

_COLOURS: Mapping[str, Colour] = {colour: colour for colour in get_args(Colour)}


def set_up(info: SignInfo) -> tuple[SignSetup, Family, Wiring]:
    """Return how a sign is planned and wired.

    Raises what the family raises where no driver can serve it: what would fail at every call shall
    fail before the first.
    """
    found = family(info.family)
    x, y, width, height = info.area
    area = Area(x=x, y=y, width=width, height=height)
    wiring = Wiring(
        profile=found.profile(info.profile),
        address=None if info.address is None else str(info.address),
        panel=area,
    )
    colour = _COLOURS.get(info.colour or "")
    found.encode(Show(page=Page(text="A017", area=area, colour=colour)), wiring)
    able = found.capabilities(wiring.profile)
    if info.pitch_mm and info.distance_m:
        able = legible(able, info.pitch_mm, info.distance_m)
    setup = SignSetup(
        id=info.id, zone=info.zone, window=info.window, area=area, able=able, colour=colour
    )
    return setup, found, wiring


def make_sign(
    info: SignInfo,
    time_zone: str,
    clock: Clock,
    tell: Callable[[Shown], None],
    watch: Callable[[str, str, SignStatus], None] = lambda _id, _family, _status: None,
) -> tuple[SignSetup, KeptSign]:
    """Return a sign ready to be put on its bus; raises as ``set_up``, and LinkError."""
    parse_link(info.link)
    setup, found, wiring = set_up(info)
    zone = ZoneInfo(time_zone)

    def settings() -> Sequence[Command]:
        if not setup.able.has_clock:
            return ()
        return (SetClock(time=clock.now().astimezone(zone)),)

    return setup, KeptSign(
        info.id,
        found,
        wiring,
        clock,
        tell=tell,
        settings=settings,
        watch=lambda status: watch(info.id, info.family, status),
    )
