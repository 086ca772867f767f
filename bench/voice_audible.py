"""What a listener hears, and when: each way of speaking into a private PulseAudio, recorded back.

The time from a request to the first loud sample at the sink's monitor holds engine, player and
sound server, no hardware. The recorder's own delay is in all of them alike.
"""

import contextlib
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from bench.voice_peers import RATE, BareLoop, PlainPyttsx3, SpeechDispatcher, clock
from voice.process import VoiceOptions, start_voice
from voice.utterance import Say, Utterance

#: -44 dBFS.
_LOUD = 207
_CONF = """load-module module-native-protocol-unix
load-module module-null-sink sink_name=hall rate=22050 channels=1 format=s16le
"""
_RECORD = (
    *("parec", "--raw", "--format=s16le", "--channels=1"),
    *("--latency-msec=5", "--device=hall.monitor"),
)
#: Without the limit that ends a sound server on a busy machine.
_QUIETLY = (
    *("--exit-idle-time=-1", "--use-pid-file=no", "--no-cpu-limit=1"),
    *("--realtime=0", "--high-priority=0"),
)
_ALSA = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"


class Way(Protocol):
    """A way of speaking."""

    def say(self, lang: str, text: str) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


class Ours:
    """hall90's voice process on the default output."""

    def __init__(self) -> None:
        self._voice = start_voice(options=VoiceOptions())
        self._count = 0
        if not self._voice.wait_ready(30):
            raise OSError("the voice process did not start")

    def say(self, lang: str, text: str) -> None:
        self._count += 1
        said = Utterance(id=str(self._count), parts=(Say(text, lang),), priority=1)
        self._voice.say(said)

    def stop(self) -> None:
        self._voice.stop()

    def close(self) -> None:
        self._voice.close()


class Ear:
    """Listens to the sink; knows when it last was loud."""

    def __init__(self) -> None:
        self._recorder = subprocess.Popen(
            [*_RECORD, f"--rate={RATE}"],
            stdout=subprocess.PIPE,
        )
        self._first: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._armed = False
        self.loud_at = 0.0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def first_loud(self, act: Callable[[], None]) -> float:
        """Return seconds from an act to the first loud sample. Raises OSError for silence."""
        self.until_quiet()
        began = clock.monotonic()
        self._armed = True
        act()
        try:
            return self._first.get(timeout=8) - began
        except queue.Empty:
            self._armed = False
            raise OSError("nothing was heard") from None

    def last_loud(self, act: Callable[[], None]) -> float:
        """Return seconds from an act to the last loud sample."""
        began = clock.monotonic()
        act()
        self.until_quiet()
        return max(0.0, self.loud_at - began)

    def until_quiet(self, within: float = 60.0) -> None:
        """Wait until nothing was loud for half a second."""
        waits = threading.Event()
        for _ in range(int(within / 0.05)):
            if clock.monotonic() - self.loud_at > 0.5:
                return
            waits.wait(0.05)

    def close(self) -> None:
        """Stop recording."""
        self._recorder.kill()
        self._recorder.wait()
        self._thread.join()
        if self._recorder.stdout is not None:
            self._recorder.stdout.close()

    def _listen(self) -> None:
        out = self._recorder.stdout
        while out is not None and (data := out.read(RATE // 200 * 2)):
            if max(map(abs, array("h", data))) > _LOUD:
                self.loud_at = clock.monotonic()
                if self._armed:
                    self._armed = False
                    self._first.put(self.loud_at)


def ways(environment: Mapping[str, str]) -> dict[str, Callable[[], Way]]:
    """Return the ways there are on this machine."""
    found: dict[str, Callable[[], Way]] = {
        "hall90": Ours,
        "bare ctypes loop": lambda: BareLoop(null=False),
    }
    if shutil.which("aplay"):
        found["pyttsx3"] = lambda: PlainPyttsx3(environment)
    program = shutil.which("speech-dispatcher")
    if program is not None:
        found["speech-dispatcher"] = lambda: SpeechDispatcher(program, environment)
    return found


@contextlib.contextmanager
def private_sound() -> Iterator[Mapping[str, str] | None]:
    """Run a PulseAudio of our own with a null sink; None where it is not installed."""
    if not (shutil.which("pulseaudio") and shutil.which("parec")):
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "pulse.pa").write_text(_CONF, "ascii")
        (place / "asound.conf").write_text(_ALSA, "ascii")
        environment = {
            "XDG_RUNTIME_DIR": folder,
            "PULSE_SERVER": f"unix:{folder}/pulse/native",
            "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{place / 'asound.conf'}",
        }
        before = {name: os.environ.get(name) for name in environment}
        os.environ.update(environment)
        command = ["pulseaudio", "-n", "-F", str(place / "pulse.pa"), "--daemonize=no", *_QUIETLY]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            waits = threading.Event()
            for _ in range(100):
                if (place / "pulse/native").exists():
                    break
                waits.wait(0.05)
            yield environment
        finally:
            server.terminate()
            server.wait(timeout=10)
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
