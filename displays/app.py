"""Composition root of the display agent: signs, voice and receipts around one live stream."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from displays.agent import DisplayAgent
from displays.channels.registry import channel_sinks
from displays.hall_port import HallConnection
from displays.hall_voice import StartVoice
from displays.hall_voices import HallVoices
from displays.lines import by_line
from displays.loudspeakers import loudspeakers
from displays.receipts import Receipts
from displays.reports import Reports
from displays.running import keep_running
from displays.sign_making import make_sign
from displays.sign_plan import SignSetup, TextsIn
from displays.signs.bus import Bus, Opener
from displays.signs.kept import KeptSign, Shown
from displays.sinks import Sink
from displays.undrivable import UndrivableSign
from hall.clock import Clock
from hall.errors import HallError, SyncError
from hall.links import open_link
from queue_server.wire import ChannelInfo, DisplayRules, SignInfo, SpeechInfo
from queue_server.wire import ZoneInfo as HallZone

_log = logging.getLogger(__name__)
_LOOK_FOR_SERVER_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplaySite:
    """What the agent needs of a site: its signs, languages and time zone.

    ``recorded_calls`` are the call's sentences of this machine's own clip packs, by language.
    """

    signs: Sequence[SignInfo]
    languages: Sequence[str]
    announcement_languages: Sequence[str]
    time_zone: str
    ticket_one: Literal["幺", "一"] = "幺"
    rules: DisplayRules = field(default_factory=DisplayRules)
    zones: Sequence[HallZone] = ()
    speech: SpeechInfo = field(default_factory=SpeechInfo)
    channels: Sequence[ChannelInfo] = ()
    recorded_calls: Mapping[str, str] = field(default_factory=dict)


class DisplayApp:
    """Everything the agent runs; ``run`` goes on until cancelled."""

    def __init__(
        self,
        site: DisplaySite,
        hall: HallConnection,
        start_voice: StartVoice,
        clock: Clock,
        texts: TextsIn,
        *,
        opener: Opener = open_link,
        sinks: Callable[[Receipts], Sequence[Sink]] = lambda _: (),
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._hall = hall
        self._clock = clock
        self._ready = ready
        self._receipts = Receipts(hall, clock)
        self._reports = Reports(hall, clock)
        signs, undrivable = _signs(site, clock, self._on_sign, self._reports)
        self._sinks = (
            *channel_sinks(site.channels, self._receipts, clock, opener),
            *sinks(self._receipts),
        )
        self._buses = _buses([kept for _, kept in signs.values()], site, clock, opener)
        self.agent = DisplayAgent(
            signs,
            self._receipts,
            clock,
            texts,
            site.languages,
            undrivable=undrivable,
            rules=site.rules,
            zone=ZoneInfo(site.time_zone),
            sinks=self._sinks,
        )
        self.voice = HallVoices(
            start_voice,
            loudspeakers(site.zones, site.speech, site.time_zone),
            clock,
            texts,
            site.announcement_languages,
            self.agent.on_voice,
            site.recorded_calls,
            {f"sign:{sign.id}": sign.zone for sign in site.signs},
        )
        self.agent.speak_with(self.voice)

    async def run(self) -> None:
        """Run every part as a task of its own."""
        parts = {
            "live": self._follow,
            "server": self._look_for_server,
            "signs": self.agent.run,
            "voice": self.voice.run,
            "receipts": self._receipts.run,
            "reports": self._reports.run,
            **{f"sink {number}": sink.run for number, sink in enumerate(self._sinks)},
            **{f"bus {number}": bus.run for number, bus in enumerate(self._buses)},
        }
        async with asyncio.TaskGroup() as tasks:
            for name, work in parts.items():
                tasks.create_task(keep_running(name, work, self._clock))

    def _on_sign(self, shown: Shown) -> None:
        self.agent.on_sign(shown)

    async def _follow(self) -> None:
        is_first = True
        async for row in self._hall.live():
            try:
                self.agent.take(row)
                self.voice.follow(row)
            except msgspec.ValidationError as error:  # one strange row must not blind the hall
                _log.exception("row not understood", extra={"seq": row.seq, "why": str(error)})
            if is_first:
                is_first = False
                self._ready()

    async def _look_for_server(self) -> None:
        was_there = True
        while True:
            await self._clock.sleep(_LOOK_FOR_SERVER_S)
            try:
                there = await self._hall.is_there()
            except SyncError:
                there = False
            if there:
                self.agent.heard()
                if not was_there:
                    self._reports.again()
            was_there = there


def _signs(
    site: DisplaySite, clock: Clock, tell: Callable[[Shown], None], reports: Reports
) -> tuple[Mapping[str, tuple[SignSetup, KeptSign]], Sequence[UndrivableSign]]:
    signs: dict[str, tuple[SignSetup, KeptSign]] = {}
    undrivable: list[UndrivableSign] = []
    for info in site.signs:
        try:
            signs[info.id] = make_sign(info, site.time_zone, clock, tell, reports.note)
        except (HallError, ValueError, TypeError, ImportError) as error:
            _log.error("sign cannot be driven", extra={"sign": info.id, "why": str(error)})
            reports.undrivable(info.id, info.family, str(error))
            undrivable.append(
                UndrivableSign(id=info.id, zone=info.zone, window=info.window, why=str(error))
            )
    return signs, undrivable


def _buses(
    kept: Sequence[KeptSign], site: DisplaySite, clock: Clock, opener: Opener
) -> Sequence[Bus]:
    links = {info.id: info.link for info in site.signs}
    lines = by_line((links[sign.id], sign) for sign in kept)
    return [Bus(address, signs, clock, opener=opener) for address, signs in lines]
