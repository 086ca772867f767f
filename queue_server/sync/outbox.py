"""What this hall sends up: numbered batches in its content file, kept long after their receipt.

A batch holds absolute day counts with a version, so that sending again or correcting never counts
twice, and the hall's own items that the level above is to publish.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from hall.clock import Clock
from hall.errors import SyncError
from queue_server.content.canonical import data_of, rev_of
from queue_server.content.database import meta, metadata, writing
from queue_server.content.model import Record
from queue_server.sync.calling import Caller
from queue_server.sync.compacting import compact
from queue_server.sync.uplink import MOST_ROWS

KEPT = timedelta(days=400)
_EPOCH = "outbox_epoch"
_encode = msgspec.json.Encoder(order="sorted").encode

outbox = Table(
    "outbox",
    metadata,
    Column("epoch", String, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", Integer, nullable=False),
    Column("acked_at", Integer),
)
# The last value of each day count, so that only what changed is told, under a higher version.
counted = Table(
    "outbox_counted",
    metadata,
    Column("day", String, primary_key=True),
    Column("metric", String, primary_key=True),
    Column("dims", String, primary_key=True),
    Column("value", String, nullable=False),
    Column("ver", Integer, nullable=False),
)
# Items of this hall's own that were sent up to be published by the level above.
sent_up = Table(
    "sent_up",
    metadata,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("rev", String, nullable=False),
    Column("at", Integer, nullable=False),
)


class ConflictError(SyncError):
    """The level above has another batch under our number; nothing is sent until somebody looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One absolute count of a day; ``value`` is ``"<5"`` where it is withheld."""

    day: str
    metric: str
    dims: tuple[tuple[str, str], ...]
    value: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is not yet received above: how many batches, and the oldest one's time."""

    batches: int
    since: datetime | None


class Outbox:
    """The sending end, in this hall's content file."""

    def __init__(self, engine: Engine, lock: Path, clock: Clock) -> None:
        self._engine = engine
        self._lock = lock
        self._clock = clock

    def count(self, counts: Sequence[Count]) -> int:
        """Put counts that changed since they were told last into batches; return how many."""
        now = int(self._clock.now().timestamp())
        with writing(self._engine, self._lock, durable=True) as connection:
            changed = [each for each in counts if _is_news(connection, each)]
            rows = [_noted(connection, each, now) for each in changed]
            for start in range(0, len(rows), MOST_ROWS):
                _enqueue(connection, {"rows": rows[start : start + MOST_ROWS]}, now)
            if rows:
                compact(connection, outbox, _encode)
        return len(rows)

    def submit(self, record: Record) -> None:
        """Ask the level above to publish an item of ours under its id."""
        data, now = data_of(record), int(self._clock.now().timestamp())
        told = {
            "kind": record.kind,
            "id": record.id,
            "rev": rev_of(data),
            "data": msgspec.Raw(data),
        }
        with writing(self._engine, self._lock, durable=True) as connection:
            _enqueue(connection, {"submissions": [told]}, now)
            row = upsert(sent_up).values(kind=record.kind, id=record.id, rev=told["rev"], at=now)
            connection.execute(
                row.on_conflict_do_update(
                    index_elements=["kind", "id"],
                    set_={"rev": row.excluded.rev, "at": row.excluded.at},
                )
            )

    def take_back(self, kind: str, item_id: str) -> None:
        """Ask the level above to publish an item of ours no more, if it was ever asked to."""
        now = int(self._clock.now().timestamp())
        told = {"kind": kind, "id": item_id, "data": None}
        sent = select(sent_up.c.id).where(sent_up.c.kind == kind, sent_up.c.id == item_id)
        with writing(self._engine, self._lock, durable=True) as connection:
            if connection.execute(sent).first() is None:
                return
            _enqueue(connection, {"submissions": [told]}, now)

    def put_head(self, head: Mapping[str, Any]) -> None:
        """Tell the level above a signed head of the journal: what is cut off here shows there."""
        now = int(self._clock.now().timestamp())
        with writing(self._engine, self._lock, durable=True) as connection:
            _enqueue(connection, {"heads": [dict(head)]}, now)

    def waiting(self) -> Waiting:
        """Return what is not yet received above."""
        chosen = select(func.count(), func.min(outbox.c.made_at)).where(outbox.c.acked_at.is_(None))
        with self._engine.connect() as connection:
            batches, first = connection.execute(chosen).one()
        since = None if first is None else datetime.fromtimestamp(first, self._clock.now().tzinfo)
        return Waiting(batches=int(batches), since=since)

    def deliver(self, caller: Caller, hall: str, go_on: Any = lambda: None) -> int:
        """Send what is waiting, in order; return how many batches were received.

        Raises SyncError where the level above cannot be reached or holds another batch.
        """
        sent = 0
        while (found := self._next()) is not None:
            go_on()
            digest = f"sha-256=:{base64.b64encode(hashlib.sha256(found.body).digest()).decode()}:"
            answer = caller.put(hall, found.epoch, found.n, found.body, digest)
            if answer.status == 422:
                raise ConflictError(f"the level above has another batch {found.n} of this hall")
            if answer.status == 409:
                self._go_back(found.epoch, int(msgspec.json.decode(answer.body)["next"]), found.n)
                continue
            self._receive(found.epoch, found.n)
            sent += 1
        return sent

    def _next(self) -> Any:
        chosen = select(outbox).where(outbox.c.acked_at.is_(None)).order_by(outbox.c.n).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(chosen).one_or_none()

    def _receive(self, epoch: str, n: int) -> None:
        now = self._clock.now()
        with writing(self._engine, self._lock) as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.epoch == epoch, outbox.c.n == n)
                .values(acked_at=int(now.timestamp()))
            )
            old = int((now - KEPT).timestamp())
            connection.execute(delete(outbox).where(outbox.c.acked_at < old, outbox.c.n < n))

    def _go_back(self, epoch: str, first: int, asked: int) -> None:
        """Send again from a number on; a new epoch where we no longer have it, or it is ahead."""
        with writing(self._engine, self._lock, durable=True) as connection:
            same = outbox.c.epoch == epoch
            kept = connection.execute(select(outbox.c.n).where(same, outbox.c.n == first)).scalar()
            if kept is None or first >= asked:
                _begin_epoch(connection, epoch)
                return
            connection.execute(
                update(outbox).where(same, outbox.c.n >= first).values(acked_at=None)
            )


def _enqueue(connection: Connection, body: dict[str, Any], now: int) -> None:
    epoch = _epoch(connection)
    last = connection.execute(select(func.max(outbox.c.n)).where(outbox.c.epoch == epoch)).scalar()
    connection.execute(
        insert(outbox).values(epoch=epoch, n=(last or 0) + 1, body=_encode(body), made_at=now)
    )


def _epoch(connection: Connection) -> str:
    present = connection.execute(select(meta.c.value).where(meta.c.key == _EPOCH)).scalar()
    return str(present) if present else _new_epoch(connection)


def _new_epoch(connection: Connection) -> str:
    fresh = "E" + secrets.token_hex(4)
    row = upsert(meta).values(key=_EPOCH, value=fresh)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": fresh}))
    return fresh


def _begin_epoch(connection: Connection, old: str) -> None:
    """Number what is kept anew: the level above knows our old numbers otherwise than we do."""
    fresh = _new_epoch(connection)
    kept = select(outbox.c.n).where(outbox.c.epoch == old).order_by(outbox.c.n)
    for at, n in enumerate(connection.execute(kept).scalars().all(), start=1):
        connection.execute(
            update(outbox)
            .where(outbox.c.epoch == old, outbox.c.n == n)
            .values(epoch=fresh, n=at, acked_at=None)
        )


def _is_news(connection: Connection, each: Count) -> bool:
    value = connection.execute(
        select(counted.c.value).where(
            counted.c.day == each.day,
            counted.c.metric == each.metric,
            counted.c.dims == _dims(each),
        )
    ).scalar()
    return value != msgspec.json.encode(each.value).decode()


def _noted(connection: Connection, each: Count, now: int) -> dict[str, Any]:
    key = {"day": each.day, "metric": each.metric, "dims": _dims(each)}
    before = connection.execute(select(counted.c.ver).filter_by(**key)).scalar()
    ver = max(now, (before or 0) + 1)
    row = upsert(counted).values(**key, value=msgspec.json.encode(each.value).decode(), ver=ver)
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["day", "metric", "dims"],
            set_={"value": row.excluded.value, "ver": row.excluded.ver},
        )
    )
    return {
        "day": each.day, "metric": each.metric, "dims": dict(each.dims), "value": each.value,
        "ver": ver,
    }  # fmt: skip


def _dims(each: Count) -> str:
    return _encode(dict(each.dims)).decode()
