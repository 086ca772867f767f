"""Carrying a whole hall from one engine to another, row by row."""

from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect, select, text

from queue_server.store import tables

_CHUNK = 1000
_REVISION = "alembic_version"


def copy_rows(source: Connection, target: Connection, known: MetaData = tables.metadata) -> None:
    """Insert every row of a hall into empty tables; parents come before those who refer to them."""
    for table in known.sorted_tables:
        if table.name == _REVISION:
            continue
        found = source.execution_options(yield_per=_CHUNK).execute(select(table)).mappings()
        for part in found.partitions(_CHUNK):
            target.execute(insert(table), [dict(row) for row in part])


def copy_other_rows(source: Connection, target: Connection, revision: str) -> None:
    """Insert the rows of a hall whose tables are another revision's, with all they hold.

    What the target's tables lack of a newer program's is added to them as it is there; the copy
    then has the revision of what it was made from.
    """
    theirs = MetaData()
    theirs.reflect(source)
    _lay_out(theirs, target)
    told = text("UPDATE alembic_version SET version_num = :given")
    target.execute(told, {"given": revision})
    copied = MetaData()
    copied.reflect(target, only=sorted(theirs.tables))
    copy_rows(source, target, copied)


def _lay_out(theirs: MetaData, target: Connection) -> None:
    own, more = inspect(target), MetaData()
    for table in theirs.sorted_tables:
        if not own.has_table(table.name):
            columns = [Column(each.name, each.type.as_generic()) for each in table.columns]
            Table(table.name, more, *columns).create(target)
            continue
        there = {each["name"] for each in own.get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.as_generic().compile(target.dialect)
                target.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}")
