"""What a hall is promised by the database under it, on every engine alike."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, update
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from config.site import Need, Site
from hall.clock import ManualClock
from hall.errors import ConfigError, RuleError
from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.errors import UnavailableError, refused
from queue_server.domain.ticket import AT_WINDOW, Moment
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store import tables
from queue_server.store.checking import check
from queue_server.store.commands import Decide
from queue_server.store.database import Database
from queue_server.store.image import Image, View
from queue_server.store.port import Store
from queue_server.store.records import Day, Token
from queue_server.store.schema import REVISION, bring_up_to_date
from queue_server.store.writer import Writer

OpenStore = Callable[[], Store]
KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")


class Failing:
    """A store whose commits fail while ``broken``."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.broken = False
        self.commits = 0
        self.looked_at = 0

    @property
    def name(self) -> str:
        return self.store.name

    @property
    def folder(self) -> Path:
        return self.store.folder

    @property
    def writer(self) -> Engine:
        return self.store.writer

    def lead(self, connection: Connection) -> bool:
        return self.store.lead(connection)

    def let_go(self, connection: Connection | None) -> None:
        self.store.let_go(connection)

    def commit(self, connection: Connection) -> None:
        self.commits += 1
        if self.broken:
            raise OperationalError("COMMIT", {}, Exception("disk full"))
        self.store.commit(connection)

    def reading(self) -> AbstractContextManager[Connection]:
        return self.store.reading()

    def wait_for_news(self, seconds: float) -> None:
        self.store.wait_for_news(seconds)

    def require_whole(self) -> None:
        self.looked_at += 1
        self.store.require_whole()

    def problems(self, connection: Connection) -> list[str]:
        return self.store.problems(connection)

    def copy_to(self, target: Path) -> None:
        self.store.copy_to(target)

    def replace_from(self, fresh: Path) -> str:
        return self.store.replace_from(fresh)

    def bear(self, hall: str) -> None:
        self.store.bear(hall)

    def close(self) -> None:
        self.store.close()


@pytest.fixture
def store(open_store: OpenStore) -> Failing:
    return Failing(open_store())


def _tell(image: Image, moment: Moment) -> int:
    return image.tell(moment.wall, "noted", "{}", public=False)


def _refuse(image: Image, moment: Moment) -> int:
    _tell(image, moment)
    raise refused("day_closed")


def _poison(image: Image, moment: Moment) -> int:
    _tell(image, moment)
    # A counter of a day that does not exist breaks a foreign key when it is written.
    image.counters.put(("1999-01-01", "A"), 1)
    return -1


def _unwritable(image: Image, moment: Moment) -> int:
    _tell(image, moment)
    token = Token(
        id="lone", hash="surrogate \ud800", role="kiosk", name="k", window=None,
        created_at=moment.wall,
    )  # fmt: skip
    image.tokens.put(token.id, token)
    return -1


def _fault(image: Image, moment: Moment) -> int:
    _tell(image, moment)
    raise ZeroDivisionError


async def _gather(writer: Writer, *commands: Decide[int]) -> list[int | BaseException]:
    waiting = [writer.submit(command) for command in commands]
    return await asyncio.gather(*waiting, return_exceptions=True)


def _healthy(writer: Writer) -> bool:
    return writer.healthy


def test_migrations_make_the_tables_the_code_expects(open_store: OpenStore) -> None:
    store = open_store()
    assert bring_up_to_date(store) is True
    assert bring_up_to_date(store) is False
    with store.writer.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    assert differences == []
    scripts = Path(tables.__file__).parent / "migrations"
    assert ScriptDirectory(str(scripts)).get_current_head() == REVISION


def test_tables_from_the_future_are_left_alone(open_store: OpenStore) -> None:
    store = open_store()
    bring_up_to_date(store)
    with store.writer.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
        connection.execute(update(tables.meta).values(value="9999"))
        connection.commit()
    with pytest.raises(ConfigError, match=r"9999.*server recover"):
        bring_up_to_date(store)


async def test_commands_that_come_together_are_committed_together(
    store: Failing, site: Site, clock: ManualClock
) -> None:
    writer = Writer(store, site, clock)
    writer.open()
    before = store.commits
    seqs = await _gather(writer, *[_tell] * 200)
    assert seqs == list(range(1, 201))
    assert store.commits - before < 20
    await writer.aclose()


async def test_a_bad_command_never_fails_its_neighbours(
    store: Failing, site: Site, clock: ManualClock
) -> None:
    writer = Writer(store, site, clock)
    writer.open()
    commands = (_tell, _refuse, _tell, _poison, _unwritable, _fault, _tell)
    answers = await _gather(writer, *commands)
    kinds = [type(answer) for answer in answers]
    assert kinds == [
        int, RuleError, int, UnavailableError, UnavailableError, ZeroDivisionError, int,
    ]  # fmt: skip
    assert [answer for answer in answers if isinstance(answer, int)] == [1, 2, 3]
    assert _healthy(writer)
    assert await writer.submit(_tell) == 4
    await writer.aclose()


async def test_a_failed_commit_refuses_everyone_and_changes_nothing(
    store: Failing, site: Site, clock: ManualClock
) -> None:
    writer = Writer(store, site, clock)
    writer.open()
    assert await writer.submit(_tell) == 1
    store.broken = True
    answers = await _gather(writer, *[_tell] * 20)
    assert {type(answer) for answer in answers} == {UnavailableError}
    assert not _healthy(writer)
    store.broken = False
    assert store.looked_at == 0
    assert await writer.submit(_tell) == 2
    assert store.looked_at == 1
    assert _healthy(writer)
    await writer.aclose()


async def test_what_was_answered_is_there_when_the_database_is_opened_again(
    open_store: OpenStore, site: Site, clock: ManualClock
) -> None:
    def open_day(image: Image, moment: Moment) -> None:
        image.days.put("2026-11-23", Day(id="2026-11-23", opened_at=moment.wall))
        image.counters.put(("2026-11-23", "A"), 41)

    writer = Writer(open_store(), site, clock)
    first = writer.open()
    await writer.submit(open_day)
    await writer.aclose()
    with pytest.raises(UnavailableError):
        await writer.submit(_tell)
    again = Writer(open_store(), site, clock)
    view = again.open()
    assert view.epoch == first.epoch
    assert view.day is not None
    counter = await again.submit(lambda image, _: image.counters.get(("2026-11-23", "A")))
    assert counter == 41
    await again.aclose()


async def _a_morning(store: Store, site: Site, clock: ManualClock) -> RunningHall:
    """Run visits through every kind of table: served, held, transferred, missed, waiting."""
    hall = RunningHall(site, store, clock)
    hall.open()
    await Upkeep(hall, clock).round()
    await hall.create_token(SYSTEM, role="kiosk", name="k9")
    for window in ("w1", "w2"):
        await hall.window_open(BOSS, window)
    for n in range(6):
        needs: tuple[Need, ...] = ("wheelchair",) if n % 2 else ()
        request = wire.TicketRequest(service="unemployment", needs=needs)
        await hall.issue(KIOSK, request, f"key-{n}")
    for key, events in (("a", ("arrive", "finish")), ("b", ("arrive", "hold")), ("c", ())):
        called = await hall.call_next(BOSS, "w1", key)
        assert called is not None
        for event in events:
            await hall.act(BOSS, called.id, event, wire.ActionRequest())
    await hall.assistance_ask(KIOSK, wire.AssistanceRequest(kiosk="k1", kind="help"))
    await clock.advance(2)
    return hall


def _kept(view: View) -> Sequence[object]:
    """Return a view's parts, without what only the process that called a ticket knows."""
    tickets = {key: replace(each, call_mono=0.0) for key, each in view.tickets.items()}
    calls = {key: seq for key, seq in view.calls.items() if tickets[key].state in AT_WINDOW}
    return (view.epoch, view.seq, view.day, tickets, dict(view.windows), dict(view.needs),
            dict(view.assistance), dict(view.tokens), calls)  # fmt: skip


async def test_a_morning_is_the_same_after_a_restart_and_is_whole(
    open_store: OpenStore, site: Site, clock: ManualClock
) -> None:
    hall = await _a_morning(open_store(), site, clock)
    before = _kept(hall.showing.view)
    await hall.aclose()
    store = open_store()
    again = RunningHall(site, store, clock)
    again.open()
    assert _kept(again.showing.view) == before
    report = check(store, site)
    assert report.problems == ()
    assert report.tickets == 6
    repeated = await again.issue(KIOSK, wire.TicketRequest(service="unemployment"), "key-0")
    assert repeated.created is False
    await again.aclose()


async def test_the_database_itself_refuses_a_number_twice_and_two_at_one_window(
    open_store: OpenStore, site: Site, clock: ManualClock
) -> None:
    store = open_store()
    hall = await _a_morning(store, site, clock)
    await hall.aclose()
    tickets = tables.tickets
    with store.writer.connect() as connection:
        row = dict(connection.execute(tickets.select().limit(1)).mappings().one())
        twin = {**row, "id": "twin", "born": -1, "phone_secret": "other"}
        with pytest.raises(IntegrityError):
            connection.execute(insert(tickets), [twin])
        connection.rollback()
        with pytest.raises(IntegrityError):
            connection.execute(
                update(tickets).values(state="CALLED", window_id="w1").where(tickets.c.seq <= 2)
            )
        connection.rollback()


async def test_what_changed_behind_the_writers_back_is_refused_and_read_again(
    open_store: OpenStore, site: Site, clock: ManualClock
) -> None:
    store = open_store()
    hall = await _a_morning(store, site, clock)
    waiting = next(each for each in hall.showing.view.tickets.values() if each.state == "WAITING")
    with store.writer.connect() as connection:
        moved = update(tables.tickets).where(tables.tickets.c.id == waiting.id).values(version=77)
        connection.execute(moved)
        connection.commit()
    with pytest.raises(UnavailableError):
        await hall.act(BOSS, waiting.id, "cancel", wire.ActionRequest())
    cancelled = await hall.act(BOSS, waiting.id, "cancel", wire.ActionRequest())
    assert (cancelled.state, cancelled.version) == ("CANCELLED", 78)
    await hall.aclose()


async def test_a_copy_is_whole_and_puts_the_hall_back(
    open_store: OpenStore, site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    store = open_store()
    hall = await _a_morning(store, site, clock)
    before = _kept(hall.showing.view)
    copy = tmp_path / "copy.sqlite3"
    await asyncio.to_thread(store.copy_to, copy)
    assert check(Database(copy), site).problems == ()
    await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), "after the copy")
    aside = await hall.writer.alone(lambda: store.replace_from(copy))
    assert aside
    assert _kept(hall.showing.view) == before
    assert check(store, site).problems == ()
    number = (await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), "new")).ticket
    assert number.number == "A007"
    await hall.aclose()


async def test_readers_see_one_consistent_hall_while_others_write(
    open_store: OpenStore, site: Site, clock: ManualClock
) -> None:
    store = open_store()
    hall = await _a_morning(store, site, clock)
    torn: list[tuple[int, int]] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            report = check(store, site)
            if report.problems:
                torn.append((report.rows, report.tickets))

    looking = asyncio.create_task(asyncio.to_thread(look))
    for n in range(40):
        await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), f"more-{n}")
    done.set()
    await looking
    assert torn == []
    await hall.aclose()


async def test_a_database_that_cannot_be_opened_is_named_with_a_remedy(
    open_store: OpenStore, tmp_path: Path
) -> None:
    store = open_store()
    if isinstance(store, Database):
        store.path.write_bytes(b"not a database" * 100)
    else:
        store.close()
        store = type(store)("postgresql://nobody@127.0.0.1:1/none", "demo", tmp_path)  # type: ignore[call-arg]  # the other engine takes these
    with pytest.raises(ConfigError) as refusal:
        store.require_whole()
    assert refusal.value.faults[0].remedy
    with pytest.raises(DatabaseError), store.reading() as connection:
        connection.execute(tables.meta.select())
