"""What the roles ask of a voice (`Speech`) and what the voice asks of an engine (`Synth`).

`Speech` never blocks and never raises: a kiosk goes on with captions when the voice is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from voice.utterance import Channel, Utterance

EventKind = Literal["request", "start", "mark", "word", "end", "cancel"]
CancelReason = Literal["replaced", "stopped", "skipped", "stale", "failed", "lost", "refused"]

#: A place in a text: first character, and the one after the last.
Span = tuple[int, int]

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
    A ``word`` event comes as each word begins to sound: ``word`` is its place in ``spoken`` and
    ``written`` the place in the utterance's text that it stands for, both as (start, end).
    """

    kind: EventKind
    at: float
    utterance: Utterance
    spoken: str
    reason: CancelReason | None = None
    mark: str | None = None
    word: Span | None = None
    written: Span | None = None


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

    def prepare(self, utterance: Utterance) -> None:
        """Make the sound of words that will be said, so that they begin at once; tells nothing."""
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

    def skip(self, sentences: int) -> None:
        """Go on ``sentences`` later (1) or earlier (-1) in what is being said; 0 says this again.

        Beyond the last sentence what is being said ends ("skipped").
        """
        ...

    def forget(self) -> None:
        """Keep nothing of what was said: another listener comes. What is being said goes on."""
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
    """What an engine can do; ``rates`` are the lowest and highest it follows, in percent.

    ``streams``: the first sound comes before the last is made. ``stops``: a refused sample ends
    the work at once. ``sounds_itself``: it has an output of its own, and hands over silence of
    the same length. ``first_audio_ms`` is what a probe at the start measured.
    """

    name: str
    languages: tuple[str, ...]
    sample_rate: int
    streams: bool
    stops: bool
    rates: tuple[int, int] = (50, 300)
    sounds_itself: bool = False
    first_audio_ms: float | None = None

    def speaks(self, lang: str) -> bool:
        """Tell whether the engine has a voice for a language tag."""
        return any(lang.split("-")[0] == known.split("-")[0] for known in self.languages)


Pcm = bytes
PcmSink = Callable[[Pcm], bool]


class Synth(Protocol):
    """An engine: words in, samples out. Used by one thread only."""

    @property
    def capabilities(self) -> SynthCapabilities: ...

    def covers(self, words: str, lang: str) -> bool:
        """Tell whether it can say these words: recorded clips can say only what was recorded."""
        ...

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        """Hand 16-bit mono samples of normalised words to ``sink``.

        ``rate`` is in percent. A sink that returns False aborts; then the answer is False.
        Raises SpeechError when the engine cannot say it.
        """
        ...

    def close(self) -> None:
        """Let go of the engine; harmless when repeated."""
        ...


#: Told with the place of a word in the piece, before the samples of that word are handed over.
WordReached = Callable[[Span], None]


def ignore_words(_word: Span) -> None:
    """Let words pass."""


@runtime_checkable
class WordMarkingSynth(Synth, Protocol):
    """An engine that also tells where each word begins."""

    def speak_marked(
        self, words: str, lang: str, rate: int, sink: PcmSink, reached: WordReached
    ) -> bool:
        """Speak as `speak` does, telling each word."""
        ...


@runtime_checkable
class LevelledSynth(Synth, Protocol):
    """An engine with an output of its own, whose level is not the mixer's."""

    def set_level(self, decibels: float) -> None:
        """Set the level in dB below the loudest for what is said from now on; any thread."""
        ...


def speak_marked(
    synth: Synth, words: str, lang: str, rate: int, sink: PcmSink, reached: WordReached
) -> bool:
    """Speak with word events where the engine has them, without where it has none."""
    if isinstance(synth, WordMarkingSynth):
        return synth.speak_marked(words, lang, rate, sink, reached)
    return synth.speak(words, lang, rate, sink)
