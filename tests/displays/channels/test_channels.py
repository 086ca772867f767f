"""Lamps, pagers and webhooks: their bytes, their faults, and a receipt for every call."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.channels.espa import call_block, text_of
from displays.channels.port import Channel
from displays.channels.registry import channel_sinks
from displays.channels.relays import ch340_frame, modbus_frame
from displays.channels.sink import ChannelSink, Scope
from displays.channels.stand_ins import PagerSystem, RelayBoard
from displays.channels.webhook import Webhook
from displays.hall_state import Call, Change, Danger
from displays.receipts import Receipts
from displays.signs.port import Faults
from displays.simulator import Device, DeviceSimulator
from hall.clock import ManualClock
from hall.links import listen, parse_link
from queue_server.wire import ChannelInfo, Emergency, Handling
from tests.displays.hall_world import FakeHall

_NAMES = count()
_AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _call(seq: int = 7, **changes: Any) -> Call:
    known: dict[str, Any] = {
        "ticket": "t1", "number": "A017", "window": "w3", "window_number": 3, "zone": "a",
        "call_no": 1, "languages": ("zh-CN",), "seq": seq, "at": _AT,
        "handling": Handling(grace_s=60, repeats=2, hold_s=30),
    }  # fmt: skip
    return Call(**(known | changes))


_FIRE = Danger(emergency=Emergency(id="e1", kind="fire", since=_AT), seq=9)


@dataclass
class Bench:
    """One channel with its stand-in at the far end of a memory link."""

    device: Device[str]
    clock: ManualClock = field(default_factory=ManualClock)
    faults: Faults = field(default_factory=Faults)
    sinks: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hall = FakeHall(self.clock)
        self.receipts = Receipts(self.hall, self.clock)

    def take(self, change: Change, age_s: float = 0.0) -> None:
        for sink in self.sinks:
            sink.take(change, age_s)

    def told(self) -> list[tuple[str, int, str]]:
        return [(each.sink, each.seq, each.outcome) for each in self.hall.deliveries]

    async def until(self, condition: Callable[[], bool], within: float = 5.0) -> None:
        for _ in range(int(within / 0.05)):
            if condition():
                return
            for _ in range(10):
                await asyncio.sleep(0)
            await self.clock.advance(0.05)
        assert condition(), (self.device.seen(), self.told())

    async def patiently(self, condition: Callable[[], bool]) -> None:
        """Wait on both clocks: a link waits for answers on the machine's own."""
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.05)
                await self.clock.advance(2)


@asynccontextmanager
async def wired(device: Device[str], *infos: dict[str, Any]) -> AsyncIterator[Bench]:
    bench = Bench(device)
    link = f"mem:channel-{next(_NAMES)}"
    simulator = DeviceSimulator(device, bench.clock, lambda: bench.faults)
    listener = await listen(parse_link(link), simulator.serve)
    channels = [ChannelInfo(**({"link": link} | info)) for info in infos]
    bench.sinks += channel_sinks(channels, bench.receipts, bench.clock)
    tasks = [asyncio.ensure_future(sink.run()) for sink in bench.sinks]
    tasks.append(asyncio.ensure_future(bench.receipts.run()))
    try:
        yield bench
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listener.close()


# --- bytes


def test_relay_frames_are_those_of_the_boards() -> None:
    assert ch340_frame(1, True).hex() == "a00101a2"
    assert ch340_frame(2, False).hex() == "a00200a2"
    assert modbus_frame(1, 1, True).hex() == "01050000ff008c3a"
    assert modbus_frame(1, 1, False).hex() == "010500000000cdca"
    assert modbus_frame(17, 173, True).hex() == "110500acff004e8b"


def test_a_page_is_the_block_of_espa_4_4_4() -> None:
    block = call_block("550", "CALL ME 101", "high")
    assert block[:-1] == (
        b"\x011\x021\x1f550\x1e2\x1fCALL ME 101\x1e3\x1f3\x1e4\x1f3\x1e5\x1f1\x1e6\x1f2\x03"
    )
    whole = 0
    for byte in block[1:]:
        whole ^= byte
    assert whole == 0


@given(st.text(max_size=300))
def test_no_text_breaks_out_of_a_page(text: str) -> None:
    block = call_block("12", text, "normal")
    pagers = PagerSystem()
    answers = pagers.receive(b"\x042\x05" + block, Faults())
    assert answers == [b"\x06", b"\x06"]
    assert len(pagers.pages) == 1
    assert pagers.pages[0][0] == "12"
    assert len(pagers.pages[0][1]) == min(len(text), 128)


@pytest.mark.parametrize("pager", ["", "12a", "1" * 17, "１２", "1\x1e2"])
def test_what_is_no_pagers_number_is_refused(pager: str) -> None:
    with pytest.raises(ValueError, match="pager"):
        call_block(pager, "A017 -> 3", "normal")


# --- lamps


async def test_a_lamp_is_lit_from_the_call_to_its_end() -> None:
    async with wired(RelayBoard("modbus"), {"id": "w3", "family": "modbus", "output": 3}) as bench:
        bench.take(Change(call=_call()))
        await bench.until(lambda: bench.told() == [("lamp:w3", 7, "shown")])
        assert bench.device.seen() == "○○●○○○○○"
        bench.take(Change(ended=("t1",)))
        await bench.until(lambda: bench.device.seen() == "○○○○○○○○")
        assert bench.told() == [("lamp:w3", 7, "shown")]


async def test_each_window_lights_its_own_lamp_on_a_shared_line() -> None:
    lamps = [
        {"id": f"w{window}", "family": "modbus", "window": f"w{window}", "output": window}
        for window in (1, 3)
    ]
    async with wired(RelayBoard("modbus"), *lamps) as bench:
        bench.take(Change(call=_call()))
        bench.take(Change(call=_call(8, ticket="t2", window="w1", window_number=1)))
        await bench.until(lambda: len(bench.told()) == 2)
        assert bench.device.seen() == "●○●○○○○○"


async def test_danger_lights_every_lamp_until_it_is_over() -> None:
    board = RelayBoard("ch340")
    async with wired(board, {"id": "w3", "family": "ch340", "window": "w3"}) as bench:
        bench.take(Change(danger=_FIRE))
        await bench.until(lambda: bench.told() == [("lamp:w3", 9, "shown")])
        assert bench.device.seen() == "●○○○○○○○"
        bench.take(Change(is_safe=True))
        await bench.until(lambda: bench.device.seen() == "○○○○○○○○")


async def test_a_board_that_refuses_once_is_asked_again() -> None:
    async with wired(RelayBoard("modbus"), {"id": "x", "family": "modbus"}) as bench:
        bench.faults = Faults(nack=1)
        bench.take(Change(call=_call()))
        await bench.until(lambda: bench.told() == [("lamp:x", 7, "shown")])
        assert bench.device.seen() == "●○○○○○○○"


@pytest.mark.parametrize("faults", [Faults(mute=True), Faults(half_frames=True)])
async def test_a_call_that_cannot_be_told_in_time_is_told_as_failed(faults: Faults) -> None:
    async with wired(RelayBoard("modbus"), {"id": "x", "family": "modbus"}) as bench:
        bench.faults = faults
        bench.take(Change(call=_call()))
        await bench.patiently(lambda: bench.told() == [("lamp:x", 7, "failed")])
        bench.faults = Faults()
        bench.take(Change(call=_call(8, ticket="t2")))
        await bench.patiently(lambda: bench.told()[-1] == ("lamp:x", 8, "shown"))


async def test_a_call_over_before_it_was_told_is_told_as_expired() -> None:
    async with wired(RelayBoard("modbus"), {"id": "x", "family": "modbus"}) as bench:
        bench.faults = Faults(mute=True)
        bench.take(Change(call=_call()))
        bench.take(Change(call=_call(8, ticket="t2")))
        bench.take(Change(ended=("t2",)))
        await bench.patiently(lambda: ("lamp:x", 8, "expired") in bench.told())


async def test_a_lamp_takes_up_a_call_it_was_lit_for_without_a_second_receipt() -> None:
    board = RelayBoard("modbus")
    board.on[1] = True  # left on by the agent before
    lamps = [{"id": f"l{each}", "family": "modbus", "output": each} for each in (1, 2)]
    lamps[1]["window"] = "w9"
    async with wired(board, *lamps) as bench:
        bench.take(Change(call=_call(), kind="restored"))
        await bench.until(lambda: bench.device.seen() == "●○○○○○○○")
        assert bench.told() == []


async def test_a_danger_elsewhere_does_not_light_this_zones_lamp() -> None:
    lamp = {"id": "x", "family": "modbus", "zones": ("a",)}
    async with wired(RelayBoard("modbus"), lamp) as bench:
        here = Emergency(id="e1", kind="fire", since=_AT, zones=("a", "b"))
        bench.take(Change(danger=Danger(emergency=here, seq=9)))
        await bench.until(lambda: bench.device.seen() == "●○○○○○○○")
        there = Emergency(id="e1", kind="fire", since=_AT, zones=("b",))
        bench.take(Change(danger=Danger(emergency=there, seq=10)))
        await bench.until(lambda: bench.device.seen() == "○○○○○○○○")
        assert bench.told() == [("lamp:x", 9, "shown")]


# --- pagers


async def test_a_90_only_who_was_given_a_pager_is_paged() -> None:
    async with wired(PagerSystem(), {"id": "p", "family": "espa"}) as bench:
        bench.take(Change(call=_call()))
        bench.take(Change(call=_call(8, ticket="t2", number="B004", pager="12")))
        await bench.until(lambda: bench.device.seen() == "12:B004 -> 3")
        await bench.until(lambda: ("pager:p", 8, "shown") in bench.told())
        assert all(seq != 7 for _, seq, _ in bench.told())


async def test_a_page_refused_twice_is_sent_a_third_time() -> None:
    async with wired(PagerSystem(), {"id": "p", "family": "espa"}) as bench:
        bench.faults = Faults(nack=2)
        bench.take(Change(call=_call(pager="7")))
        await bench.until(lambda: bench.told() == [("pager:p", 7, "shown")])
        assert bench.device.seen() == f"7:{text_of(_call())}"


# --- webhooks


@dataclass
class Gateway:
    """The other program: answers what it is told to, and keeps what came."""

    status: list[int]
    came: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.came.append(request)
        return httpx.Response(self.status.pop(0) if self.status else 200)


@asynccontextmanager
async def hooked(gateway: Gateway) -> AsyncIterator[Bench]:
    bench = Bench(RelayBoard("ch340"))
    channel: Channel = Webhook(
        "https://example.org/hook", "secret", transport=httpx.MockTransport(gateway)
    )
    sink = ChannelSink("webhook:g", channel, Scope(), bench.receipts, bench.clock)
    bench.sinks.append(sink)
    tasks = [asyncio.ensure_future(sink.run()), asyncio.ensure_future(bench.receipts.run())]
    try:
        yield bench
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_another_program_is_told_signed_and_once_in_effect() -> None:
    gateway = Gateway([503, 302])
    async with hooked(gateway) as bench:
        bench.take(Change(call=_call(pager="12")))
        await bench.until(lambda: bench.told() == [("webhook:g", 7, "shown")], within=20)
    bodies = {request.content for request in gateway.came}
    keys = {request.headers["idempotency-key"] for request in gateway.came}
    assert (len(gateway.came), len(bodies), len(keys)) == (3, 1, 1)
    body = gateway.came[0].content
    mark = hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert gateway.came[0].headers["x-hall90-signature"] == f"sha256={mark}"
    assert json.loads(body) == {
        "event": "call", "number": "A017", "window": 3, "zone": "a", "call_no": 1,
    }  # fmt: skip


async def test_a_channel_that_cannot_be_used_says_so_at_every_call(tmp_path: Path) -> None:
    bad = {"id": "bad", "family": "modbus", "link": "nonsense"}
    hook = {
        "id": "hook", "family": "webhook", "link": "https://example.org",
        "secret_file": str(tmp_path / "none"),
    }  # fmt: skip
    async with wired(RelayBoard("ch340"), bad, hook, {"id": "good", "family": "ch340"}) as bench:
        bench.take(Change(call=_call()))
        await bench.until(lambda: len(bench.told()) == 3)
        assert sorted(bench.told()) == [
            ("lamp:bad", 7, "failed"),
            ("lamp:good", 7, "shown"),
            ("webhook:hook", 7, "failed"),
        ]
