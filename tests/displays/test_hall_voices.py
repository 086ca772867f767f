"""Loudspeakers: which zone is announced where, when it was heard, and what is never said twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from displays.catalogue import catalogues
from displays.hall_state import Call, Danger, Posted
from displays.hall_voice import Heard
from displays.hall_voices import HallVoices
from displays.loudspeakers import Loudspeaker, loudspeakers
from hall.clock import ManualClock
from hall.errors import SpeechError
from queue_server.wire import Emergency, Handling, Notice, Row, SpeechInfo, ZoneInfo
from voice.loudness import Loudness
from voice.port import Speech, SpeechEvent
from voice.synths.silence import SilentSpeech
from voice.utterance import Utterance

HANDLING = Handling(grace_s=60, repeats=2, hold_s=30)


def zone(name: str, loudspeaker: str = "", level_db: int | None = None) -> ZoneInfo:
    return ZoneInfo(id=name, names={}, directions={}, loudspeaker=loudspeaker, level_db=level_db)


def call(number: str = "A017", zone: str = "a", languages: tuple[str, ...] = ("zh-CN",)) -> Call:
    return Call(
        ticket=number,
        number=number,
        window="w3",
        window_number=3,
        zone=zone,
        call_no=1,
        languages=languages,
        handling=HANDLING,
        seq=7,
        at=datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
    )


class NotingSpeech(SilentSpeech):
    """Notes the words it shall have ready."""

    def __init__(self, clock: ManualClock, heard: list[SpeechEvent], ready: list[str]) -> None:
        super().__init__(clock, events=heard.append, channel="hall")
        self._ready_words = ready

    def prepare(self, utterance: Utterance) -> None:
        self._ready_words.append(utterance.text)


class Hall:
    """Loudspeakers on a manual clock; ``broken`` devices do not start."""

    def __init__(self, *speakers: Loudspeaker) -> None:
        self.clock = ManualClock()
        self.heard: dict[str, list[SpeechEvent]] = {}
        self.ready: dict[str, list[str]] = {}
        self.broken: set[str] = set()
        self.told: list[Heard] = []
        self.voices = HallVoices(
            self.start, speakers, self.clock, catalogues(), ["zh-CN"], self.told.append
        )

    async def start(self, speaker: Loudspeaker) -> Speech:
        if speaker.device in self.broken:
            raise SpeechError("no such device")
        heard = self.heard.setdefault(speaker.name, [])
        return NotingSpeech(self.clock, heard, self.ready.setdefault(speaker.name, []))

    def words(self, speaker: str) -> list[str]:
        return [one.utterance.text for one in self.heard[speaker] if one.kind == "start"]

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Hall"]:
        task = asyncio.ensure_future(self.voices.run())
        for _ in range(10):
            await asyncio.sleep(0)
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def two_zones() -> Hall:
    return Hall(
        Loudspeaker(device="left", zones=("a",)), Loudspeaker(device="right", zones=("b", "c"))
    )


def test_zones_of_one_loudspeaker_share_a_voice_others_have_their_own() -> None:
    speech = SpeechInfo(level_db=-12, quiet=("20:00-07:00",), quiet_level_db=-30)
    zones = [zone("a"), zone("b", "USB"), zone("c"), zone("d", "USB", level_db=0)]
    found = loudspeakers(zones, speech, "Asia/Shanghai")
    assert [(one.device, one.zones, one.name) for one in found] == [
        ("", ("a", "c"), "a+c"),
        ("USB", ("b", "d"), "b+d"),
    ]
    assert [one.loudness for one in found] == [
        Loudness(
            level_db=level, quiet_level_db=-30, quiet=("20:00-07:00",), time_zone="Asia/Shanghai"
        )
        for level in (-12, 0)
    ]


def test_a_hall_without_zones_still_has_a_loudspeaker() -> None:
    [only] = loudspeakers([], SpeechInfo(), "UTC")
    assert (only.device, only.name) == ("", "hall")


async def test_two_zones_are_called_at_once_each_on_its_own_loudspeaker() -> None:
    async with two_zones().open() as hall:
        hall.voices.call(call("A001", "a"), "call", 0.0)
        hall.voices.call(call("B001", "c"), "call", 0.0)
        hall.voices.call(call("A002", "a"), "call", 0.0)
        await hall.clock.advance(60)
        assert [text[1:5] for text in hall.words("a")] == ["A001", "A002"]
        assert [text[1:5] for text in hall.words("b+c")] == ["B001"]
        first, other = hall.heard["a"][0], hall.heard["b+c"][0]
        assert first.at == other.at


async def test_a_zone_nobody_named_is_called_on_the_first_loudspeaker() -> None:
    async with two_zones().open() as hall:
        hall.voices.call(call("A001", "cellar"), "call", 0.0)
        assert [text[1:5] for text in hall.words("a")] == ["A001"]


async def test_a_receipt_tells_when_the_words_were_heard() -> None:
    async with two_zones().open() as hall:
        asked = hall.clock.now()
        await hall.clock.advance(5)
        hall.voices.call(call(), "call", 0.0)
        await hall.clock.advance(60)
        [heard] = hall.told
        assert heard.outcome == "spoken"
        assert heard.began == asked + timedelta(seconds=5)
        assert heard.ended is not None
        assert timedelta(seconds=5) < heard.ended - heard.began < timedelta(seconds=20)


async def test_a_loudspeaker_that_is_missing_silences_no_other() -> None:
    hall = two_zones()
    hall.broken.add("left")
    async with hall.open():
        hall.voices.call(call("A001", "a"), "call", 0.0)
        hall.voices.call(call("B001", "b"), "call", 0.0)
        await hall.clock.advance(30)
        assert [(one.outcome, one.detail) for one in hall.told] == [
            ("failed", "no such device"),
            ("spoken", ""),
        ]


async def test_a_holder_of_another_language_hears_it_after_the_halls() -> None:
    async with two_zones().open() as hall:
        hall.voices.call(call(languages=("en", "zh-CN")), "call", 0.0)
        [event] = [one for one in hall.heard["a"] if one.kind == "start"]
        assert [part.lang for part in event.utterance.words()] == ["zh-CN", "zh-CN", "en"]
        assert event.utterance.earcon == "chime"


async def test_a_ticket_issued_is_made_ready_on_every_loudspeaker() -> None:
    async with two_zones().open() as hall:
        data = {
            "ticket": "t1",
            "number": "A042",
            "service": "s",
            "state": "WAITING",
            "version": 1,
            "event": "issue",
            "window": None,
            "window_number": None,
            "zone": None,
            "call_no": 0,
            "languages": ["zh-CN", "en"],
        }
        row = Row(epoch="e", seq=1, prev=0, at=hall.clock.now(), kind="ticket_issued", data=data)
        hall.voices.follow(row)
        for name in ("a", "b+c"):
            [ready] = hall.ready[name]
            assert ready.startswith("请A042号")
            assert "A042, window" in ready


def danger(*zones: str) -> Danger:
    since = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
    return Danger(emergency=Emergency(id="e1", kind="fire", since=since, zones=zones), seq=9)


async def test_a_danger_is_said_where_it_is_again_and_again_until_it_is_over() -> None:
    async with two_zones().open() as hall:
        hall.voices.alarm(danger("b"))
        await hall.clock.advance(120)
        assert len(hall.words("b+c")) >= 4
        assert hall.words("a") == []
        hall.voices.safe()
        await hall.clock.advance(60)
        after = len(hall.words("b+c"))
        await hall.clock.advance(120)
        assert len(hall.words("b+c")) == after
        assert "警报已解除" in hall.words("b+c")[-1]
        assert hall.words("a") == []


@pytest.mark.parametrize(
    ("kind", "words", "heard"),
    [
        ("fire", {}, "着火了"),
        ("fire", {"text": {"zh-CN": " "}, "spoken": {"zh-CN": " "}}, "着火了"),
        ("fire", {"text": {"en": "Gate 3"}}, "着火了"),
        ("fire", {"text": {"zh-CN": "请走三号门"}}, "请走三号门"),
        ("fire", {"text": {"zh-CN": "三号门"}, "spoken": {"zh-CN": "请走三号门"}}, "请走三号门"),
        ("drill", {"text": {"zh-CN": "请走三号门"}}, "演习"),
    ],
)
async def test_an_alarm_is_said_in_somebodys_words_else_in_the_halls(
    kind: Any, words: dict[str, Any], heard: str
) -> None:
    since = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
    emergency = Emergency(id="e1", kind=kind, since=since, **words)
    async with two_zones().open() as hall:
        hall.voices.alarm(Danger(emergency=emergency, seq=9))
        await hall.clock.advance(5)
        assert hall.words("a")[0].startswith(heard)
        assert hall.words("a") == hall.words("b+c")


async def test_a_voice_that_comes_during_a_danger_says_it() -> None:
    hall = two_zones()
    hall.broken.add("left")
    async with hall.open():
        hall.voices.alarm(danger())
        await hall.clock.advance(5)
        hall.broken.clear()
        await hall.clock.advance(30)
        assert hall.words("a")
        assert hall.words("a")[0] == hall.words("b+c")[0]


@pytest.mark.parametrize(
    ("targets", "where"),
    [
        ((), {"a", "b+c"}),
        (("zone:c",), {"b+c"}),
        (("zone:b", "zone:c"), {"b+c"}),
        (("sign:s1", "zone:a"), {"a"}),
        (("sign:s1",), set()),
        (("board:hall", "sign:s1"), set()),
    ],
)
async def test_a_notice_is_said_once_where_it_is_meant_for(
    targets: tuple[str, ...], where: set[str]
) -> None:
    notice = Notice(
        id="n", text={"zh-CN": "下午停电"}, spoken={"zh-CN": "今天下午停电。"}, targets=targets
    )
    async with two_zones().open() as hall:
        hall.voices.notice(Posted(notice=notice, seq=3))
        await hall.clock.advance(60)
        assert {name for name in ("a", "b+c") if hall.words(name)} == where
        assert all(len(hall.words(name)) == 1 for name in where)
