"""pyttsx3 in a killable child: SAPI5 on Windows, nsss on macOS, the last resort on Linux."""

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from hall.errors import SpeechError
from voice.pinyin import mandarin_pinyin
from voice.port import PcmSink, SynthCapabilities
from voice.synths.trimming import LeadTrimmer
from voice.synths.wav_reading import read_samples

_START_WITHIN = 20.0
_CHUNK = 2048
#: Words a minute at the ordinary rate; on Linux the number is espeak's own parameter.
_ORDINARY_RATE = 150
_POLL = 0.02
CAPABILITIES = SynthCapabilities(
    name="pyttsx3", languages=("zh", "en"), sample_rate=22050, streams=False, stops=True
)


class Pyttsx3Synth:
    """Asks the child for a WAV file of each piece; a refused sample kills the child.

    Raises SpeechError when the child cannot speak English at the start.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="hall90-voice-")
        self._child: subprocess.Popen[str] | None = None
        self._rate = 0
        self._answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        try:
            self._say("ready", "en", 100, lambda _pcm: True)
        except SpeechError:
            self.close()
            raise

    @property
    def capabilities(self) -> SynthCapabilities:
        return CAPABILITIES

    def covers(self, words: str, lang: str) -> bool:
        return CAPABILITIES.speaks(lang)

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        pcm = self._say(words, lang, rate, sink)
        if pcm is None:
            return False
        trimmer = LeadTrimmer(sink)
        return all(
            trimmer(pcm[start : start + 2 * _CHUNK]) for start in range(0, len(pcm), 2 * _CHUNK)
        )

    def close(self) -> None:
        self._kill()
        self._folder.cleanup()

    def _say(self, words: str, lang: str, rate: int, sink: PcmSink) -> bytes | None:
        """Return the samples of a piece, or None when the sink refused while waiting."""
        file = Path(self._folder.name) / "piece.wav"
        file.unlink(missing_ok=True)
        text = mandarin_pinyin(words) if _speaks_pinyin(lang) else words
        request = {
            "text": text or words,
            "lang": lang,
            "file": str(file),
        }
        answer = self._ask(request, _ORDINARY_RATE * rate // 100, sink)
        if answer is None:
            return None
        if not answer.get("ok"):
            raise SpeechError(f"pyttsx3: {answer.get('cause', 'no cause given')}")
        return read_samples(file, CAPABILITIES.sample_rate)

    def _ask(self, request: dict[str, Any], rate: int, sink: PcmSink) -> dict[str, Any] | None:
        child = self._running(rate)
        if child.stdin is None:
            raise SpeechError("pyttsx3's child has no stdin")
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
        except OSError as error:
            self._kill()
            raise SpeechError("pyttsx3's child is gone") from error
        waited = 0.0
        while True:
            try:
                line = self._answers.get(timeout=_POLL)
            except queue.Empty:
                waited += _POLL
                if not sink(b""):
                    self._kill()
                    return None
                if waited < _START_WITHIN:
                    continue
                line = None
            if line is None:
                self._kill()
                raise SpeechError("pyttsx3's child gave no answer")
            answer: dict[str, Any] = json.loads(line)
            return answer

    def _running(self, rate: int) -> "subprocess.Popen[str]":
        """Return a child that speaks at this rate, a new one where the rate changed."""
        if self._child is None or self._child.poll() is not None or self._rate != rate:
            self._kill()
            self._rate = rate
            self._answers = queue.SimpleQueue()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "voice.synths.pyttsx3_child", str(rate)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            threading.Thread(
                target=_read, args=(self._child, self._answers), name="pyttsx3", daemon=True
            ).start()
        return self._child

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _read(child: "subprocess.Popen[str]", answers: "queue.SimpleQueue[str | None]") -> None:
    with contextlib.suppress(ValueError):
        for line in child.stdout or ():
            answers.put(line)
    answers.put(None)


def _speaks_pinyin(lang: str) -> bool:
    # Only the Linux driver is espeak, which reads pinyin; the others' voices want characters.
    return lang.startswith("zh") and sys.platform.startswith("linux")
