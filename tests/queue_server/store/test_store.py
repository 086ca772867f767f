"""The gate, the schema, the journal's chain, and the writer's promises."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from config.site import Site
from hall.clock import ManualClock
from hall.errors import ConfigError, RuleError
from queue_server.domain.errors import UnavailableError, refused
from queue_server.domain.ticket import Moment
from queue_server.store import tables
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.gate import is_safe, require_safe
from queue_server.store.image import Image
from queue_server.store.journal import GENESIS, broken_at, row_hash
from queue_server.store.records import Day, JournalRow
from queue_server.store.schema import REVISION, bring_up_to_date
from queue_server.store.writer import Decide, Writer


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.51.3", True), ("3.53.4", True), ("4.0.0", True), ("3.44.6", True), ("3.50.7", True),
        ("3.51.2", False), ("3.51.1", False), ("3.40.1", False), ("3.44.5", False),
        ("3.50.6", False), ("3.45.9", False),
    ],
)  # fmt: skip
def test_only_a_sqlite_without_the_wal_reset_bug_may_hold_tickets(version: str, safe: bool) -> None:
    assert is_safe(version) is safe
    if not safe:
        with pytest.raises(ConfigError, match="WAL-reset"):
            require_safe(version)


def test_the_loaded_library_passes_the_gate(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    with database.writer.connect() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    assert is_safe(version)
    database.close()


def test_migrations_make_the_tables_the_code_expects(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    assert bring_up_to_date(database) is True
    assert bring_up_to_date(database) is False
    with database.writer.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    assert differences == []
    database.close()
    scripts = Path(tables.__file__).parent / "migrations"
    assert ScriptDirectory(str(scripts)).get_current_head() == REVISION


def test_tables_from_the_future_are_left_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    bring_up_to_date(database)
    with database.writer.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
        connection.commit()
    with pytest.raises(ConfigError, match="9999"):
        bring_up_to_date(database)
    database.close()


def _chain(length: int) -> list[JournalRow]:
    rows, before, at = [], GENESIS, datetime(2026, 11, 23, tzinfo=UTC)
    for seq in range(1, length + 1):
        before = row_hash(before, seq, at, "kind", True, f'{{"n":{seq}}}')
        data = f'{{"n":{seq}}}'
        rows.append(JournalRow(seq=seq, at=at, kind="kind", public=True, data=data, hash=before))
    return rows


@given(st.integers(0, 8), st.sampled_from(["change", "drop", "swap", "hide", "kind"]))
def test_any_tampering_with_the_journal_is_found(place: int, how: str) -> None:
    rows = _chain(10)
    assert broken_at(rows) is None
    match how:
        case "change":
            rows[place] = replace(rows[place], data='{"n":99}')
        case "drop":
            del rows[place]
        case "swap":
            rows[place], rows[place + 1] = rows[place + 1], rows[place]
        case "hide":
            rows[place] = replace(rows[place], public=False)
        case _:
            rows[place] = replace(rows[place], kind="other")
    assert broken_at(rows) == place + 1


class FailingDatabase(Database):
    """Its commits fail while ``broken``; before or after the rows reach the file."""

    broken = False
    commits = 0

    def commit(self, connection: Connection) -> None:
        self.commits += 1
        if self.broken:
            raise OperationalError("COMMIT", {}, OSError("disk full"))
        super().commit(connection)


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


def _fault(image: Image, moment: Moment) -> int:
    _tell(image, moment)
    raise ZeroDivisionError


async def _gather(writer: Writer, *commands: Decide[int]) -> list[int | BaseException]:
    waiting = [writer.submit(command) for command in commands]
    return await asyncio.gather(*waiting, return_exceptions=True)


def _healthy(writer: Writer) -> bool:
    return writer.healthy


@pytest.fixture
def database(tmp_path: Path) -> FailingDatabase:
    return FailingDatabase(tmp_path / FILE_NAME)


async def test_commands_that_come_together_are_committed_together(
    database: FailingDatabase, site: Site, clock: ManualClock
) -> None:
    writer = Writer(database, site, clock)
    writer.open()
    before = database.commits
    seqs = await _gather(writer, *[_tell] * 200)
    assert seqs == list(range(1, 201))
    assert database.commits - before < 20
    await writer.aclose()


async def test_a_bad_command_never_fails_its_neighbours(
    database: FailingDatabase, site: Site, clock: ManualClock
) -> None:
    writer = Writer(database, site, clock)
    writer.open()
    answers = await _gather(writer, _tell, _refuse, _tell, _poison, _fault, _tell)
    kinds = [type(answer) for answer in answers]
    assert kinds == [int, RuleError, int, UnavailableError, ZeroDivisionError, int]
    assert [answer for answer in answers if isinstance(answer, int)] == [1, 2, 3]
    assert await writer.submit(_tell) == 4
    await writer.aclose()


async def test_a_failed_commit_refuses_everyone_and_changes_nothing(
    database: FailingDatabase, site: Site, clock: ManualClock
) -> None:
    writer = Writer(database, site, clock)
    writer.open()
    assert await writer.submit(_tell) == 1
    database.broken = True
    answers = await _gather(writer, *[_tell] * 20)
    assert {type(answer) for answer in answers} == {UnavailableError}
    assert not _healthy(writer)
    database.broken = False
    assert await writer.submit(_tell) == 2
    assert _healthy(writer)
    await writer.aclose()


async def test_what_was_answered_is_there_when_the_database_is_opened_again(
    database: FailingDatabase, site: Site, clock: ManualClock
) -> None:
    def open_day(image: Image, moment: Moment) -> None:
        image.days.put("2026-11-23", Day(id="2026-11-23", opened_at=moment.wall))
        image.counters.put(("2026-11-23", "A"), 41)

    writer = Writer(database, site, clock)
    first = writer.open()
    await writer.submit(open_day)
    await writer.aclose()
    with pytest.raises(UnavailableError):
        await writer.submit(_tell)
    again = Writer(Database(database.path), site, clock)
    view = again.open()
    assert view.epoch == first.epoch
    assert view.day is not None
    counter = await again.submit(lambda image, _: image.counters.get(("2026-11-23", "A")))
    assert counter == 41
    await again.aclose()
