"""Several servers on one PostgreSQL: one writes for a hall, the others stand by and take over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from config.site import Site
from hall.clock import SystemClock
from hall.errors import ConfigError
from hall.ids import HallId
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import UnavailableError
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.postgres import PostgresDatabase

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
REQUEST = wire.TicketRequest(service="unemployment")
_CLOCK = SystemClock()
Start = Callable[[], Awaitable[RunningHall]]


@pytest_asyncio.fixture
async def start(postgres: str, site: Site, tmp_path: Path) -> AsyncIterator[Start]:
    """Start one more server of the same hall; all are closed at the end."""
    running: list[RunningHall] = []

    async def one_more() -> RunningHall:
        hall = RunningHall(site, PostgresDatabase(postgres, site.hall.id, tmp_path), _CLOCK)
        hall.database.require_whole()
        hall.open()
        running.append(hall)
        await Upkeep(hall, _CLOCK).round()
        return hall

    yield one_more
    for hall in running:
        await hall.aclose()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110  what is waited for happens in other threads
            await asyncio.sleep(0.01)


def kill_sessions(url: str, hall: RunningHall) -> None:
    """End every session of a hall's servers from inside PostgreSQL."""
    name = hall.database.name.rpartition("(")[2].removesuffix(")")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
            (f"hall90 {name}",),
        )


async def test_one_writes_the_other_shows_the_same_hall_and_refuses(start: Start) -> None:
    first, second = await start(), await start()
    rows = second.subscribe(KIOSK)
    assert (await anext(rows)).kind == "snapshot"
    issued = (await first.issue(KIOSK, REQUEST, "one")).ticket
    row = await anext(rows)
    while row.kind != "ticket_issued":
        row = await anext(rows)
    assert row.data["number"] == issued.number
    shown = await second.ticket(KIOSK, issued.id)
    assert (shown.number, shown.state) == (issued.number, "WAITING")
    with pytest.raises(UnavailableError, match="stands by"):
        await second.issue(KIOSK, REQUEST, "two")
    health = await second.health()
    assert health.ready is False
    assert "stands by" in " ".join(health.reasons)
    assert (await first.health()).ready is True


async def test_the_second_takes_over_when_the_first_ends(start: Start) -> None:
    first, second = await start(), await start()
    ticket = (await first.issue(KIOSK, REQUEST, "one")).ticket
    rows = second.subscribe(KIOSK)
    snapshot = await anext(rows)
    await first.aclose()
    await until(lambda: second.writer.leading)
    again = await second.issue(KIOSK, REQUEST, "one")
    assert (again.ticket.id, again.created) == (ticket.id, False)
    following = (await second.issue(KIOSK, REQUEST, "two")).ticket
    assert following.number == "A002"
    seen = snapshot.seq
    while seen < (await second.health()).seq:
        row = await anext(rows)
        assert row.prev == seen
        seen = row.seq
    assert (await second.health()).epoch == snapshot.epoch


async def test_a_server_cut_off_from_the_database_cannot_write_any_more(
    start: Start, postgres: str, site: Site
) -> None:
    first, second = await start(), await start()
    halls = (first, second)
    given = [(await first.issue(KIOSK, REQUEST, "before")).ticket.number]
    for round_ in range(5):
        await asyncio.to_thread(kill_sessions, postgres, first)
        leaders: list[RunningHall] = []
        async with asyncio.timeout(60):
            while not leaders:
                for hall in halls:
                    try:
                        issued = await hall.issue(KIOSK, REQUEST, f"round-{round_}")
                    except UnavailableError:
                        continue
                    leaders.append(hall)
                    given.append(issued.ticket.number)
                await asyncio.sleep(0.01)
        assert len(leaders) == 1
    assert given == [f"A{n:03d}" for n in range(1, 7)]
    assert check(first.database, site).problems == ()


async def test_a_job_is_refused_where_another_server_took_the_lead_unnoticed(
    start: Start, postgres: str
) -> None:
    """A backup was once put in the place of a hall that another server wrote for by then."""
    first, second = await start(), await start()
    await asyncio.to_thread(kill_sessions, postgres, first)
    await until(lambda: second.writer.leading)
    ran: list[str] = []
    with pytest.raises(UnavailableError, match="stands by"):
        await first.writer.alone(lambda: ran.append("restored"))
    assert not ran
    assert (await second.issue(KIOSK, REQUEST, "one")).ticket.number == "A001"


def test_no_job_runs_while_nobody_can_tell_whose_the_lead_is(tmp_path: Path) -> None:
    """The database may be back a moment later, and led by another server."""
    away = PostgresDatabase("postgresql://nobody@127.0.0.1:1/none", "hall", tmp_path)
    with pytest.raises(UnavailableError, match="nothing was changed"):
        away.let_go(None)


async def test_two_halls_in_one_database_know_nothing_of_each_other(
    start: Start, postgres: str, site: Site, tmp_path: Path
) -> None:
    here = await start()
    other_site = replace(site, hall=replace(site.hall, id=HallId("other-hall")))
    other = RunningHall(
        other_site, PostgresDatabase(postgres, other_site.hall.id, tmp_path), _CLOCK
    )
    other.database.require_whole()
    other.open()
    await Upkeep(other, _CLOCK).round()
    numbers = [(await hall.issue(KIOSK, REQUEST, "k")).ticket.number for hall in (here, other)]
    assert numbers == ["A001", "A001"]
    assert here.writer.leading
    assert other.writer.leading
    assert here.epoch != other.epoch
    await other.aclose()


async def test_a_restored_hall_sends_readers_of_the_one_standing_by_away(
    start: Start, tmp_path: Path
) -> None:
    first, second = await start(), await start()
    copy = tmp_path / "copy.sqlite3"
    await asyncio.to_thread(first.database.copy_to, copy)
    await first.issue(KIOSK, REQUEST, "after the copy")
    await until(lambda: len(second.showing.view.tickets) == 1)
    await first.writer.alone(lambda: first.database.replace_from(copy))
    await until(lambda: not second.showing.view.tickets)
    assert first.writer.leading
    assert (await first.issue(KIOSK, REQUEST, "new")).ticket.number == "A001"


async def test_r_31_the_program_before_stands_by_on_newer_tables_it_may_read(
    start: Start, postgres: str
) -> None:
    first = await start()
    await first.issue(KIOSK, REQUEST, "a")
    schema = first.database.name.rpartition("(")[2].removesuffix(")")
    place = f"-c search_path={schema}"
    with psycopg.connect(postgres, autocommit=True, options=place) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        second = await start()
        assert len(second.showing.view.tickets) == 1
        connection.execute("UPDATE meta SET value = '0999' WHERE key = 'readable_since'")
        with pytest.raises(ConfigError, match="0999"):
            await start()
