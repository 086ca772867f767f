"""The hall put back from one of its own copies: which there are, what would be lost, and doing it.

Only files in the server's own ``backups`` folder are taken, by their name; whoever has a file from
elsewhere uses the command.
"""

import asyncio
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pysqlite3 import dbapi2
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from hall.clock import Clock
from hall.errors import ConfigError, HallError
from queue_server.domain.actors import Actor
from queue_server.service.asking import require_role
from queue_server.service.machine import Machine, back_up, restore
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.store import tables
from queue_server.store.database import Database
from queue_server.store.loading import meta

Reason = Literal["unknown", "broken", "foreign", "newer", "no_copy", "busy"]
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"(auto|hall|before|upgrade)-(?:\d{4}-)?(\d{8}T\d{6}Z)\.sqlite3")
_DAILY = re.compile(r"day-\d{4}-\d\d-\d\d\.sqlite3")
BAD_FILE = (SQLAlchemyError, sqlite3.Error, dbapi2.Error, OSError)
_TOLD = ("feedback_received", "need_registered", "appointment_booked", "vacancy_registered")
_CHANGED = (
    "notice_", "playlist_", "settings_", "user_created", "user_changed", "user_password",
    "user_codes", "token_", "certificate_",
)  # fmt: skip


class CopyError(HallError):
    """A copy cannot be put in the hall's place; nothing was changed. ``reason`` says why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy; ``kind`` is how it came about: by itself, daily, asked for, before a restore."""

    name: str
    kind: str
    at: datetime
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What the hall would know no more, in rows of its journal since a copy's last one.

    ``numbers`` were given, ``told`` by visitors and employers, ``changed`` by those who run it.
    """

    since: datetime
    rows: int
    numbers: int
    told: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """A copy put in the hall's place; ``before`` is the copy of what was there."""

    name: str
    before: str
    has_content: bool


class Copies:
    """Those of one server."""

    def __init__(self, machine: Machine, clock: Clock, folder: Path) -> None:
        """``folder`` is the server's data folder; copies lie in ``backups`` in it."""
        self._machine = machine
        self._clock = clock
        self._folder = folder / "backups"
        self._busy = asyncio.Lock()

    def listed(self) -> list[Copy]:
        """Return the copies there are, the newest first."""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        copies = [each for file in found if file.is_file() and (each := copy_of(file))]
        return sorted(copies, key=lambda each: (each.at, each.name), reverse=True)

    def would_lose(self, name: str) -> Lost:
        """Return what putting a copy back would lose; raises CopyError."""
        file = self._file(name)
        database = self._machine.hall.database
        with database.reading() as connection:
            own = meta(connection, "created_at")
        try:
            with closing(Database(file)) as copy:
                if not copy.quick_check():
                    raise CopyError("broken")
                with copy.reading() as connection:
                    born, since = meta(connection, "created_at"), last_row_at(connection)
        except BAD_FILE as fault:
            raise CopyError("broken", str(fault)) from fault
        if since is None or born is None:
            raise CopyError("broken", "it holds no journal")
        if born != own:
            raise CopyError("foreign")
        with database.reading() as connection:
            return lost_since(connection, since)

    async def put_back(self, actor: Actor, name: str) -> PutBack:
        """Copy the hall as it is, then put a copy in its place; raises CopyError."""
        require_role(actor, ACCOUNT_KEEPERS)
        if self._busy.locked():
            raise CopyError("busy")
        async with self._busy:
            await asyncio.to_thread(self.would_lose, name)
            before = f"before-{self._clock.now().astimezone(UTC):{_STAMP}}.sqlite3"
            try:
                await back_up(self._machine, {"file": str(self._folder / before)})
            except HallError as fault:
                raise CopyError("no_copy", str(fault)) from fault
            params = {"file": str(self._file(name)), "by": actor.name}
            try:
                done = await restore(self._machine, params)
            except ConfigError as fault:
                raise CopyError("newer", str(fault)) from fault
            except HallError as fault:
                raise CopyError("broken", str(fault)) from fault
            return PutBack(name=name, before=before, has_content=str(done["content"]) == "restored")

    def _file(self, name: str) -> Path:
        if name not in {each.name for each in self.listed()}:
            raise CopyError("unknown")
        return self._folder / name


def copy_of(file: Path) -> Copy | None:
    """Return what a file in the folder of copies is, None where it is none."""
    named = _NAMED.fullmatch(file.name)
    told = file.stat()
    if named is not None:
        at = datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC)
        return Copy(name=file.name, kind=named[1], at=at, size=told.st_size)
    if _DAILY.fullmatch(file.name):
        at = datetime.fromtimestamp(told.st_mtime, UTC)
        return Copy(name=file.name, kind="day", at=at, size=told.st_size)
    return None


def last_row_at(connection: Connection) -> datetime | None:
    """Return when the last row of a hall's journal was written."""
    newest = select(tables.journal.c.at).order_by(tables.journal.c.seq.desc()).limit(1)
    found: datetime | None = connection.execute(newest).scalar()
    return found


def lost_since(connection: Connection, since: datetime) -> Lost:
    """Count what a hall's journal tells since a moment."""
    kind = tables.journal.c.kind
    counted = select(kind, func.count()).where(tables.journal.c.at > since).group_by(kind)
    counts: dict[Any, int] = {row[0]: int(row[1]) for row in connection.execute(counted)}
    return Lost(
        since=since,
        rows=sum(counts.values()),
        numbers=counts.get("ticket_issued", 0),
        told=sum(counts.get(each, 0) for each in _TOLD),
        changed=sum(count for each, count in counts.items() if each.startswith(_CHANGED)),
    )
