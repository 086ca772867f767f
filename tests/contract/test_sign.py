"""One promise list for every sign family, over memory, TCP and a pseudo-terminal."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

import pytest

from displays.signs.commands import (
    Area,
    Clear,
    Command,
    Page,
    Ping,
    Power,
    SetBrightness,
    SetClock,
    Show,
)
from displays.signs.panel import draw_leds
from displays.signs.port import Family, Faults, Pace, Sign, StandIn, Wiring
from displays.signs.registry import family, family_names
from displays.simulator import DeviceSimulator
from hall.clock import SystemClock
from hall.errors import DeviceError, LinkTimeoutError, RefusedError
from hall.links import listen, open_link, parse_link

PANEL = Area(width=128, height=32)
PATIENT = Pace(reply_within_s=10, tries=3, retry_gap_s=0.01)  # the machine may be busy
QUICK = Pace(reply_within_s=0.1, tries=2, retry_gap_s=0.01)  # where no good answer will come
DATAGRAMS_ONLY = ("ddp", "sacn", "artnet", "flaschen-taschen")


@dataclass
class Pair:
    """A driver and its stand-in with a real link between them."""

    family: Family
    sign: Sign
    stand_in: StandIn
    faults: Faults = field(default_factory=Faults)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until the panel shows it; a family that never answers may take its time."""
        for _ in range(1000):
            if holds():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"never seen; {self.lit()} pixels shine")

    def lit(self) -> int:
        """Return how many pixels shine."""
        rgb = self.stand_in.seen().rgb
        return sum(any(rgb[at : at + 3]) for at in range(0, len(rgb), 3))


def combinations() -> Sequence[Any]:
    pairs: list[Any] = []
    for name in family_names():
        transports = ("udp:127.0.0.1:0",) if name in DATAGRAMS_ONLY else ("tcp:127.0.0.1:0", "pty:")
        for profile, link in product(family(name).profiles, ("mem:sign", *transports)):
            pairs.append(
                pytest.param((name, profile, link), id=f"{name} {profile} {link.split(':')[0]}")
            )
    return pairs


@pytest.fixture(params=combinations())
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[Pair]:
    name, profile, link = request.param
    found = family(name)
    wiring = Wiring(profile=profile, panel=PANEL)
    stand_in = found.make_stand_in(wiring)
    holder: list[Pair] = []
    simulator = DeviceSimulator(
        stand_in, SystemClock(), lambda: holder[0].faults if holder else Faults()
    )
    listener = await listen(parse_link(link), simulator.serve)
    near = await open_link(listener.address)
    sign = found.make_sign(near, wiring, PATIENT, SystemClock())
    holder.append(Pair(found, sign, stand_in))
    yield holder[0]
    await near.aclose()
    await listener.close()


def acknowledges(pair: Pair) -> bool:
    return pair.sign.capabilities.acknowledges


async def test_a_call_lights_the_panel_and_clear_makes_it_dark(pair: Pair) -> None:
    await pair.sign.do(Show(page=Page(text="A017", area=PANEL)))
    await pair.until(lambda: pair.lit() > 40)

    await pair.sign.do(Clear())
    await pair.until(lambda: pair.lit() == 0)


async def test_a_new_page_takes_the_place_of_the_old_one(pair: Pair) -> None:
    await pair.sign.do(Show(page=Page(text="A017", area=PANEL)))
    await pair.until(lambda: pair.lit() > 40)
    first = pair.stand_in.seen()
    await pair.sign.do(Show(page=Page(text="A018", area=PANEL)))
    await pair.until(lambda: pair.stand_in.seen() != first)


async def test_a_page_with_fewer_lines_leaves_nothing_of_the_old_one(pair: Pair) -> None:
    await pair.sign.do(Show(page=Page(text="B2", area=PANEL)))
    await pair.until(lambda: pair.lit() > 20)
    alone = pair.stand_in.seen()
    await pair.sign.do(Show(page=Page(text="A017\nB018", area=PANEL)))
    await pair.until(lambda: pair.stand_in.seen() != alone)
    await pair.sign.do(Show(page=Page(text="B2", area=PANEL)))
    await pair.until(lambda: pair.stand_in.seen() == alone)


async def test_what_it_says_it_can_it_can(pair: Pair) -> None:
    able = pair.sign.capabilities
    commands: list[tuple[bool, Command]] = [
        (True, Ping()),
        (able.has_power, Power(on=True)),
        (able.has_brightness, SetBrightness(percent=60)),
        (able.has_clock, SetClock(time=datetime(2026, 11, 23, 8, 30, 5))),  # noqa: DTZ001  a wall clock
    ]
    for can, command in commands:
        if can:
            await pair.sign.do(command)


async def test_switched_off_it_is_dark_and_on_again_it_shows_its_page(pair: Pair) -> None:
    if not pair.sign.capabilities.has_power:
        return
    await pair.sign.do(Show(page=Page(text="A017", area=PANEL)))
    await pair.sign.do(Power(on=False))
    await pair.until(lambda: pair.lit() == 0)
    await pair.sign.do(Power(on=True))
    await pair.until(lambda: pair.lit() > 40)


async def test_a_mute_sign_is_a_time_out_not_a_wait_for_ever(pair: Pair) -> None:
    pair.faults = Faults(mute=True)
    if not acknowledges(pair):
        await pair.sign.do(Ping())
        return
    with pytest.raises(LinkTimeoutError):
        await pair.sign.do(Ping(), pace=QUICK)


async def test_a_refusal_is_told_as_one(pair: Pair) -> None:
    if not acknowledges(pair):
        return
    pair.faults = Faults(nack=2)
    with pytest.raises(RefusedError):
        await pair.sign.do(Show(page=Page(text="A017", area=PANEL)))


@pytest.mark.parametrize(
    "faults", [Faults(half_frames=True), Faults(wrong_checksum=True)], ids=["half", "checksum"]
)
async def test_a_broken_answer_is_a_device_error(pair: Pair, faults: Faults) -> None:
    if not acknowledges(pair):
        return
    pair.faults = faults
    with pytest.raises(DeviceError):
        await pair.sign.do(Ping(), pace=QUICK)


async def test_after_a_fault_the_next_command_works(pair: Pair) -> None:
    if not acknowledges(pair):
        return
    pair.faults = Faults(half_frames=True)
    with pytest.raises(DeviceError):
        await pair.sign.do(Ping(), pace=QUICK)
    pair.faults = Faults()
    await pair.sign.do(Show(page=Page(text="A018", area=PANEL)))
    assert pair.lit() > 40


async def test_a_slow_answer_within_the_patience_is_fine(pair: Pair) -> None:
    pair.faults = Faults(slow_ms=60)
    await pair.sign.do(Ping())


async def test_people_see_dots(pair: Pair) -> None:
    await pair.sign.do(Show(page=Page(text="A017", area=PANEL)))
    await pair.until(lambda: pair.lit() > 40)
    image = draw_leds(pair.stand_in.seen())
    assert image.width > 3 * PANEL.width
    assert len(image.getcolors(maxcolors=100) or []) >= 3
