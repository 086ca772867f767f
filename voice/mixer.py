"""What the sound device takes its samples from: speech in order, with tokens between samples.

The device's own thread calls `pull`; everything else may be called from any thread. A token is
told when the samples before it have all been handed over.
"""

import threading
from array import array
from collections import deque
from collections.abc import Callable

_FADE_SECONDS = 0.004

Token = tuple[int, str]


class Mixer:
    """One route's samples: 16-bit mono. `pull` always returns as many frames as asked.

    With ``keeps`` what is handed out from a ``start`` token on is kept for `taken`. ``wake`` is
    called when there is something to hand out again. ``sounded_at`` is the second of ``now`` at
    which anything but silence was last handed out.
    """

    def __init__(
        self,
        sample_rate: int,
        told: Callable[[Token], None],
        *,
        keeps: bool = False,
        wake: Callable[[], None] = lambda: None,
        now: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self.sample_rate = sample_rate
        self.pulls = 0
        self.sounded_at = 0.0
        self._told = told
        self._wake = wake
        self._now = now
        self._items: deque[array[int] | Token] = deque()
        self._buffered = 0
        self._tail: array[int] = array("h")
        self._changed = threading.Condition()
        self._frozen = False
        self._gain = 1.0
        self._keeps = keeps
        self._taken: array[int] | None = None

    def push(self, pcm: bytes) -> None:
        """Add samples."""
        samples = array("h")
        samples.frombytes(pcm)
        with self._changed:
            idle = not self._items
            self._items.append(samples)
            self._buffered += len(samples)
        if idle:
            self._wake()

    def push_token(self, token: Token) -> None:
        """Add a token after the samples pushed so far."""
        with self._changed:
            idle = not self._items
            self._items.append(token)
        if idle:
            self._wake()

    @property
    def idle(self) -> bool:
        """Whether there is nothing to hand out but silence."""
        return self._frozen or not (self._items or self._tail)

    def clear(self) -> None:
        """Drop all samples and tokens; a few milliseconds fade out against a click."""
        fade = int(_FADE_SECONDS * self.sample_rate)
        with self._changed:
            if not self._frozen and not self._tail:
                self._tail = self._faded(fade)
            self._items.clear()
            self._buffered = 0
            self._frozen = False
            self._changed.notify_all()

    def freeze(self) -> None:
        """Hand out silence and keep everything."""
        with self._changed:
            self._frozen = True

    def thaw(self) -> None:
        """Go on where it was frozen."""
        with self._changed:
            self._frozen = False
        self._wake()

    def set_gain(self, decibels: float) -> None:
        """Set the level of everything handed out from now on."""
        with self._changed:
            self._gain = 10 ** (decibels / 20)

    def taken(self) -> bytes:
        """Return what was handed out since the last ``start``, before the level, and forget it."""
        with self._changed:
            kept, self._taken = self._taken or array("h"), None
        return kept.tobytes()

    def wait_below(self, seconds: float, still: Callable[[], bool]) -> bool:
        """Wait until little is buffered; False when ``still`` no longer holds."""
        most = seconds * self.sample_rate
        with self._changed:
            self._changed.wait_for(lambda: not still() or self._buffered < most)
        return still()

    def pull(self, frames: int) -> bytes:
        """Return that many frames: speech where there is some, else silence."""
        if self.idle:
            # Most of a day: no lock, no work.
            self.pulls += 1
            return bytes(2 * frames)
        tokens: list[Token] = []
        with self._changed:
            self.pulls += 1
            out = self._tail[:frames]
            self._tail = self._tail[frames:]
            if self._taken is not None:
                self._taken.extend(out)
            if not self._frozen:
                self._take(out, frames, tokens)
            gain = self._gain
            self._changed.notify_all()
        if out:
            self.sounded_at = self._now()
        for token in tokens:
            self._told(token)
        if gain != 1.0:
            out = array("h", [int(sample * gain) for sample in out])
        return out.tobytes() + bytes(2 * (frames - len(out)))

    def _take(self, out: "array[int]", frames: int, tokens: list[Token]) -> None:
        while self._items:
            item = self._items[0]
            if isinstance(item, tuple):
                tokens.append(item)
                self._items.popleft()
                if self._keeps and self._taken is None and item[1] == "start":
                    self._taken = array("h")
                continue
            wanted = frames - len(out)
            if wanted <= 0:
                return
            out.extend(item[:wanted])
            if self._taken is not None:
                self._taken.extend(item[:wanted])
            self._buffered -= min(wanted, len(item))
            if wanted >= len(item):
                self._items.popleft()
            else:
                self._items[0] = item[wanted:]

    def _faded(self, frames: int) -> "array[int]":
        first = next((item for item in self._items if not isinstance(item, tuple)), None)
        if first is None:
            return array("h")
        head = first[:frames]
        return array("h", [sample * (frames - at) // frames for at, sample in enumerate(head)])
