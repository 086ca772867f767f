"""What the roles ask of a voice (`Speech`) and what the voice asks of an engine (`Synth`).

`Speech` never blocks and never raises: a kiosk goes on with captions when the voice is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from voice.utterance import Channel, Utterance

EventKind = Literal["request", "start", "mark", "end", "cancel"]
CancelReason = Literal["replaced", "stopped", "stale", "failed", "lost", "refused"]

#: Rates in percent of the ordinary one (about 187 Mandarin syllables a minute); the last is the
#: step for people who use a screen reader every day.
RATE_STEPS = (50, 65, 80, 100, 120, 140, 170, 200, 300)
DEFAULT_RATE_STEP = 3

#: Levels in dB below the loudest; what they are at the ear is the site's calibration.
VOLUME_STEPS = (-36, -30, -24, -18, -12, -6, 0)
DEFAULT_VOLUME_STEP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEvent:
    """Something that became of an utterance, at ``at`` seconds of the monotonic clock.

    ``spoken`` are the words after normalisation; ``reason`` says why it was cancelled; ``mark``
    is the reached mark (``sentence:N`` before the Nth sentence, or a name of the utterance's own).
    """

    kind: EventKind
    at: float
    utterance: Utterance
    spoken: str
    reason: CancelReason | None = None
    mark: str | None = None


Listener = Callable[[SpeechEvent], None]


def ignore(_event: SpeechEvent) -> None:
    """Listen to nothing."""


def fan_out(*listeners: Listener) -> Listener:
    """Return one listener that tells several, in order."""

    def tell(event: SpeechEvent) -> None:
        for listener in listeners:
            listener(event)

    return tell


@runtime_checkable
class Speech(Protocol):
    """A voice on one route. No method blocks or raises."""

    events: Listener

    def say(self, utterance: Utterance) -> None:
        """Ask for an utterance; what becomes of it is told as events."""
        ...

    def stop(self) -> None:
        """Be silent: a visitor acted. Protected first sentences are finished."""
        ...

    def pause(self) -> None:
        """Freeze what is being said (priorities 1 to 4)."""
        ...

    def resume(self) -> None:
        """Go on where it was frozen."""
        ...

    def repeat(self) -> None:
        """Say the last thing that began (priorities 0 to 2) again."""
        ...

    def set_rate(self, step: int) -> None:
        """Set the rate as an index of `RATE_STEPS`, keeping the place; beyond the ends is held."""
        ...

    def set_volume(self, step: int) -> None:
        """Set the level as an index of `VOLUME_STEPS`; beyond the ends is held."""
        ...

    def route(self, channel: Channel) -> None:
        """Send what follows to another output; what is being said stops."""
        ...

    async def aclose(self) -> None:
        """End the voice and all it holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SynthCapabilities:
    """What an engine can do, known before it is opened."""

    name: str
    languages: tuple[str, ...]
    sample_rate: int
    streams: bool
    stops: bool

    def speaks(self, lang: str) -> bool:
        """Tell whether the engine has a voice for a language tag."""
        return any(lang.split("-")[0] == known.split("-")[0] for known in self.languages)


Pcm = bytes
PcmSink = Callable[[Pcm], bool]


class Synth(Protocol):
    """An engine: words in, samples out. Used by one thread only."""

    @property
    def capabilities(self) -> SynthCapabilities: ...

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        """Hand 16-bit mono samples of normalised words to ``sink``.

        ``rate`` is in percent. A sink that returns False aborts; then the answer is False.
        Raises SpeechError when the engine cannot say it.
        """
        ...

    def close(self) -> None:
        """Let go of the engine; harmless when repeated."""
        ...
