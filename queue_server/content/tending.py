"""Merging the word index's segments beside whatever else goes on, in short transactions."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from queue_server.content.blocks import (
    KINDS,
    Kind,
    merge_some,
    segments_in,
    structures,
)
from queue_server.content.database import writing
from queue_server.content.holding import MERGING_S, Pace

MOST_SEGMENTS = 300
"""Who writes page after page merges on while a table has more."""
# Most mergings end long before the pages they may take; what these took says little of a long one.
_FIRST_MERGED, _LEAST_MERGED, _MOST_MERGED = 100, 4, 160


class Tending:
    """One writer's merging; how much a transaction merges follows how long the last ones held."""

    def __init__(
        self,
        engine: Engine,
        lock: Path,
        kinds: Sequence[Kind] = KINDS,
        *,
        most_segments: int = MOST_SEGMENTS,
    ) -> None:
        self._engine = engine
        self._lock = lock
        self._kinds = kinds
        self._most_segments = most_segments
        self._pace = {
            kind: Pace(_FIRST_MERGED, _LEAST_MERGED, most=_MOST_MERGED, aim_s=MERGING_S)
            for kind in kinds
        }
        # The record of each table when there was nothing to merge in it.
        self._settled: dict[str, bytes] = {}

    def tend(self) -> bool:
        """Merge some segments of each table where enough are of one size; tell whether any were.

        On a machine so busy that little is merged at a time, the pages that come bring more
        segments than go, without end: a table with very many is merged on until it has fewer.
        """
        merged = False
        for kind in self._kinds:
            for table, record in self._structures(kind).items():
                merged |= self._settled.get(table) != record and self._tend(kind, table, record)
        return merged

    def gather(self) -> None:
        """Merge each table into one segment, so that searches read no more than they must."""
        for kind in self._kinds:
            for table, record in self._structures(kind).items():
                if segments_in(record) > 1:
                    before, now = record, self._merge(kind, table, all_of_them=True)
                    while now is not None and now != before:
                        before, now = now, self._merge(kind, table)

    def _tend(self, kind: Kind, table: str, record: bytes) -> bool:
        """Merge some segments of a table; tell whether there were any to merge."""
        while (now := self._merge(kind, table)) is not None and now != record:
            if segments_in(now) <= self._most_segments:
                return True
            record = now
        self._settled[table] = record
        return False

    def _structures(self, kind: Kind) -> dict[str, bytes]:
        with self._engine.connect() as connection:
            return structures(connection, kind)

    def _merge(self, kind: Kind, table: str, *, all_of_them: bool = False) -> bytes | None:
        """Merge some segments in a transaction of its own; return the table's record then."""
        pace = self._pace[kind]
        pages = pace.rows

        def noted(held_s: float) -> None:
            pace.note(pages, held_s)

        with writing(self._engine, self._lock, bulk=True, noted=noted) as connection:
            return merge_some(connection, table, pages, all_of_them=all_of_them)
