"""A hall whose file is damaged comes back by itself when its server starts (R-8).

A county has no technician: without this the server would refuse, be started anew and refuse for
ever. What is given up is what came after the newest whole copy, so it is told loudly: in the
journal, in Hall today for a month, to whoever gets alerts. Never twice in an hour: a disk that
damages the hall again so soon will do it to every copy put there (docs/decisions/0024).
"""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import func, select

from config.site import Site
from hall.clock import Clock
from hall.errors import HallError
from hall.notifying import tell_systemd
from queue_server.content.room import Usage
from queue_server.domain.errors import UnavailableError
from queue_server.domain.ticket import Moment
from queue_server.folder import unusable
from queue_server.service.copies import BAD_FILE
from queue_server.service.recovering import WayBack, aside_of, go_back, ways_back
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store import tables
from queue_server.store.damage import DamagedError
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.image import Image
from queue_server.store.records import Document
from queue_server.store.upgrading import FOLDER

RECOVERED = "recovered"
"""The kind of the document, and of the journal's row, that tells what was put back and lost."""
_MEMORY = "recovered.jsonl"
_APART = timedelta(hours=1)
_TOLD_FOR = timedelta(days=30)
_MOST_S = 1800
_SPARE = 64 << 20
_FEW = 100
_LOOK_S = 5.0

_LOG = logging.getLogger(__name__)


class Recovered(msgspec.Struct, frozen=True, kw_only=True):
    """One time a copy took the damaged hall's place by itself.

    What came between ``since`` and ``until`` (the last sign of life of what was there, None where
    there is none) is gone: ``rows`` of the journal, ``numbers`` given among them. Both are None
    where none of it can be read; ``at_least`` where only its beginning can. ``aside`` is the name
    the damaged file is kept under, empty where there was none.
    """

    at: datetime
    state: str
    file: str
    aside: str
    since: datetime
    until: datetime | None = None
    rows: int | None = None
    numbers: int | None = None
    at_least: bool = False
    times: int = 1


async def opened_or_healed(
    opened: Callable[[], RunningHall],
    folder: Path,
    site: Site,
    clock: Clock,
    *,
    usage: Usage = shutil.disk_usage,
) -> RunningHall:
    """Open the hall; where its file is damaged, put the newest whole copy in its place first.

    Raises ConfigError, with nothing changed, where it must not or cannot be done by itself.
    """
    last_sign = _last_sign(folder)
    try:
        return opened()
    except DamagedError as damaged:
        await _heal(damaged, folder, site, clock, last_sign, usage)
    return opened()


async def damaged_meanwhile(hall: RunningHall, folder: Path, clock: Clock) -> None:
    """Return once the hall's file was damaged while it serves, and a start would mend that.

    Without that it would refuse every number until somebody starts it anew.
    """
    while True:
        await clock.sleep(_LOOK_S)
        if hall.writer.healthy:
            continue
        try:
            await hall.writer.submit(_nothing)
        except UnavailableError as refusal:
            damage = refusal.__cause__
            if not isinstance(damage, DamagedError):
                continue
            before = await asyncio.to_thread(recovered_before, folder)
            if not _why_not(hall.settings, before, clock.now()):
                _LOG.error("the hall's file is damaged: ending, to be started anew")
                return


def _nothing(_image: Image, _moment: Moment) -> None:
    """Change nothing."""


async def _heal(
    damaged: DamagedError,
    folder: Path,
    site: Site,
    clock: Clock,
    last_sign: datetime | None,
    usage: Usage,
) -> None:
    store, before = Database(folder / FILE_NAME), recovered_before(folder)
    try:
        if why_not := _why_not(site, before, clock.now()):
            raise DamagedError(store.name, damaged.state, why_not) from damaged
        tell_systemd(f"EXTEND_TIMEOUT_USEC={_MOST_S * 1_000_000}")
        for way in ways_back(store, folder, damaged.state):
            _require_room(folder, way, damaged, usage)
            aside = aside_of(store, clock)
            lost = _lost(store, way, folder, clock, last_sign, before, aside)
            note = partial(_note, lost=lost)
            try:
                await go_back(store, folder, way, site, clock, note=note, aside=aside)
            except HallError as fault:
                told = {"copy": way.copy.name, "fault": str(fault)}
                _LOG.error("a copy cannot be used", extra=told)
                continue
            _remember(folder, lost)
            _LOG.error("the hall was damaged: a copy is in its place", extra=_logged(lost))
            return
        why_not = "no copy beside it is whole, this hall's and this program's"
        raise DamagedError(store.name, damaged.state, why_not) from damaged
    except OSError as fault:
        raise unusable(folder, fault) from fault
    finally:
        store.close()


def recovered_before(folder: Path) -> tuple[Recovered, ...]:
    """Return when copies were put back by themselves, as noted beside the database."""
    try:
        lines = (folder / _MEMORY).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    found = []
    for line in lines:
        with suppress(msgspec.MsgspecError):  # a line that was cut off by a power cut
            found.append(msgspec.json.decode(line, type=Recovered))
    return tuple(found)


def _why_not(site: Site, before: Sequence[Recovered], now: datetime) -> str:
    """Return why the hall is not put back by itself; empty where it is."""
    if not site.backup.recover_by_itself:
        return "recover_by_itself = false in the site file, so nothing was changed"
    # A clock without a battery begins anew at each start: what is told of the future is no reason.
    last = next((each for each in before if abs(now - each.at) < _APART), None)
    if last is None:
        return ""
    zone = ZoneInfo(site.hall.time_zone)
    return (
        f"a copy was put back by itself at {last.at.astimezone(zone):%Y-%m-%d %H:%M} already, so "
        "its disk or memory is failing and nothing was changed: the hall needs another machine"
    )


def _require_room(folder: Path, way: WayBack, damaged: DamagedError, usage: Usage) -> None:
    needed = way.copy.size * 2 + _SPARE
    if usage(folder)[2] < needed:
        why_not = f"a copy needs {needed >> 20} MiB of free disk; make room and start again"
        raise DamagedError(way.database, damaged.state, why_not) from damaged


def _last_sign(folder: Path) -> datetime | None:
    """Return when the hall's files were written to last."""
    files = (folder / FILE_NAME, folder / f"{FILE_NAME}-wal")
    times = [each.stat().st_mtime for each in files if each.exists() and each.stat().st_size]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _lost(
    store: Database,
    way: WayBack,
    folder: Path,
    clock: Clock,
    last_sign: datetime | None,
    before: Sequence[Recovered],
    aside: Path,
) -> Recovered:
    now = clock.now()
    found = _counted(store, folder / FOLDER / way.copy.name) if way.state == "damaged" else None
    until = None if way.state != "damaged" else last_sign
    return Recovered(
        at=now,
        state=way.state,
        file=Path(way.copy.name).name,
        aside=aside.name if store.path.exists() else "",
        since=way.since,
        until=until if found is None or found.until is None or found.broken else found.until,
        rows=None if found is None else found.rows,
        numbers=None if found is None else found.numbers,
        at_least=found is not None and found.broken,
        times=1 + sum(now - each.at < _TOLD_FOR for each in before),
    )


@dataclass(slots=True, kw_only=True)
class _Count:
    """What a damaged journal still tells of the rows a copy lacks, up to where it breaks."""

    rows: int = 0
    numbers: int = 0
    until: datetime | None = None
    broken: bool = False


def _counted(store: Database, copy: Path) -> _Count | None:
    """Count the rows a copy lacks; None where not one can be read."""
    journal, count = tables.journal.c, _Count()
    try:
        with closing(Database(copy)) as known, known.reading() as connection:
            last = connection.execute(select(func.max(journal.seq))).scalar() or 0
        wanted = select(journal.at, journal.kind).where(journal.seq > last).order_by(journal.seq)
        with store.reading() as connection:
            for at, kind in connection.execution_options(yield_per=_FEW).execute(wanted):
                count.rows += 1
                count.numbers += kind == "ticket_issued"
                count.until = at
    except (*BAD_FILE, ValueError):  # ValueError: a page of something else read as a row
        count.broken = True
    return None if count.broken and not count.rows else count


def _note(image: Image, moment: Moment, *, lost: Recovered) -> None:
    data, until = encode(lost), moment.wall + _TOLD_FOR
    image.put_document(
        Document(kind=RECOVERED, id="latest", at=moment.wall, data=data, live=True, until=until)
    )
    image.tell(moment.wall, RECOVERED, data, public=False)


def _remember(folder: Path, lost: Recovered) -> None:
    """Note it beside the database, where the next damage does not reach it."""
    with (folder / _MEMORY).open("ab") as memory:
        memory.write(msgspec.json.encode(lost) + b"\n")
        memory.flush()
        os.fsync(memory.fileno())


def _logged(lost: Recovered) -> dict[str, str]:
    return {f"recovered_{key}": str(value) for key, value in msgspec.structs.asdict(lost).items()}
