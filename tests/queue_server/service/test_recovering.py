"""A hall that does not open comes back from its newest usable copy, told before (R-8, R-31)."""

import asyncio
import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from config.site import Site
from hall.cli import root
from hall.clock import ManualClock
from hall.errors import ConfigError, HallError
from queue_server.app import open_hall
from queue_server.domain.actors import SYSTEM
from queue_server.service.recovering import go_back, way_back
from queue_server.service.running import RunningHall
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from tests.queue_server.service.damaging import BOSS, copied, issue, names, read, spoil

_FIRST = "auto-20261123T010000Z.sqlite3"
_SECOND = "upgrade-0003-20261123T011500Z.sqlite3"


async def lived(folder: Path, site: Site, clock: ManualClock) -> None:
    """Let a hall give numbers, with a copy after the second and after the third."""
    hall = open_hall(site, folder, clock)
    await hall.day_open(SYSTEM)
    await issue(hall, "ab")
    copied(hall, _FIRST)
    await clock.advance(900)
    await issue(hall, "c")
    copied(hall, _SECOND)
    await clock.advance(900)
    await issue(hall, "de")
    await hall.aclose()


async def test_r_8_a_damaged_hall_comes_back_from_the_newest_whole_copy(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    await lived(tmp_path, site, clock)
    spoil(tmp_path / FILE_NAME)
    damaged = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(ConfigError, match="server recover"):
        open_hall(site, tmp_path, clock)
    spoil(tmp_path / "backups" / _SECOND)
    store = Database(tmp_path / FILE_NAME)
    way = way_back(store, tmp_path)
    assert (way.state, way.copy.name, way.lost) == ("damaged", _FIRST, None)
    assert way.since == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert (tmp_path / FILE_NAME).read_bytes() == damaged
    assert read(await go_back(store, tmp_path, way, site, clock)) == damaged

    hall = open_hall(site, tmp_path, clock)
    assert check(hall.database, site).problems == ()
    shown = (await hall.tickets(BOSS)).items
    assert len(shown) == 2
    # What was given after the copy is on paper: the next number is none of those.
    given = {each.number for each in shown} | {f"{shown[0].number[0]}{n:03d}" for n in (3, 4, 5)}
    assert not given & set(await issue(hall, "f"))
    with hall.database.reading() as connection:
        told = connection.execute(text("SELECT count(*) FROM journal WHERE kind = 'restored'"))
        assert told.scalar() == 1
    await hall.aclose()
    assert not [name for name in names(tmp_path) if "restoring" in name]


async def test_r_31_what_going_back_to_before_the_upgrade_would_lose_is_counted(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    await lived(tmp_path, site, clock)
    for name in (FILE_NAME, f"backups/{_FIRST}"):
        with closing(Database(tmp_path / name)) as database, database.writer.connect() as newer:
            newer.execute(text("UPDATE alembic_version SET version_num = '0999'"))
            newer.execute(text("UPDATE meta SET value = '0999' WHERE key = 'readable_since'"))
            newer.commit()
    store = Database(tmp_path / FILE_NAME)
    way = way_back(store, tmp_path)
    assert (way.state, way.copy.name) == ("newer", _SECOND)
    assert way.lost is not None
    assert (way.lost.numbers, way.lost.rows) == (2, 2)
    aside = Path(await go_back(store, tmp_path, way, site, clock))
    with closing(Database(aside)) as kept, kept.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM tickets")).scalar() == 5
    hall = open_hall(site, tmp_path, clock)
    assert len((await hall.tickets(BOSS)).items) == 3
    await hall.aclose()


async def test_r_8_without_a_usable_copy_nothing_is_touched(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    await lived(tmp_path, site, clock)
    spoil(tmp_path / FILE_NAME)
    for name in (_FIRST, _SECOND):
        spoil(tmp_path / "backups" / name)
    before = (tmp_path / FILE_NAME).read_bytes()
    with closing(Database(tmp_path / FILE_NAME)) as store:
        with pytest.raises(HallError, match="no copy"):
            way_back(store, tmp_path)
        with pytest.raises(HallError, match="damaged, of another hall"):
            way_back(store, tmp_path, tmp_path / "backups" / _FIRST)
    assert (tmp_path / FILE_NAME).read_bytes() == before


async def opened_and_closed(folder: Path, site: Site, clock: ManualClock) -> None:
    await open_hall(site, folder, clock).aclose()


def test_r_8_the_command_tells_first_and_does_it_when_told_to(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    asyncio.run(lived(tmp_path, site, clock))
    spoil(tmp_path / FILE_NAME)
    asked = ["server", "recover", "--data", str(tmp_path)]
    looked = CliRunner().invoke(root, asked)
    assert looked.exit_code == 1
    assert _SECOND in looked.output
    assert "2026-11-23T09:15:00+08:00" in looked.output
    assert "nothing was changed" in looked.output
    with pytest.raises(ConfigError):
        open_hall(site, tmp_path, clock)
    done = CliRunner().invoke(root, [*asked, "--json", "--yes"])
    assert done.exit_code == 0
    assert json.loads(done.output)["state"] == "damaged"
    asyncio.run(opened_and_closed(tmp_path, site, clock))


def test_r_8_there_is_a_hall_at_every_moment_of_putting_one_back(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    database = Database(tmp_path / FILE_NAME)
    hall = RunningHall(site, database, clock)
    hall.open()
    database.close()
    with pytest.raises(FileNotFoundError):
        database.replace_from(tmp_path / "gone.sqlite3")
    assert (tmp_path / FILE_NAME).exists()
