"""Carrying a whole hall from one engine to another, row by row."""

from sqlalchemy import Connection, insert, select

from queue_server.store import tables

_CHUNK = 1000


def copy_rows(source: Connection, target: Connection) -> None:
    """Insert every row of a hall into empty tables; parents come before those who refer to them."""
    for table in tables.metadata.sorted_tables:
        found = source.execution_options(yield_per=_CHUNK).execute(select(table)).mappings()
        for part in found.partitions(_CHUNK):
            target.execute(insert(table), [dict(row) for row in part])
