"""Copies of the hall that are made by themselves, kept for a while and carried elsewhere (R-28)."""

import asyncio
import logging
import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from config.rules import Backup
from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.room import Usage
from queue_server.domain.errors import UnavailableError
from queue_server.domain.hours import service_day
from queue_server.domain.ticket import Moment
from queue_server.service.machine import Machine, back_up
from queue_server.service.media_copies import lay_beside
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import ERASED, Document
from queue_server.store.upgrading import NAMED as BEFORE_UPGRADE

ELSEWHERE = "backup_elsewhere"
"""The kind of the document that tells when a copy went to another disk last."""
COPIES = "copies"
"""How many copies ended, in the row that tells of erasing."""
_FIRST_S = 300.0
"""A start is over by then, and what was before it lies in the copies of that time."""
_LOOK_S = 60.0
_AGAIN = timedelta(minutes=15)
_SPARE = 256 << 20
_LEAST_FREE = 0.2
"""Tickets stay for ever, so copies grow: where less than this is free the oldest give way."""
# The content's log grows while a copy looks at it, and bringing a long one down stops who writes.
_PUT_OFF = timedelta(hours=2)
_OFTEN_KEPT, _DAILY_KEPT = 4, 7
_STAMP = "%Y%m%dT%H%M%SZ"
_OFTEN = re.compile(r"auto-(\d{8}T\d{6}Z)\.sqlite3")
_DAILY = re.compile(r"day-(\d{4}-\d\d-\d\d)\.sqlite3")
_CARRIED = re.compile(r"day-(\d{4}-\d\d-\d\d)\.sqlite3(?:\.sealed)?")

_LOG = logging.getLogger(__name__)


class Backups:
    """Makes copies while the hall serves; one that fails is tried again and said in the log."""

    def __init__(
        self, machine: Machine, clock: Clock, folder: Path, usage: Usage = shutil.disk_usage
    ) -> None:
        """``folder`` is the server's data folder; copies lie in ``backups`` in it."""
        self._machine = machine
        self._clock = clock
        self._folder = folder / "backups"
        self._usage = usage
        self._seen: int | None = None
        self._not_before: datetime | None = None
        self._put_off: datetime | None = None
        self._gone = 0

    async def run(self) -> None:
        """Look every minute, for ever."""
        await self._clock.sleep(_FIRST_S)
        while True:
            await self._clock.sleep(_LOOK_S)
            try:
                await self.look()
            except UnavailableError:
                continue  # another server writes for this hall, and copies it
            except (HallError, OSError) as fault:
                self._not_before = self._clock.now() + _AGAIN
                _LOG.error("no backup was made; tried again", extra={"fault": str(fault)})
            except Exception:  # noqa: BLE001  a task's root
                self._not_before = self._clock.now() + _AGAIN
                _LOG.exception("no backup was made; tried again")

    async def look(self) -> None:
        """Make what is due, and take away what is too old; raises HallError and OSError.

        The day's copy waits, two hours at most, while much content comes in.
        """
        rules, now = self._machine.hall.settings.backup, self._clock.now()
        if not rules.every_minutes or (self._not_before is not None and now < self._not_before):
            return
        today = service_day(now, self._machine.hall.settings)
        if today not in dict(self._daily()) and not await self._waits(now):
            await self._make(f"day-{today.isoformat()}.sqlite3", whole=True)
            self._put_off = None
            await self._carry(rules, f"day-{today.isoformat()}.sqlite3", now)
        elif self._is_due(rules, now):
            await self._make(f"auto-{now.astimezone(UTC):{_STAMP}}.sqlite3", whole=False)
        self._prune(rules, now, today)
        if self._gone:
            await self._tell_gone()

    async def _waits(self, now: datetime) -> bool:
        if not await asyncio.to_thread(self._machine.content.is_coming_in):
            return False
        self._put_off = self._put_off or now
        return now - self._put_off < _PUT_OFF

    async def _tell_gone(self) -> None:
        hall, gone, self._gone = self._machine.hall, self._gone, 0
        quiet = hall.showing.view.seq == self._seen
        await hall.writer.submit(partial(_note_erased, count=gone))
        if quiet:  # that a copy ended is nothing to make another for
            self._seen = hall.showing.view.seq

    def _is_due(self, rules: Backup, now: datetime) -> bool:
        if self._machine.hall.showing.view.seq == self._seen:
            return False
        newest = max((at for at, _ in self._often()), default=None)
        return newest is None or now - newest >= timedelta(minutes=rules.every_minutes)

    async def _make(self, name: str, *, whole: bool) -> None:
        await asyncio.to_thread(self._make_room)
        await asyncio.to_thread(self._require_room)
        seq = self._machine.hall.showing.view.seq
        target = self._folder / name
        unchecked = target.with_suffix(".unchecked")
        unchecked.unlink(missing_ok=True)  # one that was cut off in the middle
        params = {"file": str(unchecked), "content": whole, "media": False, "tell": whole}
        try:
            await back_up(self._machine, params)
            if whole:
                await asyncio.to_thread(self._lay_beside, self._folder)
            unchecked.rename(target)
        finally:
            unchecked.unlink(missing_ok=True)
        self._seen = seq

    def _lay_beside(self, copies: Path) -> None:
        keep = self._machine.hall.settings.backup.keep_days
        lay_beside(self._folder.parent, copies, self._clock.now(), keep)

    def _make_room(self) -> None:
        """Give up the oldest copies while too little of the disk is free, down to a week's."""
        often, daily = sorted(self._often()), sorted(self._daily())
        oldest = [file for _, file in (*often[:-_OFTEN_KEPT], *daily[:-_DAILY_KEPT])]
        for file in oldest:
            total, _, free = self._usage(self._folder)
            if free >= total * _LEAST_FREE:
                return
            _LOG.warning("a copy gave way to newer ones", extra={"file": file.name})
            self._end(file)

    def _require_room(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        needed = _SPARE + sum(
            each.stat().st_size for each in self._folder.parent.iterdir() if each.is_file()
        )
        if self._usage(self._folder)[2] < needed:
            raise HallError(f"too little room in {self._folder}: {needed >> 20} MiB are needed")

    async def _carry(self, rules: Backup, name: str, now: datetime) -> None:
        if not rules.copy_to:
            return
        there = Path(rules.copy_to)
        await asyncio.to_thread(self._copied, self._folder / name, there, rules, now)
        await asyncio.to_thread(self._lay_beside, there)
        await self._machine.hall.writer.submit(partial(_note_elsewhere, name=name))

    def _copied(self, source: Path, folder: Path, rules: Backup, now: datetime) -> None:
        """Copy a file to another disk, there whole or not at all, and prune there too.

        Sealed where the hall has a recovery key; the plain ones of before stay until they are old.
        """
        if not folder.is_dir():
            raise HallError(f"{folder} is not there: is the disk plugged in, the share mounted?")
        if rules.sealed_to:
            from queue_server.recovery.carrying import SUFFIX, seal

            target = folder / f"{source.name}{SUFFIX}"
            seal(target, rules.sealed_to, self._folder.parent, source)
        else:
            coming = folder / f"{source.name}.coming"
            shutil.copyfile(source, coming)
            with coming.open("rb+") as written:
                os.fsync(written.fileno())
            coming.chmod(0o600)
            coming.rename(folder / source.name)
        for text, file in _named(folder, _CARRIED):
            if now.date() - date.fromisoformat(text) > timedelta(days=rules.keep_days):
                self._end(file)

    def _prune(self, rules: Backup, now: datetime, today: date) -> None:
        for at, file in self._often():
            if now - at > timedelta(hours=rules.keep_hours):
                self._end(file)
        for text, file in _named(self._folder, BEFORE_UPGRADE):
            made = datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
            if now - made > timedelta(days=rules.keep_days):
                self._end(file)
        for day, file in self._daily():
            if today - day > timedelta(days=rules.keep_days):
                self._end(file)

    def _end(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        self._gone += 1

    def _often(self) -> Iterator[tuple[datetime, Path]]:
        for text, file in _named(self._folder, _OFTEN):
            yield datetime.strptime(text, _STAMP).replace(tzinfo=UTC), file

    def _daily(self) -> Iterator[tuple[date, Path]]:
        for text, file in _named(self._folder, _DAILY):
            yield date.fromisoformat(text), file


def _named(folder: Path, pattern: re.Pattern[str]) -> list[tuple[str, Path]]:
    if not folder.is_dir():
        return []
    found = ((pattern.fullmatch(each.name), each) for each in folder.iterdir())
    return [(match[1], file) for match, file in found if match is not None]


def _note_erased(image: Image, moment: Moment, *, count: int) -> None:
    image.tell(moment.wall, ERASED, encode({"erased": {COPIES: count}}), public=False)


def _note_elsewhere(image: Image, moment: Moment, *, name: str) -> None:
    data = encode({"file": name})
    image.put_document(Document(kind=ELSEWHERE, id="latest", at=moment.wall, data=data))
