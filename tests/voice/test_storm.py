"""A real voice process with the real engine and a silent output: what a visitor in a hurry does."""

import queue
from collections.abc import Iterator

import pytest

from voice.port import EventKind, SpeechEvent
from voice.process import VoiceOptions, VoiceProcess, start_voice
from voice.utterance import Channel, Say, Utterance

pytestmark = pytest.mark.long

WAIT = 30.0
THREE = "第一句话说完了。第二句话说完了。第三句话说完了。"


class Visitor:
    """Asks and listens."""

    def __init__(self) -> None:
        self._inbox: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
        self.voice: VoiceProcess = start_voice(
            options=VoiceOptions(null=True), events=self._inbox.put
        )
        self.heard: list[SpeechEvent] = []
        assert self.voice.wait_ready(WAIT)

    def ask(self, name: str, text: str, *, channel: Channel = "speaker") -> None:
        parts = (Say(text, "zh-CN"),)
        self.voice.say(Utterance(id=name, parts=parts, priority=1, channel=channel))

    def until(self, name: str, *kinds: EventKind) -> SpeechEvent:
        while True:
            event = self._inbox.get(timeout=WAIT)
            self.heard.append(event)
            if event.utterance.id == name and event.kind in kinds:
                return event

    def until_word(self, word: str) -> None:
        while True:
            event = self._inbox.get(timeout=WAIT)
            self.heard.append(event)
            if event.word is not None and word in event.spoken[slice(*event.word)]:
                return

    def words(self) -> list[str]:
        return [one.spoken[slice(*one.word)] for one in self.heard if one.word is not None]


@pytest.fixture(scope="module")
def visitor() -> Iterator[Visitor]:
    made = Visitor()
    yield made
    made.voice.close()


def test_a_thousand_rapid_focus_changes_leave_exactly_the_last_one(visitor: Visitor) -> None:
    visitor.heard.clear()
    for number in range(1000):
        visitor.ask(f"storm {number}", f"第{number}项，按钮")
    assert visitor.until("storm 999", "end", "cancel").kind == "end"
    ended = [one.utterance.id for one in visitor.heard if one.kind == "end"]
    cancelled = [one.utterance.id for one in visitor.heard if one.kind == "cancel"]
    assert ended == ["storm 999"]
    assert cancelled == [f"storm {number}" for number in range(999)]
    assert {one.reason for one in visitor.heard if one.kind == "cancel"} == {"replaced"}
    begun = max(index for index, one in enumerate(visitor.heard) if one.kind == "start")
    assert visitor.heard[begun].utterance.id == "storm 999"
    assert {one.utterance.id for one in visitor.heard[begun:]} <= {"storm 999"}


def test_words_are_told_in_their_order_with_their_place_in_the_text(visitor: Visitor) -> None:
    visitor.heard.clear()
    visitor.ask("words", "请到3号窗口，月薪3500元。")
    visitor.until("words", "end")
    assert "".join(visitor.words()) == "请到三号窗口月薪三千五百元"
    text = "请到3号窗口，月薪3500元。"
    marked = [text[slice(*one.written)] for one in visitor.heard if one.written is not None]
    assert marked[0] == "请"
    assert "3500" in marked
    assert marked.index("3号" if "3号" in marked else "3") < marked.index("3500")


def test_skipping_goes_on_at_the_next_sentence_of_the_real_voice(visitor: Visitor) -> None:
    visitor.heard.clear()
    visitor.ask("skip", THREE)
    visitor.until_word("一")
    visitor.voice.skip(1)
    visitor.until_word("二")
    visitor.voice.skip(1)
    visitor.until_word("三")
    visitor.voice.skip(-1)
    visitor.until_word("二")
    visitor.voice.skip(2)
    assert visitor.until("skip", "end", "cancel").reason == "skipped"


def test_a_change_of_rate_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.heard.clear()
    visitor.ask("rate", THREE)
    visitor.until_word("二")
    visitor.voice.set_rate(8)
    visitor.until("rate", "end")
    visitor.voice.set_rate(3)
    assert sum("一" in word for word in visitor.words()) == 1
    assert 1 <= sum("二" in word for word in visitor.words()) <= 2
    assert visitor.words()[-1].endswith("了")


def test_what_was_prepared_tells_nothing_and_sounds_when_it_is_said(visitor: Visitor) -> None:
    visitor.heard.clear()
    words = Utterance(
        id="ready", parts=(Say("请A017号到3号窗口。", "zh-CN"),), priority=0, channel="hall"
    )
    visitor.voice.prepare(words)
    visitor.voice.say(words)
    visitor.until("ready", "end")
    kinds = [one.kind for one in visitor.heard if one.kind != "word"]
    assert kinds == ["request", "start", "end"]
    assert "".join(visitor.words()) == "请诶零幺七号到三号窗口"
