"""A hall in PostgreSQL: its own schema in a database that other halls and servers may share.

The connection that writes is the one that holds the hall's advisory lock, so a server that lost
its place cannot write by mistake: its connection is gone. NOTIFY only wakes those who stand by;
what they then show is read from the tables.
"""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, select, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from hall.errors import ConfigError, Fault, HallError
from queue_server.domain.errors import UnavailableError
from queue_server.store import tables
from queue_server.store.copying import copy_other_rows, copy_rows
from queue_server.store.database import Database, json_text
from queue_server.store.port import HallTakenError
from queue_server.store.schema import REVISION, revision_of, upgrade

OLDEST_VERSION = 150000
# Commits reach the disk, and a server whose machine went dark loses its lock in about ten seconds.
_SETTINGS = {
    "synchronous_commit": "on",
    "tcp_keepalives_idle": "4",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


class PostgresDatabase:
    """One hall's schema: the :class:`Store` of halls with several servers."""

    def __init__(self, url: str, hall: str, folder: Path) -> None:
        """``hall`` names the schema; ``folder`` is for working copies. Connects to nothing yet."""
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._folder = folder
        self._leading: Connection | None = None
        self._listening: psycopg.Connection[tuple[object, ...]] | None = None
        self._lie_in(schema_name(hall))

    def _lie_in(self, schema: str) -> None:
        self._schema = schema
        self._lock = int.from_bytes(_digest(schema)[:8], "big", signed=True)
        self._writer = self._engine("READ COMMITTED", kept=False)
        self._readers = self._engine("REPEATABLE READ", kept=True)

    @property
    def name(self) -> str:
        shown = self._url.set(drivername="postgresql").render_as_string(hide_password=True)
        return f"{shown} ({self._schema})"

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def writer(self) -> Engine:
        return self._writer

    def lead(self, connection: Connection) -> bool:
        taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._lock})
        leads = bool(taken.scalar())
        connection.rollback()
        self._leading = connection if leads else None
        return leads

    def let_go(self, connection: Connection | None) -> None:
        if connection is None:  # who has the lead when it is back, nobody knows
            raise UnavailableError(
                "the database cannot be reached: nothing was changed, try again in a moment"
            )
        connection.rollback()

    def commit(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"NOTIFY {self._schema}")
        connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._readers.connect() as connection:
            yield connection

    def wait_for_news(self, seconds: float) -> None:
        try:
            if self._listening is None:
                self._listening = psycopg.connect(conninfo(self._url), autocommit=True)
                self._listening.execute(f"LISTEN {self._schema}".encode())
            for _ in self._listening.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.Error:
            self._stop_listening()
            threading.Event().wait(seconds)

    def require_whole(self) -> None:
        """Make the hall's schema where there is none; raises ConfigError where that fails."""
        try:
            with self._writer.connect() as connection:
                version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
                if version < OLDEST_VERSION:
                    raise _unusable(self.name, "is older than PostgreSQL 15", "Upgrade it.")
                if not _is_there(connection, self._schema):
                    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {self._schema}")
                    connection.commit()
        except SQLAlchemyError as fault:
            self.close()
            told = str(getattr(fault, "orig", fault)).strip().splitlines()[0]
            remedy = "Is it running, is the name right, and may this user create a schema in it?"
            raise _unusable(self.name, f"cannot be used: {told}", remedy) from fault

    def problems(self, connection: Connection) -> list[str]:
        """Nothing: PostgreSQL finds damage where it reads, and everything is read in a check."""
        return []

    def copy_to(self, target: Path) -> None:
        with closing(Database(target)) as copy, self.reading() as source:
            found = revision_of(source)
            with copy.writer.connect() as into:
                upgrade(into, "head" if found is None else min(found, REVISION))
                if found is None or found == REVISION:
                    copy_rows(source, into)
                else:
                    copy_other_rows(source, into, found)
                into.commit()

    def replace_from(self, fresh: Path) -> str:
        aside = f"{self._schema}_before_restore"
        with closing(Database(fresh)) as source, source.reading() as rows:
            if revision_of(rows) != REVISION:
                raise HallError(
                    "the copy is a newer program's and this one would drop what it does not know; "
                    "put it back with that program. Nothing was changed."
                )
        with self._writer.connect() as connection, closing(Database(fresh)) as source:
            for statement in (
                f"DROP SCHEMA IF EXISTS {aside} CASCADE",
                f"ALTER SCHEMA {self._schema} RENAME TO {aside}",
                f"CREATE SCHEMA {self._schema}",
            ):
                connection.exec_driver_sql(statement)
            upgrade(connection)
            with source.reading() as rows:
                copy_rows(rows, connection)
            self.commit(connection)
        return f"the schema {aside}"

    def bear(self, hall: str) -> None:
        wanted = schema_name(hall)
        if wanted == self._schema:
            return
        with self._writer.connect() as connection:
            if _is_there(connection, wanted):
                raise HallTakenError(f"the database has another hall in the schema {wanted}")
            connection.exec_driver_sql(f"ALTER SCHEMA {self._schema} RENAME TO {wanted}")
            connection.commit()
        # Every connection looks into the schema it was opened for, and the lock is that schema's.
        if self._leading is not None:
            self._leading.close()
            self._leading = None
        self.close()
        self._lie_in(wanted)

    def has(self, hall: str) -> bool:
        """Tell whether a hall of this id lies in the database; False where nobody can tell."""
        try:
            with self._writer.connect() as connection:
                return _is_there(connection, schema_name(hall))
        except SQLAlchemyError:
            return False

    def has_admin(self) -> bool:
        """Tell whether anybody was made admin of this hall, whose tables may not be made yet."""
        with self._writer.connect() as connection:
            if connection.execute(text("SELECT to_regclass('users')")).scalar() is None:
                return False
            asked = select(tables.users.c.name).where(tables.users.c.role == "admin")
            return connection.execute(asked.limit(1)).first() is not None

    def close(self) -> None:
        self._stop_listening()
        self._writer.dispose()
        self._readers.dispose()

    def _stop_listening(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    def _engine(self, isolation: str, *, kept: bool) -> Engine:
        settings = {**_SETTINGS, "search_path": self._schema}
        return create_engine(
            self._url,
            isolation_level=isolation,
            json_serializer=json_text,
            connect_args={
                "options": " ".join(f"-c {key}={value}" for key, value in settings.items()),
                "connect_timeout": 10,
                "keepalives_idle": 4,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": 10_000,
                "application_name": f"hall90 {self._schema}",
            },
            **({"pool_pre_ping": True} if kept else {"poolclass": NullPool}),
        )


def _is_there(connection: Connection, schema: str) -> bool:
    known = text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
    return connection.execute(known, {"name": schema}).scalar() is not None


def is_reachable(url: str) -> str:
    """Return the server's version; raises HallError with its own words where it does not answer."""
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={"connect_timeout": 3},
    )
    try:
        with engine.connect() as connection:
            durable = connection.execute(text("SHOW fsync")).scalar_one() == "on"
            version = str(connection.execute(text("SHOW server_version")).scalar_one())
    except DatabaseError as fault:
        raise HallError(str(fault.orig).strip().splitlines()[0]) from fault
    if not durable:
        raise HallError("it runs with fsync=off and would lose tickets in a power cut")
    return version


def schema_name(hall: str) -> str:
    """Return a hall's schema name, without quotes; ids that had to be changed stay distinct."""
    plain = re.sub(r"[^a-z0-9_]", "_", hall.lower())
    if plain != hall or len(plain) > 40:
        plain = f"{plain[:30]}_{_digest(hall).hex()[:8]}"
    return f"hall_{plain}"


def _digest(text_: str) -> bytes:
    return hashlib.sha256(text_.encode()).digest()


def conninfo(url: URL | str) -> str:
    """Return a URL as psycopg takes it, password and all."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _unusable(name: str, problem: str, remedy: str) -> ConfigError:
    return ConfigError([Fault(file=name, key="database", problem=problem, remedy=remedy)])
