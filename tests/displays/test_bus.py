"""A bus keeps its signs up to date through every fault, and no sign disturbs another."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from displays.signs.bus import Bus, pace_for
from displays.signs.commands import Page
from displays.signs.kept import KeptSign, Shown
from displays.signs.port import Faults, Pace, Wiring
from displays.signs.registry import family
from hall.clock import SystemClock
from hall.errors import LinkTimeoutError
from hall.links import Link, LinkAddress, parse_link

PATIENT = Pace(reply_within_s=10, tries=2, retry_gap_s=0.01)  # the machine may be busy
QUICK = Pace(reply_within_s=0.1, tries=2, retry_gap_s=0.01)  # where a sign is to be missed


class Ears:
    """Hears what became of pages."""

    def __init__(self) -> None:
        self.heard: list[Shown] = []

    def __call__(self, shown: Shown) -> None:
        self.heard.append(shown)

    def outcomes(self, tag: object) -> list[bool]:
        return [each.shown for each in self.heard if each.tag == tag]


def kept_sign(name: str, ears: Callable[[Shown], None], address: str | None = None) -> KeptSign:
    wiring = Wiring(profile="5k", address=address)
    return KeptSign(name, family("bx-k"), wiring, SystemClock(), tell=ears)


@asynccontextmanager
async def running(*buses: Bus) -> AsyncIterator[None]:
    tasks = [asyncio.ensure_future(bus.run()) for bus in buses]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def states(*signs: KeptSign) -> set[str]:
    return {kept.status.state for kept in signs}


async def until(condition: Callable[[], bool], within: float = 60.0) -> float:
    """Return after how many seconds a condition of the outside world held."""
    clock = SystemClock()
    start = clock.monotonic()
    while not condition():
        assert clock.monotonic() - start < within, "it never happened"
        await asyncio.sleep(0.005)
    return clock.monotonic() - start


async def test_a_wish_reaches_the_sign_and_is_told_once(plug_in: Any) -> None:
    wired, ears = await plug_in(parse_link("tcp:127.0.0.1:0")), Ears()
    kept = kept_sign("s1", ears)
    async with running(Bus(wired.address, [kept], SystemClock(), pace=PATIENT)):
        kept.want(Page(text="A017"), tag=1)
        await until(lambda: ears.outcomes(1) == [True])
    assert wired.text == "A017"
    assert kept.status.state == "connected"


async def test_only_the_newest_of_many_wishes_is_sent(plug_in: Any) -> None:
    wired, ears = await plug_in(parse_link("tcp:127.0.0.1:0")), Ears()
    kept = kept_sign("s1", ears)
    for number in range(50):
        kept.want(Page(text=f"A{number:03d}"), tag=number)
    async with running(Bus(wired.address, [kept], SystemClock(), pace=PATIENT)):
        await until(lambda: ears.outcomes(49) == [True])
    assert [each.tag for each in ears.heard] == [49]
    assert wired.text == "A049"


FAULTS = {
    "mute": Faults(mute=True),
    "busy": Faults(nack=3),
    "refusing": Faults(nack=12),
    "wrong checksum": Faults(wrong_checksum=True),
    "half frames": Faults(half_frames=True),
    "unplugged": Faults(unplugged=True),
    "slower than our patience": Faults(slow_ms=400),
}


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS.keys())
async def test_a_faulty_sign_is_told_and_the_other_is_undisturbed(
    plug_in: Any, faults: Faults
) -> None:
    bad, good = [await plug_in(parse_link("tcp:127.0.0.1:0")) for _ in range(2)]
    ears = Ears()
    first, second = kept_sign("bad", ears), kept_sign("good", ears)
    buses = [
        Bus(bad.address, [first], SystemClock(), pace=QUICK),
        Bus(good.address, [second], SystemClock(), pace=PATIENT),
    ]
    async with running(*buses):
        first.want(Page(text="A016"))
        await until(lambda: bad.text == "A016")
        bad.faults = faults
        first.want(Page(text="A017"), tag="bad")
        second.want(Page(text="A017"), tag="good")
        await until(lambda: ears.outcomes("good") == [True])
        await until(lambda: ears.outcomes("bad") == [False])
        assert states(first) & {"silent", "refusing"}

        bad.faults = Faults()
        first.want(Page(text="A018"), tag="newer")
        await until(lambda: True in ears.outcomes("newer"))
        assert bad.text == "A018"
        await until(lambda: states(first) == {"connected"})
        assert ears.outcomes("good") == [True]
        assert states(second) == {"connected"}


async def test_after_the_cable_was_pulled_the_present_page_is_sent_not_old_ones(
    plug_in: Any,
) -> None:
    wired, ears = await plug_in(parse_link("tcp:127.0.0.1:0")), Ears()
    kept = kept_sign("s1", ears)
    async with running(Bus(wired.address, [kept], SystemClock(), pace=PATIENT)):
        kept.want(Page(text="A016"), tag=16)
        await until(lambda: ears.outcomes(16) == [True])
        wired.faults = Faults(unplugged=True)
        for number in (17, 18, 19):
            kept.want(Page(text=f"A0{number}"), tag=number)
            await asyncio.sleep(0.05)
        wired.stand_in.areas.clear()
        seen_before = len(wired.pictures)
        wired.faults = Faults()
        await until(lambda: True in ears.outcomes(19))
    assert wired.text == "A019"
    assert True not in ears.outcomes(17) + ears.outcomes(18)
    assert len(wired.pictures) - seen_before <= 1


async def test_a_lost_sign_is_logged_once_and_once_when_found(
    plug_in: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="displays.signs.kept")
    wired, ears = await plug_in(parse_link("tcp:127.0.0.1:0")), Ears()
    kept = kept_sign("s1", ears)
    async with running(
        Bus(wired.address, [kept], SystemClock(), pace=Pace(reply_within_s=1.0, tries=1))
    ):
        await until(lambda: kept.status.state == "connected")
        wired.faults = Faults(mute=True)
        for number in range(4):
            kept.want(Page(text=f"A00{number}"), tag=number)
            await until(lambda: False in ears.outcomes(number))  # noqa: B023  run at once
        wired.faults = Faults()
        await until(lambda: kept.status.state == "connected")
    assert [record.message for record in caplog.records] == [
        "sign found",
        "sign lost",
        "sign found",
    ]


async def test_nothing_at_the_address_is_told() -> None:
    ears = Ears()
    kept = kept_sign("s1", ears)
    async with running(Bus(parse_link("mem:nobody"), [kept], SystemClock(), pace=QUICK)):
        kept.want(Page(text="A017"), tag=1)
        await until(lambda: ears.outcomes(1) == [False])
    assert "nobody listens" in ears.heard[0].detail


class SharedLine:
    """An RS-485 line: bytes reach all cards, those that are dead say nothing."""

    def __init__(self, wired: Sequence[Any], dead: set[int]) -> None:
        self._wired = wired
        self._dead = dead
        self._answers: asyncio.Queue[bytes] = asyncio.Queue()

    async def open(self, address: LinkAddress) -> Link:
        return self

    async def write(self, data: bytes) -> None:
        for number, stand_in in enumerate(self._wired):
            if number not in self._dead:
                for answer in stand_in.receive(data, Faults()):
                    self._answers.put_nowait(answer)

    async def read(self, *, within: float) -> bytes:
        try:
            async with asyncio.timeout(within):
                return await self._answers.get()
        except TimeoutError as error:
            raise LinkTimeoutError("nothing") from error

    async def aclose(self) -> None:
        pass


async def test_a_dead_strip_on_a_shared_line_delays_the_living_at_most_a_moment() -> None:
    found, ears = family("bx-k"), Ears()
    stand_ins = [
        found.make_stand_in(Wiring(profile="5k", address=str(number))) for number in (1, 2, 3)
    ]
    kept = [kept_sign(f"s{number}", ears, str(number)) for number in (1, 2, 3)]
    line = SharedLine(stand_ins, dead={1})
    bus = Bus(parse_link("mem:line"), kept, SystemClock(), opener=line.open)
    async with running(bus):
        await until(lambda: kept[1].status.state == "silent")
        taken: list[float] = []
        for number in range(10):
            kept[1].want(Page(text="dead"))
            kept[0].want(Page(text=f"B{number}"), tag=number)
            taken.append(await until(lambda: ears.outcomes(number) == [True]))  # noqa: B023
            await asyncio.sleep(0.02)
        assert sorted(taken)[4] < 0.5  # three tries of 200 ms would be more
        line._dead.clear()
        await until(lambda: kept[1].status.state == "connected")


def test_a_serial_line_is_given_time_for_its_bytes() -> None:
    pace = pace_for(parse_link("serial:/dev/ttyUSB0?baud=9600&parity=E"))
    assert pace.byte_s == pytest.approx(11 / 9600)
    assert pace.quiet_s == 0.02
    assert pace_for(parse_link("tcp:127.0.0.1:5005")).byte_s == 0
