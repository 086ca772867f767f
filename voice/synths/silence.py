"""A voice without sound: captions and transcripts run on, each utterance takes its time."""

import asyncio

from hall.clock import Clock
from voice.port import Listener, ignore
from voice.utterance import Channel
from voice.virtual import VirtualSpeech


class SilentSpeech(VirtualSpeech):
    """Tells the events an audible voice would, on any clock, inside a running event loop."""

    def __init__(
        self, clock: Clock, *, events: Listener = ignore, channel: Channel = "headphones"
    ) -> None:
        self._waking: asyncio.Task[None] | None = None
        self._closed = False
        super().__init__(clock, events=events, channel=channel, changed=self._rearm)

    async def aclose(self) -> None:
        self._closed = True
        await super().aclose()
        if self._waking is not None:
            self._waking.cancel()

    def _rearm(self) -> None:
        if self._waking is not None and self._waking is not asyncio.current_task():
            self._waking.cancel()
        due = self.deadline()
        if self._closed or due is None:
            self._waking = None
            return
        wait = max(0.0, due - self._clock.monotonic())
        self._waking = asyncio.get_running_loop().create_task(self._wake_after(wait))

    async def _wake_after(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self.settle()
