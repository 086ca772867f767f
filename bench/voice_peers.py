"""What the voice is measured beside: a bare ctypes loop, plain pyttsx3, speech-dispatcher.

None of them is how hall90 speaks; each is what a short program would do on the same machine.
"""

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from array import array
from collections import deque
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import espeakng_loader
import miniaudio

from hall.clock import SystemClock
from voice.pinyin import mandarin_pinyin
from voice.synths.espeak import rate_parameter
from voice.synths.espeak_library import EspeakLibrary

RATE = 22050
BUFFER_MS = 20
clock = SystemClock()


class BareLoop:
    """libespeak-ng and a player in one process, with nothing between them."""

    def __init__(self, *, null: bool = True) -> None:
        self._library = EspeakLibrary(
            Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
        )
        for voice in ("en", "cmn"):
            self._library.set_voice(voice)
            self._library.synthesise("a", lambda _pcm: True)
        self._library.set_rate(rate_parameter(100))
        self._chunks: deque[bytes] = deque()
        self._heard: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._sounding = False
        self._told = False
        self._device: Any = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=BUFFER_MS,
            backends=[miniaudio.Backend.NULL if null else miniaudio.Backend.PULSEAUDIO],
        )
        feed = self._feed()
        next(feed)
        self._device.start(feed)

    def first_sample(self, lang: str, text: str, *, keep: bool = False) -> float:
        """Return seconds from now to the first audible sample handed to the device."""
        self._told = False
        began = clock.monotonic()
        self._library.set_voice("cmn" if lang == "zh-CN" else "en")
        self._library.synthesise(text, self._keep)
        first = self._heard.get(timeout=20) - began
        if not keep:
            self._chunks.clear()
        self._sounding = False
        return first

    def say(self, lang: str, text: str) -> None:
        """Speak, as a way to be listened to."""
        self.first_sample(lang, mandarin_pinyin(text) if lang == "zh-CN" else text, keep=True)

    def stop(self) -> None:
        """Drop what is not handed over yet."""
        self._chunks.clear()

    def close(self) -> None:
        """Let go of the device."""
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


_PYTTSX3 = """
import ctypes, os, sys
import espeakng_loader
os.environ["ESPEAK_DATA_PATH"] = str(espeakng_loader.get_data_path())
ctypes.CDLL(str(espeakng_loader.get_library_path()), ctypes.RTLD_GLOBAL)
import pyttsx3
engine = pyttsx3.init("espeak")
for line in sys.stdin:
    lang, _, text = line.rstrip("\\n").partition("\\t")
    engine.setProperty("voice", "sit/cmn" if lang == "zh-CN" else "gmw/en-us")
    engine.say(text)
    engine.runAndWait()
"""


class PlainPyttsx3:
    """pyttsx3 alone, in a process; it cannot be stopped but with its process."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-c", _PYTTSX3],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def say(self, lang: str, text: str) -> None:
        """Let it speak. Raises OSError when it is gone."""
        if self._child.stdin is None:
            raise OSError("pyttsx3 has no pipe")
        self._child.stdin.write(f"{lang}\t{text}\n")
        self._child.stdin.flush()

    def stop(self) -> None:
        """Do nothing: `stop` of its Linux driver waits for the end, and waits for ever."""

    def close(self) -> None:
        """End the process and its player."""
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.communicate()


class SpeechDispatcher:
    """A speech-dispatcher of our own, over its socket. Raises OSError where it does not work."""

    def __init__(self, program: str, environment: Mapping[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        place = Path(self._folder.name)
        self._server = subprocess.Popen(
            [program, "-s", "-c", "unix_socket", "-S", str(place / "s"), "-P", str(place / "pid")],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(10)
        try:
            self._connect(place / "s")
        except OSError:
            self.close()
            raise
        self._lines = self._socket.makefile("rb")
        self._command("SET SELF CLIENT_NAME bench:hall90:main")

    def say(self, lang: str, text: str) -> None:
        """Let it speak."""
        self._command(f"SET SELF LANGUAGE {'cmn' if lang == 'zh-CN' else 'en'}")
        self._command("SPEAK")
        self._socket.sendall(text.encode() + b"\r\n.\r\n")
        self._answer()

    def stop(self) -> None:
        """Stop what it says."""
        self._command("CANCEL SELF")

    def close(self) -> None:
        """End the server and its modules, which may hang in a missing sound device."""
        self._socket.close()
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait(timeout=10)
        self._folder.cleanup()

    def _connect(self, place: Path) -> None:
        waits = threading.Event()
        for _ in range(100):
            with contextlib.suppress(OSError):
                self._socket.connect(str(place))
                return
            waits.wait(0.1)
        raise OSError("speech-dispatcher did not start")

    def _command(self, line: str) -> None:
        self._socket.sendall(line.encode() + b"\r\n")
        self._answer()

    def _answer(self) -> None:
        while line := self._lines.readline():
            if line[:1] == b"2" and line[3:4] == b" ":
                return
            if line[:1] in b"345" and line[3:4] == b" ":
                raise OSError(line.decode("utf-8", "replace").strip())
        raise OSError("speech-dispatcher closed the line")
