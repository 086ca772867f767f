"""Silence at the pace of sound, with nothing but a thread: where nobody can hear anything.

With nothing to hand out the thread rests until it is woken: an idle voice costs nothing.
"""

import threading
from collections.abc import Callable

from hall.clock import SystemClock
from voice.sinks.port import BUFFER_MS, Pull

_REST_AFTER_S = 0.2


class PacedSink:
    """Pulls as a device would and hands the samples to ``keep``, or to nobody."""

    audible = False

    def __init__(
        self,
        pull: Pull,
        sample_rate: int,
        *,
        name: str = "no sound device",
        problem: str = "",
        idle: Callable[[], bool] = lambda: False,
        keep: Callable[[bytes], None] = lambda _pcm: None,
    ) -> None:
        self.name = name
        self.problem = problem
        self._pull = pull
        self._keep = keep
        self._idle = idle
        self._frames = sample_rate * BUFFER_MS // 1000
        self._closed = False
        self._woken = threading.Event()
        self._clock = SystemClock()
        self._thread = threading.Thread(target=self._run, name="voice paced", daemon=True)
        self._thread.start()

    @property
    def resting(self) -> bool:
        return self._idle()

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        self._closed = True
        self._woken.set()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        pause = threading.Event()
        due = self._clock.monotonic()
        busy_at = due
        while not self._closed:
            pause.wait(max(0.0, due - self._clock.monotonic()))
            idle = self._idle()
            self._keep(self._pull(self._frames))
            due += BUFFER_MS / 1000
            if not idle:
                busy_at = due
            elif due - busy_at > _REST_AFTER_S:
                self._rest()
                due = busy_at = self._clock.monotonic()

    def _rest(self) -> None:
        self._woken.clear()
        # Asked again after the clearing: what came between would have been missed.
        if self._idle() and not self._closed:
            self._woken.wait()
