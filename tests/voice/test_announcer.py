from datetime import timedelta

import pytest

from hall.clock import ManualClock
from voice.announcer import (
    Announcement,
    AnnouncementOutcome,
    HallAnnouncer,
    Kind,
    announcement_utterance,
)
from voice.port import SpeechEvent, fan_out
from voice.synths.silence import SilentSpeech
from voice.utterance import Earcon, Say, Utterance


class DeafSpeech(SilentSpeech):
    """A voice that takes everything and answers nothing."""

    def say(self, utterance: Utterance) -> None:
        del utterance


class Hall:
    def __init__(self, speech_type: type[SilentSpeech] = SilentSpeech) -> None:
        self.clock = ManualClock()
        self.heard: list[SpeechEvent] = []
        self.outcomes: list[AnnouncementOutcome] = []
        self.speech = speech_type(self.clock, channel="hall")
        self.speech.events = fan_out(self.heard.append)
        self.announcer = HallAnnouncer(self.speech, self.clock, self.outcomes.append)

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


async def test_a_call_is_a_chime_and_the_words_twice_then_other_languages_once() -> None:
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
