"""Copies made by themselves (R-28): often and daily, checked, pruned, carried elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.loader import load_site
from config.rules import Backup
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server import wire
from queue_server.app import open_hall
from queue_server.content.deriving import deriving
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.backups import Backups
from queue_server.service.machine import Machine, restore
from queue_server.service.running import RunningHall
from queue_server.store.loading import all_rows
from queue_server.today.watching import Today

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KIOSK = Actor(role="kiosk", name="k1", token_id="k")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "usb"


@pytest.fixture
def plugged_in(elsewhere: Path) -> Path:
    """The other disk, there."""
    elsewhere.mkdir()
    return elsewhere


@pytest.fixture
def hall(tmp_path: Path, clock: ManualClock, elsewhere: Path) -> RunningHall:
    (tmp_path / "data").mkdir()
    rules = Backup(keep_hours=1, keep_days=2, copy_to=str(elsewhere))
    return open_hall(replace(load_site(), backup=rules), tmp_path / "data", clock)


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


async def _issue(hall: RunningHall, key: str) -> str:
    request = wire.TicketRequest(service="unemployment", languages=("zh-CN",))
    return (await hall.issue(KIOSK, request, key)).ticket.number


async def test_r_28_copies_come_by_themselves_and_one_puts_the_hall_back(
    tmp_path: Path, clock: ManualClock, hall: RunningHall, elsewhere: Path
) -> None:
    folder, elsewhere_kept = tmp_path / "data" / "backups", elsewhere
    elsewhere_kept.mkdir()
    machine = Machine(hall=hall, content=ContentService(tmp_path / "data", clock))
    backups = Backups(machine, clock, tmp_path / "data")
    await hall.day_open(SYSTEM)
    await backups.look()
    assert _names(folder) == ["day-2026-11-23.sqlite3"]
    assert _names(elsewhere_kept) == ["day-2026-11-23.sqlite3"]
    await _issue(hall, "a")
    await clock.advance(900)
    await backups.look()
    await clock.advance(900)
    await backups.look()  # nothing has happened since: no copy of the same
    assert [each for each in _names(folder) if each.startswith("auto")] == [
        "auto-20261123T021500Z.sqlite3"
    ]
    assert (folder / "day-2026-11-23.sqlite3").stat().st_mode & 0o777 == 0o600
    number = await _issue(hall, "b")
    await clock.advance(900)
    await backups.look()
    newest = _names(folder)[1]
    assert newest == "auto-20261123T024500Z.sqlite3"
    await _issue(hall, "c")
    await restore(machine, {"file": str(folder / newest)})
    shown = await hall.tickets(Actor(role="supervisor", name="li"))
    assert number in [each.number for each in shown.items]
    assert len(shown.items) == 2
    (folder / "upgrade-0003-20261123T020000Z.sqlite3").write_bytes(b"")
    for _ in range(3):
        await clock.advance(24 * 3600)
        await backups.look()
    assert not [each for each in _names(folder) if each.startswith("upgrade")]
    assert [each for each in _names(folder) if each.startswith("day")] == [
        "day-2026-11-24.sqlite3", "day-2026-11-25.sqlite3", "day-2026-11-26.sqlite3",
    ]  # fmt: skip
    assert not [each for each in _names(folder) if each.startswith("auto-20261123")]
    assert "day-2026-11-23.sqlite3" not in _names(elsewhere_kept)
    # S-28: that copies ended is told, and nothing is copied because of it.
    with hall.database.reading() as connection:
        told = [row.data for row in all_rows(connection) if row.kind == "erased"]
    assert sum(json.loads(each)["erased"]["copies"] for each in told) == 5
    seen = []
    for _ in range(8):  # the one of the day's copy's own row ends within them
        await clock.advance(900)
        await backups.look()
        seen.append([each for each in _names(folder) if each.startswith("auto")])
    assert (len(seen[0]), seen[-1]) == (1, [])
    await hall.aclose()


async def test_the_days_copy_waits_while_much_content_comes_in_but_not_for_ever(
    tmp_path: Path, clock: ManualClock, hall: RunningHall, plugged_in: Path
) -> None:
    folder = tmp_path / "data" / "backups"
    content = ContentService(tmp_path / "data", clock)
    backups = Backups(Machine(hall=hall, content=content), clock, tmp_path / "data")

    def come_in() -> None:
        for n in range(30):
            told = Record(kind="job", id=f"s:{n}", source="s", title=f"保洁员{clock.now()}")
            content.import_items([told], source="s")

    await hall.day_open(SYSTEM)
    come_in()
    await backups.look()
    assert [each[:4] for each in _names(folder)] == ["auto"], "tickets are copied meanwhile"
    await clock.advance(61)
    await backups.look()
    assert "day-2026-11-23.sqlite3" in _names(folder)
    await clock.advance(86_400)
    come_in()
    await backups.look()
    assert "day-2026-11-24.sqlite3" not in _names(folder)
    await clock.advance(7_200)
    come_in()
    with deriving(content.lock):
        await backups.look()
    assert "day-2026-11-24.sqlite3" in _names(folder)
    await clock.advance(86_400)
    with deriving(content.lock):
        await backups.look()
        assert "day-2026-11-25.sqlite3" not in _names(folder), "it waits anew each day"
    await backups.look()
    assert "day-2026-11-25.sqlite3" in _names(folder)
    assert "day-2026-11-25.sqlite3" in _names(plugged_in)
    content.close()
    await hall.aclose()


async def test_a_disk_that_is_not_there_is_told_and_the_copy_here_is_kept(
    tmp_path: Path, clock: ManualClock, hall: RunningHall
) -> None:
    machine = Machine(hall=hall, content=ContentService(tmp_path / "data", clock))
    backups = Backups(machine, clock, tmp_path / "data")
    with pytest.raises(HallError, match="is the disk plugged in"):
        await backups.look()
    assert _names(tmp_path / "data" / "backups") == ["day-2026-11-23.sqlite3"]
    await clock.advance(timedelta(days=1).total_seconds())
    standing = await Today(hall, clock, tmp_path).standing(SYSTEM, "en")
    told = {each.id: each.what for each in standing.findings}
    assert "has reached" in told["hall-backup_elsewhere"]
    assert "hall-backup_none" not in told
    await hall.aclose()


def _many(folder: Path) -> None:
    """Lay down a copy of each of 22 days, and ten of the last hour."""
    folder.mkdir()
    for day in range(1, 23):
        (folder / f"day-2026-11-{day:02d}.sqlite3").write_bytes(b"." * 10)
    for minute in range(10, 60, 5):
        (folder / f"auto-20261123T01{minute}00Z.sqlite3").write_bytes(b"." * 10)


async def test_copies_of_years_give_way_before_the_disk_is_full(
    tmp_path: Path, clock: ManualClock, hall: RunningHall
) -> None:
    folder = tmp_path / "data" / "backups"
    _many(folder)

    def usage(_folder: Path) -> tuple[int, int, int]:
        mine = sum(10 for each in folder.iterdir() if each.stat().st_size == 10)
        return 1000 << 30, 0, (500 - mine) << 30  # a fifth is free with thirty of these

    machine = Machine(hall=hall, content=ContentService(tmp_path / "data", clock))
    backups = Backups(machine, clock, tmp_path / "data", usage)
    rules = replace(hall.settings.backup, keep_days=60, copy_to="")
    await hall.go_by(replace(hall.settings, backup=rules))
    await backups.look()
    assert len([each for each in _names(folder) if each.startswith("auto")]) == 8
    assert len([each for each in _names(folder) if each.startswith("day")]) == 23

    def full(_folder: Path) -> tuple[int, int, int]:
        return 4000 << 20, 0, 700 << 20

    await clock.advance(24 * 3600)
    await Backups(machine, clock, tmp_path / "data", full).look()
    kept = [each for each in _names(folder) if each.startswith("day")]
    assert kept == [f"day-2026-11-{day}.sqlite3" for day in range(17, 25)]
    await hall.aclose()
