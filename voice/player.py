"""Makes utterances sound: one thread synthesises ahead into the mixer, nobody ever waits for it.

Reports come back as tokens of the mixer (generation, what): ``start``, ``piece:N``, ``sentence``,
``mark:NAME``, ``end`` and ``failed``. A new generation makes everything older void, wherever it
still turns up. ``start`` stands before the first sample, again after a change of rate.
"""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hall.errors import SpeechError
from voice.earcons import earcon
from voice.mixer import Mixer, Token
from voice.plan import Place, Silence, Sound, Step, Words, plan
from voice.port import RATE_STEPS, Synth
from voice.utterance import Utterance

_AHEAD_SECONDS = 1.5
_CLAUSE_PAUSE = 0.08
_SENTENCE_PAUSE = 0.2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    generation: int
    steps: tuple[Step, ...]
    first: int


class SynthPlayer:
    """The manager's player in a voice process; ``synths`` are tried in order for each piece."""

    def __init__(
        self,
        synths: Callable[[], Sequence[Synth]],
        mixer: Mixer,
        told: Callable[[Token], None],
        rate_step: int,
    ) -> None:
        self._open = synths
        self._mixer = mixer
        self._told = told
        self._rate = RATE_STEPS[rate_step]
        self._generation = 0
        self._steps: tuple[Step, ...] = ()
        self._piece = 0
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="voice synth", daemon=True)
        self._thread.start()

    @property
    def generation(self) -> int:
        """The number of what is being said now; older reports are void."""
        return self._generation

    def begin(self, utterance: Utterance) -> None:
        self._generation += 1
        self._mixer.clear()
        # What sounded of an utterance cut before its start was told belongs to nobody.
        self._mixer.taken()
        self._steps, self._piece = plan(utterance), 0
        self._jobs.put(_Job(generation=self._generation, steps=self._steps, first=0))

    def silence(self) -> None:
        self._generation += 1
        self._steps = ()
        self._mixer.clear()

    def freeze(self) -> None:
        self._mixer.freeze()

    def thaw(self) -> None:
        self._mixer.thaw()

    def reached(self, piece: int) -> None:
        """Hear that the steps before ``piece`` were heard."""
        self._piece = piece

    def set_rate(self, step: int) -> None:
        """Change the rate; what is being said goes on at the beginning of its present piece."""
        self._rate = RATE_STEPS[step]
        if not self._steps:
            return
        self._generation += 1
        self._mixer.clear()
        self._jobs.put(_Job(generation=self._generation, steps=self._steps, first=self._piece))

    def close(self) -> None:
        """End the thread and its engines."""
        self.silence()
        self._jobs.put(None)
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        synths = self._open()
        self._told((0, "ready:" + ",".join(synth.capabilities.name for synth in synths)))
        while (job := self._jobs.get()) is not None:
            try:
                self._perform(job, synths)
            except SpeechError as error:
                _log.warning("utterance not spoken", extra={"cause": str(error)})
                self._told((job.generation, "failed"))
            except Exception:  # noqa: BLE001  the thread's root: logged, told, and it goes on
                _log.exception("synthesis broke")
                self._told((job.generation, "failed"))
        for synth in synths:
            synth.close()

    def _perform(self, job: _Job, synths: Sequence[Synth]) -> None:
        def current() -> bool:
            return job.generation == self._generation

        begun = False

        def push(pcm: bytes) -> bool:
            nonlocal begun
            if current() and pcm:
                if not begun:
                    begun = True
                    self._mixer.push_token((job.generation, "start"))
                self._mixer.push(pcm)
            return current()

        for index in range(job.first, len(job.steps)):
            if not self._mixer.wait_below(_AHEAD_SECONDS, current):
                return
            step = job.steps[index]
            self._mixer.push_token((job.generation, f"piece:{index}"))
            self._sound(step, synths, push)
            self._mark(job, step)
        if current():
            self._mixer.push_token((job.generation, "end"))

    def _mark(self, job: _Job, step: Step) -> None:
        if isinstance(step, Place):
            self._mixer.push_token((job.generation, f"mark:{step.name}"))
        elif isinstance(step, Words) and step.ends_sentence:
            self._mixer.push_token((job.generation, "sentence"))

    def _sound(self, step: Step, synths: Sequence[Synth], push: Callable[[bytes], bool]) -> None:
        rate = self._mixer.sample_rate
        match step:
            case Words(words=words, lang=lang):
                speak(words, lang, self._rate, synths, push)
                push(silence(pause_after(step) * 100 / self._rate, rate))
            case Silence(seconds=seconds):
                push(silence(seconds, rate))
            case Sound(name=name):
                push(earcon(name, rate))
            case Place():
                pass


def speak(
    words: str,
    lang: str,
    rate: int,
    synths: Sequence[Synth],
    push: Callable[[bytes], bool],
) -> None:
    """Speak by the first engine that knows the language and does not fail.

    Raises SpeechError when none can.
    """
    problems: list[str] = []
    for synth in synths:
        if not synth.capabilities.speaks(lang) and synth is not synths[-1]:
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
