"""The one writer of a hall: a thread that decides, writes and commits in groups.

While one batch commits, the next collects in the queue; nothing waits on a timer. A command is
answered only after its batch's COMMIT returned. A refused command (RuleError) is taken back alone.
Where writing a batch fails, each of its commands is tried again alone, so a poisonous one never
fails its neighbours; where the commit itself fails, every command of the batch is told so
(UnavailableError), nothing has changed, and the database is opened and read again.
Where another server process writes for this hall, the thread stands by: it refuses every command,
shows what the other commits, and takes its place when that is free.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, SQLAlchemyError

from config.site import Site
from hall.clock import Clock
from hall.errors import HallError
from queue_server.domain.errors import UnavailableError
from queue_server.domain.ticket import Moment
from queue_server.store.acting import PLACE
from queue_server.store.commands import Alone, Command, Decide, answer, answer_all, call
from queue_server.store.flushing import flush
from queue_server.store.following import Follower
from queue_server.store.founding import prepare
from queue_server.store.image import Image, View
from queue_server.store.loading import known_keys, load
from queue_server.store.port import StandingByError, Store
from queue_server.store.records import JournalRow
from queue_server.store.schema import bring_up_to_date
from queue_server.store.upgrading import copy_before_upgrade

_LOG = logging.getLogger(__name__)
_LARGEST_BATCH = 256
_STANDS_BY = "another server writes for this hall; this one stands by"
T = TypeVar("T")
Published = Callable[[View, Sequence[JournalRow]], None]


class Writer:
    """Owns the write connection and the image; everything else asks it."""

    def __init__(self, database: Store, site: Site, clock: Clock) -> None:
        self._database = database
        self._site = site
        self._clock = clock
        self._queue: queue.SimpleQueue[Command | Alone | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hall-writer", daemon=True)
        self._connection: Connection | None = None
        self._image: Image | None = None
        self._published: Published = _ignore
        self._listener: asyncio.AbstractEventLoop | None = None
        self._follower = Follower(database, site, clock)
        self._closing = False
        self._doubtful = False
        self.healthy = True
        self.leading = False

    def open(self) -> View:
        """Bring the tables up to date (copied before), read the hall and start the thread.

        Where another server leads the hall, its tables are read as they are.
        """
        try:
            view = self._first_view()
        except BaseException:
            self._close_connection()
            self._database.close()
            raise
        self._thread.start()
        return view

    def _first_view(self) -> View:
        try:
            self._open_connection()
        except StandingByError:
            return self._follower.first_view()
        copy_before_upgrade(self._database, self._clock)
        bring_up_to_date(self._database)
        view = self._load().view()
        self._follower.seen = view.seq
        return view

    def on_published(self, published: Published) -> None:
        """Name who is told, on the event loop, of each committed batch before its answers.

        Called on that loop, it is also told what another server commits while this one stands by.
        """
        self._published = published
        with suppress(RuntimeError):
            self._listener = asyncio.get_running_loop()

    async def submit(self, decide: Decide[T], key: tuple[str, str] | None = None) -> T:
        """Return what a command answers, once it is on disk; ``key`` is looked up for it first."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._enqueue(Command(decide=decide, key=key, answer=future, loop=loop, place=PLACE.get()))
        return await future

    async def alone(self, job: Callable[[], T]) -> T:
        """Run a job with nobody using the database; it is read again afterwards."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._enqueue(Alone(job=job, answer=future, loop=loop))
        return await future

    def go_by(self, site: Site) -> None:
        """Read the hall by another site from the next time on; within a job of :meth:`alone`."""
        self._site = site
        self._follower.go_by(site)

    async def aclose(self) -> None:
        """Answer everything taken, then close the database."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)

    def _enqueue(self, work: Command | Alone) -> None:
        if self._closing:
            raise UnavailableError("the hall is closing")
        if not self.leading:
            raise UnavailableError(_STANDS_BY)
        self._queue.put(work)

    # --- the thread

    def _run(self) -> None:
        while self._turn() if self.leading else self._stand_by():
            pass
        self._close_connection()
        self._database.close()

    def _stand_by(self) -> bool:
        """Show what the leading server commits, and take the lead when it is free."""
        with suppress(queue.Empty):
            while (work := self._queue.get_nowait()) is not None:
                call(work.loop, partial(answer, work.answer, None, UnavailableError(_STANDS_BY)))
            return False
        if self._listener is None:
            self._follower.wait()
            return True
        try:
            with suppress(StandingByError):
                view = self._load().view()
                self._publish(view, self._follower.rows_until(view.seq))
                _LOG.warning("this server leads the hall now")
                return True
            self._follower.wait()
            news = self._follower.news()
            if news is not None:
                self._publish(*news)
        except Exception as problem:  # noqa: BLE001  whoever stands by goes on standing by
            _LOG.warning("the leading server cannot be followed: %s", problem)
            # A lead that nobody was told of is no lead: it is taken again, from the beginning.
            self._close_connection()
            self.leading = False
            self._follower.wait()
        return True

    def _publish(self, view: View, rows: Sequence[JournalRow]) -> None:
        if self._listener is not None:
            call(self._listener, partial(self._published, view, rows))

    def _turn(self) -> bool:
        work: list[Command | Alone | None] = [self._queue.get()]
        while len(work) < _LARGEST_BATCH and not self._queue.empty():
            work.append(self._queue.get())
        batch: list[Command] = []
        for each in work:
            if isinstance(each, Command):
                batch.append(each)
                continue
            self._batch(batch)
            batch = []
            if each is None:
                return False
            self._run_alone(each)
        self._batch(batch)
        return True

    def _batch(self, batch: list[Command]) -> None:
        if not batch:
            return
        try:
            self._attempt(batch)
        except StandingByError as problem:
            _LOG.warning("another server leads the hall; this one stands by")
            self._refuse(batch, problem, _STANDS_BY)
        except (DatabaseError, OSError) as problem:
            if isinstance(problem, (IntegrityError, DataError)):
                self._sift(batch, problem)
                return
            _LOG.exception("batch not committed", extra={"commands": len(batch)})
            self._close_connection()
            self._refuse(batch, problem)
        except Exception as fault:  # noqa: BLE001  what cannot be written fails its command only
            self._sift(batch, fault)

    def _sift(self, batch: Sequence[Command], problem: Exception) -> None:
        """Try each command of a batch alone; refuse the one that cannot be written."""
        if len(batch) > 1:
            for command in batch:
                self._batch([command])
            return
        _LOG.error("command cannot be written", exc_info=problem)
        self._refuse(batch, problem)

    def _attempt(self, batch: list[Command]) -> None:
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
            self._image = None
            with suppress(SQLAlchemyError):
                connection.rollback()
            raise
        image.settle(rows[-1] if rows else None)
        self._follower.seen = image.seq
        self.healthy = True
        self._tell(batch, image.view(), rows)

    def _decide(self, image: Image, command: Command) -> None:
        mark = image.log.mark()
        moment = Moment(self._clock.now(), self._clock.monotonic())
        command.value, command.error = None, None
        image.place = command.place
        try:
            command.value = command.decide(image, moment)
        except HallError as refusal:
            image.log.undo_to(mark)
            command.error = refusal
        except Exception as fault:  # noqa: BLE001  a fault of ours fails its own command only
            image.log.undo_to(mark)
            _LOG.exception("command failed")
            command.error = fault

    def _run_alone(self, alone: Alone) -> None:
        self._image = None
        try:
            self._require_lead()
            self._database.let_go(self._connection)
            value = alone.job()
        except StandingByError:
            call(alone.loop, partial(answer, alone.answer, None, UnavailableError(_STANDS_BY)))
            return
        except Exception as problem:  # noqa: BLE001  a job of others must not end this thread
            if not isinstance(problem, (HallError, SQLAlchemyError, OSError)):
                _LOG.exception("job failed")
            call(alone.loop, partial(answer, alone.answer, None, problem))
            return
        finally:
            self._drop_closed()
        try:
            view = self._load().view()
        except Exception as problem:  # noqa: BLE001  it is read again before the next command
            _LOG.warning("done, but the hall cannot be read again yet: %s", problem)
            call(alone.loop, partial(answer, alone.answer, value, None))
            return
        self._follower.seen = view.seq

        def deliver() -> None:
            self._published(view, ())
            answer(alone.answer, value, None)

        call(alone.loop, deliver)

    def _refuse(
        self,
        batch: Sequence[Command],
        problem: Exception,
        told: str = "the hall could not write this down; try again",
    ) -> None:
        # What only its own command could not write says nothing against the hall.
        broken = isinstance(problem, (DatabaseError, OSError, HallError))
        self.healthy = not broken or isinstance(problem, (IntegrityError, DataError))
        self._doubtful = self._doubtful or not self.healthy
        for command in batch:
            command.error = UnavailableError(told)
            command.error.__cause__ = problem
        call(batch[0].loop, partial(answer_all, batch))

    def _tell(self, batch: Sequence[Command], view: View, rows: Sequence[JournalRow]) -> None:
        def deliver() -> None:
            self._published(view, rows)
            answer_all(batch)

        call(batch[0].loop, deliver)

    def _load(self) -> Image:
        if self._doubtful:
            # After a failed write the file is believed again only when it was looked at.
            self._database.require_whole()
            self._doubtful = False
        connection = self._open_connection()
        moment = Moment(self._clock.now(), self._clock.monotonic())
        prepare(connection, self._site, self._clock)
        self._database.commit(connection)
        self._image = Image(load(connection, self._site, moment))
        connection.rollback()
        return self._image

    def _open_connection(self) -> Connection:
        if self._connection is None:
            connection = self._database.writer.connect()
            self.leading = False
            try:
                self.leading = self._database.lead(connection)
            finally:
                if not self.leading:
                    connection.close()
            if not self.leading:
                raise StandingByError(_STANDS_BY)
            self._connection = connection
        return self._connection

    def _require_lead(self) -> None:
        """Raise StandingByError where another server took the lead since the last batch.

        A job may replace the hall: never that of another server. A database that cannot be opened
        is led by nobody, and may be what the job is for.
        """
        leads = False
        with suppress(DatabaseError):
            leads = self._connection is not None and self._database.lead(self._connection)
        if not leads:
            self._close_connection()
        with suppress(DatabaseError):
            self._open_connection()

    def _close_connection(self) -> None:
        if self._connection is not None:
            try:
                self._connection.close()
            except DatabaseError:
                _LOG.exception("connection not closed")
            self._connection = None

    def _drop_closed(self) -> None:
        if self._connection is not None and self._connection.closed:
            self._connection = None


def _ignore(_view: View, _rows: Sequence[JournalRow]) -> None:
    """Nobody follows yet."""
