"""Engines that die, hang, are missing or refuse: another speaks, and they come back."""

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from hall.errors import SpeechError
from voice.port import PcmSink, Synth, SynthCapabilities
from voice.synths.child import ChildSynth, SynthLostError
from voice.synths.standby import EnginePlan, Standby

WITHIN = 20.0


class FakeSynth:
    """Says its name; dies, refuses or covers as told."""

    def __init__(self, name: str, *, languages: tuple[str, ...] = ("zh", "en")) -> None:
        self.capabilities = SynthCapabilities(
            name=name, languages=languages, sample_rate=22050, streams=True, stops=True
        )
        self.dies_on: str | None = None
        self.refuses = False
        self.knows: set[str] | None = None
        self.closed = False

    def covers(self, words: str, lang: str) -> bool:
        return self.capabilities.speaks(lang) and (self.knows is None or words in self.knows)

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        if self.dies_on is not None and self.dies_on in words:
            raise SynthLostError("killed")
        if self.refuses:
            raise SpeechError("will not")
        return sink(self.capabilities.name.encode())

    def close(self) -> None:
        self.closed = True


class Heard:
    """What came out of a standby."""

    def __init__(self, *plans: EnginePlan, patience: float = 5.0) -> None:
        self.changes = threading.Semaphore(0)
        self.standby = Standby(plans, changed=self.changes.release, patience=patience)

    def say(self, words: str = "文员", lang: str = "zh-CN", whole: tuple[str, ...] = ()) -> str:
        heard: list[bytes] = []

        def keep(pcm: bytes) -> bool:
            heard.append(pcm)
            return True

        assert self.standby.speak(words, lang, 100, keep, whole)
        return b"".join(heard).decode()

    def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            assert self.changes.acquire(timeout=WITHIN), self.standby.states


def plan(synth: Synth, *, spare: bool = False) -> EnginePlan:
    return EnginePlan(name=synth.capabilities.name, open=lambda: synth, spare=spare)


def missing() -> Synth:
    raise SpeechError("not installed")


@pytest.fixture
def closing() -> Iterator[list[Heard]]:
    opened: list[Heard] = []
    yield opened
    for heard in opened:
        heard.standby.close()


def test_the_first_engine_that_knows_the_language_speaks(closing: list[Heard]) -> None:
    first, second = FakeSynth("first", languages=("en",)), FakeSynth("second")
    heard = Heard(plan(first), plan(second))
    closing.append(heard)
    assert heard.say("hello", "en") == "first"
    assert heard.say("你好", "zh-CN") == "second"


def test_one_engine_says_all_of_an_utterance_or_none_of_it(closing: list[Heard]) -> None:
    clips, synth = FakeSynth("clips"), FakeSynth("synth")
    clips.knows = {"请"}
    heard = Heard(plan(clips), plan(synth))
    closing.append(heard)
    heard.until(lambda: len(heard.standby.states) == 2)
    assert heard.say("请", whole=("请",)) == "clips"
    assert heard.say("请", whole=("请", "文员")) == "synth"


def test_the_next_best_takes_over_at_once_and_the_dead_one_comes_back(
    closing: list[Heard], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = FakeSynth("first"), FakeSynth("second")
    heard = Heard(plan(first), plan(second))
    closing.append(heard)
    heard.until(lambda: len(heard.standby.states) == 2)
    first.dies_on = "文员"
    assert heard.say() == "second"
    lost = [record for record in caplog.records if record.message.startswith("speech engine lost")]
    assert len(lost) == 1
    assert vars(lost[0])["meanwhile"] == ["second"]
    first.dies_on = None
    heard.until(lambda: heard.standby.states[0].works)
    assert heard.say() == "first"


def test_words_that_killed_an_engine_twice_are_not_given_to_it_again(
    closing: list[Heard],
) -> None:
    first, second = FakeSynth("first"), FakeSynth("second")
    heard = Heard(plan(first), plan(second))
    closing.append(heard)
    heard.until(lambda: len(heard.standby.states) == 2)
    first.dies_on = "毒"
    for _ in range(2):
        heard.until(lambda: heard.standby.states[0].works)
        assert heard.say("毒") == "second"
    heard.until(lambda: heard.standby.states[0].works)
    first.dies_on = None
    assert heard.say("毒") == "second"
    assert heard.say("文员") == "first"


def test_a_lone_engine_that_dies_says_the_words_once_it_is_back(closing: list[Heard]) -> None:
    dying, fresh = FakeSynth("one"), FakeSynth("one")
    dying.dies_on = "文员"
    engines = iter([dying, fresh])
    heard = Heard(EnginePlan(name="one", open=lambda: next(engines)))
    closing.append(heard)
    assert heard.say() == "one"
    assert dying.closed


def test_a_spare_is_opened_only_when_nothing_else_is_left(closing: list[Heard]) -> None:
    opened: list[str] = []

    def spare() -> Synth:
        opened.append("spare")
        return FakeSynth("spare")

    first = FakeSynth("first")
    heard = Heard(plan(first), EnginePlan(name="spare", open=spare, spare=True))
    closing.append(heard)
    assert heard.say() == "first"
    assert opened == []
    first.refuses = True
    assert heard.say() == "spare"


def test_with_no_engine_the_cause_is_told_in_words(closing: list[Heard]) -> None:
    heard = Heard(EnginePlan(name="none", open=missing), patience=0.2)
    closing.append(heard)
    heard.until(lambda: heard.standby.settled)
    with pytest.raises(SpeechError, match="none: not installed"):
        heard.say()
    assert [state.problem for state in heard.standby.states] == ["not installed"]


def test_waiting_for_an_engine_ends_when_nobody_listens_any_more(closing: list[Heard]) -> None:
    never = threading.Event()

    def slow() -> Synth:
        never.wait(WITHIN)
        raise SpeechError("closed")

    heard = Heard(EnginePlan(name="slow", open=slow), patience=WITHIN)
    closing.append(heard)
    assert not heard.standby.speak("文员", "zh-CN", 100, lambda _pcm: False)
    never.set()


def test_a_killed_engine_process_is_replaced_and_the_words_are_heard(
    closing: list[Heard],
) -> None:
    children: list[ChildSynth] = []

    def open_child() -> Synth:
        children.append(ChildSynth(["espeak-ng"]))
        return children[-1]

    heard = Heard(EnginePlan(name="espeak-ng", open=open_child), patience=WITHIN)
    closing.append(heard)
    sizes: list[int] = []

    def kill_at_the_first(pcm: bytes) -> bool:
        if not any(sizes) and pcm:
            os.kill(children[0].pid, signal.SIGKILL)
        sizes.append(len(pcm))
        return True

    # Long enough that the engine is still at work when it dies.
    assert heard.standby.speak("请到三号窗口，" * 300, "zh-CN", 100, kill_at_the_first)
    assert len(children) == 2
    assert sum(sizes) > 300 * 22050


def test_an_engine_process_that_hangs_is_ended_and_told() -> None:
    child = ChildSynth(["espeak-ng"], answer_within=0.5)
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(SynthLostError, match="no answer"):
        child.speak("好", "zh-CN", 100, lambda _pcm: True)
    child.close()


def test_an_engine_process_that_cannot_speak_here_tells_why() -> None:
    with pytest.raises(SynthLostError, match="ended while starting"):
        ChildSynth(["no-such-engine"])
