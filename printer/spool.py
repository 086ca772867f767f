"""The spool: what was to be printed and what became of it, kept through a power cut.

A job is on disk before its first byte goes to the printer. After a restart a job that had begun
is ``not_confirmed`` (cause ``power``): perhaps it is on paper, so a person decides. One that had
not begun is ``failed`` (cause ``power``). Nothing is ever printed again by itself. Only a title,
times and the outcome are kept, never what stood on the paper.
"""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar, cast

from hall.clock import Clock
from hall.errors import HallError
from printer.document import Document
from printer.port import Cause, Printer, PrinterStatus, PrintOutcome, Result

State = Literal["queued", "sending", "printed", "not_confirmed", "failed"]
_Kept = TypeVar("_Kept")
_KEPT = timedelta(days=3)
_logger = logging.getLogger(__name__)
SPOOL_FILE = "print.sqlite"
_ALL = "SELECT id, title, state, cause, at, ended FROM job ORDER BY id"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  cause TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL,
  ended TEXT
) STRICT
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document on its way; ``at`` and ``ended`` are UTC."""

    id: int
    title: str
    state: State
    cause: Cause
    at: datetime
    ended: datetime | None


class Spool:
    """The file of jobs. Every change is on disk when the method returns."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _open_or_set_aside(path)
        except (OSError, sqlite3.Error) as error:
            raise HallError(f"the print spool {path} cannot be used: {error}") from error
        self._take_up_after_restart()

    def add(self, title: str) -> int:
        """Keep a new job; return its number."""
        row = self._file.execute(
            "INSERT INTO job (title, state, at) VALUES (?, 'queued', ?)", (title, self._now())
        )
        if row.lastrowid is None:
            raise HallError("the print spool gave no number")
        return row.lastrowid

    def begin(self, job: int) -> None:
        """Note that bytes may reach the printer from now on."""
        self._file.execute("UPDATE job SET state = 'sending' WHERE id = ?", (job,))

    def end(self, job: int, result: Result, cause: Cause) -> None:
        """Note what became of a job."""
        self._file.execute(
            "UPDATE job SET state = ?, cause = ?, ended = ? WHERE id = ?",
            (result, cause, self._now(), job),
        )

    def jobs(self) -> list[Job]:
        """Return all kept jobs, oldest first."""
        return [_job(row) for row in self._file.execute(_ALL)]

    @property
    def taken_up(self) -> tuple[Job, ...]:
        """The jobs a power cut or crash left unfinished, as they are now; oldest first.

        One that is ``not_confirmed`` may lie on paper: tell staff its title, print nothing.
        """
        return self._taken_up

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _take_up_after_restart(self) -> None:
        now = self._now()
        left = [job.id for job in self.jobs() if job.state in ("queued", "sending")]
        for before, after in (("sending", "not_confirmed"), ("queued", "failed")):
            self._file.execute(
                "UPDATE job SET state = ?, cause = 'power', ended = ? WHERE state = ?",
                (after, now, before),
            )
        self._taken_up = tuple(job for job in self.jobs() if job.id in left)
        oldest = (self._clock.now() - _KEPT).astimezone(UTC).isoformat()
        self._file.execute("DELETE FROM job WHERE at < ?", (oldest,))

    def _now(self) -> str:
        return self._clock.now().astimezone(UTC).isoformat()


def default_spool() -> Path:
    """Return where a kiosk of this account keeps its spool."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "hall90" / "kiosk" / SPOOL_FILE


def read_jobs(path: Path) -> list[Job]:
    """Return the jobs of a spool that may be in use, changing nothing; raises HallError."""
    try:
        file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise HallError(f"there is no print spool {path}: {error}") from error
    try:
        return [_job(row) for row in file.execute(_ALL)]
    except sqlite3.Error as error:
        raise HallError(f"the print spool {path} cannot be read: {error}") from error
    finally:
        file.close()


class SpooledPrinter:
    """A printer whose every job is in the spool before, and its outcome in it after.

    A disk that takes nothing stops no paper: what could not be kept is logged.
    """

    def __init__(self, printer: Printer, spool: Spool) -> None:
        self._printer = printer
        self._spool = spool
        self._file_turn = asyncio.Lock()
        self._paper_turn = asyncio.Lock()

    async def print(self, document: Document) -> PrintOutcome:
        """Put a document on paper once and keep what became of it."""
        job = await self._kept(lambda: self._spool.add(document.title))
        async with self._paper_turn:
            if job is not None:
                await self._kept(lambda: self._spool.begin(job))
            outcome = await self._printer.print(document)
            if job is not None:
                await self._kept(lambda: self._spool.end(job, outcome.result, outcome.cause))
        return outcome

    async def status(self) -> PrinterStatus:
        """Ask the printer how it is."""
        return await self._printer.status()

    async def aclose(self) -> None:
        """Let go of the device and close the spool, after the papers already asked for."""
        async with self._paper_turn:
            await self._printer.aclose()
            self._spool.close()

    async def _kept(self, change: Callable[[], _Kept]) -> _Kept | None:
        """Change the file; return None where the disk did not take it."""
        async with self._file_turn:
            try:
                return await asyncio.to_thread(change)
            except sqlite3.Error as error:
                _logger.error("print spool could not be written", extra={"reason": str(error)})
                return None


def _job(row: tuple[int, str, str, str, str, str | None]) -> Job:
    number, title, state, cause, at, ended = row
    return Job(
        id=number,
        title=title,
        state=cast(State, state),
        cause=cast(Cause, cause),
        at=datetime.fromisoformat(at),
        ended=datetime.fromisoformat(ended) if ended else None,
    )


def _open_or_set_aside(path: Path) -> sqlite3.Connection:
    """Open the file; a damaged one is kept beside it, because tickets matter more than its past."""
    try:
        return _open(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        aside = path.with_suffix(path.suffix + ".damaged")
        path.replace(aside)
        _logger.error("print spool was damaged and set aside", extra={"file": str(aside)})
        return _open(path)


def _open(path: Path) -> sqlite3.Connection:
    # Used by one thread at a time: a lock of SpooledPrinter sees to it.
    file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA journal_mode = DELETE")
        file.execute("PRAGMA synchronous = FULL")
        file.execute(_SCHEMA)
    except sqlite3.Error:
        file.close()
        raise
    return file
