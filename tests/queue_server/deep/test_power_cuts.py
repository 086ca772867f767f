"""The power goes at any moment: every ticket somebody was told of is there afterwards, once."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from config.site import Site
from hall.clock import ManualClock
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from tests.queue_server.deep.disk import Op, Platter, Told, under_sqlite
from tests.queue_server.deep.working import clerk, kiosk, open_windows, some_windows

SEED = 20261123
Log = Sequence[Op | Told]


async def record(folder: Path, site: Site, clock: ManualClock, tickets: int) -> Log:
    """Let eight kiosks and two windows work, and return what the disk saw and what they heard."""
    with under_sqlite() as disk:
        hall = RunningHall(site, Database(folder / FILE_NAME), clock)
        hall.open()
        await Upkeep(hall, clock).round()
        windows = some_windows(site, 2)
        await open_windows(hall, windows)
        kiosks = [kiosk(hall, name, tickets // 8, disk.told) for name in range(8)]
        clerks = [clerk(hall, window, tickets // 16, disk.told) for window in windows]
        await asyncio.gather(*kiosks, *clerks)
        log = list(disk.log)
        await hall.aclose()
    return log


def lost_after_cut(folder: Path, site: Site, told: set[tuple[str, str]], *, whole: bool) -> str:
    """Open what a cut left; return what is wrong with it, empty where nothing is.

    ``whole`` reads it all: the journal's chain, and every ticket against its last row.
    """
    with closing(dbapi2.connect(str(folder / FILE_NAME))) as file:
        try:
            if file.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "corrupt"
            if not file.execute("SELECT 1 FROM sqlite_master WHERE name='tickets'").fetchone():
                return "an acknowledged ticket is lost" if told else ""
            tickets = set(file.execute("SELECT id, prefix || printf('%03d', seq) FROM tickets"))
        except dbapi2.DatabaseError as fault:
            return f"corrupt: {fault}"
    if not told <= tickets:
        return "an acknowledged ticket is lost"
    if whole:
        with closing(Database(folder / FILE_NAME)) as database:
            return "; ".join(check(database, site).problems)
    return ""


def cut_often(
    log: Log, folder: Path, site: Site, cuts: int, *, whole_every: int = 10, lying: bool = False
) -> list[str]:
    """Cut the power at random moments; return what was wrong after each cut that lost something."""
    dice = random.Random(SEED)  # noqa: S311  a seed makes the cuts the same each time
    moments = sorted(dice.randrange(len(log)) for _ in range(cuts))
    platter, told, at, wrong = Platter(lying=lying), set[tuple[str, str]](), 0, []
    folder.mkdir()
    for count, moment in enumerate(moments):
        while at <= moment:
            entry = log[at]
            if isinstance(entry, Told):
                told.add(entry.answer)
            else:
                platter.apply(entry)
            at += 1
        platter.cut(folder, dice)
        found = lost_after_cut(folder, site, told, whole=count % whole_every == 0)
        if found:
            wrong.append(f"cut at {moment} of {len(log)}: {found}")
    return wrong


async def test_two_hundred_power_cuts_lose_nothing_that_was_told(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    (tmp_path / "hall").mkdir()
    log = await record(tmp_path / "hall", site, clock, 400)
    assert cut_often(log, tmp_path / "cut", site, 200) == []


async def test_the_same_cuts_on_a_disk_that_lies_are_seen_to_lose_tickets(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    (tmp_path / "hall").mkdir()
    log = await record(tmp_path / "hall", site, clock, 160)
    wrong = cut_often(log, tmp_path / "cut", site, 20, lying=True)
    assert any("acknowledged" in each for each in wrong)


@pytest.mark.deep
@pytest.mark.timeout(3600)
async def test_ten_thousand_power_cuts_lose_nothing_that_was_told(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    (tmp_path / "hall").mkdir()
    log = await record(tmp_path / "hall", site, clock, 1200)
    assert cut_often(log, tmp_path / "cut", site, 10_000, whole_every=1) == []
