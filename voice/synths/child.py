"""An engine in a child process, used like any other: its death is an error, never ours."""

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO

from hall.errors import SpeechError
from voice.port import PcmSink, SynthCapabilities, WordReached, ignore_words
from voice.synths.frames import Frame, read_frame, unpack_ready, unpack_span

_READY_WITHIN = 60.0
_ANSWER_WITHIN = 10.0
_POLL = 0.02


class SynthLostError(SpeechError):
    """The engine's process is gone or hangs: it must be opened again."""


class ChildSynth:
    """Starts ``voice.synths.host`` with these arguments and waits until it can speak.

    Raises SpeechError when the engine does not work here, SynthLostError when its process dies;
    `speak` raises SynthLostError when it dies or gives no sound for ten seconds.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        ready_within: float = _READY_WITHIN,
        answer_within: float = _ANSWER_WITHIN,
    ) -> None:
        self._answer_within = answer_within
        self._count = 0
        self._frames: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "voice.synths.host", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self._child.stdin is None or self._child.stdout is None:
            raise SpeechError("an engine's process has no pipes")
        self._requests: IO[bytes] = self._child.stdin
        self._reader = threading.Thread(
            target=_read, args=(self._child.stdout, self._frames), name="engine", daemon=True
        )
        self._reader.start()
        try:
            self._capabilities = self._wait_ready(ready_within)
        except SpeechError:
            self.close()
            raise

    @property
    def capabilities(self) -> SynthCapabilities:
        return self._capabilities

    @property
    def pid(self) -> int:
        """The engine's process."""
        return self._child.pid

    def covers(self, words: str, lang: str) -> bool:
        return self._capabilities.speaks(lang)

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        return self.speak_marked(words, lang, rate, sink, ignore_words)

    def speak_marked(
        self, words: str, lang: str, rate: int, sink: PcmSink, reached: WordReached
    ) -> bool:
        """Speak as `speak` does, telling each word the engine tells."""
        self._count += 1
        number = self._count
        self._ask({"id": number, "words": words, "lang": lang, "rate": rate})
        while (frame := self._next(number, sink)) is not None:
            match frame.kind:
                case "P":
                    if not sink(frame.payload):
                        break
                case "W":
                    reached(unpack_span(frame.payload))
                case "F":
                    raise SpeechError(frame.payload.decode("utf-8", "replace"))
                case _:
                    return frame.kind == "E"
        self._ask({"stop": number})
        return False

    def _next(self, number: int, sink: PcmSink) -> Frame | None:
        """Return the next frame of a request, or None when the sink wants no more meanwhile."""
        waited = 0.0
        while waited < self._answer_within:
            try:
                frame = self._frames.get(timeout=_POLL)
            except queue.Empty:
                waited += _POLL
                if not sink(b""):
                    return None
                continue
            if frame is None:
                raise SynthLostError(f"its process ended ({self._ended()})")
            if frame.request == number:
                return frame
        self.close()
        raise SynthLostError(f"no answer within {self._answer_within:.0f} s")

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._requests.close()
        try:
            self._child.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._reader.join(timeout=1.0)
        if self._child.stdout is not None:
            self._child.stdout.close()

    def _wait_ready(self, within: float) -> SynthCapabilities:
        try:
            frame = self._frames.get(timeout=within)
        except queue.Empty:
            raise SynthLostError(f"not ready within {within:.0f} s") from None
        if frame is None or frame.kind != "R":
            raise SynthLostError(f"its process ended while starting ({self._ended()})")
        capabilities, problem = unpack_ready(frame.payload)
        if capabilities is None:
            raise SpeechError(problem)
        return capabilities

    def _ask(self, request: dict[str, object]) -> None:
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
        except (OSError, ValueError) as error:
            raise SynthLostError(f"its process ended ({self._ended()})") from error

    def _ended(self) -> str:
        """Return how the process ended, in words."""
        try:
            code = self._child.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return "still there"
        return f"signal {-code}" if code < 0 else f"code {code}"


def _read(answers: IO[bytes], frames: "queue.SimpleQueue[Frame | None]") -> None:
    with contextlib.suppress(OSError, ValueError):
        while (frame := read_frame(answers)) is not None:
            frames.put(frame)
    frames.put(None)
