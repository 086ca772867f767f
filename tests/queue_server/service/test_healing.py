"""R-8: a hall whose file is damaged comes back by itself when its server starts, and says so."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.alerting import Alert
from config.site import Site
from hall.cli import root
from hall.clock import ManualClock
from hall.errors import ConfigError
from hall.texts import load_texts
from queue_server.alerts.digest import Message
from queue_server.alerts.keeping import Alerts
from queue_server.app import open_hall
from queue_server.audit.reading import Journal, Leaf
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.errors import UnavailableError
from queue_server.service.healing import (
    Recovered,
    damaged_meanwhile,
    recovered_before,
)
from queue_server.service.running import RunningHall
from queue_server.store.checking import check
from queue_server.store.damage import DamagedError
from queue_server.store.database import FILE_NAME, Database
from queue_server.today.telling import Finding
from queue_server.today.watching import Today
from tests.queue_server.service.damaging import (
    BOSS,
    COPY,
    copied_once,
    cut_in_a_page,
    cut_in_two,
    empty,
    head_gone,
    healed,
    issue,
    names,
    of_nothing,
    read,
    spoil,
    without_tables,
)

_ADMIN = Actor(role="admin", name="li", token_id="li")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Path:
    """Return the folder of a hall that gave two numbers, was copied, and gave three more."""
    folder = tmp_path_factory.mktemp("lived")

    clock = ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    asyncio.run(copied_once(folder, site, clock, "cde"))
    return folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    """Return that folder again for each test."""
    (tmp_path / "backups").mkdir()
    for name in (FILE_NAME, f"backups/{COPY}"):
        (tmp_path / name).write_bytes((lived / name).read_bytes())
    return tmp_path


async def leaf(hall: RunningHall) -> Leaf:
    texts = load_texts("en", "queue_server.audit")
    return await Journal(hall).leaf(_ADMIN, texts, subject="machine", day=None, before=None)


async def told_today(hall: RunningHall, clock: ManualClock, folder: Path) -> list[Finding]:
    today = Today(hall, clock, folder)
    return [
        each
        for language in ("en", "zh-CN")
        for each in (await today.standing(SYSTEM, language)).findings
        if each.id == "hall-recovered"
    ]


@pytest.mark.parametrize(
    "damage",
    [spoil, head_gone, cut_in_two, cut_in_a_page, of_nothing, empty, Path.unlink, without_tables],
)
async def test_r_8_however_the_file_is_damaged_the_hall_comes_back_by_itself(
    damage: Callable[[Path], None], folder: Path, site: Site, clock: ManualClock
) -> None:
    file = folder / FILE_NAME
    damage(file)
    damaged = file.read_bytes() if file.exists() else None
    with pytest.raises(DamagedError):
        open_hall(site, folder, clock)
    hall = await healed(folder, site, clock)
    given = [each.number for each in (await hall.tickets(BOSS)).items]
    assert len(given) == 2
    assert check(hall.database, site).problems == ()
    (told,) = recovered_before(folder)
    assert (told.file, told.since) == (COPY, datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert told.aside == "" if damaged is None else read(folder / told.aside) == damaged
    # What was given after the copy is on paper: nobody gets such a number again.
    later = {f"{given[0][0]}{n:03d}" for n in (3, 4, 5)}
    assert not {*given, *later} & set(await issue(hall, "f"))
    english, chinese = await told_today(hall, clock, folder)
    assert "2026-11-23 09:00" in english.what
    assert "2026-11-23 09:00" in chinese.what
    assert all(len(each.steps) == 3 and each.visitors for each in (english, chinese))
    line = next(each for each in (await leaf(hall)).lines if "by the server itself" in each.what)
    assert "2026-11-23 09:00:00" in line.details[-1 if not told.aside else -2]
    await hall.aclose()
    assert not [each for each in names(folder) if "restoring" in each or each.endswith("-in-use")]


async def test_r_8_what_the_damaged_file_still_tells_is_counted(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    file = folder / FILE_NAME
    with closing(Database(file)) as database, database.writer.connect() as connection:
        find = "SELECT rootpage FROM sqlite_master WHERE name = 'needs'"
        page = connection.exec_driver_sql(find).scalar_one()
    data = bytearray(file.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    file.write_bytes(data)
    hall = await healed(folder, site, clock)
    (told,) = recovered_before(folder)
    assert (told.numbers, told.at_least) == (3, False)
    assert told.rows is not None
    assert told.rows >= 3
    assert told.until == datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
    (finding, _) = await told_today(hall, clock, folder)
    assert "3 numbers were given" in finding.visitors
    assert "until 2026-11-23 09:15" in finding.visitors
    assert told.aside in finding.steps[2]
    await hall.aclose()


async def test_r_8_a_log_that_is_gone_is_noticed_and_what_the_file_holds_is_kept(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    hall = open_hall(site, folder, clock)
    await issue(hall, "g")
    held = {each: (folder / each).read_bytes() for each in (FILE_NAME, f"{FILE_NAME}-in-use")}
    log = (folder / f"{FILE_NAME}-wal").read_bytes()
    await hall.aclose()
    for name, data in held.items():
        (folder / name).write_bytes(data)
    # With its log it is whole: so a server that was killed starts.
    (folder / f"{FILE_NAME}-wal").write_bytes(log)
    hall = open_hall(site, folder, clock)
    assert len((await hall.tickets(BOSS)).items) == 6
    await hall.aclose()
    for name, data in held.items():
        (folder / name).write_bytes(data)
    for _ in range(2):  # looking at it does not make it whole
        with pytest.raises(DamagedError, match="lost its log"):
            open_hall(site, folder, clock)
    hall = await healed(folder, site, clock)
    shown = [each.number for each in (await hall.tickets(BOSS)).items]
    assert len(shown) == 5, "the file without its log is newer than the copy"
    assert f"{shown[0][0]}006" not in await issue(hall, "h")
    (finding, _) = await told_today(hall, clock, folder)
    assert "torn off" in finding.what
    await hall.aclose()
    await open_hall(site, folder, clock).aclose()


async def test_r_8_never_twice_in_an_hour_and_never_without_a_whole_copy(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    file = folder / FILE_NAME
    spoil(file)
    await (await healed(folder, site, clock)).aclose()
    await clock.advance(3500)
    spoil(file)
    damaged = file.read_bytes()
    with pytest.raises(ConfigError, match="09:00 already") as refusal:
        await healed(folder, site, clock)
    assert "server recover" in str(refusal.value)
    assert file.read_bytes() == damaged
    # A clock set back meanwhile (no battery) is no reason to refuse for ever.
    back = ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC) - timedelta(days=900))
    await (await healed(folder, site, back)).aclose()
    assert [each.times for each in recovered_before(folder)] == [1, 2]
    await clock.advance(200)
    spoil(file)
    spoil(folder / "backups" / COPY)
    damaged = file.read_bytes()
    with pytest.raises(ConfigError, match="no copy beside it is whole"):
        await healed(folder, site, clock)
    assert file.read_bytes() == damaged


async def test_r_8_a_site_may_want_to_be_asked_first(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    asks = replace(site, backup=replace(site.backup, recover_by_itself=False))
    spoil(folder / FILE_NAME)
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(ConfigError, match="recover_by_itself = false"):
        await healed(folder, asks, clock)
    assert (folder / FILE_NAME).read_bytes() == before
    assert recovered_before(folder) == ()


async def test_r_8_a_copy_that_is_not_whole_and_one_of_another_hall_are_passed_over(
    folder: Path, site: Site, clock: ManualClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    other = open_hall(site, elsewhere, ManualClock(datetime(2026, 11, 23, 5, 0, tzinfo=UTC)))
    await other.day_open(SYSTEM)
    other.database.copy_to(folder / "backups" / "hall-20261123T050000Z.sqlite3")
    await other.aclose()
    own = (folder / "backups" / COPY).read_bytes()
    newer = folder / "backups" / "auto-20261123T011000Z.sqlite3"
    newer.write_bytes(own)
    spoil(newer)
    of_nothing(folder / FILE_NAME)
    (folder / "backups" / "day-2026-11-22.sqlite3").write_bytes(own)
    hall = await healed(folder, site, clock)
    assert len((await hall.tickets(BOSS)).items) == 2
    await hall.aclose()


async def test_r_8_a_file_that_cannot_be_read_now_is_left_as_it_is(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    """Rights, a loose cable, another program's lock: the file may be whole."""
    file = folder / FILE_NAME
    kept = file.read_bytes()
    file.unlink()
    file.symlink_to(folder)
    with pytest.raises(ConfigError, match="cannot be read") as refusal:
        await healed(folder, site, clock)
    assert not isinstance(refusal.value, DamagedError)
    file.unlink()
    file.write_bytes(kept)
    await (await healed(folder, site, clock)).aclose()
    assert recovered_before(folder) == ()


class _Line:
    """Whoever is told: keeps what reached him."""

    limit: int | None = None

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, message: Message) -> None:
        self.sent.append(message.text)


async def test_r_8_whoever_gets_alerts_is_told_at_any_level_and_once_more_when_it_is_seen_to(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    spoil(folder / FILE_NAME)
    alert = Alert(id="it", family="email", address="smtp://127.0.0.1", language="en")
    hall = await healed(folder, replace(site, alerts=(alert,)), clock)
    line, today = _Line(), Today(hall, clock, folder)
    alerts = Alerts(today, hall, clock, lambda *_: line)

    async def pass_time() -> str:
        told = len(line.sent)
        for _ in range(12):
            await clock.advance(15)
            await alerts.look()
        return "".join(line.sent[told:])

    what = "put back the copy that knows the hall until 2026-11-23 09:00"
    assert what in await pass_time()
    assert what not in await pass_time()
    (english, _) = await told_today(hall, clock, folder)
    await today.dismiss(_ADMIN, english.mark)
    assert what in await pass_time()
    await hall.aclose()


async def test_r_8_a_server_whose_hall_is_damaged_while_it_serves_ends_to_be_started_anew(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    hall = open_hall(site, folder, clock)
    watching = asyncio.create_task(damaged_meanwhile(hall, folder, clock))
    for _ in range(4):
        await clock.advance(5)
        await hall.health()
    assert not watching.done()
    spoil(folder / FILE_NAME)
    await hall.writer.alone(lambda: None)  # what it remembers of the file is forgotten
    for key in "xyz":
        with pytest.raises(UnavailableError):
            await issue(hall, key)
    assert isinstance(await refused(hall), DamagedError)
    while not watching.done():
        await clock.advance(5)
        await asyncio.sleep(0.01)
    await hall.aclose()
    await (await healed(folder, site, clock)).aclose()

    # Where a start would not mend it the pages at least go on.
    hall = open_hall(site, folder, clock)
    watching = asyncio.create_task(damaged_meanwhile(hall, folder, clock))
    spoil(folder / FILE_NAME)
    await hall.writer.alone(lambda: None)
    for _ in range(4):
        await refused(hall)
        await clock.advance(5)
        await asyncio.sleep(0.01)
    assert not watching.done()
    watching.cancel()
    await hall.aclose()


async def refused(hall: RunningHall) -> BaseException | None:
    with pytest.raises(UnavailableError) as refusal:
        await issue(hall, "x")
    return refusal.value.__cause__


def test_r_8_no_head_of_a_file_makes_an_empty_hall(
    folder: Path, site: Site, clock: ManualClock
) -> None:
    """Each byte of SQLite's own head changed: whole all the same, or told as damaged."""
    file = folder / FILE_NAME
    whole = file.read_bytes()
    for place in (*range(0, 28, 5), *range(28, 100, 9), 18, 19):
        for value in (0x00, 0xFF):
            file.write_bytes(whole[:place] + bytes([value]) + whole[place + 1 :])
            with closing(Database(file)) as database:
                state = database.state()
                if state is None:
                    with database.reading() as connection:
                        count = connection.exec_driver_sql("SELECT count(*) FROM tickets")
                        assert count.scalar() == 5
                else:
                    assert state == "damaged"


async def test_a_hall_that_is_founded_is_not_taken_for_one_that_is_gone(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / FILE_NAME).touch()
    hall = await healed(tmp_path, site, clock)
    await hall.aclose()
    assert recovered_before(tmp_path) == ()


def test_a_backup_is_put_where_the_hall_s_file_is_gone(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    data = ("--data", str(folder))
    refused = CliRunner().invoke(root, ["server", "check", *data])
    assert refused.exit_code == ConfigError.exit_code or refused.exception
    copy = str(folder / "backups" / COPY)
    done = CliRunner().invoke(root, ["server", "restore", copy, *data])
    assert done.exit_code == 0, done.output
    report = CliRunner().invoke(root, ["server", "check", "--json", *data])
    assert json.loads(report.output)["tickets"] == 2


def test_r_8_a_server_that_finds_its_hall_damaged_serves_and_says_what_is_lost(
    folder: Path,
) -> None:
    spoil(folder / FILE_NAME)
    command = [sys.executable, "-m", "hall.cli", "server", "run", "--port", "0", "--no-announce"]
    command += ["--no-demo-content", "--data", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=60)
    assert line.startswith("listening on"), log
    assert process.returncode == 0, log
    said = next(json.loads(each) for each in log.splitlines() if "a copy is in its place" in each)
    assert said["level"] == "error"
    (told,) = recovered_before(folder)
    assert isinstance(told, Recovered)
    assert (folder / told.aside).exists()
    # an end in order leaves one file, nothing that has to be mended.
    assert not [name for name in names(folder) if name.endswith(("-wal", "-in-use"))]
