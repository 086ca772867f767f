"""A route's output over time: opened, watched, opened again, looked for when it is missing."""

import logging
from collections.abc import Callable, Mapping

from hall.clock import Clock
from voice.mixer import Mixer
from voice.sinks.choosing import open_sink
from voice.sinks.device import is_there
from voice.sinks.port import Sink

_DEAF_AFTER = 1.0
_SETTLES = 3.0
LOOK_EVERY = 5.0
_log = logging.getLogger(__name__)


class Outlet:
    """Keeps the channel's output open; ``changed`` is told when it is another one."""

    def __init__(
        self,
        mixer: Mixer,
        clock: Clock,
        *,
        channel: str,
        devices: Mapping[str, str],
        null: bool,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._mixer = mixer
        self._clock = clock
        self._channel = channel
        self._devices = dict(devices)
        self._null = null
        self._changed = changed
        self._told = ""
        self._pulls = 0
        self._heard_at: float | None = None
        self._looked_at = clock.monotonic()
        self._opened_at = clock.monotonic()
        self.sink: Sink = self._open()

    def wake(self) -> None:
        """Let a resting output pull again."""
        self.sink.wake()

    def route(self, channel: str) -> None:
        """Send what follows to another channel's output."""
        if channel == self._channel:
            return
        before, self._channel = self._device(), channel
        # One device for both needs no reopening: that would cost its start-up time.
        if self._device() != before or self.sink.problem:
            self.reopen()

    def use(self, devices: Mapping[str, str]) -> None:
        """Take other outputs for the channels, as the site's file names them."""
        before = self._device()
        self._devices = dict(devices)
        if self._device() != before:
            self.reopen()

    def reopen(self) -> None:
        """Close the output and open what is right now."""
        self.sink.close()
        self.sink = self._open()
        self._heard_at = None
        self._opened_at = self._clock.monotonic()
        self._changed()

    def watch(self, *, speaking: bool) -> None:
        """Reopen an output that stopped pulling; look now and then for the one that is missing."""
        now = self._clock.monotonic()
        if self._mixer.pulls != self._pulls or self.sink.resting:
            self._pulls, self._heard_at = self._mixer.pulls, now
        elif self._is_deaf(now):
            _log.warning("output stopped; opening it again", extra={"output": self.sink.name})
            self.reopen()
        if speaking or now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        if self.sink.problem and not self._null and is_there(self._device()):
            self.reopen()

    def _is_deaf(self, now: float) -> bool:
        """Tell whether it no longer asks; a sound server may take a second to begin."""
        if self._heard_at is None or now - self._opened_at < _SETTLES:
            return False
        return now - self._heard_at > _DEAF_AFTER

    def close(self) -> None:
        self.sink.close()

    def _device(self) -> str:
        return self._devices.get(self._channel, "")

    def _open(self) -> Sink:
        sink = open_sink(
            self._mixer.pull,
            self._mixer.sample_rate,
            channel=self._channel,
            device=self._device(),
            null=self._null,
            idle=lambda: self._mixer.idle,
        )
        if sink.problem != self._told:
            if sink.problem:
                _log.warning(
                    "output not as asked", extra={"channel": self._channel, "why": sink.problem}
                )
            else:
                _log.warning("output found", extra={"channel": self._channel, "output": sink.name})
            self._told = sink.problem
        return sink
