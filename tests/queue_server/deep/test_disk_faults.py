"""A disk that fails or is full: refused cleanly, nothing acknowledged lost, service by itself."""

import asyncio
import resource
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import ManualClock
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from tests.queue_server.deep.disk import Disk, Kind, under_sqlite
from tests.queue_server.deep.working import attempt
from tests.queue_server.fresh import lay_tables

Told = dict[str, tuple[str, str]]


class NthFails:
    """Refuses the n-th write, truncate or sync, and the ``following`` ones after it."""

    def __init__(self, nth: int, following: int = 0) -> None:
        self.nth, self.following, self.count = nth, following, 0

    def __call__(self, kind: Kind, _file: str, _end: int) -> bool:
        if kind == "delete":
            return False
        self.count += 1
        return self.nth <= self.count <= self.nth + self.following


class Full:
    """Refuses every byte of any file beyond a size, while there is no room."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __call__(self, kind: Kind, _file: str, end: int) -> bool:
        return kind == "write" and end > self.size


async def opened(folder: Path, site: Site, clock: ManualClock) -> RunningHall:
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    lay_tables(folder)
    hall = RunningHall(site, Database(folder / FILE_NAME), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    return hall


async def look(hall: RunningHall, site: Site, told: Told) -> None:
    """Everything told is there, once, under its key; the database is whole."""
    tickets = hall.showing.view.tickets
    for ticket, number in told.values():
        assert tickets[ticket].number == number
    for key, answer in told.items():
        assert await attempt(hall, key) == answer
    report = check(hall.database, site)
    assert report.problems == ()
    assert report.tickets == len(tickets)


async def fail_at(folder: Path, site: Site, clock: ManualClock, nth: int, following: int) -> int:
    """Issue while one operation of the disk fails; return how many requests were refused."""
    with under_sqlite() as disk:
        hall = await opened(folder, site, clock)
        told: Told = {}
        disk.refuse = NthFails(nth, following)
        refused = 0
        for n in range(nth // 2 + 4):
            answer = await attempt(hall, f"k{n}")
            if answer is None:
                refused += 1
            else:
                told[f"k{n}"] = answer
        disk.refuse = NthFails(0, -1)
        after = await attempt(hall, "after")
        assert after is not None
        told["after"] = after
        assert hall.writer.healthy
        await look(hall, site, told)
        await hall.aclose()
        again = await opened(folder, site, clock)
        await look(again, site, told)
        await again.aclose()
    return refused


@pytest.mark.parametrize("following", [0, 3])
async def test_whichever_write_or_sync_fails_nothing_told_is_lost(
    tmp_path: Path, site: Site, clock: ManualClock, following: int
) -> None:
    refusals = [
        await fail_at(tmp_path / str(nth), site, clock, nth, following) for nth in range(1, 40, 3)
    ]
    assert min(refusals) >= 1
    assert max(refusals) <= 1 + following


@pytest.mark.deep
@pytest.mark.timeout(1800)
async def test_each_of_two_hundred_writes_and_syncs_fails(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    for nth in range(1, 201):
        await fail_at(tmp_path / str(nth), site, clock, nth, nth % 3)


async def test_a_full_disk_refuses_and_serves_again_when_there_is_room(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    with under_sqlite() as disk:
        hall = await opened(tmp_path, site, clock)
        told: Told = {}
        disk.full = True
        for size in (1_000_000, 1_500_000):
            disk.refuse = Full(size)
            for n in range(10_000):
                answer = await attempt(hall, f"{size}-{n}")
                if answer is None:
                    break
                told[f"{size}-{n}"] = answer
            assert disk.refused
            assert (await hall.health()).ready is False
            assert await attempt(hall, f"{size}-still full") is None
            # What is only read goes on being shown.
            assert len(hall.showing.view.tickets) == len(told)
        disk.refuse = Full(1 << 40)
        room = await attempt(hall, "room")
        assert room is not None
        told["room"] = room
        assert (await hall.health()).ready is True
        await look(hall, site, told)
        await hall.aclose()


async def test_a_real_process_at_its_file_size_limit_refuses_and_recovers(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hall = await opened(tmp_path, site, clock)
    told: Told = {}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    limit = (tmp_path / f"{FILE_NAME}-wal").stat().st_size + 100_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        for n in range(10_000):
            answer = await attempt(hall, f"k{n}")
            if answer is None:
                break
            told[f"k{n}"] = answer
        assert len(told) < 10_000
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    room = await attempt(hall, "room")
    assert room is not None
    told["room"] = room
    await look(hall, site, told)
    await hall.aclose()


def test_the_layer_sees_what_the_hall_writes(tmp_path: Path) -> None:
    with under_sqlite() as disk:
        database = Database(tmp_path / FILE_NAME)
        with database.writer.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE t (a)")
            connection.commit()
        database.close()
    assert _kinds(disk) >= {"write", "sync"}


def _kinds(disk: Disk) -> set[str]:
    return {getattr(each, "kind", "") for each in disk.log}
