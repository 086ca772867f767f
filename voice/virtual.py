"""A voice in virtual time: the manager's real decisions, lengths estimated from the text."""

from collections import deque
from collections.abc import Callable

from hall.clock import Clock
from voice.captions import written_span
from voice.manager import SpeechManager
from voice.plan import (
    Place,
    Silence,
    Sound,
    Step,
    Words,
    forget,
    plan,
    sentence_from,
    spoken,
    too_long,
)
from voice.port import (
    DEFAULT_RATE_STEP,
    DEFAULT_VOLUME_STEP,
    RATE_STEPS,
    VOLUME_STEPS,
    CancelReason,
    EventKind,
    Listener,
    Span,
    SpeechEvent,
    ignore,
)
from voice.utterance import Channel, Utterance

_SECONDS_A_SYLLABLE = 0.32
_SECONDS_A_LETTER = 0.075
_SECONDS_A_STOP = 0.25
_SECONDS_AN_EARCON = 0.05


def estimate_seconds(step: Step, rate: int = 100) -> float:
    """Return about how long a step takes to hear at a rate in percent."""
    match step:
        case Words(words=words):
            han = sum("\u3400" <= letter <= "\u9fff" for letter in words)
            letters = sum(letter.isalnum() for letter in words) - han
            stops = sum(letter in "。！？!?；;，,：:." for letter in words)
            seconds = (
                han * _SECONDS_A_SYLLABLE + letters * _SECONDS_A_LETTER + stops * _SECONDS_A_STOP
            )
            return seconds * 100 / rate
        case Silence(seconds=seconds):
            return seconds
        case Sound():
            return _SECONDS_AN_EARCON
        case Place():
            return 0.0


class VirtualSpeech:
    """Speaks in no time but the clock's; nothing happens between calls but by `settle`.

    A listener may ask for more while it hears an event.

    ``changed`` is called whenever the next thing to happen may have moved. With ``words`` each
    piece is told as a word event, as an engine without word events of its own would.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        events: Listener = ignore,
        channel: Channel = "headphones",
        changed: Callable[[], None] = lambda: None,
        words: bool = False,
    ) -> None:
        self.events = events
        self.channel: Channel = channel
        self.rate_step = DEFAULT_RATE_STEP
        self.volume_step = DEFAULT_VOLUME_STEP
        self._clock = clock
        self._changed = changed
        self._at: float | None = None
        self._settling = False
        self._untold: deque[SpeechEvent] = deque()
        self._player = _Timeline(
            self._now, lambda: RATE_STEPS[self.rate_step], self._reported, words=words
        )
        self._manager = SpeechManager(self._player, self._tell, self._now)

    def say(self, utterance: Utterance) -> None:
        self._do(lambda: self._say(utterance))

    def prepare(self, utterance: Utterance) -> None:
        """Do nothing: estimated words are always ready."""

    def stop(self) -> None:
        self._do(self._manager.stop)

    def pause(self) -> None:
        self._do(self._manager.pause)

    def resume(self) -> None:
        self._do(self._manager.resume)

    def repeat(self) -> None:
        self._do(self._manager.repeat)

    def forget(self) -> None:
        self._do(self._manager.forget)
        forget()

    def skip(self, sentences: int) -> None:
        self._do(lambda: self._manager.skip(sentences))

    def set_rate(self, step: int) -> None:
        self.settle()
        before = RATE_STEPS[self.rate_step]
        self.rate_step = max(0, min(step, len(RATE_STEPS) - 1))
        self._player.stretch(before / RATE_STEPS[self.rate_step])
        self._changed()

    def set_volume(self, step: int) -> None:
        self.volume_step = max(0, min(step, len(VOLUME_STEPS) - 1))

    def route(self, channel: Channel) -> None:
        self._do(self._manager.stop)
        self.channel = channel

    async def aclose(self) -> None:
        self.settle()
        self._player.silence()

    def deadline(self) -> float | None:
        """Return the monotonic second at which something happens by itself."""
        times = [self._player.deadline(), self._manager.deadline()]
        known = [time for time in times if time is not None]
        return min(known) if known else None

    def settle(self) -> None:
        """Let everything happen that is due, each at its own time.

        What a listener asks for while it hears an event happens after that event.
        """
        if self._settling:
            return
        self._settling = True
        try:
            self._deliver()
            while (due := self.deadline()) is not None and due <= self._clock.monotonic():
                self._at = due
                self._player.run(due)
                self._manager.tick()
                self._deliver()
        finally:
            self._at = None
            self._settling = False
        self._changed()

    def _deliver(self) -> None:
        while self._untold:
            self.events(self._untold.popleft())

    def _do(self, action: Callable[[], None]) -> None:
        self.settle()
        action()
        self.settle()

    def _say(self, utterance: Utterance) -> None:
        self._tell("request", utterance, None)
        if too_long(utterance):
            self._tell("cancel", utterance, "refused")
        else:
            self._manager.say(utterance, self._now())

    def _now(self) -> float:
        return self._clock.monotonic() if self._at is None else self._at

    def _reported(self, what: str, utterance: Utterance) -> None:
        if what == "start":
            self._tell("start", utterance)
        elif what == "sentence":
            self._manager.sentence_done(utterance.id)
        elif what == "end":
            self._manager.ended(utterance.id)
        elif what.startswith("word:"):
            start, end = (int(place) for place in what.removeprefix("word:").split(":"))
            self._tell("word", utterance, word=(start, end))
        else:
            self._tell("mark", utterance, mark=what.removeprefix("mark:"))

    def _tell(
        self,
        kind: EventKind,
        utterance: Utterance,
        reason: CancelReason | None = None,
        mark: str | None = None,
        word: Span | None = None,
    ) -> None:
        said = spoken(utterance)
        event = SpeechEvent(
            kind=kind,
            at=self._now(),
            utterance=utterance,
            spoken=said,
            reason=reason,
            mark=mark,
            word=word,
            written=None if word is None else written_span(utterance.text, said, word),
        )
        self._untold.append(event)


class _Timeline:
    """The steps of the utterance being said, and when the present one is over."""

    def __init__(
        self,
        now: Callable[[], float],
        rate: Callable[[], int],
        report: Callable[[str, Utterance], None],
        *,
        words: bool,
    ) -> None:
        self._now = now
        self._rate = rate
        self._report = report
        self._words = words
        self._utterance: Utterance | None = None
        self._steps: tuple[Step, ...] = ()
        self._at = 0
        self._over_at = 0.0
        self._left: float | None = None

    def begin(self, utterance: Utterance) -> None:
        self._utterance = utterance
        self._steps = plan(utterance)
        self._left = None
        self._report("start", utterance)
        self._enter(0, self._now())

    def silence(self) -> None:
        self._utterance = None

    def freeze(self) -> None:
        self._left = self._over_at - self._now()

    def thaw(self) -> None:
        if self._left is not None:
            self._over_at = self._now() + self._left
            self._left = None

    def stretch(self, by: float) -> None:
        """Let what is left of the present step take so many times as long."""
        now = self._now()
        if self._left is not None:
            self._left *= by
        elif self._utterance is not None:
            self._over_at = now + (self._over_at - now) * by

    def skip(self, sentences: int) -> bool:
        """Go on in another sentence; False beyond the last one."""
        wanted = sentence_from(self._steps, self._at, sentences)
        if wanted is not None:
            self._enter(wanted, self._now())
        return wanted is not None

    def deadline(self) -> float | None:
        return None if self._utterance is None or self._left is not None else self._over_at

    def run(self, now: float) -> None:
        """Take the step that is over now, if one is."""
        utterance = self._utterance
        if utterance is None or self._left is not None or self._over_at > now:
            return
        if self._at >= len(self._steps):
            self._utterance = None
            self._report("end", utterance)
            return
        step = self._steps[self._at]
        if isinstance(step, Place):
            self._report(f"mark:{step.name}", utterance)
        elif isinstance(step, Words) and step.ends_sentence:
            self._report("sentence", utterance)
        if self._utterance is utterance:
            self._enter(self._at + 1, now)

    def _enter(self, at: int, now: float) -> None:
        self._at = at
        step = self._steps[at] if at < len(self._steps) else None
        self._over_at = now + (0.0 if step is None else estimate_seconds(step, self._rate()))
        if self._words and self._utterance is not None and isinstance(step, Words):
            self._report(f"word:{step.at}:{step.at + len(step.words)}", self._utterance)
