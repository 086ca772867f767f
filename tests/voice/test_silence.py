from hall.clock import ManualClock
from voice.port import SpeechEvent
from voice.synths.silence import SilentSpeech
from voice.utterance import Say, Utterance


async def test_captions_take_the_time_of_the_words() -> None:
    clock = ManualClock()
    heard: list[SpeechEvent] = []
    speech = SilentSpeech(clock, events=heard.append)
    speech.say(Utterance(id="a", parts=(Say("文员", "zh-CN"),), priority=1))
    speech.say(Utterance(id="b", parts=(Say("双击打开", "zh-CN"),), priority=3))
    await clock.advance(0.6)
    assert [event.kind for event in heard] == ["request", "start", "request"]
    await clock.advance(5)
    assert [(event.utterance.id, event.kind) for event in heard[3:]] == [
        ("a", "end"),
        ("b", "start"),
        ("b", "end"),
    ]
    await speech.aclose()


async def test_a_closed_voice_tells_nothing_more() -> None:
    clock = ManualClock()
    heard: list[SpeechEvent] = []
    speech = SilentSpeech(clock, events=heard.append)
    speech.say(Utterance(id="a", parts=(Say("文员", "zh-CN"),), priority=1))
    await speech.aclose()
    await clock.advance(5)
    assert [event.kind for event in heard] == ["request", "start"]
