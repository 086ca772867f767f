"""The writer's thread: what it answers, whom it tells, and what it outlives."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
import pytest_asyncio
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from config.site import Site
from hall.clock import ManualClock
from hall.errors import ConfigError, RuleError
from queue_server.domain.errors import UnavailableError, refused
from queue_server.domain.ticket import Moment
from queue_server.store.acting import PLACE
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.image import Image, View
from queue_server.store.records import Day, JournalRow, Token
from queue_server.store.writer import Writer


@pytest_asyncio.fixture
async def writer(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[Writer]:
    made = Writer(Database(tmp_path / FILE_NAME), site, clock)
    made.open()
    yield made
    await made.aclose()


class Told:
    """What is published, in order, with what had been answered by then."""

    def __init__(self, writer: Writer) -> None:
        self.seen: list[tuple[int, list[str]]] = []
        writer.on_published(self._note)

    def _note(self, view: View, rows: Sequence[JournalRow]) -> None:
        self.seen.append((view.seq, [row.kind for row in rows]))


def _tell(image: Image, moment: Moment) -> int:
    return image.tell(moment.wall, "noted", "{}", public=False)


async def test_everybody_is_told_what_was_written_before_it_is_answered(writer: Writer) -> None:
    told = Told(writer)
    assert await writer.submit(_tell) == 1
    assert told.seen == [(1, ["noted"])]
    with pytest.raises(RuleError):
        await writer.submit(_refuse)
    assert told.seen[1:] == [(1, [])]
    await writer.alone(lambda: None)
    assert told.seen[2:] == [(1, [])]


def _refuse(image: Image, moment: Moment) -> None:
    _tell(image, moment)
    raise refused("day_closed")


async def test_a_command_is_told_the_time_and_from_where_it_was_asked(
    writer: Writer, clock: ManualClock
) -> None:
    def row(image: Image, moment: Moment) -> tuple[Moment, str]:
        _tell(image, moment)
        return moment, image.rows[-1][3]

    clock.pass_time(90)
    PLACE.set("console 10.0.0.7")
    moment, data = await writer.submit(row)
    assert moment == Moment(clock.now(), clock.monotonic())
    assert data == '{"from":"console 10.0.0.7"}'
    PLACE.set("")
    assert (await writer.submit(row))[1] == "{}"


async def test_a_job_has_the_hall_to_itself_and_what_it_changed_is_read_again(
    writer: Writer,
) -> None:
    await writer.submit(_tell)
    asked = asyncio.gather(*(writer.submit(_tell) for _ in range(3)))
    name = await writer.alone(lambda: threading.current_thread().name)
    assert name == "hall-writer"
    assert await asked == [2, 3, 4]
    assert await writer.submit(_tell) == 5


@pytest.mark.parametrize("fault", [ZeroDivisionError, KeyError, MemoryError, OSError, RuleError])
async def test_a_job_that_fails_is_told_and_the_thread_goes_on(
    fault: type[Exception], writer: Writer, caplog: pytest.LogCaptureFixture
) -> None:
    """Each of these once ended the thread: every command after it waited for ever."""
    caplog.set_level(logging.ERROR)

    def job() -> None:
        raise fault("day_closed")

    with pytest.raises(fault):
        await asyncio.wait_for(writer.alone(job), 20)
    assert await asyncio.wait_for(writer.submit(_tell), 20) == 1
    assert writer.healthy
    unforeseen = not issubclass(fault, OSError | RuleError)
    assert ("job failed" in caplog.text) is unforeseen


async def test_a_fault_of_a_command_is_its_own_and_leaves_nothing(writer: Writer) -> None:
    def fault(image: Image, moment: Moment) -> None:
        image.days.put("2026-11-23", Day(id="2026-11-23", opened_at=moment.wall))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await writer.submit(fault)
    assert await writer.submit(lambda image, _: len(image.days)) == 0


async def test_who_gave_up_waiting_disturbs_nobody(writer: Writer) -> None:
    hold, held = threading.Event(), threading.Event()

    def slow(_image: Image, _moment: Moment) -> None:
        held.set()
        hold.wait(20)

    first = asyncio.create_task(writer.submit(slow))
    await asyncio.to_thread(held.wait, 20)
    gone = asyncio.create_task(writer.submit(_tell))
    staying = asyncio.create_task(writer.submit(_tell))
    await asyncio.sleep(0)
    gone.cancel()
    hold.set()
    await first
    assert await staying == 2
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_what_was_taken_is_answered_before_the_end_and_nothing_after(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    before = set(threading.enumerate())
    writer = Writer(Database(tmp_path / FILE_NAME), site, clock)
    leads = [writer.leading]
    view = writer.open()
    assert [*leads, writer.leading] == [False, True]
    assert view.seq == 0
    taken = [asyncio.create_task(writer.submit(_tell)) for _ in range(5)]
    await asyncio.sleep(0)
    await writer.aclose()
    assert [await each for each in taken] == [1, 2, 3, 4, 5]
    for late in (writer.submit(_tell), writer.alone(lambda: None)):
        with pytest.raises(UnavailableError, match="closing"):
            await late
    await writer.aclose()
    left = set(threading.enumerate()) - before
    assert "hall-writer" not in {each.name for each in left}


class Watched(Database):
    """A hall's file whose commits are counted, and may fail."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.commits = 0
        self.failing = 0
        self.looked_at = 0
        self.connections = 0
        event.listen(self.writer, "connect", self._count(1))
        event.listen(self.writer, "close", self._count(-1))

    def _count(self, change: int) -> Callable[[Any, Any], None]:
        def count(_connection: Any, _record: Any) -> None:
            self.connections += change

        return count

    def commit(self, connection: Connection) -> None:
        self.commits += 1
        if self.failing:
            self.failing -= 1
            raise OperationalError("COMMIT", {}, Exception("disk full"))
        super().commit(connection)

    def require_whole(self) -> None:
        self.looked_at += 1
        super().require_whole()

    def opened(self) -> list[str]:
        """Return the hall's files that this process has open."""
        names = [_target(each) for each in Path("/proc/self/fd").iterdir()]
        return [name for name in names if name.startswith(str(self.path))]


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # closed since it was listed
        return ""


class Held:
    """A writer that is busy until it is let go, so that what is asked meanwhile comes together."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._hold, self._held = threading.Event(), threading.Event()

    def _busy(self, _image: Image, _moment: Moment) -> None:
        self._held.set()
        self._hold.wait(20)

    async def together(self, *asked: Coroutine[Any, Any, Any]) -> list[Any]:
        """Return what each was answered, in order, or its refusal."""
        busy = asyncio.create_task(self._writer.submit(self._busy))
        await asyncio.to_thread(self._held.wait, 20)
        tasks = [asyncio.create_task(each) for each in asked]
        await asyncio.sleep(0)
        self._hold.set()
        await busy
        return await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 30)


@pytest_asyncio.fixture
async def watched(
    tmp_path: Path, site: Site, clock: ManualClock
) -> AsyncIterator[tuple[Watched, Writer]]:
    store = Watched(tmp_path / FILE_NAME)
    made = Writer(store, site, clock)
    made.open()
    yield store, made
    await made.aclose()


def _is_free(store: Database) -> bool:
    """Tell whether somebody else could write to the file right now."""
    with closing(pysqlite3.dbapi2.connect(store.path, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except pysqlite3.dbapi2.OperationalError:
            return False
        other.execute("ROLLBACK")
    return True


async def test_no_more_than_256_commands_share_a_commit(watched: tuple[Watched, Writer]) -> None:
    store, writer = watched
    assert writer.healthy
    before = store.commits
    answers = await Held(writer).together(*(writer.submit(_tell) for _ in range(257)))
    assert answers == list(range(1, 258))
    assert store.commits - before == 3, "the busy one, 256 together, and one"


async def test_commands_before_and_after_a_job_are_answered_in_their_order(writer: Writer) -> None:
    asked = (writer.submit(_tell), writer.alone(lambda: "done"), writer.submit(_tell))
    assert await Held(writer).together(*asked) == [1, "done", 2]


def _unwritable(image: Image, moment: Moment) -> None:
    image.days.put("2026-11-23", Day(id="2026-11-23", opened_at=moment.wall))
    token = Token(
        id="lone", hash="surrogate \ud800", role="kiosk", name="k", window=None,
        created_at=moment.wall,
    )  # fmt: skip
    image.tokens.put(token.id, token)


async def test_of_two_commands_the_one_that_cannot_be_written_leaves_nothing_at_all(
    watched: tuple[Watched, Writer],
) -> None:
    store, writer = watched
    refused_, seq = await Held(writer).together(writer.submit(_unwritable), writer.submit(_tell))
    assert isinstance(refused_, UnavailableError)
    assert isinstance(refused_.__cause__, UnicodeEncodeError)
    assert seq == 1
    assert await writer.submit(lambda image, _: len(image.days)) == 0
    assert (writer.healthy, store.looked_at) == (True, 0)
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM days").scalar() == 0


async def test_after_a_failed_commit_the_file_is_looked_at_once_and_read_anew(
    watched: tuple[Watched, Writer],
) -> None:
    store, writer = watched
    assert await writer.submit(_tell) == 1
    store.failing = 1
    with pytest.raises(UnavailableError) as refusal:
        await writer.submit(_tell)
    assert isinstance(refusal.value.__cause__, OperationalError)
    assert not writer.healthy
    assert store.connections == 0, "nothing of a connection that failed is used again"
    assert await writer.alone(store.opened) == []
    assert store.looked_at == 1
    assert await writer.submit(_tell) == 2
    await writer.alone(lambda: None)
    assert (writer.healthy, store.looked_at) == (True, 1)


async def test_a_job_finds_nothing_of_the_hall_open_and_the_file_is_free_between_batches(
    watched: tuple[Watched, Writer],
) -> None:
    store, writer = watched
    assert _is_free(store)
    await writer.submit(_tell)
    with pytest.raises(RuleError):
        await writer.submit(_refuse)
    assert _is_free(store)
    assert store.opened()
    assert await writer.alone(store.opened) == []
    assert _is_free(store)


async def test_what_a_failing_job_did_to_the_hall_is_seen(
    watched: tuple[Watched, Writer],
) -> None:
    store, writer = watched
    await writer.submit(_tell)

    def half_done() -> None:
        with store.writer.connect() as connection:
            connection.exec_driver_sql("DELETE FROM journal")
            connection.commit()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await writer.alone(half_done)
    assert await writer.submit(_tell) == 1


async def test_nothing_is_left_open_by_an_end_or_a_beginning_that_failed(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    store = Watched(tmp_path / FILE_NAME)
    writer = Writer(store, site, clock)
    writer.open()
    assert all(each.daemon for each in threading.enumerate() if each.name == "hall-writer"), (
        "a server that falls over is not kept alive by its writer"
    )
    assert store.opened()
    await writer.aclose()
    assert store.opened() == []
    with store.writer.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.exec_driver_sql("UPDATE meta SET value = '9999' WHERE key = 'readable_since'")
        connection.commit()
    with pytest.raises(ConfigError, match="9999"):
        Writer(store, site, clock).open()
    assert store.opened() == []
