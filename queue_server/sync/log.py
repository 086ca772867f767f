"""Reading the log of content: what changed after a number, as lines of a feed page.

One row an item, its newest change; what is gone stays as a tombstone for ``KEPT`` and is then
forgotten, which ``tomb_from`` tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from queue_server.content.buckets import in_buckets
from queue_server.content.canonical import data_of
from queue_server.content.database import body, entry, meta, tomb
from queue_server.content.model import decode_record
from queue_server.content.pagework import newest_seq
from queue_server.sync.scope import Scope, within

KEPT = timedelta(days=400)
_AT_ONCE = 500
_TOMB_FROM = "feed_tomb_from"


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change as the feed tells it (sync-and-search.md §2.1)."""

    seq: int
    op: str
    kind: str
    id: str
    rev: str
    origin: tuple[str, ...] = ()
    meta: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()
    why: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How far a log reaches."""

    max_seq: int
    tomb_from: int
    count: dict[str, int]


def extent(connection: Connection) -> Extent:
    """Return the newest number, from where tombstones are kept, and how many items of each kind."""
    counted = select(entry.c.kind, func.count()).group_by(entry.c.kind).order_by(entry.c.kind)
    return Extent(
        max_seq=newest_seq(connection),
        tomb_from=tomb_from(connection),
        count={str(kind): int(number) for kind, number in connection.execute(counted)},
    )


def tomb_from(connection: Connection) -> int:
    """Return the first number from which on every tombstone is there."""
    kept = connection.execute(select(meta.c.value).where(meta.c.key == _TOMB_FROM)).scalar()
    return int(kept or 1)


def changes(
    connection: Connection, scope: Scope, feed: str, *, after: int, live_until: int
) -> Iterator[Line]:
    """Yield what changed after a number, in order; tombstones up to ``live_until`` are left out."""
    told = _live(connection, scope, feed, after, live_until)
    gone = _gone(connection, scope, max(after, live_until))
    yield from merge(told, gone, key=lambda line: line.seq)


def bucket_lines(connection: Connection, scope: Scope, feed: str, number: int) -> Iterator[Line]:
    """Yield the items of one repair bucket that lie in a scope, by kind and id."""
    chosen = _items().where(in_buckets(connection, [number]))
    chosen = chosen.order_by(entry.c.kind, entry.c.id)
    for row in connection.execute(within(chosen, scope, entry)):
        if scope.has(row.kind, row.region):
            yield _put(row, feed)


def forget_tombs(connection: Connection, now: datetime) -> int:
    """Forget old tombstones within a transaction, never the newest change; return how many."""
    old = int((now - KEPT).timestamp())
    last = connection.execute(
        select(func.max(tomb.c.seq)).where(tomb.c.at < old, tomb.c.seq < newest_seq(connection))
    ).scalar()
    if last is None:
        return 0
    gone = connection.execute(delete(tomb).where(tomb.c.seq <= last, tomb.c.at < old)).rowcount
    row = upsert(meta).values(key=_TOMB_FROM, value=str(last + 1))
    connection.execute(
        row.on_conflict_do_update(index_elements=["key"], set_={"value": str(last + 1)})
    )
    return gone


def _items() -> Any:
    return select(
        entry.c.seq, entry.c.kind, entry.c.id, entry.c.rev, entry.c.origin, entry.c.region,
        entry.c.meta, body.c.record,
    ).join(body, body.c.n == entry.c.n)  # fmt: skip


def _live(
    connection: Connection, scope: Scope, feed: str, after: int, live_until: int
) -> Iterator[Line]:
    while True:
        chosen = _items().where(entry.c.seq > after).order_by(entry.c.seq).limit(_AT_ONCE)
        rows = connection.execute(within(chosen, scope, entry)).all()
        for row in rows:
            if scope.has(row.kind, row.region):
                yield _put(row, feed)
            elif row.seq > live_until:
                yield Line(
                    seq=row.seq, op="del", kind=row.kind, id=row.id, rev=row.rev, why="out_of_scope"
                )
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].seq


def _gone(connection: Connection, scope: Scope, after: int) -> Iterator[Line]:
    while True:
        chosen = select(tomb).where(tomb.c.seq > after).order_by(tomb.c.seq).limit(_AT_ONCE)
        rows = connection.execute(within(chosen, scope, tomb)).all()
        for row in rows:
            yield Line(
                seq=row.seq, op="del", kind=row.kind, id=row.id, rev=row.rev, why=row.why,
                into=row.merged_into,
            )  # fmt: skip
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].seq


def _put(row: Any, feed: str) -> Line:
    return Line(
        seq=row.seq,
        op="put",
        kind=row.kind,
        id=row.id,
        rev=row.rev,
        origin=_passed(row.origin, feed),
        meta=msgspec.Raw(row.meta.encode() if row.meta else b"{}"),
        data=msgspec.Raw(data_of(decode_record(row.record))),
    )


def _passed(origin: str, feed: str) -> tuple[str, ...]:
    """Return the feeds an item passed, this one last."""
    before = msgspec.json.decode(origin, type=tuple[str, ...])
    return before if before[-1:] == (feed,) else (*before, feed)
