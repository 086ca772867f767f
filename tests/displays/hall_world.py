"""A hall in memory around one display agent: its server, signs and voice on a manual clock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from displays.app import DisplayApp, DisplaySite
from displays.catalogue import catalogues
from displays.loudspeakers import Loudspeaker
from displays.signs.bx_k.simulator import BxKStandIn
from displays.signs.port import Faults, Wiring
from displays.simulator import DeviceSimulator
from displays.sinks import Sink
from hall.clock import ManualClock
from hall.errors import SpeechError, SyncError
from hall.links import listen, parse_link
from queue_server.wire import Delivery, DeviceStatus, DisplayRules, Row, SignInfo, ZoneInfo
from voice.port import Speech, SpeechEvent
from voice.synths.silence import SilentSpeech

CALL = {
    "ticket": "t17",
    "number": "A017",
    "service": "unemployment",
    "state": "CALLED",
    "version": 2,
    "event": "call",
    "window": "w3",
    "window_number": 3,
    "zone": "a",
    "call_no": 1,
    "languages": ["zh-CN"],
    "handling": {"grace_s": 60, "repeats": 2, "hold_s": 30},
}


class FakeHall:
    """The server's stream and desk for receipts, in memory."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._rows: asyncio.Queue[Row] = asyncio.Queue()
        self._seq = 0
        self.there = True
        self.deliveries: list[Delivery] = []
        self.reports: list[DeviceStatus] = []

    async def live(self) -> AsyncIterator[Row]:
        while True:
            yield await self._rows.get()

    async def deliver(self, delivery: Delivery) -> None:
        if not self.there:
            raise SyncError("unreachable")
        self.deliveries.append(delivery)

    async def report(self, status: DeviceStatus) -> None:
        if not self.there:
            raise SyncError("unreachable")
        self.reports.append(status)

    async def is_there(self) -> bool:
        return self.there

    def say(self, kind: str, data: dict[str, Any], *, late_s: float = 0.0) -> int:
        self._seq += 1
        at = self._clock.now() - timedelta(seconds=late_s)
        row = Row(epoch="e", seq=self._seq, prev=self._seq - 1, at=at, kind=kind, data=data)
        self._rows.put_nowait(row)
        return self._seq

    def snapshot(self, calls: Sequence[dict[str, Any]] = (), **more: Any) -> int:
        windows: list[dict[str, Any]] = [
            {
                "id": f"w{number}",
                "number": number,
                "zone": "a",
                "services": [],
                "state": "open",
                "reason": None,
                "ticket": None,
                "ticket_number": None,
                "ticket_state": None,
                "call_no": 0,
                "waiting": 0,
            }
            for number in (1, 3)
        ]
        return self.say(
            "snapshot",
            {"day": None, "open": True, "services": [], "windows": windows, "calls": list(calls)}
            | more,
        )

    def states(self, device: str) -> list[str]:
        return [each.state for each in self.reports if each.device == device]

    def receipts(self, sink: str) -> list[tuple[int, str]]:
        return [(each.seq, each.outcome) for each in self.deliveries if each.sink == sink]


@dataclass
class World:
    """One agent with two simulated signs, a silent voice and a hall, on a manual clock."""

    clock: ManualClock = field(default_factory=ManualClock)
    faults: dict[str, Faults] = field(default_factory=dict)
    stand_ins: dict[str, BxKStandIn] = field(default_factory=dict)
    heard: list[SpeechEvent] = field(default_factory=list)
    hall: FakeHall = field(init=False)
    voice_works: bool = True
    more_signs: tuple[SignInfo, ...] = ()
    rules: DisplayRules = field(default_factory=DisplayRules)
    sinks: tuple[Sink, ...] = ()
    zones: tuple[ZoneInfo, ...] = ()
    heard_by: dict[str, list[SpeechEvent]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hall = FakeHall(self.clock)

    async def start_voice(self, speaker: Loudspeaker) -> Speech:
        if not self.voice_works:
            raise SpeechError("no sound device")
        heard = self.heard_by.setdefault(speaker.name, [])

        def note(event: SpeechEvent) -> None:
            self.heard.append(event)
            heard.append(event)

        return SilentSpeech(self.clock, events=note, channel="hall")

    def shown(self, sign: str = "w3") -> str:
        texts = (area.text.decode("gbk") for area in self.stand_ins[sign].areas.values())
        return "/".join(texts).replace("\\n", "|").replace(" ", "")

    def words(self, kind: str = "start", speaker: str = "") -> list[str]:
        heard = self.heard_by.get(speaker, []) if speaker else self.heard
        return [event.utterance.text for event in heard if event.kind == kind]

    async def until(self, condition: Callable[[], bool], within: float = 5.0) -> None:
        """Let the loop run, and the clock a little, until something holds."""
        for _ in range(int(within / 0.05)):
            if condition():
                return
            for _ in range(5):
                await asyncio.sleep(0)
            await self.clock.advance(0.05)
        assert condition(), (
            self.shown(),
            self.words(),
            [(each.sink, each.outcome, each.detail) for each in self.hall.deliveries],
        )


def sign_info(window: str) -> SignInfo:
    return SignInfo(
        id=f"sign-{window}",
        family="bx-k",
        profile="5k",
        link=f"mem:{window}",
        zone="a",
        area=(0, 0, 128, 32),
        window=window,
        address=None,
        colour=None,
    )


@asynccontextmanager
async def running(world: World) -> AsyncIterator[World]:
    listeners = []
    for window in ("w1", "w3"):
        stand_in = BxKStandIn(Wiring(profile="5k"))
        world.stand_ins[window] = stand_in
        simulator = DeviceSimulator(
            stand_in,
            world.clock,
            lambda name=window: world.faults.get(name, Faults()),  # type: ignore[misc]  # mypy cannot infer a lambda's default
        )
        listeners.append(await listen(parse_link(f"mem:{window}"), simulator.serve))
    site = DisplaySite(
        signs=[sign_info("w1"), sign_info("w3"), *world.more_signs],
        languages=["zh-CN", "en"],
        announcement_languages=["zh-CN"],
        time_zone="Asia/Shanghai",
        rules=world.rules,
        zones=world.zones,
    )
    app = DisplayApp(
        site,
        world.hall,
        world.start_voice,
        world.clock,
        catalogues(),
        sinks=lambda _: world.sinks,
    )
    task = asyncio.ensure_future(app.run())
    try:
        yield world
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        for listener in listeners:
            await listener.close()
