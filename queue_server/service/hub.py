"""The live stream: committed rows to every reader, each at its own pace, none slowing another.

Lives on the event loop. A reader's queue is bounded; one who lets it fill up is dropped and comes
back with the last seq it saw.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.hall import Way
from queue_server.service.telling import decode
from queue_server.service.visibility import seen
from queue_server.store.records import JournalRow

QUEUE_LIMIT = 1000
CATCH_UP_LIMIT = 5000
_CHUNK = 500
_SEQ_DIGITS = 19
# Readers who are shown the same whoever they are, and how long they may share one snapshot.
_ALIKE, _SHARED_S = frozenset({"display", "anonymous"}), 1.0

ReadRows = Callable[[int, int], Sequence[JournalRow]]
MakeSnapshot = Callable[[Actor], wire.Row]


class HubSubscription:
    """One reader's place on the stream; see ``hall.Subscription``.

    Rows up to ``head`` (the journal when it joined) are read from the store, later ones arrive by
    ``take``; ``prev`` is set as a row is handed out, so it is right for what this reader saw.
    """

    def __init__(
        self, hub: "Hub", reader: Actor, *, first: wire.Row | None, after: int, head: int
    ) -> None:
        self.reader = reader
        self.dropped = False
        self._hub = hub
        self._first = first
        self._read_to, self._head = after, head
        self._prev = after
        # Lists, mostly empty: a deque takes 700 bytes before its first row.
        self._old: list[JournalRow] = []
        self._live: list[JournalRow] = []
        self._more = asyncio.Event()
        self._closed = False
        self._way: Way | None = None
        self._idle = False

    def __aiter__(self) -> "HubSubscription":
        return self

    async def __anext__(self) -> wire.Row:
        if self._first is not None:
            first, self._first = self._first, None
            self._prev = first.seq
            return first
        while True:
            row = await self._next()
            shown = self._hub.shown_to(self.reader, row, self._prev)
            if shown is None:
                continue
            self._prev = row.seq
            return shown

    async def next_within(self, seconds: float) -> wire.Row | None:
        """Return the next row, or None when none came in time; StopAsyncIteration at the end."""
        try:
            async with asyncio.timeout(seconds):
                return await self.__anext__()
        except TimeoutError:
            return None

    def close(self) -> None:
        """Leave; safe to call twice."""
        self._closed = True
        self._hub.leave(self)
        self._more.set()

    def go_straight(self, way: Way) -> None:
        """Hand rows to this reader's way as they come, whenever nothing waits before them."""
        self._way = way

    def take(self, rows: Sequence[JournalRow]) -> None:
        """Pass rows on or queue them; drop the reader where it is too slow."""
        if self._idle and self._way is not None and not self._live:
            due = self._hub.due(self.reader, rows, self._prev)
            if not due or self._way.take(due):
                self._prev = due[-1].seq if due else self._prev
                return
        if len(self._live) + len(rows) > QUEUE_LIMIT:
            self.drop()
            return
        self._live.extend(rows)
        self._more.set()

    def drop(self) -> None:
        """End the stream at once: the reader has to come back."""
        self.dropped = True
        self._first = None
        self._old.clear()
        self._live.clear()
        self._read_to = self._head
        self.close()

    async def _next(self) -> JournalRow:
        while True:
            if not self._old and self._read_to < self._head:
                await self._read_on()
            for waiting in (self._old, self._live):
                if waiting:
                    return waiting.pop(0)
            if self._closed:
                raise StopAsyncIteration
            self._more.clear()
            self._idle = True
            try:
                await self._more.wait()
            finally:
                self._idle = False

    async def _read_on(self) -> None:
        limit = min(_CHUNK, self._head - self._read_to)
        rows = await asyncio.to_thread(self._hub.read_rows, self._read_to, limit)
        self._old.extend(rows)
        self._read_to = rows[-1].seq if rows else self._head


class Hub:
    """Who follows the journal, and what each is due."""

    def __init__(
        self, epoch: str, seq: int, read_rows: ReadRows, make_snapshot: MakeSnapshot
    ) -> None:
        self.epoch = epoch
        self.read_rows = read_rows
        self._seq = seq
        self._make_snapshot = make_snapshot
        self._readers: set[HubSubscription] = set()
        self._snapshots: dict[str, tuple[wire.Row, float]] = {}
        self._latest: JournalRow | None = None
        self._data: dict[str, Any] = {}
        self._shown: dict[tuple[str, int, str], wire.Row | None] = {}
        self._due: dict[tuple[str, int, str], tuple[wire.Row, ...]] = {}
        self._all_public = True

    def __len__(self) -> int:
        return len(self._readers)

    def edges(self) -> frozenset[str]:
        """Return the names of the devices that follow."""
        return frozenset(
            each.reader.name for each in self._readers if each.reader.role in ("kiosk", "display")
        )

    def join(self, reader: Actor, after: str | None) -> HubSubscription:
        """Follow from ``"EPOCH:SEQ"``, or from a snapshot where that cannot be resumed."""
        start = resumable(after, self.epoch, self._seq)
        first = self._snapshot_for(reader) if start is None else None
        joined = HubSubscription(
            self,
            reader,
            first=first,
            after=self._seq if start is None else start,
            head=self._seq,
        )
        self._readers.add(joined)
        return joined

    def _snapshot_for(self, reader: Actor) -> wire.Row:
        """Return where a reader starts; many of one kind that come at once share one."""
        if reader.role not in _ALIKE:
            return self._make_snapshot(reader)
        now = time.monotonic()  # noqa: TID251  how old a shared snapshot is, whatever the hall's time
        kept = self._snapshots.get(reader.role)
        if kept is None or kept[0].seq != self._seq or now - kept[1] > _SHARED_S:
            kept = self._snapshots[reader.role] = (self._make_snapshot(reader), now)
        return kept[0]

    def publish(self, epoch: str, seq: int, rows: Sequence[JournalRow]) -> None:
        """Pass committed rows on; a new epoch (a restored database) sends everyone away.

        Who joins from here on starts behind these rows. Readers are told once those who are
        answered now have been: a visitor's number does not wait for a thousand boards.
        """
        if epoch != self.epoch or seq < self._seq:
            self.epoch, self._seq = epoch, seq
            self._snapshots.clear()
            for reader in list(self._readers):
                reader.drop()
            return
        self._seq = seq
        if rows and self._readers:
            told = partial(self._tell, tuple(self._readers), rows)
            loop = asyncio.get_running_loop()
            # One turn of the loop to wake who asked, one in which their answers leave.
            loop.call_soon(loop.call_soon, told)

    def _tell(self, readers: Iterable[HubSubscription], rows: Sequence[JournalRow]) -> None:
        self._due.clear()
        self._all_public = all(row.public for row in rows)
        for reader in readers:
            if reader in self._readers:
                reader.take(rows)

    def due(self, reader: Actor, rows: Sequence[JournalRow], prev: int) -> tuple[wire.Row, ...]:
        """Return what a reader may see of the rows just published; one for all in step."""
        key = (reader.role, prev, "" if self._all_public else reader.name)
        found = self._due.get(key)
        if found is None:
            shown = []
            for row in rows:
                seen_row = self.shown_to(reader, row, prev)
                if seen_row is not None:
                    shown.append(seen_row)
                    prev = row.seq
            found = self._due[key] = tuple(shown)
        return found

    def shown_to(self, reader: Actor, row: JournalRow, prev: int) -> wire.Row | None:
        """Return a row as a reader sees it, None where it may not.

        Readers of one kind that are in step share what is made for the first of them.
        """
        if self._latest is not row:
            self._latest, self._shown, self._data = row, {}, decode(row.data)
        # Rows that are not public may depend on who reads.
        key = (reader.role, prev, "" if row.public else reader.name)
        if key not in self._shown:
            data = seen(reader, row.kind, row.public, self._data)
            self._shown[key] = (
                None
                if data is None
                else wire.Row(
                    epoch=self.epoch, seq=row.seq, prev=prev, at=row.at, kind=row.kind, data=data
                )
            )
        return self._shown[key]

    def leave(self, reader: HubSubscription) -> None:
        """Forget a reader."""
        self._readers.discard(reader)

    def close(self) -> None:
        """End every stream."""
        for reader in list(self._readers):
            reader.close()


def resumable(after: str | None, epoch: str, head: int) -> int | None:
    """Return the seq to resume after, or None where the reader must start from a snapshot."""
    if after is None:
        return None
    known, _, number = after.rpartition(":")
    if known != epoch or not number.isdecimal() or len(number) > _SEQ_DIGITS:
        return None
    seq = int(number)
    return seq if head - CATCH_UP_LIMIT <= seq <= head else None
