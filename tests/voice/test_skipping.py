"""Sentence by sentence, forward and back: where speech goes on, and what may not be skipped."""

import pytest

from tests.voice.saying import cancelled, words
from voice.synths.recorder import RecorderSpeech


@pytest.fixture
def speech() -> RecorderSpeech:
    return RecorderSpeech()


def said_now(speech: RecorderSpeech) -> str:
    last = [event for event in speech.heard if event.kind == "word"][-1]
    return "" if last.word is None else last.spoken[slice(*last.word)]


THREE = "第一句话说完了。第二句话说完了。第三句话说完了。"


def test_skipping_forward_goes_on_at_the_next_sentence(speech: RecorderSpeech) -> None:
    speech = RecorderSpeech(words=True)
    speech.say(words(THREE, 2, id="u"))
    speech.advance(0.5)
    speech.skip(1)
    assert said_now(speech) == "第二句话说完了。"
    speech.skip(1)
    assert said_now(speech) == "第三句话说完了。"
    speech.advance(10)
    assert cancelled(speech) == {}
    assert [event.kind for event in speech.heard][-1] == "end"


def test_skipping_beyond_the_last_sentence_ends_it_and_lets_the_next_speak(
    speech: RecorderSpeech,
) -> None:
    speech.say(words("只有一句。", 1, id="one"))
    speech.say(words("首页，六项", 2, id="screen"))
    speech.skip(1)
    assert cancelled(speech) == {"one": "skipped"}
    assert speech.begun[-1] == "首页，六项"


def test_skipping_back_says_the_sentence_before_and_at_the_first_begins_again() -> None:
    speech = RecorderSpeech(words=True)
    speech.say(words(THREE, 2, id="u"))
    speech.advance(2.6)
    assert said_now(speech) == "第二句话说完了。"
    speech.skip(-1)
    assert said_now(speech) == "第一句话说完了。"
    speech.advance(1)
    speech.skip(-1)
    assert said_now(speech) == "第一句话说完了。"
    speech.advance(2.6)
    speech.skip(0)
    assert said_now(speech) == "第二句话说完了。"
    assert [event.kind for event in speech.heard].count("start") == 1


def test_going_back_in_silence_says_the_last_words_again(speech: RecorderSpeech) -> None:
    speech.say(words("文员", 1))
    speech.advance(5)
    speech.skip(-1)
    speech.advance(5)
    assert speech.finished == ["文员", "文员"]
    speech.skip(1)
    speech.advance(5)
    assert speech.finished == ["文员", "文员"]


def test_skipping_leaves_a_pause(speech: RecorderSpeech) -> None:
    speech.say(words(THREE, 2, id="u"))
    speech.advance(0.5)
    speech.pause()
    speech.advance(60)
    speech.skip(1)
    speech.advance(2 * (7 * 0.32 + 0.25) + 0.01)
    assert len(speech.finished) == 1


def test_a_protected_sentence_cannot_be_skipped(speech: RecorderSpeech) -> None:
    speech.say(words("打印机没有纸了。您的号码有效。", 0, id="paper", protected=True))
    speech.skip(1)
    assert cancelled(speech) == {}
    speech.advance(7 * 0.32 + 0.25 + 0.1)
    speech.skip(1)
    assert cancelled(speech) == {"paper": "skipped"}
