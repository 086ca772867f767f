"""Which database a hall lies in: as asked, else as the environment says, else as last time.

Without any of these it is the SQLite file in the data folder. A folder that was served from
PostgreSQL remembers it, so that a later command never finds an empty hall in its place. There a
hall lies under its id, so the folder remembers that too: with another id in the site file it would
begin empty.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hall.errors import ConfigError, Fault
from queue_server.store.damage import DamagedError
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.port import Store

if TYPE_CHECKING:
    from queue_server.store.postgres import PostgresDatabase

ENVIRONMENT = "HALL90_DATABASE"
_MEMORY, _HALL = "database", "database.hall"
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


def remember(folder: Path, url: str | None, hall: str = "") -> None:
    """Note the choice in the folder, for its owner's eyes: a URL may hold a password."""
    for name, value in ((_MEMORY, url), (_HALL, hall if url else None)):
        memory = folder / name
        if not value:
            memory.unlink(missing_ok=True)
            continue
        memory.touch(0o600)
        memory.write_text(value + "\n", "utf-8")


def folder_named(asked: str | None) -> Path | None:
    """Return the folder a ``sqlite:///FOLDER`` URL names, None for any other choice."""
    if asked is None or not asked.startswith(_SQLITE):
        return None
    return Path(asked.removeprefix(_SQLITE))


def open_store(url: str | None, hall: str, folder: Path, *, anew: bool = False) -> Store:
    """Return the hall's database, whole and ready for its tables; raises ConfigError.

    Where it is gone an empty one is begun only when asked for (``anew``).
    """
    store = store_of(url, hall, folder)
    try:
        store.require_whole()
    except DamagedError as damaged:
        if not anew or damaged.state != "missing":
            raise
    return store


def store_of(url: str | None, hall: str, folder: Path) -> Store:
    """Return the hall's database, whatever its state."""
    return Database(folder / FILE_NAME) if url is None else _in_postgres(url, hall, folder)


def _in_postgres(url: str, hall: str, folder: Path) -> "PostgresDatabase":
    """Return the hall's database; raises ConfigError where the folder's hall has another id.

    A hall nobody runs yet follows: its first steps were cut off while they gave it its id.
    """
    from queue_server.store.postgres import PostgresDatabase

    store = PostgresDatabase(url, hall, folder)
    try:
        before = (folder / _HALL).read_text("utf-8").strip()
    except FileNotFoundError:
        return store
    known = PostgresDatabase(url, before, folder)
    if before == hall or store.has(hall) or not known.has(before):
        return store
    if not known.has_admin():
        known.bear(hall)
        return store
    fault = Fault(
        file=store.name,
        key="hall.id",
        problem=f"there is no hall {hall!r} in it; this folder's hall is {before!r}",
        remedy=f"Write id = {before!r} in the site file, or give the other hall its own --data.",
    )
    raise ConfigError([fault])


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
