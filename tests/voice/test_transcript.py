import io
import json

from voice.port import Speech
from voice.synths.recorder import RecorderSpeech
from voice.transcript import Transcript
from voice.utterance import Earcon, Mark, Say, Utterance

FIELDS = [
    *("t", "utt", "event", "text", "spoken", "lang", "priority", "cause", "earcon", "node"),
    *("screen", "channel"),
]


def test_each_event_is_one_line_with_the_contracts_fields() -> None:
    written = io.StringIO()
    speech: Speech = RecorderSpeech(events=Transcript(written, start=0.0))
    assert isinstance(speech, RecorderSpeech)
    parts = (Earcon("focus"), Say("请 A017 号到 3 号窗口", "zh-CN"), Mark("end"))
    speech.say(Utterance(id="u1", parts=parts, priority=1, cause="focus", node="n1", screen="home"))
    speech.advance(0.25)
    speech.stop()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["request", "start", "cancel"]
    assert all(list(line)[: len(FIELDS)] == FIELDS for line in lines)
    assert lines[-1] == {
        "t": 0.25,
        "utt": "u1",
        "event": "cancel",
        "text": "请 A017 号到 3 号窗口",
        "spoken": "请诶零幺七号到三号窗口",
        "lang": "zh-CN",
        "priority": 1,
        "cause": "focus",
        "earcon": "focus",
        "node": "n1",
        "screen": "home",
        "channel": "headphones",
        "reason": "stopped",
    }


def test_several_languages_are_named() -> None:
    written = io.StringIO()
    speech = RecorderSpeech(events=Transcript(written, start=0.0))
    parts = (Say("你好", "zh-CN"), Say("Hello", "en"))
    speech.say(Utterance(id="u", parts=parts))
    line = json.loads(written.getvalue().splitlines()[0])
    assert line["langs"] == ["zh-CN", "en"]
    assert line["text"] == "你好, Hello"
