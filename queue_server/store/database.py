"""One database file: its connections, how they begin, and how they commit.

The writer's connection begins IMMEDIATE and syncs each commit to disk before it returns
(``synchronous=FULL``); read connections never write.
"""

import logging
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

from queue_server.pacing import copy_paced
from queue_server.store.bulk import cursor_of
from queue_server.store.damage import DamagedError, State, is_damage, read_error, unreadable
from queue_server.store.gate import require_safe

FILE_NAME = "hall.sqlite3"
COPIES = "backups"
"""The folder beside the file where copies of the hall lie."""
_LOG_ENDS = ("-wal", "-shm")

_LOG = logging.getLogger(__name__)


class Database:
    """A hall in one SQLite file: the :class:`Store` of a hall with one server."""

    def __init__(self, path: Path) -> None:
        require_safe(pysqlite3.sqlite_version)
        self.path = path
        self._log = Path(f"{path}-wal")
        self._in_use = Path(f"{path}-in-use")
        self._log_lost = Path(f"{path}-log-lost")
        self._leads = False
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
        """Always: whoever holds the data folder is the only one to open the file.

        Notes that from now on the file is not whole without its log, which SQLite takes away
        itself at an end in order.
        """
        if self._log.exists():
            # SQLite takes the log away with the last connection, and after a failed write the
            # writer closes its own: a reader's keeps it, or the file would seem to have lost it.
            with self.reading() as keeper:
                keeper.execute(text("SELECT 1 FROM sqlite_master LIMIT 1"))
            self._in_use.touch(0o600)
            self._leads = True
        return not connection.closed

    def let_go(self, connection: Connection | None) -> None:
        self._in_use.unlink(missing_ok=True)
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
            return not self._problems_twice()
        except DatabaseError:
            return False

    def state(self) -> State | None:
        """Return how the file stands where a hall was and is not whole; None where it is.

        Raises ConfigError where it cannot be read, and may be whole.
        """
        if self.path.is_symlink() and not self.path.exists():
            raise unreadable(self.name, "what it stands for is not there")
        if not self.path.exists() or not self.path.stat().st_size:
            return "missing" if self._had_a_hall() else None
        if self._in_use.exists() and not self._log.exists():
            # Reading it makes another log: what was seen must outlive that.
            self._in_use.rename(self._log_lost)
        if self._log_lost.exists():
            return "log_gone"
        found, tables = self._looked_at()
        if not found and not tables:
            # Killed while it was being founded, it has a log already; copies it has not.
            return "missing" if self._has_copies() else None
        return "damaged" if found else None

    def _looked_at(self) -> tuple[list[str], int]:
        """Return what is damaged in the file, and how many tables it has."""
        try:
            found = self._problems_twice()
            with self.reading() as connection:
                tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
        except DatabaseError as fault:
            if is_damage(fault, self.path):
                return [str(fault.orig)], 0
            raise unreadable(self.name, fault.orig) from fault
        if (error := read_error(found)) is not None:
            raise unreadable(self.name, error)
        return found, int(tables)

    def _problems_twice(self) -> list[str]:
        """Return what a look at the file finds; where that is something, what a second one does.

        A disk that stumbles once while it is read has not damaged what is on it.
        """
        with self.reading() as connection:
            found = _problems(connection)
            if not found:
                return []
            with self.reading() as another:  # which has nothing in its memory yet
                again = _problems(another)
        if not again:
            _LOG.warning("read as damaged, and whole when read again", extra={"found": found[0]})
        return again

    def require_whole(self) -> None:
        try:
            state = self.state()
        except BaseException:
            self.close()
            raise
        if state is not None:
            self.close()
            raise DamagedError(self.name, state)

    def _had_a_hall(self) -> bool:
        """Tell whether something says that a hall lay here: then none is begun in its place."""
        log = self._log.exists() and self._log.stat().st_size
        return bool(log) or self._in_use.exists() or self._has_copies()

    def _has_copies(self) -> bool:
        return any((self.path.parent / COPIES).glob("*.sqlite3"))

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
        self._forget_log()
        for file in (self.path, fresh):
            for end in _LOG_ENDS:
                Path(f"{file}{end}").unlink(missing_ok=True)
        self._put_in_place(fresh, aside)
        return str(aside)

    def replace_damaged(self, fresh: Path, aside: Path) -> None:
        """Put a SQLite file in the place of a damaged one, which is kept whole, with its log."""
        self.close()
        for end in _LOG_ENDS:
            left = Path(f"{self.path}{end}")
            if left.exists():
                # A log is of its own file alone: in front of another it would spoil that too.
                left.rename(f"{aside}{end}")
        self._put_in_place(fresh, aside)
        self._forget_log()

    def _forget_log(self) -> None:
        for each in (self._in_use, self._log_lost):
            each.unlink(missing_ok=True)

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
        if self._leads or self._log.exists():
            # Whoever closes it last takes the log away: from here on that is no loss.
            self._in_use.unlink(missing_ok=True)
            self._leads = False
        self._writer.dispose()
        self._readers.dispose()


def _problems(connection: Connection) -> list[str]:
    lines = connection.execute(text("PRAGMA quick_check")).scalars()
    return [str(line) for line in lines if line != "ok"]


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
