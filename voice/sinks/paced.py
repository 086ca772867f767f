"""Silence at the pace of sound, with nothing but a thread: where there is no audio library."""

import threading

from hall.clock import SystemClock
from voice.sinks.port import BUFFER_MS, Pull


class PacedSink:
    """Pulls as a device would and throws the samples away."""

    name = "no sound device"
    audible = False

    def __init__(self, pull: Pull, sample_rate: int) -> None:
        self._pull = pull
        self._frames = sample_rate * BUFFER_MS // 1000
        self._closed = threading.Event()
        self._clock = SystemClock()
        self._thread = threading.Thread(target=self._run, name="voice paced", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        due = self._clock.monotonic()
        while not self._closed.wait(max(0.0, due - self._clock.monotonic())):
            self._pull(self._frames)
            due += BUFFER_MS / 1000
