"""Making the word index anew where another version of it, or none, lies in the file.

The index is never migrated and needs no backup: everything in it can be told from the items.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from queue_server.content import index
from queue_server.content.blocks import merge_all
from queue_server.content.database import body, item, meta, touched, writing
from queue_server.content.indexing import IndexEntry, index_entry
from queue_server.content.model import decode_record

_KEY = "index_version"
_PAGE = 500
_log = logging.getLogger(__name__)


def renew_index(engine: Engine, lock: Path) -> bool:
    """Make the index anew unless it is of this version; tell whether that was needed."""
    with engine.connect() as connection:
        if _version(connection) == index.FORMAT:
            return False
    with writing(engine, lock) as connection:
        if _version(connection) == index.FORMAT:
            return False
        count = _remake(connection)
    if count:
        _log.warning("content index made anew", extra={"items": count})
    return True


def _version(connection: Connection) -> str | None:
    found = select(meta.c.value).where(meta.c.key == _KEY)
    return connection.execute(found).scalar_one_or_none()


def _remake(connection: Connection) -> int:
    index.drop_index(connection)
    index.make_index(connection)
    for table in (item, touched):
        table.drop(connection, checkfirst=True)
        table.create(connection)
    count, last = 0, -1
    while rows := _after(connection, last):
        entries = [(row.n, index_entry(decode_record(row.record))) for row in rows]
        _write(connection, entries)
        count, last = count + len(rows), rows[-1].n
    merge_all(connection)
    connection.execute(delete(meta).where(meta.c.key == _KEY))
    connection.execute(insert(meta).values(key=_KEY, value=index.FORMAT))
    return count


def _after(connection: Connection, last: int) -> Sequence[Any]:
    chosen = select(body.c.n, body.c.record).where(body.c.n > last).order_by(body.c.n)
    return connection.execute(chosen.limit(_PAGE)).all()


def _write(connection: Connection, entries: Sequence[tuple[int, IndexEntry]]) -> None:
    connection.execute(insert(item), [{"n": n, **each.columns} for n, each in entries])
    index.put(connection, [(n, each.straw) for n, each in entries], fresh=True)
