"""The machine room: backup, restore, check, accounts. Jobs that a command line asks for.

A job runs in the server where one is running on the data folder, else in the command itself;
its parameters and its answer are JSON values. A backup is one file and holds both of the hall's
databases, tickets and journal as they are, the content packed inside, and its pictures and films.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from pysqlite3 import dbapi2
from sqlalchemy.exc import SQLAlchemyError

from config.site import Site
from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.copying import unpacked
from queue_server.content.service import ContentService
from queue_server.domain.actors import SYSTEM
from queue_server.domain.hours import service_day
from queue_server.domain.numbering import last_ordinary
from queue_server.domain.ticket import Moment
from queue_server.service.issuing import RESTORED
from queue_server.service.media_copies import FOLDER, lacking, pack
from queue_server.service.media_copies import unpacked as media_unpacked
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.checking import CheckReport, check
from queue_server.store.database import Database
from queue_server.store.examining import examined
from queue_server.store.founding import new_epoch
from queue_server.store.image import Image
from queue_server.store.records import Document
from queue_server.store.schema import bring_up_to_date
from queue_server.store.writer import Writer

BACKUP = "backup"
"""The kind of the document that tells when the hall was copied last."""
_BAD_FILE = (SQLAlchemyError, sqlite3.Error, dbapi2.Error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the jobs work on: the hall, and its content."""

    hall: RunningHall
    content: ContentService


Job = Callable[[Machine, Mapping[str, Any]], Awaitable[Any]]


async def back_up(machine: Machine, params: Mapping[str, Any]) -> Any:
    """Write a consistent copy to ``file``, open it and check it.

    ``content`` false leaves the content out, ``media`` false the pictures and films, ``tell``
    false the row in the journal.
    """
    target, content = Path(params["file"]), bool(params.get("content", True))
    media = bool(params.get("media", content))
    report, items, files = await asyncio.to_thread(
        _copy_and_check, machine, target, content=content, media=media
    )
    if report.problems:
        raise HallError(f"the backup is not whole: {'; '.join(report.problems)}")
    note = partial(
        _note_backup, file=target.name, rows=report.rows, told=bool(params.get("tell", True))
    )
    await machine.hall.writer.submit(note)
    return {
        "file": str(target),
        "rows": report.rows,
        "tickets": report.tickets,
        "content": items,
        "media": files,
    }


async def restore(machine: Machine, params: Mapping[str, Any]) -> Any:
    """Put a backup in the place of the hall, under a new epoch; the old database is kept aside.

    A backup without content leaves the content as it is; the answer's ``content`` says which.
    Pictures and films the hall lacks come back, out of the backup or the folder beside it.
    ``by`` says who asked for it, if it was not the machine's own user.
    """
    source, hall = Path(params["file"]), machine.hall
    folder = hall.database.folder
    fresh, copy = folder / "restoring.sqlite3", folder / "restoring.content"
    media = folder / "restoring.media"
    try:
        has_content = await asyncio.to_thread(
            prepare, source, fresh, hall.settings, hall.clock, content=copy, media=media
        )
        await note_restored(
            fresh, hall.settings, hall.clock, source.name, str(params.get("by", ""))
        )
        aside = await hall.writer.alone(lambda: hall.database.replace_from(fresh))
        if has_content:
            await asyncio.to_thread(machine.content.replace_from, copy)
        brought = await asyncio.to_thread(
            lambda: sum(lacking(each, folder) for each in (media, source.parent / FOLDER))
        )
    finally:
        await asyncio.to_thread(remove, fresh, copy)
        await asyncio.to_thread(shutil.rmtree, media, ignore_errors=True)
    return {
        "file": str(source),
        "aside": aside,
        "epoch": hall.epoch,
        "content": "restored" if has_content else "left as it is: the backup has none",
        "media": brought,
    }


async def examine(machine: Machine, params: Mapping[str, Any]) -> Any:
    """Check both databases."""
    report = await asyncio.to_thread(check, machine.hall.database, machine.hall.settings)
    problems = await asyncio.to_thread(machine.content.problems)
    # A damaged file may not even be counted.
    counts = {} if problems else await asyncio.to_thread(machine.content.counts)
    found = {"problems": [*report.problems, *problems], "content": sum(counts.values())}
    return {**msgspec.to_builtins(report), **found}


async def make_token(machine: Machine, params: Mapping[str, Any]) -> Any:
    """Make a token; its text is told this once."""
    return await machine.hall.create_token(
        SYSTEM, role=params["role"], name=params["name"], window=params.get("window")
    )


async def make_user(machine: Machine, params: Mapping[str, Any]) -> Any:
    """Make an account."""
    await machine.hall.create_user(
        SYSTEM,
        name=params["name"],
        role=params["role"],
        password=params["password"],
        window=params.get("window"),
    )
    return params["name"]


JOBS: Mapping[str, Job] = {
    "backup": back_up,
    "restore": restore,
    "check": examine,
    "token_create": make_token,
    "user_create": make_user,
}


def _note_backup(image: Image, moment: Moment, file: str, rows: int, *, told: bool) -> None:
    """Keep when the hall was copied last, and tell it."""
    data = encode({"file": file, "rows": rows})
    image.put_document(Document(kind=BACKUP, id="latest", at=moment.wall, data=data))
    if told:
        image.tell(moment.wall, "backed_up", data, public=False)


async def note_restored(
    fresh: Path,
    site: Site,
    clock: Clock,
    file: str,
    by: str = "",
    note: Callable[[Image, Moment], None] | None = None,
) -> None:
    """Write into what is about to be the hall that it was restored from a file.

    Written before it takes the hall's place: from its first moment on no number is given twice.
    ``note`` tells more of it.
    """
    writer = Writer(Database(fresh), site, clock)
    await asyncio.to_thread(writer.open)
    try:
        await writer.submit(partial(_note_restored, site=site, file=file, by=by))
        if note is not None:
            await writer.submit(note)
    finally:
        await writer.aclose()


def _note_restored(image: Image, moment: Moment, site: Site, file: str, by: str) -> None:
    """Tell that the hall was restored, and that numbers of today may be on paper unknown to it."""
    day = service_day(moment.wall, site).isoformat()
    data = encode({"file": file, "day": day, **({"by": by} if by else {})})
    until = moment.wall + timedelta(days=2)
    image.put_document(
        Document(kind=RESTORED, id=day, at=moment.wall, data=data, live=True, until=until)
    )
    image.tell(moment.wall, "restored", data, public=False)


def _copy_and_check(
    machine: Machine, target: Path, *, content: bool, media: bool
) -> tuple[CheckReport, int, int]:
    if target.exists():
        raise HallError(f"{target} exists; a backup overwrites nothing. Name another file.")
    try:
        # The hall first: a page applied between the two is told by the journal after a restore.
        machine.hall.database.copy_to(target)
        target.chmod(0o600)
        items = machine.content.pack_into(target) if content else 0
        files = pack(machine.hall.database.folder, target) if media else 0
        return examined(target, last_ordinary(machine.hall.settings)), items, files
    except HallError:
        remove(target)
        raise
    except (*_BAD_FILE, OSError) as fault:
        remove(target)
        told = getattr(fault, "orig", None) or getattr(fault, "strerror", None) or fault
        raise HallError(
            f"no backup was made in {target}: {told}. Is the folder there, and has it room?"
        ) from fault


def remove(*files: Path) -> None:
    """Remove SQLite files and what belongs to them."""
    for file in files:
        for end in ("", "-wal", "-shm", "-in-use"):
            Path(f"{file}{end}").unlink(missing_ok=True)


def prepare(
    source: Path, fresh: Path, site: Site, clock: Clock, *, content: Path, media: Path
) -> bool:
    """Make what a backup holds ready beside the present hall; tell if it has content.

    Raises HallError where it is not whole, and ConfigError where it is a newer program's.
    """
    if not source.is_file():
        raise HallError(f"{source} is not a file that can be read here")
    try:
        shutil.copyfile(source, fresh)
        fresh.chmod(0o600)
        with closing(Database(fresh)) as restored:
            if not restored.quick_check():
                raise HallError("the backup is damaged; nothing was changed")
        shutil.rmtree(media, ignore_errors=True)  # of a restore that was cut off
        media_unpacked(fresh, media)
        has_content = unpacked(fresh, content)
        with closing(Database(fresh)) as restored:
            _make_ready(restored, site, clock)
    except _BAD_FILE as fault:
        raise HallError(f"{source} is not a backup of a hall: {fault}") from fault
    except OSError as fault:
        raise HallError(f"nothing was changed: {fault.filename}: {fault.strerror}") from fault
    return has_content


def _make_ready(restored: Database, site: Site, clock: Clock) -> None:
    bring_up_to_date(restored)
    problems = check(restored, site).problems
    if problems:
        raise HallError(f"the backup is not whole: {'; '.join(problems)}; nothing was changed")
    with restored.writer.connect() as connection:
        new_epoch(connection, clock)
        connection.commit()
