"""Whose turn it is on a sign with fewer rows than calls. Pure but for what was seen so far.

Every call is seen as long as any other, however fast new ones come: a new call waits for nobody
who has had ``LEAST_S``, then who was seen least goes on. What is seen more briefly nobody reads.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

TURN_S = 5.0
LEAST_S = 2.0
_HURRIED_S = 3.0
_MANY_PAGES = 3


@dataclass(slots=True)
class Turns(Generic[Key]):
    """The turns of one sign; ``look`` tells what is on it at a second."""

    _seen: dict[Key, float] = field(default_factory=dict)
    _on_since: dict[Key, float] = field(default_factory=dict)
    _looked: float | None = None

    def clear(self) -> None:
        """Forget all: the sign shows something else."""
        self._seen.clear()
        self._on_since.clear()
        self._looked = None

    def look(self, calls: Sequence[Key], rows: int, now: float) -> Sequence[Key]:
        """Return what the rows show, in the order of ``calls``, which is the newest first."""
        self._note(calls, now)
        turn = _HURRIED_S if len(calls) > _MANY_PAGES * rows else TURN_S
        for key in self._waiting(calls):
            if len(self._on_since) < rows:
                self._put_on(key, now)
                continue
            longest = min(self._on_since, key=self._on_since.__getitem__)
            stayed = now - self._on_since[longest]
            if stayed < (turn if key in self._seen else LEAST_S):
                break
            del self._on_since[longest]
            self._put_on(key, now)
        return [key for key in calls if key in self._on_since]

    def _note(self, calls: Sequence[Key], now: float) -> None:
        """Count how long what is on was seen, and drop what is called no more."""
        passed = 0.0 if self._looked is None else now - self._looked
        self._looked = now
        for key in self._on_since:
            self._seen[key] += passed
        for key in [key for key in self._seen if key not in calls]:
            del self._seen[key]
            self._on_since.pop(key, None)

    def _put_on(self, key: Key, now: float) -> None:
        self._seen.setdefault(key, 0.0)
        self._on_since[key] = now

    def _waiting(self, calls: Sequence[Key]) -> Sequence[Key]:
        """Return what is not on: those never seen as they came, then whoever was seen least."""
        off = [key for key in reversed(calls) if key not in self._on_since]
        return sorted(off, key=lambda key: self._seen.get(key, -1.0))
