"""`hall90 display test`: whether a sign is there, and whether people can read a call on it."""

import asyncio

import click

from displays.encoding import call_text
from displays.signs.bus import pace_for
from displays.signs.commands import Area, Clear, Page, Ping, Show
from displays.signs.port import Wiring
from displays.signs.registry import family
from hall.clock import SystemClock
from hall.links import open_link, parse_link


def try_sign(link: str, family_name: str, wiring: Wiring, area: Area, seconds: float) -> None:
    """Ping a sign, show a call for some seconds, clear it; raises DeviceError."""
    asyncio.run(_try(link, family_name, wiring, area, seconds))


async def _try(link: str, family_name: str, wiring: Wiring, area: Area, seconds: float) -> None:
    found = family(family_name)
    address = parse_link(link)
    near = await open_link(address)
    clock = SystemClock()
    try:
        sign = found.make_sign(near, wiring, pace_for(address), clock)
        await sign.do(Ping())
        answers = sign.capabilities.acknowledges
        click.echo("the sign answers" if answers else "sent (this family never answers)")
        await sign.do(Show(page=Page(text=call_text("A017", "3"), area=area)))
        click.echo(f"it should now show a call, for {seconds:g} seconds")
        await clock.sleep(seconds)
        await sign.do(Clear())
    finally:
        await near.aclose()
