"""R-8: what only looks damaged is left as it is; what is damaged is kept where it is told."""

from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import ManualClock
from hall.errors import ConfigError
from queue_server.app import open_hall
from queue_server.domain.errors import UnavailableError
from queue_server.service.healing import opened_or_healed, recovered_before
from queue_server.store.damage import DamagedError
from queue_server.store.database import FILE_NAME, Database
from tests.queue_server.deep.disk import under_sqlite
from tests.queue_server.service.damaging import (
    copied_once,
    healed,
    issue,
    names,
    read,
    spoil,
)


@pytest.fixture
async def folder(tmp_path: Path, site: Site, clock: ManualClock) -> Path:
    """Return the folder of a hall that gave two numbers, was copied, and gave one more."""
    await copied_once(tmp_path, site, clock, "c")
    return tmp_path


def test_r_8_a_disk_that_stumbles_while_it_is_read_has_damaged_nothing(folder: Path) -> None:
    """Each read fails once, then all from it on: whole, or not to be read; never damaged."""
    with under_sqlite() as disk:
        for lasting in (False, True):
            states = set[str | None]()
            for nth in range(1, 40):
                disk.unreadable = Stumble(nth, lasting)
                with closing(Database(folder / FILE_NAME)) as database:
                    try:
                        states.add(database.state())
                    except ConfigError:
                        states.add("unreadable")
            assert states == {None, "unreadable"} if not lasting else {"unreadable"}


class Stumble:
    """A disk whose n-th read of the hall fails, once or from then on."""

    def __init__(self, nth: int, lasting: bool) -> None:
        self.left, self.lasting = nth, lasting

    def __call__(self, file: str) -> bool:
        self.left -= file.startswith(FILE_NAME)
        return self.left < 0 if self.lasting else self.left == 0


def test_r_8_a_name_for_a_file_on_a_disk_that_is_not_there_is_no_lost_hall(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    (folder / FILE_NAME).symlink_to(folder / "disk that is not mounted" / FILE_NAME)
    with (
        closing(Database(folder / FILE_NAME)) as database,
        pytest.raises(ConfigError, match="cannot be read") as refusal,
    ):
        database.require_whole()
    assert not isinstance(refusal.value, DamagedError)


async def test_r_8_a_write_that_fails_after_a_job_does_not_look_like_a_lost_log(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    with under_sqlite() as disk:
        hall = open_hall(site, folder, clock)
        await hall.writer.alone(lambda: None)
        disk.refuse = lambda kind, _file, _end: kind == "sync"
        with pytest.raises(UnavailableError):
            await issue(hall, "x")
        disk.refuse = lambda _kind, _file, _end: False
        assert len(await issue(hall, "y")) == 1
        await hall.aclose()
    await open_hall(site, folder, clock).aclose()


class Ticking(ManualClock):
    """A clock on which every look at it is a second later."""

    def now(self) -> datetime:
        self.pass_time(1)
        return super().now()


async def test_r_8_the_damaged_file_is_where_it_is_told_to_be_and_stays_there(
    folder: Path, site: Site
) -> None:
    kept = read(folder / FILE_NAME)
    for times in (1, 2):
        spoil(folder / FILE_NAME)
        damaged = read(folder / FILE_NAME)
        clock = Ticking(datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
        await (await healed(folder, site, clock)).aclose()
        told = recovered_before(folder)[-1]
        assert read(folder / told.aside) == damaged
        assert len([each for each in names(folder) if ".damaged-" in each]) == times
        (folder / "recovered.jsonl").write_bytes(b"")
        (folder / FILE_NAME).write_bytes(kept)


async def test_r_8_without_room_for_a_copy_nothing_is_touched(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    spoil(folder / FILE_NAME)
    damaged, before = read(folder / FILE_NAME), sorted(names(folder))
    opened = partial(open_hall, site, folder, clock)
    with pytest.raises(DamagedError, match="MiB of free disk; make room and start again"):
        await opened_or_healed(opened, folder, site, clock, usage=lambda _: (1 << 30, 1 << 30, 0))
    assert read(folder / FILE_NAME) == damaged
    assert {*names(folder)} <= {*before, f"{FILE_NAME}-in-use"}
