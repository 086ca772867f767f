"""Values that remember what changed, so that a command or a whole batch can be taken back."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Change(NamedTuple, Generic[K, V]):
    """One entry that differs from what the database holds; None where it does not exist."""

    key: K
    before: V | None
    after: V | None


class UndoLog:
    """How to take back everything done since a mark, newest first."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def push(self, step: Callable[[], None]) -> None:
        """Note how to undo what was just done."""
        self._steps.append(step)

    def mark(self) -> int:
        """Return the present point."""
        return len(self._steps)

    def undo_to(self, mark: int) -> None:
        """Take back everything since the mark."""
        while len(self._steps) > mark:
            self._steps.pop()()

    def clear(self) -> None:
        """Forget how to undo: what was done is on disk."""
        self._steps.clear()


class Tracked(Generic[K, V]):
    """A mapping whose changes since the last ``settle`` are known and undoable."""

    def __init__(self, log: UndoLog, values: Mapping[K, V]) -> None:
        self._log = log
        self._values = dict(values)
        self._before: dict[K, V | None] = {}
        self._evicted = False

    @property
    def changed(self) -> bool:
        """Whether anything was touched since the last ``settle``."""
        return bool(self._before) or self._evicted

    def get(self, key: K) -> V | None:
        """Return the value, or None."""
        return self._values.get(key)

    def values(self) -> Iterator[V]:
        """Yield all values."""
        return iter(self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def put(self, key: K, value: V) -> None:
        """Set a value."""
        self._note(key)
        self._values[key] = value

    def drop(self, key: K) -> None:
        """Remove a value that exists."""
        self._note(key)
        del self._values[key]

    def learn(self, values: Mapping[K, V]) -> None:
        """Add what the database already holds; this is no change."""
        for key, value in values.items():
            self._values.setdefault(key, value)

    def evict(self, key: K) -> None:
        """Drop one settled value without that being a change (it stays in the database)."""
        self._values.pop(key, None)
        self._evicted = True

    def forget(self) -> None:
        """Drop all values without that being a change (they stay in the database)."""
        self._values.clear()

    def changes(self) -> list[Change[K, V]]:
        """Return what differs from the database, in order of first touch."""
        if not self._before:
            return []
        pairs = ((key, before, self._values.get(key)) for key, before in self._before.items())
        return [Change(*pair) for pair in pairs if pair[1] is not pair[2]]

    def settle(self) -> None:
        """Take the present values for what the database holds."""
        self._before.clear()
        self._evicted = False

    def copy(self) -> dict[K, V]:
        """Return the present values, independent of later changes."""
        return dict(self._values)

    def _note(self, key: K) -> None:
        old = self._values.get(key)
        first = key not in self._before
        if first:
            self._before[key] = old

        def undo() -> None:
            if old is None:
                self._values.pop(key, None)
            else:
                self._values[key] = old
            if first:
                self._before.pop(key, None)

        self._log.push(undo)
