"""Who may speak now: priorities and interruption as in the accessibility rules, without any sound.

0 alert · 1 result of the visitor's action · 2 screen · 3 hint, after silence · 4 live change.
An action silences 1 to 4 at once; a protected alert is heard to the end of its first sentence.
What waited longer than `STALE_AFTER` is never spoken; utterances that follow one another of the
same action (asked within `SAME_ACTION` seconds) age from the end of the one before.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from voice.port import CancelReason, EventKind
from voice.utterance import Utterance

STALE_AFTER = 3.0
HINT_AFTER = 0.4
SAME_ACTION = 0.25

Tell = Callable[[EventKind, Utterance, CancelReason | None], None]


class Player(Protocol):
    """What makes the sound; it reports back by the manager's `sentence_done` and `ended`."""

    def begin(self, utterance: Utterance) -> None: ...
    def silence(self) -> None: ...
    def freeze(self) -> None: ...
    def thaw(self) -> None: ...

    def skip(self, sentences: int) -> bool:
        """Go on that many sentences later or earlier; False beyond the last one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    utterance: Utterance
    asked_at: float
    ages_from: float


class SpeechManager:
    """Holds what is spoken and what waits; every decision is made here and nowhere else."""

    def __init__(self, player: Player, tell: Tell, now: Callable[[], float]) -> None:
        self._player = player
        self._tell = tell
        self._now = now
        self._current: _Asked | None = None
        self._guarded = False
        self._stop_due = False
        self._waiting: list[_Asked] = []
        self._silent_since = float("-inf")
        self._paused_at: float | None = None
        self._last: Utterance | None = None
        self._repeats = 0

    @property
    def speaking(self) -> Utterance | None:
        """What is being said, frozen or not."""
        return None if self._current is None else self._current.utterance

    def say(self, utterance: Utterance, asked_at: float) -> None:
        """Speak, let wait or refuse an utterance asked for at ``asked_at``."""
        asked = _Asked(utterance=utterance, asked_at=asked_at, ages_from=asked_at)
        if self._now() - asked_at > STALE_AFTER:
            self._tell("cancel", utterance, "stale")
            return
        if utterance.priority <= 2:
            self.resume()
        self._drop_waiting(utterance.priority)
        self._waiting.append(asked)
        if self._current is not None and self._replaces(utterance, self._current.utterance):
            self._cut("replaced")
        self.tick()

    def stop(self) -> None:
        """Fall silent: the visitor acted. Alerts that wait are still heard."""
        self.resume()
        self._cancel_waiting(lambda item: item.utterance.priority > 0, "stopped")
        if self._current is None:
            return
        if self._guarded:
            self._stop_due = True
        else:
            self._cut("stopped")
            self.tick()

    def pause(self) -> None:
        """Freeze priorities 1 to 4."""
        current = self._current
        if current is not None and current.utterance.priority > 0 and self._paused_at is None:
            self._paused_at = self._now()
            self._player.freeze()

    def resume(self) -> None:
        """Leave the pause; what waited did not age in it."""
        if self._paused_at is None:
            return
        pause = self._now() - self._paused_at
        self._paused_at = None
        self._waiting = [replace(one, ages_from=one.ages_from + pause) for one in self._waiting]
        self._player.thaw()

    def forget(self) -> None:
        """Drop what waits and the words that could be said again: another listener comes."""
        self._cancel_waiting(lambda _item: True, "stopped")
        self._last = None

    def repeat(self) -> None:
        """Say the last of priorities 0 to 2 again, as the result of an action."""
        if self._last is None:
            return
        self._repeats += 1
        again = replace(
            self._last,
            id=f"{self._last.id}~{self._repeats}",
            priority=1,
            cause="action",
            protected=False,
        )
        original = self._last
        self._tell("request", again, None)
        self.say(again, self._now())
        self._last = original

    def skip(self, sentences: int) -> None:
        """Go on sentences later or earlier; a protected sentence is heard first.

        Where nothing is said, going back says the last words again.
        """
        self.resume()
        if self._current is None:
            if sentences <= 0:
                self.repeat()
        elif not self._guarded and not self._player.skip(sentences):
            self._cut("skipped")
            self.tick()

    def sentence_done(self, utterance_id: str) -> None:
        """Hear from the player that the first sentence was heard in full."""
        if self._current is None or self._current.utterance.id != utterance_id:
            return
        self._guarded = False
        waits = any(item.utterance.priority <= 1 for item in self._waiting)
        if self._stop_due or waits:
            self._cut("stopped" if self._stop_due else "replaced")
            self.tick()

    def ended(self, utterance_id: str, failure: CancelReason | None = None) -> None:
        """Hear from the player that an utterance is over, or that it could not be said."""
        if self._current is None or self._current.utterance.id != utterance_id:
            return
        over = self._leave()
        if failure is None:
            self._tell("end", over.utterance, None)
        else:
            self._tell("cancel", over.utterance, failure)
        self.tick()

    def tick(self) -> None:
        """Begin what is due and drop what is too old."""
        if self._paused_at is not None:
            return
        now = self._now()
        self._cancel_waiting(lambda item: self._expires(item) <= now, "stale")
        while self._current is None:
            due = [item for item in self._waiting if self._begins(item) <= now]
            if not due:
                return
            self._begin(min(due, key=lambda item: (item.utterance.priority, item.asked_at)))

    def deadline(self) -> float | None:
        """Return when `tick` has something to do, if nothing else happens before."""
        if self._paused_at is not None or not self._waiting:
            return None
        times = [self._expires(item) for item in self._waiting]
        if self._current is None:
            times += [self._begins(item) for item in self._waiting]
        earliest = min(times)
        return None if earliest == float("inf") else earliest

    def _begins(self, item: _Asked) -> float:
        return self._silent_since + HINT_AFTER if item.utterance.priority == 3 else float("-inf")

    def _expires(self, item: _Asked) -> float:
        # Alerts wait for alerts only, a hint is dropped by any action, and what follows the words
        # being said belongs to them: none of these can be late.
        follows = self._current is not None and _follows(item, self._current)
        if item.utterance.priority in (0, 3) or follows:
            return float("inf")
        return item.ages_from + STALE_AFTER

    def _begin(self, item: _Asked) -> None:
        self._waiting.remove(item)
        self._current = item
        self._guarded = item.utterance.protected
        self._stop_due = False
        if item.utterance.priority <= 2:
            self._last = item.utterance
        self._player.begin(item.utterance)

    def _replaces(self, new: Utterance, old: Utterance) -> bool:
        if self._guarded or new.priority > 2:
            return False
        if new.priority <= 1:
            return True
        return old.priority >= 2

    def _cut(self, reason: CancelReason) -> None:
        self._player.silence()
        self._tell("cancel", self._leave().utterance, reason)

    def _leave(self) -> _Asked:
        over = self._current
        if over is None:
            raise RuntimeError("nothing is being said")
        now = self._now()
        self._current, self._guarded, self._stop_due = None, False, False
        self._silent_since = now
        self._waiting = [
            replace(item, ages_from=now) if _follows(item, over) else item for item in self._waiting
        ]
        return over

    def _drop_waiting(self, priority: int) -> None:
        """Cancel what a new utterance makes void: 0 and 1 all but alerts, others as they rank."""
        if priority <= 1:
            self._cancel_waiting(lambda item: item.utterance.priority >= 1, "replaced")
        elif priority == 2:
            self._cancel_waiting(lambda item: item.utterance.priority >= 2, "replaced")
        else:
            self._cancel_waiting(lambda item: item.utterance.priority == priority, "replaced")

    def _cancel_waiting(self, which: Callable[[_Asked], bool], reason: CancelReason) -> None:
        dropped = [item for item in self._waiting if which(item)]
        self._waiting = [item for item in self._waiting if not which(item)]
        for item in dropped:
            self._tell("cancel", item.utterance, reason)


def _follows(item: _Asked, before: _Asked) -> bool:
    return 0 <= item.asked_at - before.asked_at <= SAME_ACTION
