"""One database file: its connections, how they begin, and how they commit.

The writer's connection begins IMMEDIATE and syncs each commit to disk before it returns
(``synchronous=FULL``); read connections never write.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool, QueuePool

from hall.errors import ConfigError, Fault
from queue_server.pacing import copy_paced
from queue_server.store.bulk import cursor_of
from queue_server.store.gate import require_safe

FILE_NAME = "hall.sqlite3"


class Database:
    """A hall in one SQLite file: the :class:`Store` of a hall with one server."""

    def __init__(self, path: Path) -> None:
        require_safe(pysqlite3.sqlite_version)
        self.path = path
        self._writer = _engine(path, begin="BEGIN IMMEDIATE", pool=NullPool)
        self._readers = _engine(path, begin="BEGIN", pool=QueuePool)

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def writer(self) -> Engine:
        return self._writer

    def lead(self, connection: Connection) -> bool:
        """Always: whoever holds the data folder is the only one to open the file."""
        return not connection.closed

    def let_go(self, connection: Connection | None) -> None:
        if connection is not None:
            connection.close()
        self.close()

    def wait_for_news(self, seconds: float) -> None:
        """Nobody else writes a file: there is no news to wait for."""

    def commit(self, connection: Connection) -> None:
        connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._readers.connect() as connection:
            yield connection

    def quick_check(self) -> bool:
        """Tell whether the file is whole; an unreadable one is not."""
        try:
            with self.reading() as connection:
                return bool(connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok")
        except DatabaseError:
            return False

    def require_whole(self) -> None:
        if not self.path.exists() or self.quick_check():
            return
        self.close()
        fault = Fault(
            file=self.name,
            key="database",
            problem="is damaged, or not a hall's database",
            remedy="Run `hall90 server recover`: it tells what going back to the newest copy would "
            "lose, and with --yes does it; the damaged file is kept.",
        )
        raise ConfigError([fault])

    def problems(self, connection: Connection) -> list[str]:
        lines = connection.execute(text("PRAGMA integrity_check")).scalars()
        problems = [f"the file: {line}" for line in lines if line != "ok"]
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        if orphans:
            problems.append(f"{len(orphans)} rows refer to others that are missing")
        return problems

    def copy_to(self, target: Path) -> None:
        copy_paced(self.path, target)

    def replace_from(self, fresh: Path) -> str:
        aside = self.path.with_suffix(".before-restore")
        for file in (self.path, fresh):
            for end in ("-wal", "-shm"):
                Path(f"{file}{end}").unlink(missing_ok=True)
        self._put_in_place(fresh, aside)
        return str(aside)

    def replace_damaged(self, fresh: Path, aside: Path) -> None:
        """Put a SQLite file in the place of a damaged one, which is kept whole, with its log."""
        self.close()
        for end in ("-wal", "-shm"):
            left = Path(f"{self.path}{end}")
            if left.exists():
                # A log is of its own file alone: in front of another it would spoil that too.
                left.rename(f"{aside}{end}")
        self._put_in_place(fresh, aside)

    def _put_in_place(self, fresh: Path, aside: Path) -> None:
        """Let the hall's name stand for the old file or the new one at every moment.

        Between two renames there would be no hall, and the next start would begin an empty one.
        """
        if self.path.exists():
            aside.unlink(missing_ok=True)
            try:
                os.link(self.path, aside)
            except OSError:  # a disk without links, such as a stick's
                shutil.copyfile(self.path, aside)
        fresh.replace(self.path)

    def bear(self, hall: str) -> None:
        """Nothing: a file is one hall's, whatever its id."""

    def close(self) -> None:
        self._writer.dispose()
        self._readers.dispose()


def json_text(value: object) -> str:
    """Return the JSON text of a column's value."""
    # Most are a ticket's lists, which are often empty and seldom new.
    return _tuple_text(value) if isinstance(value, tuple) else msgspec.json.encode(value).decode()


@lru_cache(maxsize=1024)
def _tuple_text(value: tuple[object, ...]) -> str:
    return msgspec.json.encode(value).decode()


def _engine(path: Path, *, begin: str, pool: type[NullPool] | type[QueuePool]) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=pysqlite3.dbapi2,
        poolclass=pool,
        json_serializer=json_text,
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
        with cursor_of(connection, begin) as cursor:
            cursor.execute(begin)

    return engine
