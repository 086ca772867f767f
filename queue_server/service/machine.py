"""The machine room: backup, restore, check, accounts. Jobs that a command line asks for.

A job runs in the server where one is running on the data folder, else in the command itself;
its parameters and its answer are JSON values.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from hall.errors import HallError
from queue_server.domain.actors import SYSTEM
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.checking import CheckReport, check
from queue_server.store.database import Database
from queue_server.store.schema import bring_up_to_date
from queue_server.store.writer import new_epoch

Job = Callable[[RunningHall, Mapping[str, Any]], Awaitable[Any]]


async def back_up(hall: RunningHall, params: Mapping[str, Any]) -> Any:
    """Write a consistent copy to ``file``, open it and check it."""
    target = Path(params["file"])
    try:
        report = await asyncio.to_thread(_copy_and_check, hall, target)
    except (SQLAlchemyError, OSError) as fault:
        raise HallError(f"no backup was made: {fault}") from fault
    if report.problems:
        raise HallError(f"the backup is not whole: {'; '.join(report.problems)}")
    return {"file": str(target), "rows": report.rows, "tickets": report.tickets}


async def restore(hall: RunningHall, params: Mapping[str, Any]) -> Any:
    """Put a backup in the place of the database, under a new epoch; the old file is kept aside."""
    source = Path(params["file"])
    aside = await hall.writer.alone(lambda: _replace(hall, source))
    await hall.writer.submit(
        lambda image, moment: image.tell(
            moment.wall, "restored", encode({"file": source.name}), public=False
        )
    )
    return {"file": str(source), "aside": str(aside), "epoch": hall.epoch}


async def examine(hall: RunningHall, params: Mapping[str, Any]) -> Any:
    """Check the database."""
    report = await asyncio.to_thread(check, hall.database, hall.settings)
    return msgspec.to_builtins(report)


async def make_token(hall: RunningHall, params: Mapping[str, Any]) -> Any:
    """Make a token; its text is told this once."""
    return await hall.create_token(
        SYSTEM, role=params["role"], name=params["name"], window=params.get("window")
    )


async def make_user(hall: RunningHall, params: Mapping[str, Any]) -> Any:
    """Make an account."""
    await hall.create_user(
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


def _copy_and_check(hall: RunningHall, target: Path) -> CheckReport:
    if target.exists():
        raise HallError(f"{target} exists; a backup overwrites nothing")
    hall.database.copy_to(target)
    target.chmod(0o600)
    with closing(Database(target)) as copy:
        return check(copy, hall.settings)


def _replace(hall: RunningHall, source: Path) -> Path:
    if not source.is_file():
        raise HallError(f"{source} is not a file")
    place = hall.database.path
    fresh = place.with_suffix(".restoring")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    try:
        with closing(Database(fresh)) as restored:
            _make_ready(restored, hall)
    except (SQLAlchemyError, sqlite3.Error) as fault:
        fresh.unlink(missing_ok=True)
        raise HallError(f"{source} is not a backup of a hall: {fault}") from fault
    aside = place.with_suffix(".before-restore")
    for end in ("-wal", "-shm"):
        Path(f"{place}{end}").unlink(missing_ok=True)
        Path(f"{fresh}{end}").unlink(missing_ok=True)
    place.replace(aside)
    fresh.replace(place)
    return aside


def _make_ready(restored: Database, hall: RunningHall) -> None:
    if not restored.quick_check():
        raise HallError("the backup is damaged; nothing was changed")
    bring_up_to_date(restored)
    problems = check(restored, hall.settings).problems
    if problems:
        raise HallError(f"the backup is not whole: {'; '.join(problems)}; nothing was changed")
    with restored.writer.connect() as connection:
        new_epoch(connection, hall.clock)
        connection.commit()
