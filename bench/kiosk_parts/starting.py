"""Starts: a bare Kivy window, the kiosk's first picture, its voice, and the way back from a crash.

All are processes drawing into memory, turn and turn about in one run; nobody else is needed.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from voice.process import VoiceOptions, start_voice

_BARE = """
from kiosk.ui.environment import prepare
prepare(1080, 1920, offscreen=True)
from kivy.app import App
from kivy.core.window import Window
from kivy.uix.widget import Widget

class Bare(App):
    def build(self):
        Window.bind(on_flip=self.drawn)
        return Widget()

    def drawn(self, *_):
        Window.unbind(on_flip=self.drawn)
        print("ready", flush=True)
        self.stop()

Bare().run()
"""
_KIOSK = ["-m", "hall.cli", "kiosk", "run", "--server", "http://127.0.0.1:9", "--token", "t"]
_LOADED_S = 0.5
_REST_S = 1.0


def measured(rounds: int) -> dict[str, float]:
    """Return seconds: medians of so many starts."""
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "SDL_VIDEODRIVER": "offscreen",
            "HALL90_VOICE_NULL": "1",
            "HALL90_RUNTIME": folder,
            "XDG_STATE_HOME": folder,
        }
        script = Path(folder) / "bare.py"  # Kivy looks for a program's own file
        script.write_text(_BARE, "utf-8")
        bare, first, back = [], [], []
        _first_line([str(script)], env)  # files come from the disk once
        for _ in range(rounds):
            bare.append(_first_line([str(script)], env))
            first.append(_first_line(_KIOSK, env))
            back.append(_after_a_crash(env))
    voice = [_voice() for _ in range(rounds)]
    return {
        "bare_window_s": round(statistics.median(bare), 2),
        "idle_screen_s": round(statistics.median(first), 2),
        "over_bare_s": round(statistics.median(first) - statistics.median(bare), 2),
        "speech_ready_s": round(statistics.median(voice), 2),
        "after_a_crash_s": round(statistics.median(back), 2),
    }


def _start(arguments: list[str], env: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env=env,
    )  # fmt: skip


def _first_line(arguments: list[str], env: dict[str, str]) -> float:
    began = time.perf_counter()
    with _start(arguments, env) as process:
        _ready(process)
        took = time.perf_counter() - began
        process.kill()
    return took


def _ready(process: "subprocess.Popen[str]") -> None:
    for line in process.stdout or ():
        if line == "ready\n":
            return
    raise RuntimeError("it never got ready")


def _after_a_crash(env: dict[str, str]) -> float:
    with _start([*_KIOSK, "--keep"], env) as process:
        _ready(process)
        kiosk, spare = _children(process.pid)
        _rests(spare)
        began = time.perf_counter()
        os.kill(kiosk, signal.SIGKILL)
        _ready(process)
        took = time.perf_counter() - began
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
    return took


def _children(pid: int) -> tuple[int, int]:
    """Return the kiosk and the spare its keeper starts a little later."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    while len(found := listed.read_text("utf-8").split()) < 2:
        time.sleep(0.1)  # noqa: TID251  another process is waited for
    return int(found[0]), int(found[1])


def _rests(pid: int) -> None:
    """Wait until a process has loaded: it has worked, and for a while works no more."""
    last = -1.0
    while (now := _worked(pid)) != last or now < _LOADED_S:
        last = now
        time.sleep(_REST_S)  # noqa: TID251  another process is waited for


def _worked(pid: int) -> float:
    """Return a process's seconds of processor time."""
    told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _voice() -> float:
    began = time.perf_counter()
    speech = start_voice("speaker", options=VoiceOptions(channel="speaker", null=True))
    try:
        if not speech.wait_ready(30):
            raise RuntimeError("the voice never got ready")
        return time.perf_counter() - began
    finally:
        speech.close()
