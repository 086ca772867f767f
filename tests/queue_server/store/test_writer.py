"""The writer's thread: what it answers, whom it tells, and what it outlives."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection

from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server.domain.errors import UnavailableError, refused
from queue_server.domain.ticket import Moment
from queue_server.store.acting import PLACE
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.image import Image, View
from queue_server.store.records import Day, JournalRow
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
    fault: type[Exception], writer: Writer
) -> None:
    """Each of these once ended the thread: every command after it waited for ever."""

    def job() -> None:
        raise fault("day_closed")

    with pytest.raises(fault):
        await asyncio.wait_for(writer.alone(job), 20)
    assert await asyncio.wait_for(writer.submit(_tell), 20) == 1
    assert writer.healthy


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


class OneLeads(Database):
    """A file that several servers may open and one may write, as PostgreSQL sees to it."""

    def __init__(self, path: Path, leader: "list[OneLeads]") -> None:
        super().__init__(path)
        self._leader = leader
        self.waits = threading.Event()

    def lead(self, connection: Connection) -> bool:
        if not self._leader:
            self._leader.append(self)
        return self._leader[0] is self

    def close(self) -> None:
        if self._leader and self._leader[0] is self:
            self._leader.clear()
        super().close()

    def wait_for_news(self, seconds: float) -> None:
        self.waits.wait(0.01)


async def test_a_second_server_refuses_shows_the_hall_and_takes_over(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    leader: list[OneLeads] = []
    first, second = (Writer(OneLeads(tmp_path / FILE_NAME, leader), site, clock) for _ in range(2))
    first.open()
    await first.submit(_tell)
    assert second.open().seq == 1
    assert (first.leading, second.leading) == (True, False)
    told = Told(second)
    for asked in (second.submit(_tell), second.alone(lambda: None)):
        with pytest.raises(UnavailableError, match="stands by"):
            await asked
    await first.submit(_tell)
    await _until(lambda: (2, ["noted"]) in told.seen)
    await first.aclose()
    await _until(lambda: second.leading and len(told.seen) > 1)
    assert told.seen[-1] == (2, []), "nothing came between what it saw and what it took over"
    assert await second.submit(_tell) == 3
    assert told.seen[-1] == (3, ["noted"])
    await second.aclose()


async def test_who_stands_by_ends_when_asked(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    leader: list[OneLeads] = []
    first, second = (Writer(OneLeads(tmp_path / FILE_NAME, leader), site, clock) for _ in range(2))
    first.open()
    second.open()
    await asyncio.wait_for(second.aclose(), 20)
    assert await first.submit(_tell) == 1
    await first.aclose()


async def _until(holds: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")
