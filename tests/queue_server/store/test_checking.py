"""`hall90 server check` finds each broken promise, and nothing where all are kept."""

from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from pysqlite3 import dbapi2

from config.site import Site
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.store.checking import CheckReport, check
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
DAY = "2026-11-23"


@pytest_asyncio.fixture
async def file(hall: RunningHall, tmp_path: Path) -> Path:
    for key in "abc":
        await hall.issue(KIOSK, wire.TicketRequest(service="unemployment"), key)
    return tmp_path / FILE_NAME


def change(file: Path, statement: str) -> None:
    """Change the database behind the hall's back."""
    with closing(dbapi2.connect(str(file))) as connection:
        connection.execute(statement)
        connection.commit()


def found(file: Path, site: Site) -> CheckReport:
    store = Database(file)
    try:
        return check(store, site)
    finally:
        store.close()


async def tell_restored(hall: RunningHall, day: str) -> None:
    data = f'{{"day":"{day}"}}'
    await hall.writer.submit(
        lambda image, moment: image.tell(moment.wall, "restored", data, public=False)
    )


async def test_a_hall_that_ran_is_whole(file: Path, site: Site) -> None:
    report = found(file, site)
    assert (report.tickets, report.problems) == (3, ())
    with closing(dbapi2.connect(str(file))) as connection:
        assert connection.execute("SELECT count(*) FROM journal").fetchone() == (report.rows,)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE journal SET data='{}' WHERE seq=2", "the journal's chain breaks at row 2"),
        ("UPDATE journal SET data='torn' WHERE seq=3", "the journal's chain breaks at row 3"),
        ("UPDATE tickets SET state='MISSED' WHERE seq<=2", "2 tickets are not as the journal says"),
        ("UPDATE tickets SET version=9 WHERE seq=1", "1 tickets are not as the journal says"),
        ("DELETE FROM tickets WHERE seq=3", "1 tickets of the journal are missing"),
        ("UPDATE counters SET last=4", f"numbers A of {DAY} do not run from 1 to 4"),
        ("UPDATE counters SET last=2", f"numbers A of {DAY} do not run from 1 to 2"),
        ("UPDATE tickets SET seq=9 WHERE seq=3", f"numbers A of {DAY} do not run from 1 to 3"),
        ("DELETE FROM counters", f"numbers A of {DAY} have no counter"),
    ],
)
async def test_each_broken_promise_is_told(
    statement: str, problem: str, file: Path, site: Site
) -> None:
    change(file, statement)
    assert problem in found(file, site).problems


async def test_numbers_of_kiosks_and_slips_have_no_counter(file: Path, site: Site) -> None:
    change(file, "UPDATE tickets SET seq=9101 WHERE seq=3")
    change(file, "UPDATE counters SET last=2")
    assert found(file, site).problems == ()
    change(file, "UPDATE tickets SET seq=9100 WHERE seq=2")
    assert found(file, site).problems == (f"numbers A of {DAY} do not run from 1 to 2",)


async def test_on_a_day_of_a_restore_some_numbers_only_paper_knows(
    file: Path, site: Site, hall: RunningHall
) -> None:
    await tell_restored(hall, "2026-11-22")
    change(file, "UPDATE counters SET last=4550")
    assert len(found(file, site).problems) == 1
    await tell_restored(hall, DAY)
    assert found(file, site).problems == ()
    change(file, "UPDATE counters SET last=3")
    assert found(file, site).problems == ()
    change(file, "UPDATE counters SET last=2")
    assert found(file, site).problems == (f"the counter A of {DAY} is behind its numbers",)
    change(file, "UPDATE tickets SET prefix='Z'")
    assert f"numbers Z of {DAY} have no counter" in found(file, site).problems
