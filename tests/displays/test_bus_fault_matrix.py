"""Every fault of every family on one bus, and nothing of it felt on the others; time is counted."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from displays.signs.bus import Bus
from displays.signs.commands import Area, Page
from displays.signs.kept import KeptSign, Shown
from displays.signs.port import Faults, StandIn, Wiring
from displays.signs.registry import family, family_names
from hall.clock import ManualClock
from hall.links import Link, LinkAddress, parse_link
from tests.displays.fake_line import FakeLine

AREA = Area(width=64, height=16)
ANSWERING = [
    (name, profile)
    for name in family_names()
    for profile in family(name).profiles
    if family(name).capabilities(profile).acknowledges
]
ADDRESSED = ("bx-k", "bx-6", "alpha", "am03127")
SOON_S = 0.5


class Steady(FakeLine):
    """A line whose devices have the same fault until it is mended."""

    fault: Faults = Faults()

    async def write(self, data: bytes) -> None:
        if not self.faults:
            self.faults = [self.fault] * len(self.stand_ins)
        await super().write(data)
        self.faults = []

    async def open(self, address: LinkAddress) -> Link:
        if self.fault.unplugged:
            raise ConnectionRefusedError("nobody there")
        return await super().open(address)


@dataclass
class Place:
    """A sign on a bus, and what was heard of its pages."""

    kept: KeptSign
    stand_in: StandIn
    heard: list[Shown]

    def outcomes(self, tag: object) -> list[bool]:
        return [each.shown for each in self.heard if each.tag == tag]

    @property
    def lit(self) -> int:
        rgb = self.stand_in.seen().rgb
        return sum(any(rgb[at : at + 3]) for at in range(0, len(rgb), 3))


def place(clock: ManualClock, kind: tuple[str, str], address: str | None) -> Place:
    found = family(kind[0])
    wiring = Wiring(profile=kind[1], address=address, panel=AREA)
    heard: list[Shown] = []
    kept = KeptSign(f"{kind[0]}-{address}", found, wiring, clock, tell=heard.append)
    return Place(kept, found.make_stand_in(wiring), heard)


@asynccontextmanager
async def running(*buses: Bus) -> AsyncIterator[None]:
    tasks = [asyncio.ensure_future(bus.run()) for bus in buses]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(clock: ManualClock, holds: Callable[[], bool], within: float) -> float:
    """Return after how many of the clock's seconds something held."""
    start = clock.monotonic()
    while not holds():
        assert clock.monotonic() - start <= within, f"not within {within} s"
        await clock.advance(0.01)
    return clock.monotonic() - start


def states(*places: Place) -> set[str]:
    return {each.kept.status.state for each in places}


def one_address(kind: tuple[str, str]) -> str | None:
    return "1" if kind[0] in ADDRESSED else None


FAULTS = {
    "mute": Faults(mute=True),
    "busy": Faults(nack=3),
    "refusing": Faults(nack=12),
    "wrong checksum": Faults(wrong_checksum=True),
    "half frames": Faults(half_frames=True),
    "unplugged": Faults(unplugged=True, mute=True),
}


MATRIX = [
    pytest.param(kind, fault, id=f"{' '.join(kind)} {name}")
    for kind in ANSWERING
    for name, fault in FAULTS.items()
    if (kind[0], name) != ("huidu", "wrong checksum")  # it has none: TCP carries it
]


@pytest.mark.parametrize(("kind", "fault"), MATRIX)
async def test_a_faulty_sign_is_told_comes_back_and_disturbs_no_other(
    kind: tuple[str, str], fault: Faults
) -> None:
    clock = ManualClock()
    bad, good = (place(clock, kind, one_address(kind)) for _ in range(2))
    lines = [Steady(clock, [each.stand_in], forgets=True) for each in (bad, good)]
    address = parse_link("tcp:127.0.0.1:9")
    buses = [
        Bus(address, [each.kept], clock, opener=line.open)
        for each, line in zip((bad, good), lines, strict=True)
    ]
    async with running(*buses):
        bad.kept.want(Page(text="A016", area=AREA), tag=16)
        await until(clock, lambda: bad.outcomes(16) == [True], SOON_S)
        lines[0].fault = fault
        bad.kept.want(Page(text="A017", area=AREA), tag=17)
        good.kept.want(Page(text="B001", area=AREA), tag=1)
        await until(clock, lambda: good.outcomes(1) == [True], SOON_S)
        await until(clock, lambda: bad.outcomes(17) == [False], 8.0)
        assert states(bad) < {"silent", "refusing"}
        good.kept.want(Page(text="B002", area=AREA), tag=2)
        await until(clock, lambda: good.outcomes(2) == [True], SOON_S)

        lines[0].fault = Faults()
        await until(clock, lambda: bad.outcomes(17) == [False, True], 8.0)
        assert states(bad, good) == {"connected"}
        assert bad.lit > 20
        assert [each.shown for each in good.heard] == [True, True]


class Twofold(FakeLine):
    """A line that repeats every answer in the same breath: a converter with a weak echo."""

    def _answer(self, answer: bytes, at: float) -> None:
        super()._answer(answer + answer, at)


BAD_LINES: dict[str, Callable[[ManualClock, StandIn], FakeLine]] = {
    "merged replies": lambda clock, device: Twofold(clock, [device], forgets=True),
    "unplugged mid-frame": lambda clock, device: FakeLine(
        clock, [device], forgets=True, cut_after=7
    ),
    "9600 baud byte by byte": lambda clock, device: FakeLine(
        clock, [device], byte_s=10 / 9600, turnaround_s=0.03, chunk=1
    ),
}


@pytest.mark.parametrize("trouble", BAD_LINES)
@pytest.mark.parametrize("kind", ANSWERING, ids=" ".join)
async def test_a_sign_on_a_bad_line_still_shows_all_and_disturbs_no_other(
    kind: tuple[str, str], trouble: str
) -> None:
    clock = ManualClock()
    bad, good = (place(clock, kind, one_address(kind)) for _ in range(2))
    line = BAD_LINES[trouble](clock, bad.stand_in)
    links = ("serial:/dev/ttyUSB0?baud=9600" if line.byte_s else "tcp:127.0.0.1:9", "tcp:[::1]:9")
    buses = [
        Bus(parse_link(link), [each.kept], clock, opener=opener)
        for link, each, opener in zip(
            links, (bad, good), (line.open, FakeLine(clock, [good.stand_in]).open), strict=True
        )
    ]
    async with running(*buses):
        for number in (1, 2, 3):
            bad.kept.want(Page(text=f"A00{number}", area=AREA), tag=number)
            good.kept.want(Page(text=f"B00{number}", area=AREA), tag=number)
            await until(clock, lambda n=number: good.outcomes(n) == [True], SOON_S)  # type: ignore[misc]  # mypy cannot infer a lambda's default
            await until(clock, lambda n=number: True in bad.outcomes(n), 20.0)  # type: ignore[misc]  # mypy cannot infer a lambda's default
        assert states(bad, good) == {"connected"}
        assert {each.shown for each in good.heard} == {True}
        expected = place(clock, kind, one_address(kind))
        alone = Bus(
            parse_link("tcp:[::1]:10"),
            [expected.kept],
            clock,
            opener=FakeLine(clock, [expected.stand_in]).open,
        )
        async with running(alone):
            expected.kept.want(Page(text="A003", area=AREA), tag=3)
            await until(clock, lambda: expected.outcomes(3) == [True], SOON_S)
        assert bad.stand_in.seen().rgb == expected.stand_in.seen().rgb
    assert line.opened == (2 if trouble == "unplugged mid-frame" else 1)


@pytest.mark.parametrize("name", ADDRESSED)
async def test_several_addresses_share_a_serial_line_each_with_its_own_page(name: str) -> None:
    clock = ManualClock()
    kind = (name, family(name).profiles[0])
    places = [place(clock, kind, str(number)) for number in (1, 2, 3)]
    line = FakeLine(clock, [each.stand_in for each in places], byte_s=10 / 57600)
    serial = parse_link("serial:/dev/ttyUSB0?baud=57600")
    async with running(Bus(serial, [each.kept for each in places], clock, opener=line.open)):
        for number, each in enumerate(places, 1):
            each.kept.want(Page(text=str(number) * 4, area=AREA), tag=number)
        await until(
            clock,
            lambda: all(each.outcomes(n) == [True] for n, each in enumerate(places, 1)),
            10.0,
        )
    assert line.opened == 1
    pictures = [each.stand_in.seen() for each in places]
    assert len({each.rgb for each in pictures}) == 3
    assert all(each.lit > 20 for each in places)


@pytest.mark.parametrize("name", ADDRESSED)
async def test_a_dead_strip_on_a_shared_line_costs_the_living_a_moment_at_most(
    name: str,
) -> None:
    clock = ManualClock()
    kind = (name, family(name).profiles[0])
    places = [place(clock, kind, str(number)) for number in (1, 2, 3)]
    line = FakeLine(
        clock, [each.stand_in for each in places], byte_s=10 / 57600, forgets=True, dead={1}
    )
    serial = parse_link("serial:/dev/ttyUSB0?baud=57600")
    living, dead = places[0], places[1]
    async with running(Bus(serial, [each.kept for each in places], clock, opener=line.open)):
        await until(clock, lambda: dead.kept.status.state == "silent", 10.0)
        taken = []
        for number in range(12):
            dead.kept.want(Page(text="dead", area=AREA))
            living.kept.want(Page(text=f"B{number:03d}", area=AREA), tag=number)
            taken.append(
                await until(clock, lambda n=number: living.outcomes(n) == [True], 2.0)  # type: ignore[misc]  # mypy cannot infer a lambda's default
            )
            await clock.advance(0.3)
        assert max(taken) < 0.6
        line.dead.clear()
        await until(clock, lambda: dead.kept.status.state == "connected", 10.0)
        assert dead.lit > 20


async def test_on_a_line_of_signs_that_never_answer_every_page_arrives() -> None:
    clock = ManualClock()
    places = [place(clock, ("f001d0", "strip"), str(number)) for number in (1, 2)]
    line = FakeLine(clock, [each.stand_in for each in places], byte_s=10 / 9600)
    serial = parse_link("serial:/dev/ttyUSB0?baud=9600")
    async with running(Bus(serial, [each.kept for each in places], clock, opener=line.open)):
        for number, each in enumerate(places):
            each.kept.want(Page(text="号窗"[number] * 2, area=AREA), tag=number)
        await until(clock, lambda: all(each.lit > 20 for each in places), 5.0)
        assert {each.kept.status.state for each in places} == {"unknown"}


async def test_back_off_is_capped_and_the_whole_state_is_sent_after_it() -> None:
    clock = ManualClock()
    sign = place(clock, ("bx-k", "5k"), "1")
    line = Steady(clock, [sign.stand_in], forgets=True)
    opened: list[float] = []

    async def opener(address: LinkAddress) -> Link:
        opened.append(clock.monotonic())
        return await line.open(address)

    bus = Bus(parse_link("tcp:127.0.0.1:9"), [sign.kept], clock, opener=opener)
    async with running(bus):
        sign.kept.want(Page(text="A017", area=AREA), tag=1)
        await until(clock, lambda: sign.outcomes(1) == [True], SOON_S)
        line.fault = Faults(unplugged=True, mute=True)
        await clock.advance(60)
        waits = [after - before for before, after in itertools.pairwise(opened[1:])]
        assert max(waits) <= 2.5
        assert len(opened) < 60
        sign.stand_in.areas.clear()  # type: ignore[attr-defined]  # the card lost its RAM
        line.fault = Faults()
        await until(clock, lambda: sign.lit > 20, 5.0)


async def test_on_a_slow_line_only_the_newest_page_follows_and_no_other_sign_waits() -> None:
    clock = ManualClock()
    slow, quick = place(clock, ("alpha", "dots"), "1"), place(clock, ("bx-k", "5k"), "1")
    slow_line = FakeLine(clock, [slow.stand_in], byte_s=11 / 9600)
    quick_line = FakeLine(clock, [quick.stand_in])
    buses = [
        Bus(
            parse_link("serial:/dev/ttyUSB0?baud=9600&parity=E"),
            [slow.kept],
            clock,
            opener=slow_line.open,
        ),
        Bus(parse_link("tcp:127.0.0.1:9"), [quick.kept], clock, opener=quick_line.open),
    ]
    async with running(*buses):
        slow.kept.want(Page(text="第0号", area=AREA), tag=0)
        await clock.advance(0.1)
        for number in range(1, 6):
            slow.kept.want(Page(text=f"第{number}号", area=AREA), tag=number)
            quick.kept.want(Page(text=f"B{number}", area=AREA), tag=number)
            await until(clock, lambda n=number: quick.outcomes(n) == [True], 0.2)  # type: ignore[misc]  # mypy cannot infer a lambda's default
        await until(clock, lambda: slow.outcomes(5) == [True], 10.0)
    assert [each.tag for each in slow.heard] == [5]
    assert slow_line.written < 3 * 64 * 17 + 400
