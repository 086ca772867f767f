"""A hall that does not open brought back from its newest usable copy, told before it is done.

For a database that is damaged (R-8), and for one an older program cannot run on (R-31). What is
there now is kept aside whole; the kiosks bring back what they printed today.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.site import Site
from hall.clock import Clock
from hall.errors import ConfigError, HallError
from queue_server.domain.ticket import Moment
from queue_server.service.copies import BAD_FILE, Copy, Lost, copy_of, last_row_at, lost_since
from queue_server.service.machine import note_restored, prepare, remove
from queue_server.store.damage import State as Damage
from queue_server.store.database import Database
from queue_server.store.image import Image
from queue_server.store.loading import meta
from queue_server.store.port import StandingByError, Store
from queue_server.store.schema import REVISION, require_readable, revision_of
from queue_server.store.upgrading import FOLDER

T = TypeVar("T")
State = Damage | Literal["newer", "whole"]
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
    if named is not None:
        return _to(store, state, *_named(named, born))
    newest = next(iter(_newest_first(store, folder, state, born)), None)
    if newest is None:
        raise HallError(
            f"there is no copy in {folder / FOLDER} that this program can use; name a file from "
            "elsewhere, or install the newer program again"
        )
    return _to(store, state, *newest)


def ways_back(store: Store, folder: Path, state: Damage) -> Iterator[WayBack]:
    """Give the ways back of a hall that is damaged, to the newest whole copy first."""
    born = _born(store, state) or _born_most(folder / FOLDER)
    for since, copy in _newest_first(store, folder, state, born):
        yield _to(store, state, since, copy)


def _newest_first(
    store: Store, folder: Path, state: State, born: str | None
) -> Iterator[tuple[datetime, Copy]]:
    """Give the copies this program can put in the hall's place, by their last row's time.

    Reading all of a copy takes long: it is done when its turn comes.
    """
    found = _told(folder / FOLDER, born)
    if state == "log_gone" and isinstance(store, Database):
        # What it holds without its log may be newer than any copy.
        with suppress(HallError):
            found.append(_named(store.path, born))
    for since, copy in sorted(found, key=lambda each: each[0], reverse=True):
        if _is_whole(_path(folder, copy)):
            yield since, copy


def _to(store: Store, state: State, since: datetime, copy: Copy) -> WayBack:
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
    store: Store,
    folder: Path,
    way: WayBack,
    site: Site,
    clock: Clock,
    *,
    by: str = "",
    note: Callable[[Image, Moment], None] | None = None,
    aside: Path | None = None,
) -> str:
    """Put the copy in the hall's place; say where what was there is. The folder must be held.

    ``note`` tells more in the copy's journal, before it takes the hall's place; ``aside`` is where
    a damaged file is kept, if that was told already.
    """
    source = _path(folder, way.copy)
    fresh, content, media = (folder / f"restoring.{end}" for end in ("sqlite3", "content", "media"))
    try:
        await asyncio.to_thread(prepare, source, fresh, site, clock, content=content, media=media)
        await note_restored(fresh, site, clock, source.name, by, note)
        return await asyncio.to_thread(_replace, store, way, fresh, clock, aside)
    finally:
        remove(fresh, content)
        shutil.rmtree(media, ignore_errors=True)
        store.close()


def _replace(store: Store, way: WayBack, fresh: Path, clock: Clock, aside: Path | None) -> str:
    if isinstance(store, Database) and way.state in {"damaged", "missing", "log_gone"}:
        aside = aside or aside_of(store, clock)
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


def aside_of(store: Database, clock: Clock) -> Path:
    """Return where a damaged file is kept when a copy takes its place now: a name not yet taken.

    A clock without a battery tells the same time at each start.
    """
    stamp = f"{clock.now().astimezone(UTC):{_STAMP}}"
    stem = f"{store.path.stem}.damaged-{stamp}"
    taken = {each.name.removesuffix("-wal") for each in store.folder.glob(f"{stem}*")}
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2)))
    return store.path.with_name(next(each for each in names if each not in taken))


def _standing(store: Store) -> tuple[State, str | None]:
    """Return how the hall's database stands, and when the hall was born where that can be read."""
    if isinstance(store, Database):
        state = _damage(store)
        if state is not None or not store.path.exists():
            return state or "missing", None
    with store.reading() as connection:
        found = revision_of(connection)
        if found is None:
            return "missing", None
        born = meta(connection, "created_at")
        return ("newer" if not _readable(connection, store.name, found) else "whole"), born


def _damage(store: Database) -> Damage | None:
    try:
        return store.state()
    except ConfigError:
        return "damaged"  # whoever says the command has looked at the disk


def _readable(connection: Connection, name: str, found: str) -> bool:
    try:
        if found > REVISION:
            require_readable(connection, name, found)
    except ConfigError:
        return False
    return True


def _born(store: Store, state: Damage) -> str | None:
    """Return when a damaged hall was born, where that can still be read."""
    if state == "missing":
        return None
    try:
        with store.reading() as connection:
            return meta(connection, "created_at")
    except BAD_FILE:
        return None


def _born_most(copies: Path) -> str | None:
    """Return when the hall of most copies was born: a file of another may lie among them."""
    born = Counter(filter(None, (_read(file, _birth) for file in _files(copies))))
    return next((each for each, _ in born.most_common(1)), None)


def _birth(connection: Connection) -> str | None:
    return meta(connection, "created_at")


def _files(copies: Path) -> list[Path]:
    found = sorted(copies.iterdir()) if copies.is_dir() else []
    return [each for each in found if each.is_file() and copy_of(each) is not None]


def _told(copies: Path, born: str | None) -> list[tuple[datetime, Copy]]:
    """Return the copies that say they are this hall's and this program's, not yet checked."""
    found = []
    for file in _files(copies):
        copy, since = copy_of(file), _until(file, born)
        if copy is not None and since is not None:
            found.append((since, copy))
    return found


def _named(file: Path, born: str | None) -> tuple[datetime, Copy]:
    since = _until(file, born)
    if since is None or not _is_whole(file):
        raise HallError(f"{file} is damaged, of another hall or of a newer program")
    told = file.stat()
    at = datetime.fromtimestamp(told.st_mtime, UTC)
    return since, Copy(name=str(file.absolute()), kind="hall", at=at, size=told.st_size)


def _until(file: Path, born: str | None) -> datetime | None:
    """Return when a copy's last row was written; None where it cannot take this hall's place."""

    def look(connection: Connection) -> datetime | None:
        found = revision_of(connection)
        if found is None or not _readable(connection, str(file), found):
            return None
        if born is not None and meta(connection, "created_at") != born:
            return None
        return last_row_at(connection)

    return _read(file, look)


def _read(file: Path, look: Callable[[Connection], T | None]) -> T | None:
    """Return what a look at a copy tells, None where it cannot be read."""
    try:
        with closing(Database(file)) as copy, copy.reading() as connection:
            return look(connection)
    except BAD_FILE:
        return None


def _is_whole(file: Path) -> bool:
    try:
        with closing(Database(file)) as copy:
            return copy.quick_check()
    except BAD_FILE:
        return False


def _path(folder: Path, copy: Copy) -> Path:
    return folder / FOLDER / copy.name
