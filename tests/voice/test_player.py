"""The player between manager and mixer: places, words, preparing, and nothing of what was cut."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from voice.mixer import Mixer, Token
from voice.player import SynthPlayer
from voice.port import PcmSink, WordReached, ignore_words
from voice.utterance import Channel, Mark, Pause, Say, Utterance

RATE = 1000
WAIT = 20.0


class Engine:
    """A tenth of a second of sound for each character, a word event before each."""

    def __init__(self) -> None:
        self.said: list[tuple[str, int]] = []
        self.hold = threading.Event()
        self.hold.set()
        self.began = threading.Event()

    def speak(
        self,
        words: str,
        lang: str,
        rate: int,
        sink: PcmSink,
        whole: Sequence[str] = (),
        reached: WordReached = ignore_words,
    ) -> bool:
        self.said.append((words, rate))
        for index in range(len(words)):
            self.began.set()
            assert self.hold.wait(WAIT)
            reached((index, index + 1))
            if not sink(b"\1\1" * (RATE // 10)):
                return False
        return True

    sounds_itself = False

    def would_say(self, lang: str, whole: Sequence[str]) -> str:
        return "engine"

    def close(self) -> None: ...


class Desk:
    """A player, its mixer, and a hand that pulls."""

    def __init__(self) -> None:
        self.tokens: queue.SimpleQueue[Token] = queue.SimpleQueue()
        self.engine = Engine()
        self.mixer = Mixer(RATE, self.tokens.put)
        self.player = SynthPlayer(self.engine, self.mixer, self.tokens.put, 3)
        self.told: list[str] = []

    def pull(self, seconds: float) -> bytes:
        out = self.mixer.pull(round(seconds * RATE))
        while True:
            try:
                generation, what = self.tokens.get_nowait()
            except queue.Empty:
                return out
            if generation != self.player.generation:
                continue
            self.told.append(what)
            kind, _, rest = what.partition(":")
            if kind == "piece":
                self.player.reached(int(rest))
            elif kind == "word":
                self.player.reached_word(int(rest.partition(":")[0]))

    def pull_until(self, token: str) -> None:
        """Pull little by little until a token is told."""
        waits = threading.Event()
        for _ in range(2000):
            self.pull(0.01)
            if token in self.told:
                return
            waits.wait(0.001)
        raise AssertionError(f"no {token} in {self.told}")

    def until(self, condition: Callable[[], bool]) -> None:
        waits = threading.Event()
        for _ in range(int(WAIT / 0.005)):
            if condition():
                return
            waits.wait(0.005)
        raise AssertionError("it never came to hold")


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.engine.hold.set()
    made.player.close()


def utterance(text: str, *, channel: Channel = "speaker") -> Utterance:
    return Utterance(id=text, parts=(Say(text, "zh-CN"),), priority=1, channel=channel)


def test_start_words_sentence_and_end_come_in_the_order_of_the_sound(desk: Desk) -> None:
    parts = (Say("好。", "zh-CN"), Mark("half"), Pause(0.1), Say("走", "zh-CN"))
    desk.player.begin(Utterance(id="u", parts=parts))
    desk.pull_until("end")
    assert desk.told == [
        "piece:0",
        "start",
        "word:0:1",
        "word:1:2",
        "sentence",
        "piece:1",
        "mark:half",
        "piece:2",
        "piece:3",
        "word:2:3",
        "sentence",
        "end",
    ]


def test_a_new_rate_goes_on_at_the_word_that_sounds(desk: Desk) -> None:
    desk.player.begin(utterance("一二三四五六七八"))
    desk.pull_until("word:4:5")
    desk.player.set_rate(7)
    desk.pull_until("end")
    assert desk.engine.said == [("一二三四五六七八", 100), ("五六七八", 200)]
    assert desk.told.count("word:0:1") == 1
    assert desk.told[-3:] == ["word:7:8", "sentence", "end"]


def test_skipping_makes_the_other_sentence_and_drops_this_one(desk: Desk) -> None:
    desk.player.begin(utterance("一二三。四五六。七八九。"))
    desk.pull_until("word:1:2")
    assert desk.player.skip(1)
    desk.pull_until("word:4:5")
    assert "word:2:3" not in desk.told
    assert desk.player.skip(-1)
    desk.pull_until("end")
    assert desk.told.count("word:0:1") == 2
    assert not desk.player.skip(3)


def test_nothing_of_what_was_cut_sounds_after_the_cut(desk: Desk) -> None:
    desk.engine.hold.clear()
    desk.player.begin(utterance("一二三四五"))
    assert desk.engine.began.wait(WAIT)
    desk.player.silence()
    desk.engine.hold.set()
    desk.until(lambda: len(desk.engine.said) == 1)
    for _ in range(20):
        assert not any(desk.pull(0.02))
    assert desk.told == []


def test_only_the_halls_words_are_kept_and_said_again_without_the_engine(desk: Desk) -> None:
    channels: tuple[Channel, ...] = ("hall", "hall", "speaker", "speaker")
    for channel in channels:
        desk.told.clear()
        desk.player.begin(utterance("到三号窗口", channel=channel))
        desk.pull_until("end")
        assert desk.told.count("word:0:1") == 1
    assert [words for words, _ in desk.engine.said] == ["到三号窗口"] * 3


def test_what_was_prepared_begins_without_the_engine(desk: Desk) -> None:
    desk.player.prepare(utterance("请到三号窗口", channel="hall"))
    desk.until(lambda: len(desk.player._clips) == 1)
    desk.player.prepare(utterance("请到四号窗口", channel="hall"))
    desk.until(lambda: len(desk.player._clips) == 2)
    assert not any(desk.pull(1.0))
    desk.player.begin(utterance("请到三号窗口", channel="hall"))
    desk.pull_until("end")
    assert [words for words, _ in desk.engine.said] == ["请到三号窗口", "请到四号窗口"]


def test_preparing_gives_way_to_speech_and_is_taken_up_again(desk: Desk) -> None:
    desk.engine.hold.clear()
    desk.player.prepare(utterance("请到三号窗口", channel="hall"))
    assert desk.engine.began.wait(WAIT)
    desk.player.begin(utterance("文员"))
    desk.engine.hold.set()
    desk.pull_until("end")
    desk.until(lambda: len(desk.engine.said) == 3)
    assert [words for words, _ in desk.engine.said] == ["请到三号窗口", "文员", "请到三号窗口"]
