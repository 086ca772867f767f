"""A hall that does not open brought back from its newest usable copy, told before it is done.

For a database that is damaged (R-8), and for one an older program cannot run on (R-31). What is
there now is kept aside whole; the kiosks bring back what they printed today.
"""

import asyncio
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.site import Site
from hall.clock import Clock
from hall.errors import ConfigError, HallError
from queue_server.service.copies import BAD_FILE, Copy, Lost, copy_of, last_row_at, lost_since
from queue_server.service.machine import note_restored, prepare, remove
from queue_server.store.database import Database
from queue_server.store.loading import meta
from queue_server.store.port import StandingByError, Store
from queue_server.store.schema import REVISION, require_readable, revision_of
from queue_server.store.upgrading import FOLDER

State = Literal["missing", "damaged", "newer", "whole"]
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """What would be done: ``lost`` is None where nobody can count what came after ``since``."""

    state: State
    database: str
    copy: Copy
    since: datetime
    lost: Lost | None


def way_back(store: Store, folder: Path, named: Path | None = None) -> WayBack:
    """Return the way back to the newest usable copy, or to the one named.

    Raises HallError where there is none.
    """
    state, born = _standing(store)
    found = _usable(folder / FOLDER, born) if named is None else [_named(named, born)]
    newest = max(found, key=lambda each: each[0], default=None)
    if newest is None:
        raise HallError(
            f"there is no copy in {folder / FOLDER} that this program can use; name a file from "
            "elsewhere, or install the newer program again"
        )
    since, copy = newest
    lost = None
    if state in {"newer", "whole"}:
        with store.reading() as connection:
            lost = lost_since(connection, since)
    return WayBack(state=state, database=store.name, copy=copy, since=since, lost=lost)


def told(way: WayBack, zone: ZoneInfo) -> dict[str, Any]:
    """Return a way back as a command tells it."""
    lost = None if way.lost is None else {
        "numbers": way.lost.numbers, "told": way.lost.told, "changed": way.lost.changed,
        "rows": way.lost.rows,
    }  # fmt: skip
    return {
        "state": way.state,
        "database": way.database,
        "copy": way.copy.name,
        "since": way.since.astimezone(zone).isoformat(timespec="seconds"),
        "lost": lost,
    }


async def go_back(
    store: Store, folder: Path, way: WayBack, site: Site, clock: Clock, *, by: str = ""
) -> str:
    """Put the copy in the hall's place; say where what was there is. The folder must be held."""
    source = _path(folder, way.copy)
    fresh, content, media = (folder / f"restoring.{end}" for end in ("sqlite3", "content", "media"))
    try:
        await asyncio.to_thread(prepare, source, fresh, site, clock, content=content, media=media)
        await note_restored(fresh, site, clock, source.name, by)
        return await asyncio.to_thread(_replace, store, way, fresh, clock)
    finally:
        remove(fresh, content)
        shutil.rmtree(media, ignore_errors=True)
        store.close()


def _replace(store: Store, way: WayBack, fresh: Path, clock: Clock) -> str:
    if isinstance(store, Database) and way.state in {"damaged", "missing"}:
        stamp = f"{clock.now().astimezone(UTC):{_STAMP}}"
        aside = store.path.with_name(f"{store.path.stem}.damaged-{stamp}")
        store.replace_damaged(fresh, aside)
        return str(aside)
    connection = store.writer.connect()
    if not store.lead(connection):
        connection.close()
        raise StandingByError("another server writes for this hall; end it first")
    try:
        store.let_go(connection)
        return store.replace_from(fresh)
    finally:
        connection.close()


def _standing(store: Store) -> tuple[State, str | None]:
    """Return how the hall's database stands, and when the hall was born where that can be read."""
    if isinstance(store, Database):
        if not store.path.exists():
            return "missing", None
        if not store.quick_check():
            return "damaged", None
    with store.reading() as connection:
        found = revision_of(connection)
        if found is None:
            return "missing", None
        born = meta(connection, "created_at")
        return ("newer" if not _readable(connection, store.name, found) else "whole"), born


def _readable(connection: Connection, name: str, found: str) -> bool:
    try:
        if found > REVISION:
            require_readable(connection, name, found)
    except ConfigError:
        return False
    return True


def _usable(copies: Path, born: str | None) -> list[tuple[datetime, Copy]]:
    """Return the copies this program can put in the hall's place, by their last row's time."""
    found = []
    for file in sorted(copies.iterdir()) if copies.is_dir() else ():
        copy = copy_of(file) if file.is_file() else None
        since = None if copy is None else _until(file, born)
        if copy is not None and since is not None:
            found.append((since, copy))
    return found


def _named(file: Path, born: str | None) -> tuple[datetime, Copy]:
    since = _until(file, born)
    if since is None:
        raise HallError(f"{file} is damaged, of another hall or of a newer program")
    told = file.stat()
    at = datetime.fromtimestamp(told.st_mtime, UTC)
    return since, Copy(name=str(file.absolute()), kind="hall", at=at, size=told.st_size)


def _until(file: Path, born: str | None) -> datetime | None:
    """Return when a copy's last row was written; None where it cannot take this hall's place."""
    try:
        with closing(Database(file)) as copy:
            if not copy.quick_check():
                return None
            with copy.reading() as connection:
                found = revision_of(connection)
                if found is None or not _readable(connection, str(file), found):
                    return None
                if born is not None and meta(connection, "created_at") != born:
                    return None
                return last_row_at(connection)
    except BAD_FILE:
        return None


def _path(folder: Path, copy: Copy) -> Path:
    return folder / FOLDER / copy.name
