"""Many rows of one table written at once: statements made once, values straight to SQLite.

A page writes some thousand rows while it holds the lock; SQLAlchemy's care for each parameter
would be half of that time.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table


def insertion(table: Table) -> str:
    """Return the statement that inserts a row of a table, values in the order of its columns."""
    names = table.columns.keys()
    marks = ", ".join("?" * len(names))
    return f"insert into {table.name} ({', '.join(names)}) values ({marks})"  # noqa: S608  our own names


def write_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement once for each row of positional values; nothing where there is none."""
    if rows:
        connection.exec_driver_sql(statement, list(rows))
