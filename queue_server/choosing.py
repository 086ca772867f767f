"""Which database a hall lies in: as asked, else as the environment says, else as last time.

Without any of these it is the SQLite file in the data folder. A folder that was served from
PostgreSQL remembers it, so that a later command never finds an empty hall in its place.
"""

import os
from pathlib import Path

from hall.errors import ConfigError, Fault
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.port import Store

ENVIRONMENT = "HALL90_DATABASE"
_MEMORY = "database"
_SQLITE, _POSTGRES = "sqlite:///", ("postgresql://", "postgres://")


def chosen(folder: Path, asked: str | None) -> str | None:
    """Return the PostgreSQL URL a folder's hall lies at, None for SQLite; raises ConfigError."""
    given = asked or os.environ.get(ENVIRONMENT)
    if given is not None:
        return _postgres_url(given, "--database" if asked else ENVIRONMENT)
    try:
        return (folder / _MEMORY).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def remember(folder: Path, url: str | None) -> None:
    """Note the choice in the folder, for its owner's eyes: a URL may hold a password."""
    memory = folder / _MEMORY
    if url is None:
        memory.unlink(missing_ok=True)
        return
    memory.touch(0o600)
    memory.write_text(url + "\n", "utf-8")


def folder_named(asked: str | None) -> Path | None:
    """Return the folder a ``sqlite:///FOLDER`` URL names, None for any other choice."""
    if asked is None or not asked.startswith(_SQLITE):
        return None
    return Path(asked.removeprefix(_SQLITE))


def open_store(url: str | None, hall: str, folder: Path) -> Store:
    """Return the hall's database, whole and ready for its tables; raises ConfigError."""
    store: Store
    if url is None:
        store = Database(folder / FILE_NAME)
    else:
        from queue_server.store.postgres import PostgresDatabase

        store = PostgresDatabase(url, hall, folder)
    store.require_whole()
    return store


def _postgres_url(given: str, key: str) -> str | None:
    if key != ENVIRONMENT and given.startswith(_SQLITE) and given != _SQLITE:
        return None
    if given.startswith(_POSTGRES):
        return "postgresql://" + given.partition("://")[2]
    fault = Fault(
        file="environment" if key == ENVIRONMENT else "command line",
        key=key,
        problem=f"{given.partition('://')[0]!r} is not a database this program can use",
        remedy="Use postgresql://USER@HOST/NAME or sqlite:///FOLDER, or leave it out.",
    )
    raise ConfigError([fault])
