"""How long from a request to the first sample at the device, beside a bare ctypes loop.

The peer is what a short script would do: libespeak-ng by ctypes in the same process, pinyin made
beforehand, its samples straight into a player's callback. Both use the null device, which keeps the
pace of a real one, so a sound card's own delay is in neither; before each round both wait another
part of a buffer, evenly spread, so that neither is always asked just after a pull. Bars: 1.5 times
the peer's median; stop to silence 60 ms at p95.
"""

import argparse
import json
import queue
import statistics
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import miniaudio

from bench.voice_audible import Ear, Way, private_sound, ways
from bench.voice_peers import BUFFER_MS, RATE, BareLoop, PlainPyttsx3, clock
from hall.errors import SpeechError
from voice.pinyin import mandarin_pinyin
from voice.port import SpeechEvent, Synth
from voice.process import VoiceOptions, VoiceProcess, start_voice
from voice.synths.registry import NAMES, EngineChoice, plans
from voice.utterance import Channel, Say, Utterance

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
_STORM = 1000
#: Its multiples, less their whole parts, lie evenly between 0 and 1 whatever their number.
_GOLDEN = 0.6180339887


class Listener:
    """A voice process and the times it tells."""

    def __init__(self, options: VoiceOptions) -> None:
        self._inbox: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
        self.voice: VoiceProcess = start_voice(options=options, events=self._inbox.put)
        self._count = 0
        if not self.voice.wait_ready(30):
            raise SystemExit("the voice process did not start")

    def first_sample(self, lang: str, text: str, channel: Channel = "headphones") -> float:
        """Return seconds from a request to its first sample handed to the device."""
        name = self._say(lang, text, channel)
        asked = self._until(name, "request")
        began = self._until(name, "start")
        self.voice.stop()
        self._until(name, "cancel", "end")
        return began - asked

    def silence(self, lang: str, text: str) -> float:
        """Return seconds from stopping to the last sound handed to the device."""
        name = self._say(lang, text)
        self._until(name, "start")
        _wait(0.15)
        stopped = clock.monotonic()
        self.voice.stop()
        self._until(name, "cancel")
        _wait(0.15)
        before = self.voice.status
        self.voice.ask()
        while self.voice.status is before:
            _wait(0.002)
        return max(0.0, self.voice.status.sounded_at - stopped)

    def storm(self, count: int) -> tuple[float, int]:
        """Ask for many at once; return seconds to the last one's sound, and how many sounded."""
        names = [self._say("zh-CN", f"第{number}项，按钮") for number in range(count)]
        asked, started = 0.0, 0
        while True:
            event = self._inbox.get(timeout=60)
            started += event.kind == "start"
            if event.utterance.id == names[-1] and event.kind == "request":
                asked = event.at
            if event.utterance.id == names[-1] and event.kind == "start":
                self.voice.stop()
                return event.at - asked, started

    def _say(self, lang: str, text: str, channel: Channel = "headphones") -> str:
        self._count += 1
        name = str(self._count)
        said = Utterance(id=name, parts=(Say(text, lang),), priority=1, channel=channel)
        self.voice.say(said)
        return name

    def _until(self, name: str, *kinds: str) -> float:
        while True:
            event = self._inbox.get(timeout=20)
            if event.utterance.id == name and event.kind in kinds:
                return event.at


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def milliseconds(measure: Callable[[], float], rounds: int) -> dict[str, float]:
    """Return the median and the 95th percentile of a measurement, after two unmeasured rounds."""
    times = []
    for index in range(rounds + 2):
        _wait(index * _GOLDEN % 1 * BUFFER_MS / 1000)
        took = 1000 * measure()
        if index >= 2:
            times.append(took)
    times.sort()
    return {
        "median": round(statistics.median(times), 1),
        "p95": round(times[min(len(times) - 1, round(0.95 * len(times)))], 1),
    }


def beside_the_bare_loop(listener: Listener, bare: BareLoop, rounds: int) -> dict[str, Any]:
    """Return, per text, ours, the peer's and how many times the peer's median ours is."""
    rows = {}
    for name, (lang, text) in TEXTS.items():
        prepared = mandarin_pinyin(text) if lang == "zh-CN" else text
        row: dict[str, Any] = {
            "bare": milliseconds(lambda: bare.first_sample(lang, prepared), rounds),  # noqa: B023
            "ours": milliseconds(lambda: listener.first_sample(lang, text), rounds),  # noqa: B023
        }
        row["ratio"] = round(row["ours"]["median"] / row["bare"]["median"], 2)
        rows[name] = row
    return rows


def announcements(listener: Listener, rounds: int) -> dict[str, Any]:
    """Return a hall call's first sample: words never said before, and words said before."""
    numbers = iter(range(1000))
    return {
        "new": milliseconds(
            lambda: listener.first_sample(
                "zh-CN", f"请{next(numbers)}号，到{next(numbers)}号窗口。", "hall"
            ),
            rounds,
        ),
        "kept": milliseconds(
            lambda: listener.first_sample("zh-CN", "请A017号，到3号窗口。", "hall"), rounds
        ),
    }


def real_time_factors() -> dict[str, Any]:
    """Return seconds of work for a second of speech, per engine that works here and language."""
    found: dict[str, Any] = {}
    for plan in plans(EngineChoice(names=NAMES), children=False):
        try:
            synth = plan.open()
        except SpeechError as error:
            found[plan.name] = str(error)
            continue
        found[plan.name] = {
            name: _real_time_factor(synth, *TEXTS[name])
            for name in ("zh 20", "en 20")
            if synth.covers(TEXTS[name][1], TEXTS[name][0])
        }
        synth.close()
    return found


def _real_time_factor(synth: Synth, lang: str, text: str) -> float:
    made = bytearray()

    def keep(pcm: bytes) -> bool:
        made.extend(pcm)
        return True

    synth.speak(text, lang, 100, keep)
    made.clear()
    began = clock.monotonic()
    synth.speak(text, lang, 100, keep)
    took = clock.monotonic() - began
    return round(took / (len(made) / 2 / synth.capabilities.sample_rate), 4)


def idle_share(pid: int, seconds: float) -> float:
    """Return the share of one processor a process and its children use while nothing is said."""
    processes = [pid, *_children(pid)]
    before = sum(_ticks(one) for one in processes)
    _wait(seconds)
    return round((sum(_ticks(one) for one in processes) - before) / 100 / seconds, 4)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text("ascii").split()]
    return found


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def heard(rounds: int) -> dict[str, Any]:
    """Return request to audible and stop to silent of each way of speaking, as heard."""
    found: dict[str, Any] = {}
    with private_sound() as environment:
        if environment is None:
            return {"all": "PulseAudio is not here to listen with"}
        ear = Ear()
        for name, open_way in ways(environment).items():
            try:
                found[name] = _heard(ear, open_way, rounds)
            except (OSError, miniaudio.MiniaudioError) as error:
                found[name] = f"does not work here: {error}"
        ear.close()
    return found


def _heard(ear: Ear, open_way: Callable[[], Way], rounds: int) -> dict[str, Any]:
    way = open_way()
    try:
        figures: dict[str, Any] = {}
        for name in ("zh 20", "en 20"):
            say = partial(way.say, *TEXTS[name])
            figures[name] = milliseconds(partial(ear.first_loud, say), rounds)
            way.stop()

        def silence() -> float:
            ear.first_loud(partial(way.say, *TEXTS["zh 100"]))
            _wait(0.3)
            return ear.last_loud(way.stop)

        if not isinstance(way, PlainPyttsx3):
            figures["stop"] = milliseconds(silence, rounds)
        return figures
    finally:
        way.close()


def measure(rounds: int) -> dict[str, Any]:
    """Return all figures; times in milliseconds."""
    listener = Listener(VoiceOptions(null=True))
    bare = BareLoop()
    long = TEXTS["zh 100"]
    results: dict[str, Any] = {
        "first sample": beside_the_bare_loop(listener, bare, rounds),
        "stop to last sound": {"idle": milliseconds(lambda: listener.silence(*long), rounds)},
        "hall call": announcements(listener, rounds),
    }
    busy = threading.Event()
    hog = threading.Thread(target=_hog, args=(busy,), daemon=True)
    hog.start()
    results["first sample, program busy"] = beside_the_bare_loop(listener, bare, rounds)
    results["stop to last sound"]["busy"] = milliseconds(lambda: listener.silence(*long), rounds)
    busy.set()
    hog.join()
    last, sounded = listener.storm(_STORM)
    results["storm"] = {"requests": _STORM, "sounded": sounded, "last after": round(1000 * last)}
    _wait(3.0)
    if listener.voice.pid is not None:
        results["idle cpu"] = idle_share(listener.voice.pid, 5.0)
    listener.voice.close()
    bare.close()
    results["real-time factor"] = real_time_factors()
    results["heard"] = heard(min(rounds, 8))
    return results


def _hog(stop: threading.Event) -> None:
    while not stop.is_set():
        sum(range(10_000))


def _print(results: dict[str, Any]) -> None:
    for table in ("first sample", "first sample, program busy"):
        print(f"{table + ', ms':<34}{'ours':>8}{'p95':>8}{'bare':>8}{'p95':>8}{'ratio':>8}")
        for name, row in results[table].items():
            ours, bare = row["ours"], row["bare"]
            print(
                f"  {name:<32}{ours['median']:>8}{ours['p95']:>8}{bare['median']:>8}"
                f"{bare['p95']:>8}{row['ratio']:>8}"
            )
    for name in ("stop to last sound", "hall call", "real-time factor", "heard"):
        for what, figures in results[name].items():
            print(f"{name + ', ' + what:<44}{figures}")
    print(f"{'(a stop is heard one buffer later)':<44}{BUFFER_MS} ms at {RATE} samples/s")
    for name in ("storm", "idle cpu"):
        print(f"{name:<44}{results.get(name)}")


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="hall90 bench voice")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", type=Path, default=Path("bench-voice.json"))
    options = parser.parse_args()
    results = measure(options.rounds)
    _print(results)
    options.json.write_text(json.dumps(results, indent=2), "utf-8")


if __name__ == "__main__":
    main()
