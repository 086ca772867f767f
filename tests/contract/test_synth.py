"""What every engine promises: samples for words, an end when the sink refuses, no silence."""

import time
from array import array
from collections.abc import Iterator

import pytest

from voice.port import Synth
from voice.synths.espeak import EspeakSynth
from voice.synths.portable import Pyttsx3Synth

ENGINES = {"espeak-ng": EspeakSynth, "pyttsx3": Pyttsx3Synth}
LONG = "请诶零幺七号到三号窗口，" * 12


@pytest.fixture(params=sorted(ENGINES), scope="module")
def synth(request: pytest.FixtureRequest) -> Iterator[Synth]:
    engine: Synth = ENGINES[request.param]()
    yield engine
    engine.close()


def said(synth: Synth, words: str, lang: str, rate: int = 100) -> "array[int]":
    samples = array("h")

    def keep(pcm: bytes) -> bool:
        samples.frombytes(pcm)
        return True

    assert synth.speak(words, lang, rate, keep)
    return samples


def loudness(samples: "array[int]") -> float:
    return float((sum(sample * sample for sample in samples) / max(1, len(samples))) ** 0.5 / 32768)


@pytest.mark.parametrize(
    ("words", "lang", "shortest", "longest"),
    [
        ("请诶零幺七号到三号窗口", "zh-CN", 2.0, 6.0),
        ("好", "zh-CN", 0.1, 1.2),
        ("A zero one seven, please go to window three", "en", 1.8, 5.0),
        ("熟练使用 Excel 编程", "zh-CN", 1.2, 5.0),
    ],
)
def test_words_sound_neither_silent_nor_clipped(
    synth: Synth, words: str, lang: str, shortest: float, longest: float
) -> None:
    samples = said(synth, words, lang)
    seconds = len(samples) / synth.capabilities.sample_rate
    assert shortest < seconds < longest
    assert 0.02 < loudness(samples) < 0.4
    at_the_limit = sum(abs(sample) >= 32767 for sample in samples)
    assert at_the_limit < len(samples) / 1000


def test_a_faster_rate_is_shorter(synth: Synth) -> None:
    words = "请诶零幺七号到三号窗口"
    assert len(said(synth, words, "zh-CN", 200)) < 0.75 * len(said(synth, words, "zh-CN", 100))


def test_the_first_sample_is_not_preceded_by_silence(synth: Synth) -> None:
    samples = said(synth, "请坐", "zh-CN")
    audible = next(index for index, sample in enumerate(samples) if abs(sample) > 32)
    assert audible < 0.01 * synth.capabilities.sample_rate


def test_a_sink_that_refuses_ends_the_speech_at_once(synth: Synth) -> None:
    calls = 0

    def refuse_the_third(_pcm: bytes) -> bool:
        nonlocal calls
        calls += 1
        return calls < 3

    began = time.perf_counter()
    assert not synth.speak(LONG, "zh-CN", 100, refuse_the_third)
    assert time.perf_counter() - began < 2.0
    assert calls <= 4
    assert loudness(said(synth, "好", "zh-CN")) > 0.02


def test_it_knows_its_languages(synth: Synth) -> None:
    assert synth.capabilities.speaks("zh-CN")
    assert synth.capabilities.speaks("en")
    assert not synth.capabilities.speaks("bo")


def test_closing_twice_is_harmless() -> None:
    synth = Pyttsx3Synth()
    synth.close()
    synth.close()
