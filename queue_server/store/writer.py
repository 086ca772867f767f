"""The one writer of a hall: a thread that decides, writes and commits in groups.

While one batch commits, the next collects in the queue; nothing waits on a timer. A command is
answered only after its batch's COMMIT returned. A refused command (RuleError) is taken back alone.
Where writing a batch fails, each of its commands is tried again alone, so a poisonous one never
fails its neighbours; where the commit itself fails, every command of the batch is told so
(UnavailableError), nothing has changed, and the database is opened and read again.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError

from config.site import Site
from hall.clock import Clock
from hall.errors import HallError
from hall.ids import uuid7
from queue_server.domain.errors import UnavailableError
from queue_server.domain.ticket import Moment
from queue_server.store import tables
from queue_server.store.database import Database
from queue_server.store.flushing import DivergedError, flush
from queue_server.store.image import Image, View
from queue_server.store.loading import known_keys, load, meta
from queue_server.store.records import JournalRow
from queue_server.store.schema import bring_up_to_date

_LOG = logging.getLogger(__name__)
_LARGEST_BATCH = 256
T = TypeVar("T")

Decide = Callable[[Image, Moment], T]
Published = Callable[[View, Sequence[JournalRow]], None]


@dataclass(slots=True, kw_only=True)
class _Command:
    decide: Decide[Any]
    key: tuple[str, str] | None
    answer: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    value: Any = None
    error: BaseException | None = None


@dataclass(slots=True, kw_only=True)
class _Alone:
    """A job that needs the database for itself, between two batches."""

    job: Callable[[], Any]
    answer: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop


class Writer:
    """Owns the write connection and the image; everything else asks it."""

    def __init__(self, database: Database, site: Site, clock: Clock) -> None:
        self._database = database
        self._site = site
        self._clock = clock
        self._queue: queue.SimpleQueue[_Command | _Alone | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hall-writer", daemon=True)
        self._connection: Connection | None = None
        self._image: Image | None = None
        self._published: Published = _ignore
        self._closing = False
        self.healthy = True

    def open(self) -> View:
        """Bring the tables up to date, read the hall and start the thread."""
        bring_up_to_date(self._database)
        view = self._load().view()
        self._thread.start()
        return view

    def on_published(self, published: Published) -> None:
        """Name who is told, on the event loop, of each committed batch before its answers."""
        self._published = published

    async def submit(self, decide: Decide[T], key: tuple[str, str] | None = None) -> T:
        """Return what a command answers, once it is on disk; ``key`` is looked up for it first."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._enqueue(_Command(decide=decide, key=key, answer=answer, loop=loop))
        return await answer

    async def alone(self, job: Callable[[], T]) -> T:
        """Run a job with the database closed; it is read again afterwards."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._enqueue(_Alone(job=job, answer=answer, loop=loop))
        return await answer

    async def aclose(self) -> None:
        """Answer everything taken, then close the database."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)

    def _enqueue(self, work: _Command | _Alone) -> None:
        if self._closing:
            raise UnavailableError("the hall is closing")
        self._queue.put(work)

    # --- the thread

    def _run(self) -> None:
        while self._turn():
            pass
        self._close_connection()
        self._database.close()

    def _turn(self) -> bool:
        work: list[_Command | _Alone | None] = [self._queue.get()]
        while len(work) < _LARGEST_BATCH and not self._queue.empty():
            work.append(self._queue.get())
        batch: list[_Command] = []
        for each in work:
            if isinstance(each, _Command):
                batch.append(each)
                continue
            self._batch(batch)
            batch = []
            if each is None:
                return False
            self._run_alone(each)
        self._batch(batch)
        return True

    def _batch(self, batch: list[_Command]) -> None:
        if not batch:
            return
        try:
            self._attempt(batch)
        except (IntegrityError, DivergedError) as problem:
            if len(batch) > 1:
                for command in batch:
                    self._batch([command])
                return
            _LOG.exception("command cannot be written")
            self._refuse(batch, problem)
        except (SQLAlchemyError, OSError) as problem:
            _LOG.exception("batch not committed", extra={"commands": len(batch)})
            self._refuse(batch, problem)

    def _attempt(self, batch: list[_Command]) -> None:
        image = self._image or self._load()
        connection = self._open_connection()
        try:
            wanted = [command.key for command in batch if command.key is not None]
            image.keys.learn(known_keys(connection, wanted))
            for command in batch:
                self._decide(image, command)
            rows = flush(connection, image)
            self._database.commit(connection)
        except BaseException:
            # What is on disk is read again before the next batch, whatever memory believes.
            self._forget()
            raise
        image.settle(rows[-1] if rows else None)
        self.healthy = True
        self._tell(batch, image.view(), rows)

    def _decide(self, image: Image, command: _Command) -> None:
        mark = image.log.mark()
        moment = Moment(self._clock.now(), self._clock.monotonic())
        command.value, command.error = None, None
        try:
            command.value = command.decide(image, moment)
        except HallError as refusal:
            image.log.undo_to(mark)
            command.error = refusal
        except Exception as fault:  # noqa: BLE001  a fault of ours fails its own command only
            image.log.undo_to(mark)
            _LOG.exception("command failed")
            command.error = fault

    def _run_alone(self, alone: _Alone) -> None:
        self._forget()
        self._database.close()
        try:
            value = alone.job()
            view = self._load().view()
        except (HallError, SQLAlchemyError, OSError) as problem:
            _call(alone.loop, partial(_answer, alone.answer, None, problem))
            return

        def deliver() -> None:
            self._published(view, ())
            _answer(alone.answer, value, None)

        _call(alone.loop, deliver)

    def _refuse(self, batch: Sequence[_Command], problem: Exception) -> None:
        self.healthy = isinstance(problem, IntegrityError)
        for command in batch:
            command.value = None
            command.error = UnavailableError("the hall could not write this down; try again")
            command.error.__cause__ = problem
        _call(batch[0].loop, partial(_answer_all, batch))

    def _tell(self, batch: Sequence[_Command], view: View, rows: Sequence[JournalRow]) -> None:
        def deliver() -> None:
            self._published(view, rows)
            _answer_all(batch)

        _call(batch[0].loop, deliver)

    def _load(self) -> Image:
        connection = self._open_connection()
        moment = Moment(self._clock.now(), self._clock.monotonic())
        if meta(connection, "epoch") is None:
            _found(connection, self._clock)
        _know_windows(connection, self._site)
        self._database.commit(connection)
        self._image = Image(load(connection, self._site, moment))
        connection.rollback()
        return self._image

    def _open_connection(self) -> Connection:
        if self._connection is None:
            self._connection = self._database.writer.connect()
        return self._connection

    def _close_connection(self) -> None:
        if self._connection is not None:
            try:
                self._connection.close()
            except DatabaseError:
                _LOG.exception("connection not closed")
            self._connection = None

    def _forget(self) -> None:
        self._close_connection()
        self._image = None


def new_epoch(connection: Connection, clock: Clock) -> None:
    """Give the database a new epoch: readers of the old one start from a snapshot."""
    connection.execute(tables.meta.delete().where(tables.meta.c.key == "epoch"))
    epoch = uuid7(clock.now()).replace("-", "")[:8] + uuid7(clock.now())[-4:]
    connection.execute(insert(tables.meta), [{"key": "epoch", "value": epoch}])


def _found(connection: Connection, clock: Clock) -> None:
    new_epoch(connection, clock)
    created = {"key": "created_at", "value": clock.now().isoformat()}
    connection.execute(insert(tables.meta), [created])


def _know_windows(connection: Connection, site: Site) -> None:
    known = set(connection.execute(tables.windows.select()).scalars())
    rows = [
        {"id": window.id, "state": "closed", "reason": None}
        for window in site.windows
        if window.id not in known
    ]
    if rows:
        connection.execute(insert(tables.windows), rows)


def _ignore(_view: View, _rows: Sequence[JournalRow]) -> None:
    """Nobody follows yet."""


def _call(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    try:
        loop.call_soon_threadsafe(callback)
    except RuntimeError:
        _LOG.warning("nobody is left to be told")


def _answer_all(batch: Sequence[_Command]) -> None:
    for command in batch:
        _answer(command.answer, command.value, command.error)


def _answer(future: "asyncio.Future[Any]", value: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(value)
    else:
        future.set_exception(error)
