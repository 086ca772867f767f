"""All engines of a voice, best first, each opened and kept open beside the others.

The work of one that dies is taken over by the next best, and it comes back by itself. `speak` is
called by one thread; every engine is opened by a thread of its own.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hall.clock import Clock, SystemClock
from hall.errors import SpeechError
from hall.retry import backoff
from voice.port import LevelledSynth, PcmSink, Synth, WordReached, ignore_words, speak_marked
from voice.synths.child import SynthLostError

_PATIENCE = 3.0
_SOON = 1.0
_LOOK = 0.02
_HEALTHY = 60.0
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 30.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnginePlan:
    """An engine that may be used; ``spare`` ones are opened only when no other is left."""

    name: str
    open: Callable[[], Synth]
    spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineState:
    """What of an engine is known: it works, or why not."""

    name: str
    works: bool
    languages: tuple[str, ...] = ()
    problem: str = ""


class _Bay:
    """One engine's place: it is opened while it is wanted, again and again.

    ``due`` is when it is tried next; ``tried`` whether an attempt has come to its end.
    """

    def __init__(self, plan: EnginePlan) -> None:
        self.plan = plan
        self.wanted = not plan.spare
        self.synth: Synth | None = None
        self.problem = ""
        self.tried = False
        self.due = 0.0
        self.opening = False
        self.opened_at = 0.0
        self.waits = backoff(_FIRST_WAIT, _LONGEST_WAIT)

    def comes_soon(self, now: float) -> bool:
        """Tell whether it may be there in a moment."""
        return self.wanted and self.synth is None and (self.opening or self.due - now < _SOON)


class Standby:
    """Engines in the order of preference; ``changed`` is told when one comes or goes."""

    def __init__(
        self,
        plans: Sequence[EnginePlan],
        *,
        changed: Callable[[], None] = lambda: None,
        clock: Clock | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._clock = clock or SystemClock()
        self._changed = changed
        self._patience = patience
        self._level = 0.0
        self._bays = [_Bay(plan) for plan in plans]
        self._news = threading.Condition()
        self._closing = threading.Event()
        self._deaths: deque[tuple[str, str]] = deque(maxlen=64)
        self._threads = [
            threading.Thread(target=self._keep, args=(bay,), name=bay.plan.name, daemon=True)
            for bay in self._bays
        ]
        for thread in self._threads:
            thread.start()

    @property
    def states(self) -> tuple[EngineState, ...]:
        """Every engine that was tried, best first."""
        with self._news:
            return tuple(_state(bay) for bay in self._bays if bay.tried)

    @property
    def settled(self) -> bool:
        """Whether an engine works, or all that are wanted were tried in vain."""
        with self._news:
            wanted = [bay for bay in self._bays if bay.wanted]
            return any(bay.synth for bay in wanted) or all(bay.tried for bay in wanted)

    def speak(
        self,
        words: str,
        lang: str,
        rate: int,
        sink: PcmSink,
        whole: Sequence[str] = (),
        reached: WordReached = ignore_words,
    ) -> bool:
        """Speak by the best engine that can say all of ``whole``; when it dies, by the next.

        Waits a few seconds for one that is just starting. Raises SpeechError when none can.
        """
        problems: list[str] = []
        refused: set[str] = set()
        said = whole or (words,)
        while (bay := self._wait_for(lang, said, refused, sink)) is not None:
            synth = bay.synth
            if synth is None:
                continue
            try:
                return speak_marked(synth, words, lang, rate, sink, reached)
            except SynthLostError as error:
                problems.append(f"{bay.plan.name}: {error}")
                self._deaths.append((bay.plan.name, words))
                self._lose(bay, synth, str(error))
            except SpeechError as error:
                problems.append(f"{bay.plan.name}: {error}")
                refused.add(bay.plan.name)
        if not sink(b""):
            return False
        raise SpeechError("; ".join(problems) or self._why_none(lang, said))

    def would_say(self, lang: str, whole: Sequence[str]) -> str:
        """Return the engine that would say these words now; empty where none would."""
        with self._news:
            found = next(self._fitting(lang, whole, set()), None)
            return "" if found is None else found.plan.name

    @property
    def sounds_itself(self) -> bool:
        """Whether an engine at work has an output of its own: its sound cannot be held or kept."""
        with self._news:
            return any(bay.synth.capabilities.sounds_itself for bay in self._bays if bay.synth)

    def set_level(self, decibels: float) -> None:
        """Tell engines with an output of their own how loud to be."""
        with self._news:
            self._level = decibels
            synths = [bay.synth for bay in self._bays]
        for synth in synths:
            if isinstance(synth, LevelledSynth):
                synth.set_level(decibels)

    def close(self) -> None:
        """Close all engines; those still opening close themselves."""
        self._closing.set()
        with self._news:
            self._news.notify_all()
        for thread in self._threads:
            thread.join(timeout=1.0)

    def _wait_for(
        self, lang: str, said: Sequence[str], refused: set[str], sink: PcmSink
    ) -> _Bay | None:
        """Return the best engine for the words, waiting while one may come in a moment."""
        for _ in range(round(self._patience / _LOOK)):
            with self._news:
                found = next(self._fitting(lang, said, refused), None)
                coming = self._coming(refused) or (found is None and self._call_spares())
            if found is not None or not coming or self._closing.is_set():
                return found
            if not sink(b""):
                return None
            with self._news:
                self._news.wait(_LOOK)
        return None

    def _fitting(self, lang: str, said: Sequence[str], refused: set[str]) -> Iterator[_Bay]:
        """Yield engines that can say the words, then one that can at least say it cannot."""
        able = [
            bay
            for bay in self._bays
            if bay.synth is not None
            and bay.plan.name not in refused
            and not any(self._deaths.count((bay.plan.name, words)) > 1 for words in said)
        ]
        for bay in able:
            if bay.synth is not None and all(bay.synth.covers(words, lang) for words in said):
                yield bay
        if not refused and not self._coming(refused):
            yield from (bay for bay in able if _tells_unreadable(bay))

    def _coming(self, refused: set[str]) -> bool:
        now = self._clock.monotonic()
        return any(bay.comes_soon(now) for bay in self._bays if bay.plan.name not in refused)

    def _call_spares(self) -> bool:
        """Want the spare engines too; True when one was not wanted before."""
        spares = [bay for bay in self._bays if not bay.wanted]
        for bay in spares:
            bay.wanted = True
        self._news.notify_all()
        return bool(spares)

    def _lose(self, bay: _Bay, synth: Synth, why: str) -> None:
        with self._news:
            now = self._clock.monotonic()
            if now - bay.opened_at > _HEALTHY:
                bay.waits = backoff(_FIRST_WAIT, _LONGEST_WAIT)
            bay.synth, bay.problem, bay.due = None, why, now + next(bay.waits)
            others = [one.plan.name for one in self._bays if one.synth is not None]
            self._news.notify_all()
        synth.close()
        _log.warning(
            "speech engine lost; starting it again",
            extra={"engine": bay.plan.name, "cause": why, "meanwhile": others or "captions only"},
        )
        self._changed()

    def _keep(self, bay: _Bay) -> None:
        """Open the engine whenever it is wanted and not there; ends when closing."""
        while self._wait_due(bay):
            try:
                synth = bay.plan.open()
            except SpeechError as error:
                self._failed(bay, str(error))
            else:
                self._ready(bay, synth)
        with self._news:
            left, bay.synth = bay.synth, None
        if left is not None:
            left.close()

    def _wait_due(self, bay: _Bay) -> bool:
        """Wait until the engine is to be opened; False when closing."""
        with self._news:
            while not self._closing.is_set():
                wait = bay.due - self._clock.monotonic()
                if bay.wanted and bay.synth is None and wait <= 0:
                    bay.opening = True
                    return True
                resting = bay.wanted and bay.synth is None
                self._news.wait(wait if resting else None)
        return False

    def _ready(self, bay: _Bay, synth: Synth) -> None:
        if isinstance(synth, LevelledSynth):
            synth.set_level(self._level)
        with self._news:
            again = bay.opened_at > 0
            bay.synth, bay.problem, bay.tried, bay.opening = synth, "", True, False
            bay.opened_at = self._clock.monotonic()
            self._news.notify_all()
        if again:
            _log.warning("speech engine is back", extra={"engine": bay.plan.name})
        self._changed()

    def _failed(self, bay: _Bay, why: str) -> None:
        with self._news:
            known = bay.problem == why
            bay.problem, bay.tried, bay.opening = why, True, False
            bay.due = self._clock.monotonic() + next(bay.waits)
            self._news.notify_all()
        if not known:
            _log.warning("engine not usable", extra={"engine": bay.plan.name, "cause": why})
            self._changed()

    def _why_none(self, lang: str, said: Sequence[str]) -> str:
        with self._news:
            if not any(bay.synth for bay in self._bays):
                told = [f"{bay.plan.name}: {bay.problem or 'not ready'}" for bay in self._bays]
                return "; ".join(told) or "there is no engine"
        return f"no engine can say this in {lang}: {' '.join(said)[:80]}"


def _state(bay: _Bay) -> EngineState:
    languages = () if bay.synth is None else bay.synth.capabilities.languages
    return EngineState(
        name=bay.plan.name,
        works=bay.synth is not None,
        languages=languages,
        problem=bay.problem,
    )


def _tells_unreadable(bay: _Bay) -> bool:
    """An engine for Mandarin and English says of other scripts that it cannot read them."""
    return bay.synth is not None and bay.synth.capabilities.speaks("zh")
