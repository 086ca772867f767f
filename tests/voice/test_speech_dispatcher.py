"""speech-dispatcher's protocol against a stand-in on a socket, and the real one where it is."""

import os
import queue
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hall.clock import SystemClock
from hall.errors import SpeechError
from voice.pinyin import mandarin_pinyin
from voice.port import SpeechEvent
from voice.process import VoiceOptions, start_voice
from voice.synths.child import SynthLostError
from voice.synths.speech_dispatcher import SpeechDispatcherSynth, rate_of, volume_of
from voice.synths.ssip_simulator import SsipSimulator
from voice.utterance import Say, Utterance


@pytest.fixture
def folder() -> Iterator[Path]:
    # A socket's path is short; pytest's folders are not.
    with tempfile.TemporaryDirectory(prefix="ssip-") as name:
        yield Path(name)


@pytest.fixture
def server(folder: Path) -> Iterator[SsipSimulator]:
    server = SsipSimulator(folder / "s")
    yield server
    server.close()


@pytest.fixture
def synth(server: SsipSimulator) -> Iterator[SpeechDispatcherSynth]:
    synth = SpeechDispatcherSynth(server.address)
    yield synth
    synth.close()


class Handed:
    def __init__(self, until: int | None = None) -> None:
        self.frames = 0
        self._until = until

    def __call__(self, pcm: bytes) -> bool:
        assert not any(pcm)
        self.frames += len(pcm) // 2
        return self._until is None or self.frames < self._until


def test_mandarin_goes_as_pinyin_to_the_voice_that_reads_it(
    server: SsipSimulator, synth: SpeechDispatcherSynth
) -> None:
    handed = Handed()
    assert synth.speak("请到三号窗口", "zh-CN", 100, handed)
    assert server.heard == [mandarin_pinyin("请到三号窗口")]
    assert server.told["LANGUAGE"] == "cmn-latn-pinyin"
    assert server.told["SYNTHESIS_VOICE"] == "Chinese (Mandarin, latin as Pinyin)"
    assert 0.05 < handed.frames / 22050 < 5


def test_it_declares_what_its_voices_speak_and_that_it_sounds_by_itself(
    synth: SpeechDispatcherSynth,
) -> None:
    assert synth.capabilities.languages == ("zh", "en", "kk")
    assert synth.capabilities.sounds_itself
    with pytest.raises(SpeechError, match="no voice for ug"):
        synth.speak("ئۇيغۇر", "ug", 100, Handed())


def test_a_sink_that_refuses_cancels_what_sounds(folder: Path) -> None:
    server = SsipSimulator(folder / "long", seconds_each=60.0)
    synth = SpeechDispatcherSynth(server.address)
    assert not synth.speak("please wait", "en", 100, Handed(until=100))
    assert server.cancelled.wait(5)
    synth.close()
    server.close()


@pytest.mark.parametrize("text", [".", ".hidden", "a\r\n.\r\nQUIT", "a\n.b", "..\n.", "x" * 5000])
def test_no_text_breaks_out_of_its_message(
    server: SsipSimulator, synth: SpeechDispatcherSynth, text: str
) -> None:
    assert synth.speak(text, "en", 100, Handed())
    assert synth.speak("after", "en", 100, Handed())
    assert server.heard[-1] == "after"
    assert "QUIT" not in server.told
    spoken = [text] if any(letter.isalnum() for letter in text) else []
    assert server.heard[:-1] == [" ".join(one.splitlines()) for one in spoken]


def test_a_server_that_dies_while_it_speaks_is_told(folder: Path) -> None:
    server = SsipSimulator(folder / "dying", seconds_each=60.0)
    synth = SpeechDispatcherSynth(server.address)

    def hang_up(pcm: bytes) -> bool:
        if pcm:
            server.hang_up()
        return True

    with pytest.raises(SynthLostError, match="hung up"):
        synth.speak("please wait", "en", 100, hang_up)
    with pytest.raises(SynthLostError):
        synth.speak("again", "en", 100, Handed())
    synth.close()
    server.close()


def test_a_refusal_is_told_and_the_connection_lives_on(
    server: SsipSimulator, synth: SpeechDispatcherSynth
) -> None:
    server.refuses.add("SPEAK")
    with pytest.raises(SpeechError, match="NOT NOW"):
        synth.speak("hello", "en", 100, Handed())
    server.refuses.clear()
    assert synth.speak("hello", "en", 100, Handed())


def test_where_nobody_listens_or_no_voice_fits_the_cause_is_told(folder: Path) -> None:
    with pytest.raises(SpeechError, match="does not listen"):
        SpeechDispatcherSynth(f"unix_socket:{folder / 'none'}")
    with pytest.raises(SpeechError, match="does not listen"):
        SpeechDispatcherSynth("inet_socket:127.0.0.1:1")
    server = SsipSimulator(folder / "v", voices=("Klingon\ttlh\tnone",))
    with pytest.raises(SpeechError, match="no voice for any language"):
        SpeechDispatcherSynth(server.address)
    server.close()


def test_rates_stay_within_the_protocol() -> None:
    assert [rate_of(percent) for percent in (1, 50, 100, 200, 300, 900)] == [
        -99,
        -50,
        0,
        50,
        100,
        100,
    ]


def test_levels_stay_within_the_protocol() -> None:
    assert [volume_of(level) for level in (-99, -36, -18, 0, 9)] == [-100, -100, 0, 100, 100]


def test_a_pause_stops_its_sound_and_going_on_says_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = SsipSimulator(folder / "voice", seconds_each=60.0)
    monkeypatch.setenv("SPEECHD_ADDRESS", server.address)
    told: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
    options = VoiceOptions(engines=("speech-dispatcher",), devices={"headphones": "null"})
    voice = start_voice(options=options, events=told.put)
    assert voice.wait_ready(30)
    voice.set_volume(0)
    voice.say(Utterance(id="a", parts=(Say("please wait", "en"),), priority=1))
    while told.get(timeout=20).kind != "start":
        continue
    voice.pause()
    assert server.cancelled.wait(20)
    voice.resume()
    while len(server.heard) < 2:
        assert voice.wait_ready(1)
    voice.stop()
    while told.get(timeout=20).kind != "cancel":
        continue
    voice.close()
    server.close()
    assert server.heard == ["please wait", "please wait"]
    assert server.told["VOLUME"] == "-100"


MODULE = Path("/usr/lib/speech-dispatcher-modules/sd_espeak-ng")


def missing() -> list[str]:
    """Return what the real one needs and this machine lacks."""
    there = {
        "the program speech-dispatcher": shutil.which("speech-dispatcher") is not None,
        "its module for espeak-ng": MODULE.exists(),
        "its output libao": any(Path("/usr/lib").glob("*/speech-dispatcher/spd_libao.so")),
    }
    return [name for name, is_there in there.items() if not is_there]


def where_the_real_one_is(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test that needs Debian's; without it its name says that it was not."""
    if not missing():
        return test

    def untried(reason: str) -> None:
        assert missing(), reason

    reason = f"untried, missing: {', '.join(missing())}"
    return pytest.mark.parametrize("reason", [reason])(untried)


@where_the_real_one_is
def test_the_real_one_speaks_where_this_machine_has_it(folder: Path) -> None:
    program = shutil.which("speech-dispatcher")
    assert program is not None
    (folder / "speechd.conf").write_text(
        'AudioOutputMethod "libao"\nAddModule "espeak-ng" "sd_espeak-ng" ""\n'
        "DefaultModule espeak-ng\n"
    )
    (folder / ".libao").write_text("default_driver=null\n")
    path = folder / "real"
    options = ["-s", "-t", "0", "-c", "unix_socket", "-S", str(path), "-C", str(folder)]
    options += ["-L", str(folder), "-P", str(folder / "pid")]
    with subprocess.Popen(
        [program, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    ) as real:
        try:
            _wait_for(path)
            synth = SpeechDispatcherSynth(f"unix_socket:{path}")
            assert {"zh", "en", "kk"} <= set(synth.capabilities.languages)
            for words, lang in (("请到三号窗口", "zh-CN"), ("window three", "en"), (".", "en")):
                assert synth.speak(words, lang, 120, Handed())
            synth.close()
        finally:
            real.terminate()


def _wait_for(path: Path) -> None:
    clock = SystemClock()
    until = clock.monotonic() + 15
    while not path.exists():
        assert clock.monotonic() < until
