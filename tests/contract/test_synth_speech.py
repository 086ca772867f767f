"""What every voice promises: one outcome for each request, nothing blocks, nothing is raised."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from hall.clock import ManualClock, SystemClock
from voice.port import Speech, SpeechEvent
from voice.process import VoiceOptions, start_voice
from voice.synths.recorder import RecorderSpeech
from voice.synths.silence import SilentSpeech
from voice.utterance import Earcon, Mark, Pause, Say, Spell, Utterance

Passing = Callable[[float], Awaitable[None]]


class Subject:
    """A voice, what it told, and how its time passes."""

    def __init__(self, speech: Speech, passing: Passing) -> None:
        self.speech = speech
        self.told: list[SpeechEvent] = []
        self._passing = passing
        speech.events = self.told.append

    async def until(self, utterance_id: str, *kinds: str, within: float = 20.0) -> SpeechEvent:
        for _ in range(round(within / 0.02)):
            for event in self.told:
                if event.utterance.id == utterance_id and event.kind in kinds:
                    return event
            await self._passing(0.02)
        raise AssertionError(f"{utterance_id} is not told as {kinds}: {self.told}")

    def kinds(self, utterance_id: str) -> list[str]:
        """Return what was told of an utterance, but for its words."""
        told = [event for event in self.told if event.utterance.id == utterance_id]
        return [event.kind for event in told if event.kind != "word"]


@pytest.fixture(params=["recorder", "silence", "espeak-ng", "pyttsx3"])
async def subject(request: pytest.FixtureRequest) -> AsyncIterator[Subject]:
    clock = ManualClock()
    if request.param == "recorder":
        recorder = RecorderSpeech(clock)

        async def advance(seconds: float) -> None:
            recorder.advance(seconds)

        yield Subject(recorder, advance)
        await recorder.aclose()
    elif request.param == "silence":
        silence = SilentSpeech(clock)
        yield Subject(silence, clock.advance)
        await silence.aclose()
    else:
        voice = start_voice(options=VoiceOptions(engines=(request.param,), null=True))
        # What waits longer than three seconds is stale, and a loaded machine may start slower.
        assert await asyncio.to_thread(voice.wait_ready, 60)
        yield Subject(voice, SystemClock().sleep)
        await voice.aclose()


def words(utterance_id: str, text: str, priority: int = 1) -> Utterance:
    return Utterance(id=utterance_id, parts=(Say(text, "zh-CN"),), priority=priority)


async def test_an_utterance_is_requested_begun_and_ended(subject: Subject) -> None:
    subject.speech.say(words("a", "请到 3 号窗口"))
    end = await subject.until("a", "end")
    assert subject.kinds("a") == ["request", "start", "end"]
    assert end.spoken == "请到三号窗口"
    times = [event.at for event in subject.told]
    assert times == sorted(times)


async def test_an_action_replaces_what_is_said(subject: Subject) -> None:
    subject.speech.say(words("a", "这一句很长" * 8))
    await subject.until("a", "start")
    subject.speech.say(words("b", "文员"))
    await subject.until("b", "end")
    assert (await subject.until("a", "cancel")).reason == "replaced"


async def test_stop_is_silence_and_the_next_words_are_heard(subject: Subject) -> None:
    subject.speech.say(words("a", "这一句很长" * 8))
    await subject.until("a", "start")
    subject.speech.stop()
    assert (await subject.until("a", "cancel")).reason == "stopped"
    subject.speech.say(words("b", "文员"))
    await subject.until("b", "end")


async def test_every_kind_of_part_and_both_languages_fit_in_one_utterance(
    subject: Subject,
) -> None:
    parts = (
        *(Earcon("chime"), Say("您的号码", "zh-CN"), Spell("A017", "zh-CN"), Pause(0.2)),
        *(Mark("half"), Say("Your number", "en"), Say("😀\u202e\ud800", "en"), Earcon("unknown")),
    )
    subject.speech.say(Utterance(id="u", parts=parts, priority=1))
    await subject.until("u", "end")
    assert subject.kinds("u") == ["request", "start", "mark", "end"]


async def test_controls_never_raise_whatever_they_are_given(subject: Subject) -> None:
    speech = subject.speech
    for step in (-5, 0, 3, 99):
        speech.set_rate(step)
        speech.set_volume(step)
    speech.resume()
    speech.pause()
    speech.repeat()
    speech.stop()
    speech.route("speaker")
    speech.set_rate(8)
    speech.say(Utterance(id="empty", parts=()))
    await subject.until("empty", "end", "cancel")
    speech.say(words("blank", "  \n"))
    await subject.until("blank", "end", "cancel")


async def test_pausing_holds_the_words_until_they_go_on(subject: Subject) -> None:
    subject.speech.say(words("a", "这一句不算短"))
    await subject.until("a", "start")
    subject.speech.pause()
    subject.speech.resume()
    subject.speech.set_rate(5)
    await subject.until("a", "end")
    subject.speech.repeat()
    await subject.until("a~1", "end")


async def test_a_listener_may_ask_for_more_while_it_is_told(subject: Subject) -> None:
    def listener(event: SpeechEvent) -> None:
        subject.told.append(event)
        if (event.utterance.id, event.kind) == ("a", "start"):
            subject.speech.say(words("b", "文员"))
        elif (event.utterance.id, event.kind) == ("b", "end"):
            subject.speech.say(words("c", "工人"))

    subject.speech.events = listener
    subject.speech.say(words("a", "这一句很长" * 8))
    await subject.until("c", "end")
    told = [(event.utterance.id, event.kind) for event in subject.told if event.kind != "word"]
    assert told == [
        *(("a", "request"), ("a", "start"), ("b", "request"), ("a", "cancel")),
        *(("b", "start"), ("b", "end"), ("c", "request"), ("c", "start"), ("c", "end")),
    ]


async def test_after_closing_nothing_is_raised() -> None:
    voice = start_voice(options=VoiceOptions(null=True))
    await voice.aclose()
    told: list[SpeechEvent] = []
    voice.events = told.append
    voice.say(words("late", "文员"))
    voice.stop()
    await voice.aclose()
    await SystemClock().sleep(0.01)
    assert [(event.kind, event.reason) for event in told] == [
        ("request", None),
        ("cancel", "refused"),
    ]
