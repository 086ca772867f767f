"""Halls with copies beside them, and the ways their file is damaged."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from config.site import Site
from hall.clock import ManualClock
from queue_server import wire
from queue_server.app import open_hall
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.healing import opened_or_healed
from queue_server.service.running import RunningHall
from queue_server.store.database import Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
COPY = "auto-20261123T010000Z.sqlite3"


async def copied_once(folder: Path, site: Site, clock: ManualClock, after: Sequence[str]) -> None:
    """Let a hall give two numbers, copy it, and let it give more a quarter of an hour later."""
    hall = open_hall(site, folder, clock)
    await hall.day_open(SYSTEM)
    await issue(hall, "ab")
    copied(hall, COPY)
    await clock.advance(900)
    await issue(hall, after)
    await hall.aclose()


async def healed(folder: Path, site: Site, clock: ManualClock) -> RunningHall:
    return await opened_or_healed(partial(open_hall, site, folder, clock), folder, site, clock)


async def issue(hall: RunningHall, keys: Sequence[str]) -> list[str]:
    request = wire.TicketRequest(service="unemployment")
    return [(await hall.issue(KIOSK, request, key)).ticket.number for key in keys]


def copied(hall: RunningHall, name: str) -> None:
    folder = hall.database.folder / "backups"
    folder.mkdir(exist_ok=True)
    hall.database.copy_to(folder / name)


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def read(file: str | Path) -> bytes:
    return Path(file).read_bytes()


def spoil(file: Path) -> None:
    """Write over the middle of a file, as a disk that fails does."""
    data = bytearray(file.read_bytes())
    data[4096 : len(data) // 2] = b"\xa5" * (len(data) // 2 - 4096)
    file.write_bytes(data)


def head_gone(file: Path) -> None:
    file.write_bytes(b"\0" * 100 + file.read_bytes()[100:])


def cut_in_two(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def cut_in_a_page(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: 4096 * 7 + 1234])


def of_nothing(file: Path) -> None:
    file.write_bytes(b"\0" * file.stat().st_size)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def without_tables(file: Path) -> None:
    file.unlink()
    with closing(Database(file)) as database, database.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 1")
        connection.commit()
