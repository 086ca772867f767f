from datetime import datetime, timedelta

import pytest

from hall.clock import ManualClock
from voice.announcer import (
    Announcement,
    AnnouncementOutcome,
    HallAnnouncer,
    Kind,
    announcement_utterance,
)
from voice.loudness import Loudness, volume_step
from voice.port import VOLUME_STEPS, SpeechEvent, fan_out
from voice.synths.silence import SilentSpeech
from voice.utterance import Earcon, Say, Utterance


class DeafSpeech(SilentSpeech):
    """A voice that takes everything and answers nothing."""

    def say(self, utterance: Utterance) -> None:
        del utterance


class Hall:
    def __init__(
        self,
        speech_type: type[SilentSpeech] = SilentSpeech,
        loudness: Loudness | None = None,
    ) -> None:
        self.clock = ManualClock()
        self.heard: list[SpeechEvent] = []
        self.outcomes: list[AnnouncementOutcome] = []
        self.speech = speech_type(self.clock, channel="hall")
        self.speech.events = fan_out(self.heard.append)
        self.announcer = HallAnnouncer(
            self.speech, self.clock, self.outcomes.append, loudness=loudness
        )

    def call(
        self, number: str, kind: Kind = "call", *, seconds: float = 600, key: str | None = None
    ) -> Announcement:
        announcement = Announcement(
            key=key or number,
            parts={"zh-CN": (Say(f"请{number}号到3号窗口", "zh-CN"),)},
            kind=kind,
            not_after=self.clock.now() + timedelta(seconds=seconds),
        )
        self.announcer.announce(announcement)
        return announcement

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(one.announcement.key, one.outcome) for one in self.outcomes]


async def test_a_84_a_call_is_a_chime_and_the_words_twice_then_other_languages_once() -> None:
    announcement = Announcement(
        key="A017", parts={"zh-CN": (Say("请到", "zh-CN"),), "en": (Say("please go", "en"),)}
    )
    utterance = announcement_utterance(announcement, "hall-1")
    assert utterance.parts[0] == Earcon("chime")
    assert [part.text for part in utterance.words()] == ["请到", "请到", "please go"]
    assert (utterance.priority, utterance.cause, utterance.channel) == (0, "call", "hall")
    assert utterance.protected


async def test_calls_are_heard_one_after_another_and_told() -> None:
    hall = Hall()
    hall.call("A017")
    hall.call("A018")
    await hall.clock.advance(60)
    assert hall.told == [("A017", "spoken"), ("A018", "spoken")]
    first, second = hall.outcomes
    assert first.began is not None
    assert first.ended is not None
    assert second.began is not None
    assert second.began - first.ended >= 1.5
    said = [event.spoken for event in hall.heard if event.kind == "end"]
    assert said[0] == "请诶零幺七号到三号窗口，请诶零幺七号到三号窗口"
    await hall.announcer.aclose()


async def test_a_recall_goes_before_calls_and_calls_before_notices() -> None:
    hall = Hall()
    hall.call("A001")
    hall.call("notice", "notice")
    hall.call("A002")
    hall.call("A003", "recall")
    assert hall.announcer.waiting == ("A003", "A002", "notice")
    await hall.announcer.aclose()


async def test_a_call_is_never_cut_by_the_next() -> None:
    hall = Hall()
    hall.call("A001")
    await hall.clock.advance(1)
    hall.call("A002", "recall")
    await hall.clock.advance(60)
    assert [event.kind for event in hall.heard if event.kind == "cancel"] == []
    assert hall.told == [("A001", "spoken"), ("A002", "spoken")]
    await hall.announcer.aclose()


async def test_what_is_too_late_or_no_longer_called_is_dropped_and_told() -> None:
    hall = Hall()
    hall.call("A001")
    hall.call("A002", seconds=2)
    hall.call("A003")
    hall.announcer.withdraw("A003")
    await hall.clock.advance(60)
    assert hall.told == [("A003", "expired"), ("A001", "spoken"), ("A002", "expired")]
    await hall.announcer.aclose()


async def test_a_later_announcement_of_a_ticket_takes_the_place_of_the_waiting_one() -> None:
    hall = Hall()
    hall.call("A001")
    hall.call("A002")
    hall.call("A002", "recall")
    assert hall.announcer.waiting == ("A002",)
    assert hall.told == [("A002", "expired")]
    await hall.announcer.aclose()


async def test_a_voice_that_never_answers_is_told_as_failed_and_the_next_is_tried() -> None:
    hall = Hall(DeafSpeech)
    hall.call("A001")
    hall.call("A002")
    await hall.clock.advance(200)
    assert hall.told == [("A001", "failed"), ("A002", "failed")]
    await hall.announcer.aclose()


@pytest.mark.parametrize("waiting", [0, 2])
async def test_closing_tells_what_became_of_each(waiting: int) -> None:
    hall = Hall()
    for number in range(waiting + 1):
        hall.call(f"A00{number}")
    await hall.announcer.aclose()
    assert len(hall.outcomes) == waiting + 1


class PreparingSpeech(SilentSpeech):
    """Notes what shall be ready, and the levels it is set to."""

    prepared: list[str]
    levels: list[int]

    def prepare(self, utterance: Utterance) -> None:
        self.__dict__.setdefault("prepared", []).append(utterance.text)

    def set_volume(self, step: int) -> None:
        super().set_volume(step)
        self.__dict__.setdefault("levels", []).append(VOLUME_STEPS[step])


def preparing(hall: Hall) -> PreparingSpeech:
    assert isinstance(hall.speech, PreparingSpeech)
    return hall.speech


async def test_what_waits_is_made_ready_meanwhile() -> None:
    hall = Hall(PreparingSpeech)
    hall.call("A001")
    hall.call("A002")
    assert preparing(hall).prepared == ["请A002号到3号窗口，请A002号到3号窗口"]
    await hall.announcer.aclose()


async def test_an_alarm_leaves_a_call_its_first_sentence_and_is_heard_before_all() -> None:
    hall = Hall()
    long_call = Announcement(
        key="A001",
        parts={"zh-CN": (Say("请A001号到3号窗口。请带好身份证和登记表格。", "zh-CN"),)},
    )
    hall.announcer.announce(long_call)
    await hall.clock.advance(1.5)
    hall.call("A002", "recall")
    hall.announcer.announce(
        Announcement(key="fire", parts={"zh-CN": (Say("请离开。", "zh-CN"),)}, kind="alarm")
    )
    await hall.clock.advance(4.5)
    assert hall.told == [("A001", "failed")]
    assert hall.outcomes[0].detail == "gave way to an alarm"
    begun = [event.utterance.text for event in hall.heard if event.kind == "start"]
    assert begun[1].startswith("请离开")
    await hall.clock.advance(60)
    assert hall.told == [("A001", "failed"), ("fire", "spoken"), ("A002", "spoken")]
    await hall.announcer.aclose()


async def test_a_second_alarm_does_not_cut_the_first() -> None:
    hall = Hall()
    for key in ("fire", "evacuation"):
        parts = {"zh-CN": (Say("请离开大厅。请走楼梯。", "zh-CN"),)}
        hall.announcer.announce(Announcement(key=key, parts=parts, kind="alarm"))
    await hall.clock.advance(60)
    assert hall.told == [("fire", "spoken"), ("evacuation", "spoken")]
    await hall.announcer.aclose()


class BreakingSpeech(SilentSpeech):
    """Is lost at the first words, then works: as a voice process that is started again."""

    broken = False

    def say(self, utterance: Utterance) -> None:
        if self.broken:
            super().say(utterance)
            return
        self.broken = True
        event = SpeechEvent(kind="cancel", at=0.0, utterance=utterance, spoken="", reason="lost")
        self.events(event)


async def test_a_call_that_the_voice_broke_off_is_said_again_once() -> None:
    hall = Hall(BreakingSpeech)
    hall.call("A001")
    hall.call("A002")
    await hall.clock.advance(60)
    assert hall.told == [("A001", "spoken"), ("A002", "spoken")]
    await hall.announcer.aclose()


SIESTA = Loudness(
    level_db=-6, quiet_level_db=-24, quiet=("12:00-13:30", "20:00-07:30"), time_zone="Asia/Shanghai"
)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("03:59", False),
        ("04:00", True),
        ("05:29", True),
        ("05:30", False),
        ("11:59", False),
        ("12:00", True),
        ("18:00", True),
        ("23:29", True),
        ("23:30", False),
    ],
)
def test_quiet_hours_are_the_halls_own_also_over_midnight(at: str, quiet: bool) -> None:
    now = datetime.fromisoformat(f"2026-11-22T{at}:00+00:00")
    assert SIESTA.is_quiet(now) == quiet
    assert VOLUME_STEPS[SIESTA.step(now)] == (-24 if quiet else -6)
    assert VOLUME_STEPS[SIESTA.step(now, always_loud=True)] == -6


async def test_in_quiet_hours_calls_are_soft_notices_dropped_and_alarms_as_ever() -> None:
    siesta = Loudness(level_db=0, quiet_level_db=-30, quiet=("00:00-23:59",))
    hall = Hall(PreparingSpeech, siesta)
    hall.call("A001")
    hall.call("notice", "notice")
    await hall.clock.advance(60)
    assert hall.told == [("A001", "spoken"), ("notice", "expired")]
    assert hall.outcomes[1].detail == "quiet hours"
    hall.announcer.announce(
        Announcement(key="fire", parts={"zh-CN": (Say("请离开。", "zh-CN"),)}, kind="alarm")
    )
    assert preparing(hall).levels == [-30, 0]
    await hall.announcer.aclose()


def test_a_level_between_steps_is_the_nearest() -> None:
    assert [VOLUME_STEPS[volume_step(level)] for level in (0, -7, -16, -60)] == [0, -6, -18, -36]


async def test_two_zones_speak_at_once_each_in_its_own_order() -> None:
    clock = ManualClock()
    told: dict[str, list[AnnouncementOutcome]] = {"a": [], "b": []}
    zones = {
        zone: HallAnnouncer(
            SilentSpeech(clock, channel="hall"), clock, told[zone].append, zone=zone
        )
        for zone in told
    }
    for zone, announcer in zones.items():
        for number in ("A001", "A002"):
            parts = {"zh-CN": (Say(f"请{number}号到3号窗口", "zh-CN"),)}
            announcer.announce(Announcement(key=f"{zone} {number}", parts=parts))
    await clock.advance(60)
    first, other = told["a"][0], told["b"][0]
    assert first.began == other.began
    for zone, outcomes in told.items():
        assert [one.announcement.key for one in outcomes] == [f"{zone} A001", f"{zone} A002"]
        assert all(one.outcome == "spoken" for one in outcomes)
    for announcer in zones.values():
        await announcer.aclose()
