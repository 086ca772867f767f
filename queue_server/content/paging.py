"""Writing many rows, a page a transaction, so that nobody else who writes waits long.

How many rows a page holds follows how long the pages before held the lock (``Pace``). The index's
segments are merged a little at a time, in short transactions between the pages.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from hall.clock import Clock
from queue_server.content import index
from queue_server.content.applying import apply_page
from queue_server.content.changes import Applied, Cursor, Gone, Prepared, Refused
from queue_server.content.database import checkpoint, holds_of, writing
from queue_server.content.holding import MERGING_S, Holds, Pace
from queue_server.content.indexing import is_due
from queue_server.content.straws import last_page

_TEND_ROWS = 2000
_FIRST_MERGED, _LEAST_MERGED = 100, 4
_ROUNDS_AT_END = 16


class Pages:
    """One writer's pages into one content file."""

    def __init__(
        self,
        engine: Engine,
        lock: Path,
        clock: Clock,
        *,
        most_segments: int = index.MOST_SEGMENTS,
    ) -> None:
        self._most_segments = most_segments
        self._engine = engine
        self._lock = lock
        self._clock = clock
        self._pace = Pace()
        self._merging = {
            table: Pace(_FIRST_MERGED, _LEAST_MERGED, aim_s=MERGING_S) for table in index.TABLES
        }
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

    def tend(self) -> None:
        """Merge some of the index's segments."""
        self._untended = 0
        for table, pace in self._merging.items():
            crowded = True
            while crowded:
                crowded = self._settle(table, pace)

    def _settle(self, table: str, pace: Pace) -> bool:
        """Merge some segments of a table; tell whether it still has too many.

        On a machine so busy that little is merged at a time, the pages that come bring more
        segments than go, without end.
        """
        merged = pace.rows

        def noted(held_s: float) -> None:
            pace.note(merged, held_s)

        with writing(self._engine, self._lock, bulk=True, noted=noted) as connection:
            index.settle(connection, table, merged)
        with self._engine.connect() as connection:
            return index.segments(connection, table) > self._most_segments

    def finish(self) -> None:
        """Tend more, after the last of many pages, and bring the file's log down."""
        for _ in range(_ROUNDS_AT_END):
            self.tend()
        checkpoint(self._engine)
