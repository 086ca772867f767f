"""How long from a request to the first sample at the device, beside a bare ctypes loop.

The peer is what a short script would do: libespeak-ng by ctypes in the same process, pinyin made
beforehand, its samples straight into a player's callback. Both use the null device, which keeps
the pace of a real one, so a sound card's own delay is in neither. Bar: 1.5 times the peer's
median; stop to silence 60 ms at p95.
"""

import argparse
import json
import queue
import statistics
import threading
from array import array
from collections import deque
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import espeakng_loader
import miniaudio

from hall.clock import SystemClock
from voice.pinyin import mandarin_pinyin
from voice.port import SpeechEvent
from voice.process import VoiceOptions, VoiceProcess, start_voice
from voice.synths.espeak import EspeakSynth
from voice.synths.espeak_library import EspeakLibrary
from voice.synths.portable import Pyttsx3Synth
from voice.utterance import Say, Utterance

TEXTS: dict[str, tuple[str, str]] = {
    "zh 5": ("zh-CN", "取号办事吧"),
    "zh 20": ("zh-CN", "请您带好身份证到三号窗口办理失业登记手续"),
    "zh 100": ("zh-CN", "请您带好身份证到三号窗口办理失业登记手续，" * 5),
    "en 5": ("en", "Press"),
    "en 20": ("en", "Please take a ticket"),
    "en 100": (
        "en",
        "Please take a ticket and wait in the hall, then go to the window we call. " * 2,
    ),
}
RATE = 22050
clock = SystemClock()


class BareLoop:
    """libespeak-ng and a player in one process, with nothing between them."""

    def __init__(self) -> None:
        self._library = EspeakLibrary(
            Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
        )
        for voice in ("en", "cmn"):
            self._library.set_voice(voice)
            self._library.synthesise("a", lambda _pcm: True)
        self._library.set_rate(150)
        self._chunks: deque[bytes] = deque()
        self._heard: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._sounding = False
        self._told = False
        self._device: Any = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=20,
            backends=[miniaudio.Backend.NULL],
        )
        feed = self._feed()
        next(feed)
        self._device.start(feed)

    def first_sample(self, lang: str, text: str) -> float:
        """Return seconds from now to the first audible sample handed to the device."""
        self._told = False
        began = clock.monotonic()
        self._library.set_voice("cmn" if lang == "zh-CN" else "en")
        self._library.synthesise(text, self._keep)
        first = self._heard.get(timeout=5) - began
        self._chunks.clear()
        self._sounding = False
        return first

    def close(self) -> None:
        self._device.close()

    def _keep(self, pcm: bytes) -> bool:
        samples = array("h", pcm)
        if not self._sounding:
            loud = next((at for at, value in enumerate(samples) if abs(value) > 32), None)
            if loud is None:
                return True
            self._sounding = True
            pcm = pcm[2 * loud :]
        self._chunks.append(pcm)
        return True

    def _feed(self) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            out = b""
            while self._chunks and len(out) < 2 * frames:
                out += self._chunks.popleft()
            if out and not self._told:
                self._told = True
                self._heard.put(clock.monotonic())
            frames = yield out[: 2 * frames].ljust(2 * frames, b"\0")


class Listener:
    """A voice process and the times it tells."""

    def __init__(self, options: VoiceOptions) -> None:
        self._inbox: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
        self.voice: VoiceProcess = start_voice(options=options, events=self._inbox.put)
        self._count = 0
        if not self.voice.wait_ready(20):
            raise SystemExit("the voice process did not start")

    def first_sample(self, lang: str, text: str) -> float:
        """Return seconds from a request to its first sample handed to the device."""
        return self.timed(lang, text)[0]

    def timed(self, lang: str, text: str) -> tuple[float, float]:
        """Return seconds to the first sample, and from stopping to nothing being handed out."""
        self._count += 1
        name = str(self._count)
        self.voice.say(Utterance(id=name, parts=(Say(text, lang),), priority=1))
        asked = self._until(name, "request")
        began = self._until(name, "start")
        stopped = clock.monotonic()
        self.voice.stop()
        return began - asked, self._until(name, "cancel") - stopped

    def _until(self, name: str, kind: str) -> float:
        while True:
            event = self._inbox.get(timeout=20)
            if (event.utterance.id, event.kind) == (name, kind):
                return event.at


def milliseconds(measure: Callable[[], float], rounds: int) -> dict[str, float]:
    """Return the median and the 95th percentile of a measurement, after two unmeasured rounds."""
    for _ in range(2):
        measure()
    times = sorted(1000 * measure() for _ in range(rounds))
    return {
        "median": round(statistics.median(times), 1),
        "p95": round(times[min(len(times) - 1, round(0.95 * len(times)))], 1),
    }


def real_time_factor(synth: EspeakSynth | Pyttsx3Synth) -> dict[str, float]:
    """Return seconds of work for a second of speech, per language."""
    factors = {}
    for name in ("zh 20", "en 20"):
        lang, text = TEXTS[name]
        made = bytearray()

        def keep(pcm: bytes, made: bytearray = made) -> bool:
            made.extend(pcm)
            return True

        began = clock.monotonic()
        synth.speak(text, lang, 100, keep)
        factors[name] = round((clock.monotonic() - began) / (len(made) / 2 / RATE), 4)
    return factors


def idle_share(pid: int, seconds: float) -> float:
    """Return the share of one processor a process uses while it says nothing."""

    def used() -> int:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    before = used()
    threading.Event().wait(seconds)
    return (used() - before) / 100 / seconds


def measure(rounds: int) -> dict[str, Any]:
    """Return all figures in milliseconds."""
    results: dict[str, Any] = {"first sample": {}, "stop": {}}
    listener = Listener(VoiceOptions(null=True))
    bare = BareLoop()
    for name, (lang, text) in TEXTS.items():
        prepared = mandarin_pinyin(text) if lang == "zh-CN" else text
        row = {
            "bare": milliseconds(lambda: bare.first_sample(lang, prepared), rounds),  # noqa: B023
            "ours": milliseconds(lambda: listener.first_sample(lang, text), rounds),  # noqa: B023
        }
        row["ratio"] = {"median": round(row["ours"]["median"] / row["bare"]["median"], 2)}
        results["first sample"][name] = row
    lang, text = TEXTS["zh 20"]
    results["stop"]["idle"] = milliseconds(lambda: listener.timed(lang, text)[1], rounds)
    busy = threading.Event()
    hog = threading.Thread(target=_hog, args=(busy,), daemon=True)
    hog.start()
    results["first sample, program busy"] = milliseconds(
        lambda: listener.first_sample(lang, text), rounds
    )
    results["stop"]["busy"] = milliseconds(lambda: listener.timed(lang, text)[1], rounds)
    busy.set()
    hog.join()
    if listener.voice.pid is not None:
        results["idle cpu"] = round(idle_share(listener.voice.pid, 3.0), 4)
    listener.voice.close()
    bare.close()
    results["real-time factor"] = {"espeak-ng": real_time_factor(EspeakSynth())}
    portable = Pyttsx3Synth()
    results["real-time factor"]["pyttsx3"] = real_time_factor(portable)
    portable.close()
    return results


def _hog(stop: threading.Event) -> None:
    while not stop.is_set():
        sum(range(10_000))


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="hall90 bench voice")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", type=Path, default=Path("bench-voice.json"))
    options = parser.parse_args()
    results = measure(options.rounds)
    print(
        f"{'request to first sample, ms':<34}{'ours':>8}{'p95':>8}{'bare':>8}{'p95':>8}{'ratio':>8}"
    )
    for name, row in results["first sample"].items():
        ours, bare = row["ours"], row["bare"]
        print(
            f"{name:<34}{ours['median']:>8}{ours['p95']:>8}{bare['median']:>8}{bare['p95']:>8}"
            f"{row['ratio']['median']:>8}"
        )
    for name in ("first sample, program busy", "stop", "real-time factor", "idle cpu"):
        print(f"{name:<34}{results.get(name)}")
    options.json.write_text(json.dumps(results, indent=2), "utf-8")


if __name__ == "__main__":
    main()
