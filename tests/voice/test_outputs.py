"""Outputs: each channel its own, the private one never elsewhere, silence that costs nothing."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hall.clock import ManualClock, SystemClock
from hall.errors import SpeechError
from voice.mixer import Mixer
from voice.port import SpeechEvent
from voice.process import VoiceOptions, VoiceProcess, start_voice
from voice.sinks.choosing import NO_DEVICE, open_sink
from voice.sinks.device import Output, choose
from voice.sinks.outlet import Outlet
from voice.sinks.paced import PacedSink
from voice.utterance import Earcon, Say, Utterance

pytestmark = pytest.mark.long

KNOWN = (
    Output(name="USB Audio", id="hw:1"),
    Output(name="USB Audio", id="hw:2"),
    Output(name="Built-in Speaker", id="hw:0"),
)

NOBODYS = "a headset nobody has"
A_CARD = any(Path(one).exists() for one in ("/dev/snd/timer", "/dev/dsp", "/etc/asound.conf"))


def silence(frames: int) -> bytes:
    return bytes(2 * frames)


def samples(file: Path) -> "array[int]":
    with wave.open(str(file)) as source:
        return array("h", source.readframes(source.getnframes()))


class Voice:
    """A voice process and what it told."""

    def __init__(self, options: VoiceOptions) -> None:
        self.told: list[tuple[str, str]] = []
        self._news = threading.Condition()
        self.process: VoiceProcess = start_voice(options=options, events=self._hear)
        assert self.process.wait_ready(30)

    def _hear(self, event: SpeechEvent) -> None:
        with self._news:
            self.told.append((event.utterance.id, event.kind))
            self._news.notify_all()

    def say(self, name: str, text: str = "请到三号窗口") -> None:
        parts = (Say(text, "zh-CN"),) if text else (Earcon("focus"),)
        self.process.say(Utterance(id=name, parts=parts, priority=1))

    def started_again(self) -> None:
        clock = SystemClock()
        until = clock.monotonic() + 30
        while self.process.starts < 2:
            assert clock.monotonic() < until
            threading.Event().wait(0.01)
        assert self.process.wait_ready(30)

    def until(self, name: str, kind: str = "end") -> None:
        with self._news:
            assert self._news.wait_for(lambda: (name, kind) in self.told, timeout=30), self.told


@pytest.fixture
def voices() -> Iterator[Callable[[VoiceOptions], Voice]]:
    opened: list[Voice] = []

    def start(options: VoiceOptions) -> Voice:
        opened.append(Voice(options))
        return opened[-1]

    yield start
    for voice in opened:
        voice.process.close()


def test_what_is_said_is_heard_on_the_channels_output_and_on_no_other(
    voices: Callable[[VoiceOptions], Voice], tmp_path: Path
) -> None:
    files = {name: tmp_path / f"{name}.wav" for name in ("headphones", "speaker")}
    devices = {name: f"file:{file}" for name, file in files.items()}
    voice = voices(VoiceOptions(channel="headphones", devices=devices))
    voice.say("private", "您的证件号")
    voice.until("private")
    voice.process.route("speaker")
    voice.say("public", "请到三号窗口")
    voice.until("public")
    voice.process.close()
    private, public = samples(files["headphones"]), samples(files["speaker"])
    assert 0.5 < len(private) / 22050 < 3.0
    assert 0.7 < len(public) / 22050 < 4.0
    assert max(private) > 2000
    assert max(public) > 2000


def test_other_outputs_are_taken_while_it_runs_and_kept_over_a_crash(
    voices: Callable[[VoiceOptions], Voice], tmp_path: Path
) -> None:
    voice = voices(VoiceOptions(channel="speaker", devices={"speaker": "null"}))
    voice.process.use_devices({"speaker": f"file:{tmp_path / 'a.wav'}"})
    voice.say("first")
    voice.until("first")
    assert voice.process.pid is not None
    voice.process.use_devices({"speaker": f"file:{tmp_path / 'b.wav'}"})
    voice.say("second")
    voice.until("second")
    os.kill(voice.process.pid, signal.SIGKILL)
    voice.started_again()
    voice.say("third")
    voice.until("third")
    voice.process.close()
    assert max(samples(tmp_path / "b.wav")) > 2000


def test_earcons_and_text_go_on_while_the_engine_is_dead(
    voices: Callable[[VoiceOptions], Voice],
) -> None:
    voice = voices(VoiceOptions(engines=("espeak-ng",), devices={"headphones": "null"}))
    engine = children_of(voice.process.pid)
    assert len(engine) == 1
    os.kill(engine[0], signal.SIGSTOP)
    voice.say("tick", "")
    voice.until("tick")
    voice.say("stuck")
    voice.say("tock", "")
    voice.until("tock")
    os.kill(engine[0], signal.SIGKILL)
    voice.say("again")
    voice.until("again")
    assert voice.process.starts == 1
    assert children_of(voice.process.pid) != engine


def children_of(pid: int | None) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    every = list(told)
    for thread in Path(f"/proc/{pid}/task").iterdir():
        every += (thread / "children").read_text("ascii").split()
    return sorted({int(child) for child in every})


def test_an_idle_voice_costs_nothing(voices: Callable[[VoiceOptions], Voice]) -> None:
    voice = voices(VoiceOptions(devices={"headphones": "null"}))
    voice.say("once")
    voice.until("once")
    pids = [voice.process.pid or 0, *children_of(voice.process.pid)]
    pause = threading.Event()
    pause.wait(1.0)
    before = sum(ticks(pid) for pid in pids)
    pause.wait(2.0)
    # Hundredths of a second of processor time in two seconds: a busy loop would use 200.
    assert sum(ticks(pid) for pid in pids) - before <= 10


def ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_nothing_to_hand_out_lets_the_paced_output_rest_until_it_is_woken() -> None:
    pulled = threading.Semaphore(0)
    idle = True

    def pull(frames: int) -> bytes:
        pulled.release()
        return silence(frames)

    sink = PacedSink(pull, 22050, idle=lambda: idle)
    while pulled.acquire(timeout=1.0):
        continue
    assert sink.resting
    idle = False
    sink.wake()
    assert pulled.acquire(timeout=10)
    sink.close()


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("built", KNOWN[2]), ("hw:2", KNOWN[1]), ("USB Audio [hw:1]", KNOWN[0])],
)
def test_a_part_of_a_name_or_an_id_is_enough(wanted: str, chosen: Output) -> None:
    assert choose(wanted, KNOWN) == chosen


def test_an_unknown_or_unclear_output_is_told_with_what_there_is() -> None:
    with pytest.raises(SpeechError, match=r"no output 'HDMI'; outputs here: 'USB Audio \[hw:1\]'"):
        choose("HDMI", KNOWN)
    with pytest.raises(SpeechError, match=r"means several outputs: .*name one of them in full"):
        choose("usb", KNOWN)
    with pytest.raises(SpeechError, match="outputs here: none"):
        choose("usb", ())


def test_a_file_that_cannot_be_written_is_told_and_silence_goes_on(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    sink = open_sink(silence, 22050, channel="headphones", device=f"file:{tmp_path}/plain/a.wav")
    assert not sink.audible
    assert "cannot be written" in sink.problem
    sink.close()


def test_without_a_sound_card_it_is_said_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    use_only(str(tmp_path), monkeypatch)
    clock = ManualClock()
    outlet = Outlet(
        Mixer(22050, lambda _token: None),
        clock,
        channel="headphones",
        devices={"headphones": NOBODYS},
        null=False,
    )
    for _ in range(10):
        clock.pass_time(6.0)
        outlet.watch(speaking=False)
    outlet.close()
    told = [vars(record)["why"] for record in caplog.records if record.levelname == "WARNING"]
    assert len(told) == 1
    assert_says_why(told[0])


def assert_says_why(problem: str) -> None:
    """Hold a silent output to its reason, which is another one where a card is."""
    if A_CARD:
        assert f"no output {NOBODYS!r}" in problem
    else:
        assert problem == NO_DEVICE


def sound_servers_here() -> bool:
    return shutil.which("pulseaudio") is not None and shutil.which("pactl") is not None


def where_there_is_a_sound_server(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test that needs PulseAudio's programs; without them its name says that it was not."""
    if sound_servers_here():
        return test

    def untried(reason: str) -> None:
        assert not sound_servers_here(), reason

    reason = "untried: pulseaudio and pactl are not installed"
    return pytest.mark.parametrize("reason", [reason])(untried)


def test_without_a_sound_server_missing_headphones_are_silent_and_say_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_only(str(tmp_path), monkeypatch)
    sink = open_sink(silence, 22050, channel="headphones", device=NOBODYS)
    assert not sink.audible
    assert_says_why(sink.problem)
    sink.close()


@where_there_is_a_sound_server
def test_headphones_that_are_missing_are_silent_and_a_missing_speaker_is_heard_elsewhere(
    sound_server: Path,
) -> None:
    missing = open_sink(silence, 22050, channel="headphones", device="USB headset")
    assert not missing.audible
    assert "no output 'USB headset'" in missing.problem
    missing.close()
    public = open_sink(silence, 22050, channel="hall", device="ceiling")
    assert public.audible
    assert "no output 'ceiling'" in public.problem
    public.close()


@where_there_is_a_sound_server
def test_a_device_that_is_plugged_in_is_taken_and_one_that_goes_is_missed(
    sound_server: Path,
) -> None:
    clock = ManualClock()
    outlet = Outlet(
        Mixer(22050, lambda _token: None),
        clock,
        channel="headphones",
        devices={"headphones": "headset"},
        null=False,
    )
    assert "no output 'headset'" in outlet.sink.problem
    module = pactl("load-module", "module-null-sink", "sink_name=headset")
    clock.pass_time(6.0)
    outlet.watch(speaking=False)
    assert outlet.sink.name.startswith("Null Output [headset]")
    pactl("unload-module", module)
    outlet.reopen()
    assert "no output 'headset'" in outlet.sink.problem
    outlet.close()


def pactl(*words: str) -> str:
    told = subprocess.run(["pactl", *words], check=True, capture_output=True, text=True)
    return told.stdout.strip()


@contextmanager
def pulseaudio(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    modules = ["module-native-protocol-unix", "module-null-sink sink_name=other"]
    given = [word for module in modules for word in ("-L", module)]
    (folder / "pulse" / "native").unlink(missing_ok=True)
    with subprocess.Popen(
        ["pulseaudio", "-n", *given, "--exit-idle-time=-1", "--use-pid-file=no"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        clock = SystemClock()
        until = clock.monotonic() + 20
        while not (folder / "pulse" / "native").exists():
            assert clock.monotonic() < until
            threading.Event().wait(0.01)
        yield server
        server.kill()


@pytest.fixture
def sound_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A PulseAudio of our own with one silent output."""
    with tempfile.TemporaryDirectory(prefix="pulse-") as name:
        use_only(name, monkeypatch)
        with pulseaudio(Path(name)):
            yield Path(name)


def use_only(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for sound servers in this folder alone."""
    for variable in ("XDG_RUNTIME_DIR", "HOME"):
        monkeypatch.setenv(variable, folder)
    monkeypatch.delenv("PULSE_SERVER", raising=False)


@where_there_is_a_sound_server
def test_a_sound_server_that_dies_is_missed_and_taken_again_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tempfile.TemporaryDirectory(prefix="pulse-") as name:
        use_only(name, monkeypatch)
        clock, mixer = ManualClock(), Mixer(22050, lambda _token: None)
        with pulseaudio(Path(name)):
            outlet = Outlet(mixer, clock, channel="speaker", devices={}, null=False)
            until(lambda: mixer.pulls > 5)
            outlet.watch(speaking=False)
            assert outlet.sink.problem == ""
        for _ in range(3):
            threading.Event().wait(0.2)
            clock.pass_time(4.0)
            outlet.watch(speaking=True)
        assert "no output can be opened" in outlet.sink.problem
        with pulseaudio(Path(name)):
            clock.pass_time(6.0)
            outlet.watch(speaking=False)
            assert outlet.sink.problem == ""
            outlet.close()


def until(holds: Callable[[], bool]) -> None:
    clock = SystemClock()
    end = clock.monotonic() + 20
    while not holds():
        assert clock.monotonic() < end
        threading.Event().wait(0.01)
