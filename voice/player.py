"""Makes utterances sound: one thread synthesises ahead into the mixer, nobody ever waits for it.

Reports come back as tokens of the mixer (generation, what): ``start``, ``piece:N``, ``sentence``,
``mark:NAME``, ``end`` and ``failed``. A new generation makes everything older void, wherever it
still turns up. ``start`` stands before the first sample, again after a change of rate.
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hall.errors import SpeechError
from voice.clip_cache import ClipCache, ClipKey
from voice.earcons import earcon
from voice.mixer import Mixer, Token
from voice.plan import Place, Silence, Sound, Step, Words, plan, sentence_from
from voice.port import RATE_STEPS, PcmSink, Span, Synth, WordReached, ignore_words
from voice.stream import Stream, Turn
from voice.utterance import Utterance

_AHEAD_SECONDS = 1.5
_MOST_LATER = 256
_CLAUSE_PAUSE = 0.08
_SENTENCE_PAUSE = 0.2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What to say: an utterance from a step on, less the characters of it already heard.

    A ``silent`` job only makes the sound and keeps it.
    """

    generation: int
    utterance: Utterance
    first: int = 0
    heard: int = 0
    silent: bool = False


class Engines(Protocol):
    """What makes samples of words: one engine after another, until one can say them."""

    def speak(
        self,
        words: str,
        lang: str,
        rate: int,
        sink: PcmSink,
        whole: Sequence[str] = (),
        reached: WordReached = ignore_words,
    ) -> bool:
        """Speak by an engine that can say all of ``whole``, so that a voice does not change.

        Raises SpeechError when none can.
        """
        ...

    @property
    def sounds_itself(self) -> bool:
        """Whether an engine at work has an output of its own: its sound cannot be held or kept."""
        ...

    def would_say(self, lang: str, whole: Sequence[str]) -> str:
        """Return the name of the engine that would say these words now; empty for none."""
        ...

    def close(self) -> None:
        """Let go of all engines."""
        ...


class SynthPlayer:
    """The manager's player in a voice process."""

    def __init__(
        self,
        engines: Engines,
        mixer: Mixer,
        told: Callable[[Token], None],
        rate_step: int,
    ) -> None:
        self._engines = engines
        self._mixer = mixer
        self._told = told
        self._rate = RATE_STEPS[rate_step]
        self._turn = Turn()
        self._clips = ClipCache()
        self._utterance: Utterance | None = None
        self._piece = 0
        self._word = 0
        self._stopped = False
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._later: deque[_Job] = deque(maxlen=_MOST_LATER)
        self._thread = threading.Thread(target=self._run, name="voice synth", daemon=True)
        self._thread.start()

    @property
    def generation(self) -> int:
        """The number of what is being said now; older reports are void."""
        return self._turn.number

    def begin(self, utterance: Utterance) -> None:
        # What sounded of an utterance cut before its start was told belongs to nobody.
        self._utterance = utterance
        self._go_on(0)
        self._mixer.taken()

    def silence(self) -> None:
        self._utterance = None
        self._void()

    def freeze(self) -> None:
        if self._engines.sounds_itself:
            # Its sound is stopped instead, and said again from its present word.
            self._void()
            self._stopped = True
        self._mixer.freeze()

    def thaw(self) -> None:
        self._mixer.thaw()
        if self._stopped:
            self._take_up()

    def reached(self, piece: int) -> None:
        """Hear that the steps before ``piece`` were heard."""
        self._piece = piece

    def reached_word(self, at: int) -> None:
        """Hear that the word at this place of the spoken words begins to sound."""
        self._word = at

    def set_rate(self, step: int) -> None:
        """Change the rate; what is being said goes on at its present word."""
        self._rate = RATE_STEPS[step]
        self._take_up()

    def _take_up(self) -> None:
        """Go on at the present word, with whatever has changed."""
        if self._utterance is None:
            return
        steps = plan(self._utterance)
        now = steps[self._piece] if self._piece < len(steps) else None
        heard = self._word - now.at if isinstance(now, Words) else 0
        self._go_on(self._piece, heard=max(0, heard))

    def forget(self) -> None:
        """Keep no sound that was made: it may tell of who listened."""
        self._clips = ClipCache()

    def skip(self, sentences: int) -> bool:
        if self._utterance is None:
            return False
        wanted = sentence_from(plan(self._utterance), self._piece, sentences)
        if wanted is not None:
            self._go_on(wanted)
        return wanted is not None

    def _go_on(self, piece: int, *, heard: int = 0) -> None:
        """Say the present utterance from a piece on; whatever was made before is void."""
        self._void()
        if self._utterance is not None:
            self._piece = piece
            self._jobs.put(
                _Job(
                    generation=self._turn.number,
                    utterance=self._utterance,
                    first=piece,
                    heard=heard,
                )
            )

    def _void(self) -> None:
        self._stopped = False
        with self._turn.lock:
            self._turn.number += 1
            self._mixer.clear()

    def prepare(self, utterance: Utterance) -> None:
        """Make the sound of an utterance while there is nothing else to do, and keep it."""
        self._jobs.put(_Job(generation=0, utterance=utterance, silent=True))

    def close(self) -> None:
        """End the thread and its engines."""
        self.silence()
        self._jobs.put(None)
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        while (job := self._next_job()) is not None:
            try:
                if job.silent:
                    self._prepare(job)
                else:
                    self._perform(job)
            except SpeechError as error:
                _log.warning("utterance not spoken", extra={"cause": str(error)})
                self._tell_failed(job)
            except Exception:  # noqa: BLE001  the thread's root: logged, told, and it goes on
                _log.exception("synthesis broke")
                self._tell_failed(job)
        self._engines.close()

    def _next_job(self) -> _Job | None:
        """Return what is to be said next, else what is to be prepared; None at the end."""
        while True:
            try:
                job = self._jobs.get(block=not self._later)
            except queue.Empty:
                return self._later.popleft()
            if job is None or not job.silent:
                return job
            self._later.append(job)

    def _perform(self, job: _Job) -> None:
        stream = Stream(self._mixer, self._turn, job.generation)
        if not stream.is_current():
            return
        steps = plan(job.utterance)
        for index in range(job.first, len(steps)):
            if not self._mixer.wait_below(_AHEAD_SECONDS, stream.is_current):
                return
            step = steps[index]
            if isinstance(step, Words) and index == job.first:
                step = step.after(job.heard)
            stream.token(f"piece:{index}")
            self._sound(step, job, stream)
            self._mark(step, stream)
        if stream.is_current():
            stream.token("end")

    def _prepare(self, job: _Job) -> None:
        """Make what is not kept yet; what comes to be said meanwhile goes first."""
        if self._engines.sounds_itself:
            return
        steps = plan(job.utterance)
        for index in range(job.first, len(steps)):
            step = steps[index]
            whole = not isinstance(step, Words) or self._speak(
                step, steps, lambda _pcm: self._jobs.empty(), ignore_words, keep=True
            )
            if not whole:
                self._later.appendleft(replace(job, first=index))
                return

    def _speak(
        self, step: Words, steps: Sequence[Step], sink: PcmSink, reached: WordReached, *, keep: bool
    ) -> bool:
        """Speak a piece by the engines, or out of what was kept; only the hall's is kept."""
        whole, rate = whole_of(steps, step.lang), self._rate
        if not keep or self._engines.sounds_itself:
            return self._engines.speak(step.words, step.lang, rate, sink, whole, reached)
        voice = self._engines.would_say(step.lang, whole)
        key = ClipKey(words=step.words, lang=step.lang, rate=rate, voice=voice)
        return self._clips.speak(
            key,
            lambda pcm, word: self._engines.speak(step.words, step.lang, rate, pcm, whole, word),
            sink,
            reached,
        )

    def _tell_failed(self, job: _Job) -> None:
        if not job.silent:
            self._told((job.generation, "failed"))

    @staticmethod
    def _mark(step: Step, stream: Stream) -> None:
        if isinstance(step, Place):
            stream.token(f"mark:{step.name}")
        elif isinstance(step, Words) and step.ends_sentence:
            stream.token("sentence")

    def _sound(self, step: Step, job: _Job, stream: Stream) -> None:
        rate = self._mixer.sample_rate
        match step:
            case Words(at=at):

                def reached(place: Span) -> None:
                    stream.word((at + place[0], at + place[1]))

                keep = job.utterance.channel == "hall"
                self._speak(step, plan(job.utterance), stream.push, reached, keep=keep)
                stream.push(silence(pause_after(step) * 100 / self._rate, rate))
            case Silence(seconds=seconds):
                stream.push(silence(seconds, rate))
            case Sound(name=name):
                stream.push(earcon(name, rate))
            case Place():
                pass


def whole_of(steps: Sequence[Step], lang: str) -> tuple[str, ...]:
    """Return all words of a language in an utterance: one engine is to say them all."""
    return tuple(step.words for step in steps if isinstance(step, Words) and step.lang == lang)


def speak(
    words: str,
    lang: str,
    rate: int,
    synths: Sequence[Synth],
    push: PcmSink,
    whole: Sequence[str] = (),
) -> None:
    """Speak by the first of a few engines that can say it all and does not fail.

    The last one is asked in any case: it can say that it cannot read a script. Raises
    SpeechError when none can.
    """
    problems: list[str] = []
    for synth in synths:
        covers = all(synth.covers(said, lang) for said in whole or (words,))
        if not covers and synth is not synths[-1]:
            continue
        try:
            synth.speak(words, lang, rate, push)
        except SpeechError as error:
            problems.append(f"{synth.capabilities.name}: {error}")
        else:
            return
    raise SpeechError("; ".join(problems) or "there is no engine")


def pause_after(step: Words) -> float:
    """Return the seconds of silence after a piece at the ordinary rate."""
    return _SENTENCE_PAUSE if step.ends_sentence else _CLAUSE_PAUSE


def silence(seconds: float, sample_rate: int) -> bytes:
    """Return silent samples."""
    return bytes(2 * round(seconds * sample_rate))
