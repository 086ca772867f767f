"""What every engine promises, whatever is behind it: a child, recordings, a model, a socket."""

import json
import math
import tempfile
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hall.errors import SpeechError
from voice.port import Synth
from voice.synths.child import ChildSynth
from voice.synths.clips import ClipSynth
from voice.synths.registry import EngineChoice, plans
from voice.synths.speech_dispatcher import SpeechDispatcherSynth
from voice.synths.ssip_simulator import SsipSimulator

WORDS, LANG = "请诶零幺七号到三号窗口", "zh-CN"
FAKES = Path(__file__).parents[1] / "voice" / "fake_packages"


def child(_folder: Path, _stack: ExitStack) -> Synth:
    return ChildSynth(["espeak-ng"])


def clips(folder: Path, _stack: ExitStack) -> Synth:
    rows = ['name = "n"\nlanguage = "zh-CN"\nspeaker = "s"\nlicence = "l"']
    for index, says in enumerate((*"请诶零幺七", "号", "到三号窗口", "请坐")):
        tone = array("h", (int(6000 * math.sin(at / 20)) for at in range(22050 // 4)))
        with wave.open(str(folder / f"{index}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(22050)
            out.writeframes(tone.tobytes())
        rows.append(f'[[clip]]\nsays = "{says}"\nfile = "{index}.wav"')
    (folder / "clips.toml").write_text("\n".join(rows), "utf-8")
    return ClipSynth([folder])


def neural(folder: Path, stack: ExitStack) -> Synth:
    patch = stack.enter_context(pytest.MonkeyPatch.context())
    patch.setenv("PYTHONPATH", str(FAKES))
    (folder / "voice.onnx").touch()
    told = {"audio": {"sample_rate": 16000}, "language": {"code": "zh_CN"}}
    (folder / "voice.onnx.json").write_text(json.dumps(told), "utf-8")
    return plans(EngineChoice(names=("neural",), voices=folder))[0].open()


def speech_dispatcher(folder: Path, stack: ExitStack) -> Synth:
    server = SsipSimulator(folder / "s", seconds_each=0.5)
    stack.callback(server.close)
    return SpeechDispatcherSynth(server.address)


ENGINES: dict[str, Callable[[Path, ExitStack], Synth]] = {
    "espeak-ng in a child": child,
    "clips": clips,
    "neural": neural,
    "speech-dispatcher": speech_dispatcher,
}


@pytest.fixture(params=sorted(ENGINES), scope="module")
def synth(request: pytest.FixtureRequest) -> Iterator[Synth]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="synth-")))
        engine = ENGINES[request.param](folder, stack)
        yield engine
        engine.close()
        engine.close()


def frames(synth: Synth, words: str, rate: int = 100) -> int:
    handed = 0

    def count(pcm: bytes) -> bool:
        nonlocal handed
        handed += len(pcm) // 2
        return True

    assert synth.speak(words, LANG, rate, count)
    return handed


def test_it_declares_what_it_can(synth: Synth) -> None:
    can = synth.capabilities
    assert can.name
    assert can.speaks(LANG)
    assert not can.speaks("bo")
    assert can.rates[0] <= 100 <= can.rates[1]
    assert can.sample_rate == 22050


def test_what_it_covers_it_says(synth: Synth) -> None:
    assert synth.covers(WORDS, LANG)
    assert not synth.covers("བོད་", "bo")
    assert 0.3 < frames(synth, WORDS) / 22050 < 6.0


def test_any_rate_is_taken_as_far_as_it_goes(synth: Synth) -> None:
    for rate in (1, 50, 300, 1000):
        assert frames(synth, "请坐", rate) > 0


def test_refused_samples_end_it_and_the_next_words_are_whole(synth: Synth) -> None:
    whole = frames(synth, WORDS)
    refused = 0

    def refuse(pcm: bytes) -> bool:
        nonlocal refused
        refused += bool(pcm)
        return not pcm

    assert not synth.speak(WORDS, LANG, 100, refuse)
    assert refused == 1
    assert frames(synth, WORDS) == pytest.approx(whole, rel=0.3)


def test_nothing_to_say_is_said_at_once_or_refused(synth: Synth) -> None:
    for words in ("", "。", " "):
        try:
            assert synth.speak(words, LANG, 100, lambda _pcm: True)
        except SpeechError:
            assert not synth.covers(words, LANG) or words
