"""A voice for tests: nothing sounds, everything is kept, time passes when told."""

from hall.clock import ManualClock
from voice.port import Listener, SpeechEvent, ignore
from voice.utterance import Channel
from voice.virtual import VirtualSpeech


class RecorderSpeech(VirtualSpeech):
    """Keeps every event; lengths are estimated from the text on a manual clock.

    Synchronous: call `advance` to let an utterance end, or `settle` after moving the clock.
    """

    def __init__(
        self,
        clock: ManualClock | None = None,
        *,
        events: Listener = ignore,
        channel: Channel = "headphones",
        words: bool = False,
    ) -> None:
        self.clock = ManualClock() if clock is None else clock
        self.heard: list[SpeechEvent] = []
        self._listener = events
        super().__init__(self.clock, channel=channel, events=self._keep, words=words)

    @property
    def begun(self) -> list[str]:
        """The words of everything that began to be spoken, in order."""
        return [event.spoken for event in self.heard if event.kind == "start"]

    @property
    def finished(self) -> list[str]:
        """The words of everything that was spoken to its end, in order."""
        return [event.spoken for event in self.heard if event.kind == "end"]

    def advance(self, seconds: float) -> None:
        """Let time pass; what ends or begins meanwhile does so at its own moment."""
        self.clock.pass_time(seconds)
        self.settle()

    def _keep(self, event: SpeechEvent) -> None:
        self.heard.append(event)
        self._listener(event)
