"""One database file: its connections, how they begin, and how they commit.

The writer's connection begins IMMEDIATE and syncs each commit to disk before it returns
(``synchronous=FULL``); read connections never write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool, QueuePool

from queue_server.store.gate import require_safe

FILE_NAME = "hall.sqlite3"


class Database:
    """The hall's database in a directory. Opening it neither creates nor upgrades tables."""

    def __init__(self, path: Path) -> None:
        require_safe(pysqlite3.sqlite_version)
        self.path = path
        self._writer = _engine(path, begin="BEGIN IMMEDIATE", pool=NullPool)
        self._readers = _engine(path, begin="BEGIN", pool=QueuePool)

    @property
    def writer(self) -> Engine:
        """The engine only the writer thread (and migrations before it) may use."""
        return self._writer

    def commit(self, connection: Connection) -> None:
        """Return when the transaction is on disk; raises DatabaseError when it is not."""
        connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a read connection with one consistent view of the database."""
        with self._readers.connect() as connection:
            yield connection

    def quick_check(self) -> bool:
        """Tell whether the file is whole; an unreadable one is not."""
        try:
            with self.reading() as connection:
                return bool(connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok")
        except DatabaseError:
            return False

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy while others write; raises DatabaseError when it cannot."""
        with self._readers.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM INTO :target"), {"target": str(target)})

    def close(self) -> None:
        """Close every connection; the database may be opened again by using it."""
        self._writer.dispose()
        self._readers.dispose()


def _engine(path: Path, *, begin: str, pool: type[NullPool] | type[QueuePool]) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=pysqlite3.dbapi2,
        poolclass=pool,
        connect_args={"timeout": 30, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        # SQLAlchemy begins by itself below; the driver's own guessing is switched off.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql(begin)

    return engine
