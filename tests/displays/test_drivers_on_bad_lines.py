"""Every driver that is answered, on lines as bad as they come; time is counted, not spent."""

from collections.abc import Sequence
from typing import Any

import pytest

from displays.signs.bus import pace_for
from displays.signs.commands import Area, Page, Ping, Show
from displays.signs.port import Faults, Pace, Sign, StandIn, Wiring
from displays.signs.registry import family, family_names
from hall.clock import ManualClock
from hall.errors import DeviceError, LinkTimeoutError, RefusedError
from hall.links import parse_link
from tests.displays.fake_line import FakeLine, on_clock

AREA = Area(width=64, height=16)
PAGE = Show(page=Page(text="A017", area=AREA))
SLOW = pace_for(parse_link("serial:/dev/ttyUSB0?baud=9600"))
QUICK = Pace(reply_within_s=0.2, tries=3, retry_gap_s=0.1)


def kinds(*, answering: bool) -> Sequence[Any]:
    found = [(name, profile) for name in family_names() for profile in family(name).profiles]
    return [
        pytest.param(kind, id=" ".join(kind))
        for kind in found
        if family(kind[0]).capabilities(kind[1]).acknowledges or not answering
    ]


def wired(
    kind: tuple[str, str], *, pace: Pace = QUICK, **line: Any
) -> tuple[ManualClock, Sign, StandIn, FakeLine]:
    clock = ManualClock()
    found = family(kind[0])
    wiring = Wiring(profile=kind[1], address=_address(kind), panel=AREA)
    stand_in = found.make_stand_in(wiring)
    link = FakeLine(clock, [stand_in], **line)
    return clock, found.make_sign(link, wiring, pace, clock), stand_in, link


def lit(stand_in: StandIn) -> int:
    rgb = stand_in.seen().rgb
    return sum(any(rgb[at : at + 3]) for at in range(0, len(rgb), 3))


answered = pytest.mark.parametrize("kind", kinds(answering=True))


@pytest.mark.parametrize("kind", kinds(answering=False))
async def test_at_9600_baud_every_frame_is_given_the_time_it_takes(kind: tuple[str, str]) -> None:
    clock, sign, stand_in, link = wired(kind, pace=SLOW, byte_s=10 / 9600, turnaround_s=0.05)
    await on_clock(clock, sign.do(PAGE))
    assert lit(stand_in) > 20
    if sign.capabilities.acknowledges:
        assert clock.monotonic() >= link.written * 10 / 9600


@answered
async def test_an_answer_may_come_byte_by_byte(kind: tuple[str, str]) -> None:
    clock, sign, stand_in, _ = wired(kind, chunk=1)
    await on_clock(clock, sign.do(PAGE))
    assert lit(stand_in) > 20


@answered
async def test_an_answer_merged_with_a_second_one_is_taken_once(kind: tuple[str, str]) -> None:
    clock, sign, _, link = wired(kind)
    await on_clock(clock, sign.do(PAGE))
    link.stand_ins = [_Twice(link.stand_ins[0])]
    await on_clock(clock, sign.do(PAGE))
    await on_clock(clock, sign.do(Ping()))
    link.stand_ins = [_Twice(link.stand_ins[0])]
    link.faults = [Faults(nack=2)] * 8
    with pytest.raises(RefusedError):
        await on_clock(clock, sign.do(PAGE))


class _Twice:
    """A device whose answers come twice, in one piece."""

    def __init__(self, inner: StandIn) -> None:
        self._inner = inner

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        answers = b"".join(self._inner.receive(data, faults))
        return [answers + answers] if answers else []

    def begin(self) -> None:
        self._inner.begin()

    def seen(self) -> Any:
        return self._inner.seen()


@answered
async def test_a_late_answer_is_not_taken_for_the_next_ones(kind: tuple[str, str]) -> None:
    clock, sign, _, link = wired(kind, pace=Pace(reply_within_s=0.2, tries=1))
    await on_clock(clock, sign.do(Ping()))
    link.turnaround_s = 0.5
    with pytest.raises(LinkTimeoutError):
        await on_clock(clock, sign.do(PAGE))
    await clock.advance(1.0)
    link.turnaround_s = 0.005
    link.faults = [Faults(nack=2)] * 8
    with pytest.raises(RefusedError):
        await on_clock(clock, sign.do(PAGE))


@answered
async def test_noise_before_an_answer_does_not_hide_it(kind: tuple[str, str]) -> None:
    noise = b"" if kind[0] == "huidu" else b"\x00\xff\x00"  # TCP only: a length begins a packet
    clock, sign, stand_in, _ = wired(kind, before=noise)
    await on_clock(clock, sign.do(PAGE))
    assert lit(stand_in) > 20


@answered
@pytest.mark.parametrize(
    "faults",
    [Faults(mute=True), Faults(half_frames=True), Faults(wrong_checksum=True)],
    ids=["mute", "half", "checksum"],
)
async def test_one_bad_answer_is_made_good_by_asking_again(
    kind: tuple[str, str], faults: Faults
) -> None:
    clock, sign, stand_in, link = wired(kind)
    link.faults = [faults]
    await on_clock(clock, sign.do(PAGE))
    assert lit(stand_in) > 20


@pytest.mark.parametrize("kind", [("bx-k", "5k"), ("bx-6", "dual")])
async def test_a_busy_card_is_asked_again(kind: tuple[str, str]) -> None:
    clock, sign, stand_in, link = wired(kind)
    link.faults = [Faults(nack=3), Faults(nack=3)]
    await on_clock(clock, sign.do(PAGE))
    assert lit(stand_in) > 20
    link.faults = [Faults(nack=3)] * 3
    with pytest.raises(RefusedError, match="busy"):
        await on_clock(clock, sign.do(PAGE))


@pytest.mark.parametrize("kind", kinds(answering=False))
@pytest.mark.parametrize("after", [1, 5, 9])
async def test_a_cable_pulled_mid_frame_is_told_and_soon_made_good(
    kind: tuple[str, str], after: int
) -> None:
    clock, sign, stand_in, link = wired(kind, forgets=kind[0] == "huidu")
    link.cut_after = after
    with pytest.raises(DeviceError):
        await on_clock(clock, sign.do(PAGE))
    await link.open(parse_link("mem:x"))
    wiring = Wiring(profile=kind[1], address=_address(kind), panel=AREA)
    fresh = family(kind[0]).make_sign(link, wiring, QUICK, clock)
    await on_clock(clock, fresh.do(PAGE))
    if not sign.capabilities.acknowledges:
        await on_clock(clock, fresh.do(PAGE))  # as the bus does twice a second: nobody answers
    assert lit(stand_in) > 20


def _address(kind: tuple[str, str]) -> str | None:
    return "1" if kind[0] in ("bx-k", "bx-6", "am03127") else None
