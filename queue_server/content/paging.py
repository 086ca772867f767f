"""Writing many rows, a page a transaction, so that nobody else who writes waits long.

How many rows a page holds follows how long the pages before held the lock (``Pace``). The index's
segments are merged a little at a time, in short transactions between the pages.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from hall.clock import Clock
from queue_server.content.applying import apply_page
from queue_server.content.changes import Applied, Cursor, Gone, Prepared, Refused
from queue_server.content.database import checkpoint, holds_of, writing
from queue_server.content.holding import Holds, Pace
from queue_server.content.indexing import is_due
from queue_server.content.straws import last_page
from queue_server.content.tending import MOST_SEGMENTS, Tending

_TEND_ROWS = 2000
_ROUNDS_AT_END = 16


class Pages:
    """One writer's pages into one content file."""

    def __init__(
        self,
        engine: Engine,
        lock: Path,
        clock: Clock,
        *,
        most_segments: int = MOST_SEGMENTS,
    ) -> None:
        self._engine = engine
        self._lock = lock
        self._clock = clock
        self._pace = Pace()
        self._tending = Tending(engine, lock, most_segments=most_segments)
        self._untended = self._at = 0

    @property
    def rows(self) -> int:
        """Return how many rows the next page is to hold."""
        return self._pace.rows

    @property
    def holds(self) -> Holds:
        """Return how long this process held the lock, each time."""
        return holds_of(self._engine)

    def apply(
        self,
        page: Sequence[Prepared | Gone | Refused],
        source: str,
        *,
        feed: str = "",
        cursor: Cursor | None = None,
    ) -> Applied:
        """Write a page in a transaction of its own; tell what it did."""

        def noted(held_s: float) -> None:
            self._pace.note(len(page), held_s)

        with writing(self._engine, self._lock, bulk=True, noted=noted) as connection:
            done = apply_page(connection, page, source, self._clock.now(), feed=feed, cursor=cursor)
            before, self._at = self._at, last_page(connection)
        self._untended += done.new + done.changed + done.gone
        if self._untended >= _TEND_ROWS or (self._at != before and is_due(self._at)):
            self.tend()
        return done

    def tend(self) -> bool:
        """Merge some of the index's segments; tell whether there were any to merge."""
        self._untended = 0
        return self._tending.tend()

    def finish(self) -> None:
        """Tend more, after the last of many pages, and bring the file's log down."""
        for _ in range(_ROUNDS_AT_END):
            if not self.tend():
                break
        checkpoint(self._engine)
