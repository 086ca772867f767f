"""Pictures and films in the copies of a hall: in the one file, beside the daily ones, put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from config.loader import load_site
from config.rules import Backup
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.app import open_hall
from queue_server.content.service import ContentService
from queue_server.service.backups import Backups
from queue_server.service.machine import Machine, back_up, restore
from queue_server.service.media_copies import media_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FILM = bytes(range(256)) * 9000  # more than two pieces
_FILES = {"aa00.jpg": b"a picture", "bb11.webm": FILM, "cc22.vtt": b"WEBVTT\n"}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
async def machine(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Machine]:
    data = tmp_path / "data"
    (data / "media").mkdir(parents=True)
    (tmp_path / "usb").mkdir()
    for name, content in _FILES.items():
        (data / "media" / name).write_bytes(content)
    rules = Backup(keep_days=2, copy_to=str(tmp_path / "usb"))
    hall = open_hall(replace(load_site(), backup=rules), data, clock)
    yield Machine(hall=hall, content=ContentService(data, clock))
    await hall.aclose()


def _held(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in media_in(folder)}


async def test_the_one_file_brings_back_what_was_lost_and_takes_nothing_away(
    tmp_path: Path, machine: Machine
) -> None:
    media, copy = tmp_path / "data" / "media", tmp_path / "copy.sqlite3"
    made = await back_up(machine, {"file": str(copy)})
    assert made["media"] == 3
    for name in ("aa00.jpg", "bb11.webm"):
        (media / name).unlink()
    (media / "dd33.jpg").write_bytes(b"newer than the copy")
    answer = await restore(machine, {"file": str(copy)})
    assert answer["media"] == 2
    assert _held(media) == {**_FILES, "dd33.jpg": b"newer than the copy"}
    assert not (tmp_path / "data" / "restoring.media").exists()
    with closing(sqlite3.connect(tmp_path / "data" / "hall.sqlite3")) as hall:
        left = hall.execute("select name from sqlite_schema where name like 'media%'").fetchall()
    assert left == []


async def test_the_copies_of_each_day_share_one_folder_here_and_on_the_other_disk(
    tmp_path: Path, clock: ManualClock, machine: Machine
) -> None:
    media = tmp_path / "data" / "media"
    backups = Backups(machine, clock, tmp_path / "data")
    await backups.look()
    own, other = tmp_path / "data" / "backups", tmp_path / "usb"
    assert _held(own / "media") == _held(other / "media") == _FILES
    day = other / "day-2026-11-23.sqlite3"
    assert day.stat().st_size < len(FILM), "no copy of a day holds the films again"
    for name in _FILES:
        (media / name).unlink()
    await restore(machine, {"file": str(day)})
    assert _held(media) == _FILES
    (media / "aa00.jpg").unlink()
    for _ in range(3):
        assert "aa00.jpg" in _held(own / "media"), "kept as long as the copies that need it"
        await clock.advance(24 * 3600)
        await backups.look()
    assert "aa00.jpg" not in _held(own / "media")
    assert "aa00.jpg" not in _held(other / "media")
    assert _held(media) == {name: kept for name, kept in _FILES.items() if name != "aa00.jpg"}


async def test_a_copy_without_pictures_of_an_older_version_is_restored_as_ever(
    tmp_path: Path, machine: Machine
) -> None:
    copy = tmp_path / "old.sqlite3"
    await back_up(machine, {"file": str(copy), "media": False})
    answer = await restore(machine, {"file": str(copy)})
    assert answer["media"] == 0
    assert _held(tmp_path / "data" / "media") == _FILES


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ("update media_piece set bytes = x'00' where name = 'bb11.webm' and no = 1", "not whole"),
        ("update media_file set name = '../bb11.webm' where name = 'bb11.webm'", "bad name"),
    ],
)
async def test_a_spoilt_picture_or_film_stops_a_restore_before_anything_changed(
    tmp_path: Path, machine: Machine, spoilt: str, told: str
) -> None:
    copy = tmp_path / "copy.sqlite3"
    await back_up(machine, {"file": str(copy)})
    with closing(sqlite3.connect(copy)) as file:
        file.execute(spoilt)
        file.commit()
    epoch = machine.hall.epoch
    with pytest.raises(HallError, match=told):
        await restore(machine, {"file": str(copy)})
    assert machine.hall.epoch == epoch
    assert not list((tmp_path / "data").glob("restoring*"))
