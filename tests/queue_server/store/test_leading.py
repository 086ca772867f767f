"""One server writes for a hall; the others stand by, show it, and take over when it is free."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from config.site import Site
from hall.clock import ManualClock
from hall.ids import WindowId
from queue_server.domain.errors import UnavailableError
from queue_server.domain.ticket import Moment
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.image import Image, View
from queue_server.store.records import JournalRow
from queue_server.store.writer import Writer


class Lead:
    """Which of several servers may write."""

    def __init__(self) -> None:
        self.holder: object = None


class OneLeads(Database):
    """A file that several servers may open and one may write, as PostgreSQL sees to it."""

    def __init__(self, path: Path, lead: Lead) -> None:
        super().__init__(path)
        self._lead = lead
        self.refusals = 0
        self.unleadable = 0
        self.quiet = threading.Event()
        self.quiet.set()
        self.held = threading.Event()
        self.waited = 0
        self.unreadable = False
        self.led = 0
        self.uncommitted = 0
        self.looked_at = 0
        self.opened = 0
        event.listen(self.writer, "connect", self._count(1))
        event.listen(self.writer, "close", self._count(-1))

    def _count(self, change: int) -> Callable[[Any, Any], None]:
        def count(_connection: Any, _record: Any) -> None:
            self.opened += change

        return count

    def lead(self, connection: Connection) -> bool:
        if self.unleadable:
            self.unleadable -= 1
            raise OperationalError("SELECT", {}, Exception("the connection is gone"))
        if self.refusals:
            self.refusals -= 1
            return False
        self._lead.holder = self._lead.holder or self
        self.led += self._lead.holder is self
        return self._lead.holder is self

    def close(self) -> None:
        if self._lead.holder is self:
            self._lead.holder = None
        super().close()

    def commit(self, connection: Connection) -> None:
        if self.uncommitted:
            self.uncommitted -= 1
            raise OperationalError("COMMIT", {}, Exception("the server is gone"))
        super().commit(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        if self.unreadable:
            raise OperationalError("BEGIN", {}, Exception("the server is gone"))
        with super().reading() as connection:
            yield connection

    def wait_for_news(self, seconds: float) -> None:
        assert 0 < seconds <= 1
        self.waited += 1
        threading.Event().wait(0.01)
        if not self.quiet.is_set():
            self.held.set()
        self.quiet.wait(20)

    def require_whole(self) -> None:
        self.looked_at += 1
        super().require_whole()


class Server:
    """One server of the hall, and all it told, in order."""

    def __init__(self, path: Path, lead: Lead, site: Site, clock: ManualClock) -> None:
        self.store = OneLeads(path, lead)
        self.writer = Writer(self.store, site, clock)
        self.told: list[tuple[int, list[int]]] = []
        self.view: View | None = None

    def listen(self) -> None:
        self.writer.on_published(self._note)

    def _note(self, view: View, rows: Sequence[JournalRow]) -> None:
        self.view = view
        self.told.append((view.seq, [row.seq for row in rows]))


Start = Callable[[], Server]


@pytest.fixture
def lead() -> Lead:
    return Lead()


@pytest_asyncio.fixture
async def start(tmp_path: Path, site: Site, clock: ManualClock, lead: Lead) -> AsyncIterator[Start]:
    """Start one more server of the same hall; all are closed at the end."""
    running: list[Server] = []

    def one_more() -> Server:
        server = Server(tmp_path / FILE_NAME, lead, site, clock)
        server.writer.open()
        server.listen()
        running.append(server)
        return server

    yield one_more
    for server in running:
        await asyncio.wait_for(server.writer.aclose(), 30)


def _tell(image: Image, moment: Moment) -> int:
    return image.tell(moment.wall, "noted", "{}", public=False)


async def _until(holds: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


async def test_a_second_server_refuses_shows_the_hall_and_takes_over(
    tmp_path: Path, site: Site, clock: ManualClock, lead: Lead, start: Start
) -> None:
    first = start()
    await first.writer.submit(_tell)
    second = Server(tmp_path / FILE_NAME, lead, site, clock)
    assert second.writer.open().seq == 1
    await _until(lambda: second.store.waited > 1)
    assert (first.writer.leading, second.writer.leading) == (True, False)
    second.listen()
    for asked in (second.writer.submit(_tell), second.writer.alone(lambda: None)):
        with pytest.raises(UnavailableError, match="stands by"):
            await asked
    await first.writer.submit(_tell)
    await _until(lambda: (2, [2]) in second.told)
    waited = second.store.waited
    await _until(lambda: second.store.waited > waited + 1)
    assert second.store.opened <= 1, "each try closes what it opened"
    await first.writer.aclose()
    await _until(lambda: second.writer.leading and len(second.told) > 1)
    assert second.told[-1] == (2, []), "nothing came between what it saw and what it took over"
    assert await second.writer.submit(_tell) == 3
    assert second.told[-1] == (3, [3])
    await second.writer.aclose()
    assert second.store.opened == 0


async def test_who_stands_by_ends_when_asked(start: Start) -> None:
    first, second = start(), start()
    await asyncio.wait_for(second.writer.aclose(), 20)
    assert await first.writer.submit(_tell) == 1


@pytest.mark.parametrize("before", ["opened", "a command", "a job"])
async def test_who_leads_again_tells_once_what_another_wrote_between(
    before: str, start: Start, tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    first = start()
    await first.writer.submit(_tell)
    await first.writer.aclose()
    server = start()
    if before == "a command":
        await server.writer.submit(_tell)
    if before == "a job":
        await server.writer.alone(lambda: None)
    done = server.view.seq if server.view else 1

    def another_writes() -> str:
        other = Database(tmp_path / FILE_NAME)
        with other.writer.connect() as connection:
            row = "INSERT INTO journal SELECT seq + 1, at, kind, public, data, hash FROM journal "
            connection.exec_driver_sql(f"{row} ORDER BY seq DESC LIMIT 1")
            connection.commit()
        other.close()
        server.store.refusals = 1
        return "done"

    server.told.clear()
    assert await server.writer.alone(another_writes) == "done"
    await _until(lambda: bool(server.told))
    assert server.told == [(done + 1, [done + 1])]
    assert server.writer.leading
    assert await server.writer.submit(_tell) == done + 2


async def test_everything_that_still_waits_is_refused_when_the_lead_is_lost(
    start: Start, lead: Lead
) -> None:
    server, other = start(), object()
    hold, held = threading.Event(), threading.Event()

    def slow(_image: Image, _moment: Moment) -> None:
        held.set()
        hold.wait(20)

    asked: list[asyncio.Future[Any]] = [asyncio.ensure_future(server.writer.submit(slow))]
    await asyncio.to_thread(held.wait, 20)
    asked += [asyncio.ensure_future(server.writer.submit(_tell)) for _ in range(260)]
    ran: list[str] = []
    asked.append(asyncio.ensure_future(server.writer.alone(lambda: ran.append("job"))))
    await asyncio.sleep(0)
    server.store.uncommitted = 1
    lead.holder = other
    hold.set()
    answers = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 30)
    assert {type(each) for each in answers} == {UnavailableError}
    assert "stands by" not in str(answers[0])
    assert all("stands by" in str(each) for each in answers[1:])
    assert not ran
    assert not server.writer.leading
    lead.holder = None
    await _until(lambda: server.writer.leading)
    assert await server.writer.submit(_tell) == 1


async def test_a_job_never_touches_a_hall_that_another_server_leads_by_now(
    start: Start, lead: Lead
) -> None:
    """It once did: a backup could be put in the place of a hall another server wrote for."""
    server = start()
    assert await server.writer.submit(_tell) == 1
    lead.holder = object()
    ran: list[str] = []
    with pytest.raises(UnavailableError, match="stands by"):
        await asyncio.wait_for(server.writer.alone(lambda: ran.append("job")), 20)
    assert not ran
    await _until(lambda: not server.writer.leading)


async def test_a_lead_that_went_with_its_connection_is_asked_for_again_before_a_job(
    start: Start, lead: Lead
) -> None:
    server = start()
    server.store.unleadable = 1
    assert await server.writer.alone(lambda: "done") == "done"
    lead.holder, server.store.unleadable = object(), 1
    ran: list[str] = []
    with pytest.raises(UnavailableError, match="stands by"):
        await asyncio.wait_for(server.writer.alone(lambda: ran.append("job")), 20)
    assert not ran


async def test_a_lead_that_cannot_be_asked_for_is_none(start: Start) -> None:
    server = start()

    def cut_off() -> str:
        server.store.unleadable = 1
        return "done"

    assert await server.writer.alone(cut_off) == "done"
    await _until(lambda: bool(server.told))
    assert await server.writer.submit(_tell) == 1
    assert (server.writer.leading, server.store.opened) == (True, 1)


async def test_who_stands_by_refuses_at_once_whatever_it_waits_for(start: Start) -> None:
    start()
    second = start()
    second.store.quiet.clear()
    assert await asyncio.to_thread(second.store.held.wait, 20)
    with pytest.raises(UnavailableError, match="stands by"):
        await asyncio.wait_for(second.writer.submit(_tell), 10)
    second.store.quiet.set()


async def test_a_lead_that_could_not_be_told_of_is_taken_again(start: Start) -> None:
    first, second = start(), start()
    await _until(lambda: second.store.waited > 2)
    assert not second.told, "nothing happened in a hall nobody came to yet"
    await first.writer.submit(_tell)
    await _until(lambda: (1, [1]) in second.told)
    second.told.clear()
    second.store.unreadable = True
    await first.writer.submit(_tell)
    await first.writer.aclose()
    await _until(lambda: second.store.led > 1)
    assert not second.told
    second.store.unreadable = False
    await _until(lambda: second.writer.leading and bool(second.told))
    assert [seq for _, rows in second.told for seq in rows] == [2]
    assert await second.writer.submit(_tell) == 3
    assert second.store.opened == 1


async def test_who_stands_by_shows_the_hall_by_the_site_it_was_told_last(
    start: Start, lead: Lead, site: Site
) -> None:
    first = start()
    more = replace(site.windows[0], id=WindowId("w99"))
    wider = replace(site, windows=(*site.windows, more))

    def settle() -> None:
        first.writer.go_by(wider)
        lead.holder = object()

    await first.writer.alone(settle)
    await _until(lambda: bool(first.told))
    assert not first.writer.leading
    assert first.view is not None
    assert "w99" in first.view.windows
    lead.holder = None
    await _until(lambda: first.writer.leading)
    assert "w99" in await first.writer.submit(lambda image, _: image.windows.copy())
