"""Many rows in one statement, compiled once: what a batch costs is its rows, not its words.

The statements are SQLAlchemy's own, for whichever engine; only the way from a row to the driver
is shortened. A batch of hundreds spends most of its time here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, delete, insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[str, Any]
_Bind = Callable[[Any], Any]
_OLD = "b_"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as the driver wants it.

    ``names`` are its values in order; ``binds`` the places of those that need a way to the driver.
    """

    sql: str
    names: tuple[str, ...]
    binds: tuple[tuple[int, _Bind], ...]
    by_position: bool

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """Run it for every row; return how many rows it changed."""
        pick = itemgetter(*self.names)
        single, values = len(self.names) == 1, list[Any]()
        for row in rows:
            found = [pick(row)] if single else list(pick(row))
            for place, bind in self.binds:
                found[place] = bind(found[place])
            by_name = () if self.by_position else zip(self.names, found, strict=True)
            values.append(tuple(found) if self.by_position else dict(by_name))
        with driver(connection, self.sql) as cursor:
            cursor.executemany(self.sql, values)
            return int(cursor.rowcount)


@contextmanager
def driver(connection: Connection, statement: str) -> Iterator[Any]:
    """Give the driver's own cursor, within the connection's transaction.

    SQLAlchemy's way to it takes longer than most statements of a small batch; its errors are kept.
    """
    if not connection.in_transaction():
        connection.begin()
    with cursor_of(connection, statement) as cursor:
        yield cursor


@contextmanager
def cursor_of(connection: Connection, statement: str) -> Iterator[Any]:
    """Give the driver's own cursor, whether a transaction is open or not."""
    errors = connection.dialect.loaded_dbapi.Error
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except errors as fault:
        raise DBAPIError.instance(statement, None, fault, errors) from fault
    finally:
        cursor.close()


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        _insert(connection.dialect, table, tuple(rows[0])).run(connection, rows)


def update_rows(
    connection: Connection, table: Table, keys: tuple[str, ...], rows: Sequence[Row]
) -> int:
    """Update the rows whose ``b_…`` columns are as given; return how many there were."""
    if not rows:
        return 0
    columns = tuple(name for name in rows[0] if not name.startswith(_OLD))
    return _update(connection.dialect, table, keys, columns).run(connection, rows)


def delete_rows(
    connection: Connection, table: Table, keys: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Delete the rows whose ``b_…`` columns are as given, where there are any."""
    if rows:
        _delete(connection.dialect, table, keys).run(connection, rows)


def old(name: str) -> str:
    """Return what a row calls the value a column must have had."""
    return f"{_OLD}{name}"


@lru_cache(maxsize=128)
def _insert(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Prepared:
    return _prepared(insert(table), dialect, columns)


@lru_cache(maxsize=128)
def _update(
    dialect: Dialect, table: Table, keys: tuple[str, ...], columns: tuple[str, ...]
) -> _Prepared:
    values: dict[str, Any] = {name: bindparam(name) for name in columns}
    conditions = [table.c[name] == bindparam(old(name)) for name in keys]
    return _prepared(update(table).where(*conditions).values(values), dialect, columns)


@lru_cache(maxsize=128)
def _delete(dialect: Dialect, table: Table, keys: tuple[str, ...]) -> _Prepared:
    conditions = [table.c[name] == bindparam(old(name)) for name in keys]
    return _prepared(delete(table).where(*conditions), dialect, ())


def _prepared(statement: Any, dialect: Dialect, columns: tuple[str, ...]) -> _Prepared:
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=list(columns))
    names = compiled.positiontup or list(compiled.binds)
    ways = [
        compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
    ]
    return _Prepared(
        sql=str(compiled),
        names=tuple(names),
        binds=tuple((place, way) for place, way in enumerate(ways) if way is not None),
        by_position=compiled.positiontup is not None,
    )
