"""An upgrade that is killed, or whose power goes, leaves the old tables or the new ones (R-30).

Never anything between, never a row lost; the next start completes it, and before the first change
a copy of the hall was made.
"""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.loader import load_site
from config.site import Site
from hall.clock import ManualClock, SystemClock
from hall.errors import ConfigError
from queue_server.app import open_hall
from queue_server.choosing import open_store
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.schema import REVISION, bring_up_to_date, revision_of
from queue_server.store.throwaway import Throwaway
from queue_server.store.upgrading import copy_before_upgrade
from tests.queue_server.deep.disk import Op, Platter, under_sqlite
from tests.queue_server.deep.tables_of_old import (
    BEFORE,
    Rows,
    Shape,
    a_days_work,
    lay_down,
    rows_of,
    shape_of,
    still_there,
)

_ROOT = Path(__file__).parents[3]
_DEMO = load_site().hall.id


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Rows:
    clock = ManualClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    return asyncio.run(a_days_work(tmp_path_factory.mktemp("work"), site, clock))


@dataclass
class Mortal:
    """Starts halls that are killed at a step; one process has everything loaded for all."""

    process: "subprocess.Popen[str]"

    def start(self, folder: Path, url: str | None, last: int) -> str:
        """Start the hall of a folder; return how that ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{last} {folder} {url or '-'}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    command = [sys.executable, "-m", "tests.queue_server.deep.upgrading"]
    with subprocess.Popen(
        command, cwd=_ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        yield Mortal(process)
        assert process.stdin is not None
        process.stdin.close()


@dataclass
class Place:
    """Where halls of one engine lie for a test: a new, filled one of a revision, as often as asked.

    ``shapes`` are the tables of each revision, as this engine tells them.
    """

    folder: Path
    make_database: Callable[[str], str] | None
    shapes: dict[str, Shape] = field(default_factory=dict)
    made: int = 0

    def lay(self, revision: str, rows: Rows) -> tuple[Path, str | None, Rows]:
        """Return the folder, the URL and the rows of a new hall with older tables."""
        self.made += 1
        folder = self.folder / f"{revision} {self.made}".replace(" ", "-")
        folder.mkdir()
        url = self.make_database(f"up{self.made}") if self.make_database else None
        with closing(open_store(url, _DEMO, folder)) as store:
            laid = lay_down(store, revision, rows)
            with store.reading() as connection:
                self.shapes[revision] = shape_of(connection)
        return folder, url, laid

    def learn(self, folder: Path, url: str | None) -> None:
        """Learn what the newest tables look like where an upgrade went through."""
        with closing(open_store(url, _DEMO, folder)) as store, store.reading() as connection:
            self.shapes[REVISION] = shape_of(connection)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, servers: Callable[[str], Throwaway]
) -> Iterator[Place]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield Place(tmp_path, None)
            return
        server = servers("package")

        def make(name: str) -> str:
            stack.callback(server.drop, name)
            return server.make(name)

        yield Place(tmp_path, make)


def left_wrong(place: Place, revision: str, folder: Path, url: str | None, laid: Rows) -> list[str]:
    """Look at what a kill left: old or new tables with every row, and a copy before the change."""
    with closing(open_store(url, _DEMO, folder)) as store, store.reading() as connection:
        found = revision_of(connection)
        wrong = [] if found in {revision, REVISION} else [f"revision {found}"]
        if shape_of(connection) != place.shapes.get(str(found)):
            wrong.append(f"tables between {revision} and {REVISION}")
        wrong += still_there(laid, rows_of(connection))
    copies = list((folder / "backups").glob("upgrade-*.sqlite3"))
    if found == REVISION and len(copies) != 1:
        wrong.append(f"{len(copies)} copies made before")
    for copy in copies:
        with closing(Database(copy)) as kept, kept.reading() as connection:
            if revision_of(connection) != revision:
                wrong.append(f"the copy has revision {revision_of(connection)}")
            wrong += [f"{each} of the copy" for each in still_there(laid, rows_of(connection))]
    return wrong


async def next_start_wrong(folder: Path, url: str | None, laid: Rows, site: Site) -> list[str]:
    """Start the hall again as the server does and read everything."""
    hall = open_hall(site, folder, SystemClock(), url)
    wrong = list(check(hall.database, site).problems)
    with hall.database.reading() as connection:
        if revision_of(connection) != REVISION:
            wrong.append("not brought up to date")
        wrong += still_there(laid, rows_of(connection))
    await hall.aclose()
    return wrong


async def kill_often(
    place: Place, mortal: Mortal, rows: Rows, site: Site, kills: int, before: Sequence[str]
) -> None:
    dice = random.Random(kills)  # noqa: S311  a seed makes the kills the same each time
    for revision in before:
        folder, url, _ = place.lay(revision, rows)
        said, _, count = mortal.start(folder, url, 0).partition(" ")
        assert said == "whole"
        place.learn(folder, url)
        for _ in range(kills):
            folder, url, laid = place.lay(revision, rows)
            step = dice.randrange(1, int(count) + 1)
            assert mortal.start(folder, url, step) == "killed"
            wrong = left_wrong(place, revision, folder, url, laid)
            wrong += await next_start_wrong(folder, url, laid, site)
            assert wrong == [], f"from {revision}, killed at step {step} of {count}"


async def test_r_30_an_upgrade_killed_anywhere_is_not_begun_or_done(
    place: Place, mortal: Mortal, rows: Rows, site: Site
) -> None:
    few = 2 if place.make_database is None else 1
    await kill_often(place, mortal, rows, site, few, BEFORE[-1:])


@pytest.mark.deep
@pytest.mark.timeout(3600)
async def test_r_30_hundreds_of_kills_in_upgrades_from_every_revision(
    place: Place, mortal: Mortal, rows: Rows, site: Site
) -> None:
    await kill_often(place, mortal, rows, site, 100, BEFORE)


def cut_often(folder: Path, revision: str, rows: Rows, cuts: int) -> list[str]:
    """Upgrade over a disk that remembers, and cut the power at random moments of it."""
    (folder / "hall").mkdir()
    with closing(Database(folder / "hall" / FILE_NAME)) as database:
        laid = lay_down(database, revision, rows)
    platter, shapes = Platter(), dict[str, Shape]()
    for file in (folder / "hall").iterdir():
        platter.safe[file.name] = bytearray(file.read_bytes())
    with under_sqlite() as disk, closing(Database(folder / "hall" / FILE_NAME)) as database:
        with database.reading() as connection:
            shapes[revision] = shape_of(connection)
        bring_up_to_date(database)
        log = [each for each in disk.log if isinstance(each, Op)]
        with database.reading() as connection:
            shapes[REVISION] = shape_of(connection)
    dice, at, wrong = random.Random(revision), 0, []  # noqa: S311  as above
    (folder / "cut").mkdir()
    for moment in sorted(dice.randrange(len(log)) for _ in range(cuts)):
        for op in log[at : moment + 1]:
            platter.apply(op)
        at = moment + 1
        platter.cut(folder / "cut", dice)
        wrong += [f"cut at {moment}: {each}" for each in after_cut(folder, shapes, laid)]
    return wrong


def after_cut(folder: Path, shapes: dict[str, Shape], laid: Rows) -> list[str]:
    wrong = []
    with closing(Database(folder / "cut" / FILE_NAME)) as database:
        if not database.quick_check():
            return ["damaged"]
        with database.reading() as connection:
            if shape_of(connection) != shapes.get(str(revision_of(connection))):
                wrong.append("tables between the two")
            wrong += still_there(laid, rows_of(connection))
        bring_up_to_date(database)
        with database.reading() as connection:
            if shape_of(connection) != shapes[REVISION]:
                wrong.append("not brought up to date")
            wrong += still_there(laid, rows_of(connection))
    return wrong


def test_r_30_a_power_cut_in_an_upgrade_leaves_the_old_tables_or_the_new(
    tmp_path: Path, rows: Rows
) -> None:
    assert cut_often(tmp_path, "0003", rows, 6) == []


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("revision", BEFORE)
def test_r_30_hundreds_of_power_cuts_in_upgrades(tmp_path: Path, rows: Rows, revision: str) -> None:
    assert cut_often(tmp_path, revision, rows, 400) == []


def test_r_30_without_room_for_the_copy_nothing_is_changed(
    tmp_path: Path, rows: Rows, clock: ManualClock
) -> None:
    with under_sqlite() as disk, closing(Database(tmp_path / FILE_NAME)) as database:
        laid = lay_down(database, "0003", rows)
        disk.full = True
        disk.refuse = lambda _kind, file, _end: file.startswith("upgrade-")
        with pytest.raises(ConfigError, match="Make room"):
            copy_before_upgrade(database, clock)
        assert list((tmp_path / "backups").iterdir()) == []
        with database.reading() as connection:
            assert revision_of(connection) == "0003"
            assert still_there(laid, rows_of(connection)) == []
