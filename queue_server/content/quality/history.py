"""Every revision an item had: what it said, from which source, and how it ended.

The revision that holds now lies in the content file itself; here are those before it, written in
the transaction that replaced or withdrew them. ``legal`` removals leave nothing behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    insert,
    select,
)

from queue_server.content.changes import Before
from queue_server.content.database import metadata
from queue_server.content.model import Record, decode_record

revision = Table(
    "revision",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("id", String, nullable=False),
    Column("rev", String, nullable=False),
    Column("source", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("ended", Integer, nullable=False),
    Column("op", String, nullable=False),
    Column("why", String, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index("revision_of", "kind", "id"),
)
_COLUMNS = ("kind", "id", "rev", "source", "seq", "op", "why", "record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revision that ended: replaced by another (``put``), or withdrawn (``del``) and why."""

    rev: str
    source: str
    ended_at: datetime
    op: Literal["put", "del"]
    why: str
    record: Record


def note_page(connection: Connection, before: Sequence[Before], now: datetime) -> None:
    """Keep revisions that a page replaced or withdrew, within the page's transaction.

    ``seq`` of each is the number under which it stood in our feed.
    """
    if before:
        ended = int(now.timestamp())
        connection.execute(
            insert(revision),
            [
                {"ended": ended, **{name: getattr(each, name) for name in _COLUMNS}}
                for each in before
            ],
        )


def purge(connection: Connection, kind: str, item_id: str) -> None:
    """Forget every revision of an item, as the law asks."""
    connection.execute(delete(revision).where(revision.c.kind == kind, revision.c.id == item_id))


def revisions_of(connection: Connection, kind: str, item_id: str) -> list[Revision]:
    """Return the ended revisions of an item, the newest first."""
    rows = connection.execute(
        select(revision)
        .where(revision.c.kind == kind, revision.c.id == item_id)
        .order_by(revision.c.n.desc())
    )
    return [
        Revision(
            rev=row.rev,
            source=row.source,
            ended_at=datetime.fromtimestamp(row.ended, UTC),
            op=row.op,
            why=row.why,
            record=decode_record(row.record),
        )
        for row in rows
    ]


def forget_before(connection: Connection, instant: datetime) -> int:
    """Forget revisions that ended before an instant; return how many."""
    ended = int(instant.timestamp())
    return connection.execute(delete(revision).where(revision.c.ended < ended)).rowcount
