"""Applying what a level above told, a few rows in a transaction, each with our place in its log.

How many rows a transaction holds is steered by ``content.paging``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, select, tuple_

from hall.clock import Clock
from queue_server.content.changes import Applied, Cursor, Gone, Key, Prepared, Refused
from queue_server.content.database import entry
from queue_server.content.paging import Pages
from queue_server.sync.door import Told
from queue_server.sync.outbox import sent_up
from queue_server.sync.state import NAME, Place


@dataclass(slots=True)
class Taken:
    """What was done so far, and how long this process held the writer's lock for it, seconds.

    ``locks`` are its transactions, ``long_locks`` those beyond 50 ms, ``work_s`` the most processor
    time of one.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    refused: int = 0
    longest_s: float = 0.0
    p99_s: float = 0.0
    work_s: float = 0.0
    locks: int = 0
    long_locks: int = 0

    @property
    def altered(self) -> bool:
        """Tell whether anything is another than before."""
        return bool(self.new or self.changed or self.gone)

    def add(self, done: Applied) -> None:
        """Count one transaction's work."""
        self.new += done.new
        self.changed += done.changed
        self.unchanged += done.unchanged
        self.gone += done.gone


class Taking:
    """The writing end of a feed that is followed."""

    def __init__(self, engine: Engine, lock: Path, clock: Clock, own_feed: str) -> None:
        self._engine = engine
        self._own = f"{own_feed}:"
        self._pages = Pages(engine, lock, clock)
        self.taken = Taken()

    def take(self, told: Iterable[tuple[int, Told]], feed: str, end: Place | None) -> None:
        """Apply items in the order of their numbers; the last transaction brings us to ``end``."""
        rows = sorted(told, key=lambda each: each[0])
        rows = [(seq, each) for (seq, _), each in zip(rows, self._guarded(rows), strict=True)]
        at = 0
        while at < len(rows):
            part = rows[at : at + self._pages.rows]
            at += len(part)
            place = end
            if end is not None and at < len(rows):
                place = Place(end.epoch, part[-1][0])
            self._write([each for _, each in part], feed, place)
        if not rows and end is not None:
            self._write([], feed, end)

    def drop(self, keys: Sequence[Key], feed: str) -> None:
        """Take away what a level above has no more."""
        waiting = iter(keys)
        while part := list(islice(waiting, self._pages.rows)):
            gone = [Gone(kind=kind, id=item_id, why="withdrawn") for kind, item_id in part]
            self._write(gone, feed, None)

    def _write(self, page: Sequence[Told], feed: str, place: Place | None) -> None:
        cursor = None if place is None else Cursor(name=NAME, epoch=place.epoch, seq=place.seq)
        self.taken.add(self._pages.apply(page, feed, feed=feed, cursor=cursor))
        self.taken.refused += sum(isinstance(each, Refused) for each in page)
        self.note_holds()

    def note_holds(self) -> None:
        """Tell how long this program held the lock until now, whatever for."""
        holds = self._pages.holds
        self.taken.longest_s, self.taken.p99_s = holds.longest_s, holds.quantile(0.99)
        self.taken.locks, self.taken.long_locks = holds.count, holds.over_bar
        self.taken.work_s = holds.longest_work_s

    def _guarded(self, rows: Sequence[tuple[int, Told]]) -> list[Told]:
        """Refuse what would replace an item of our own that nobody sent up (rule 13)."""
        ours = [each.key for _, each in rows if each.id.startswith(self._own)]
        if not ours:
            return [each for _, each in rows]
        unsent = self._unsent(ours)
        return [
            _refusal(each) if isinstance(each, Prepared) and each.key in unsent else each
            for _, each in rows
        ]

    def finish(self) -> None:
        """Merge the index after a first copy, a little at a time."""
        self._pages.finish()

    def _unsent(self, keys: Sequence[Key]) -> set[Key]:
        wanted = tuple_(entry.c.kind, entry.c.id).in_(keys)
        own = select(entry.c.kind, entry.c.id).where(wanted, entry.c.feed == "")
        sent = select(sent_up.c.kind, sent_up.c.id)
        with self._engine.connect() as connection:
            found = {(kind, item_id) for kind, item_id in connection.execute(own)}
            return found - {(kind, item_id) for kind, item_id in connection.execute(sent)}


def _refusal(each: Prepared) -> Refused:
    return Refused(
        kind=each.kind,
        id=each.id,
        up_rev=each.up_rev,
        reason="an item of this hall's own that it did not send up",
        origin=each.origin,
    )
