"""Readers that stay long and readers that come all at once (R-9, R-35, R-38)."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import ManualClock, SystemClock
from hall.errors import SyncError
from queue_server import wire
from queue_server.app import open_hall
from queue_server.client import HallClient
from queue_server.domain.actors import SYSTEM
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database
from tests.queue_server.deep.working import BOSS, kiosk, open_windows, serve, some_windows

_MIB = 1 << 20
_CLOCK = SystemClock()


def log_of(folder: Path) -> int:
    return (folder / f"{FILE_NAME}-wal").stat().st_size


async def work(hall: RunningHall, windows: list[str], name: int, visits: int) -> None:
    """Give so many numbers, and call and serve as many."""
    await kiosk(hall, name, visits, lambda _: None)
    await asyncio.gather(*(call(hall, each, f"{each} {name}", visits // 2) for each in windows))


async def call(hall: RunningHall, window: str, mark: str, calls: int) -> None:
    """Call so often, each under a key of its own, and let each visitor arrive and go."""
    for n in range(calls):
        called = await hall.call_next(BOSS, window, f"{mark} {n}")
        if called is not None:
            await serve(hall, called.id)


async def a_day_with_a_long_reader(folder: Path, site: Site, clock: ManualClock, hours: int) -> int:
    """Work at a hall's pace of 250 visits an hour, the first with a reader; return the peak."""
    hall = RunningHall(site, Database(folder / FILE_NAME), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    windows = some_windows(site, 2)
    await open_windows(hall, windows)
    with hall.database.reading() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM tickets").scalar()
        await work(hall, windows, 0, 250)
        peak = log_of(folder)
        seen = reader.exec_driver_sql("SELECT count(*) FROM tickets").scalar()
        assert seen == 0  # its view is as it began
    for hour in range(1, hours):
        await work(hall, windows, hour, 250)
        peak = max(peak, log_of(folder))
    after = log_of(folder)
    await hall.aclose()
    assert after <= 64 * _MIB
    return peak


@pytest.mark.deep
@pytest.mark.timeout(3600)
async def test_r_9_the_log_stays_small_under_a_reader_of_an_hour(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    peak = await a_day_with_a_long_reader(tmp_path, site, clock, 3)
    print(f"the log's peak: {peak / _MIB:.0f} MiB")  # noqa: T201  a figure for docs/benchmarks.md
    assert peak <= 64 * _MIB


def alive() -> int:
    gc.collect()
    return len(gc.get_objects())


async def test_r_35_what_a_day_left_in_memory_goes_with_it(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    hall = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    upkeep, windows, held = Upkeep(hall, clock), some_windows(site, 1), list[int]()
    for day in range(3):
        await upkeep.round()
        await open_windows(hall, windows)
        kiosks = (kiosk(hall, 10 * day + n, 15, lambda _: None) for n in range(10))
        await asyncio.gather(*kiosks)
        await call(hall, windows[0], f"{day}", 4)
        await clock.advance(24 * 3600)
        await upkeep.round()
        held.append(alive())
    await hall.aclose()
    # A day's 150 visits are five hundred objects at least; what stays of them is a few.
    assert held[2] - held[1] < 250, held


@dataclass
class Reader:
    """One display that follows the hall; ``broken`` counts rows that did not follow the last."""

    client: HallClient
    seen: int = -1
    broken: int = 0
    snapshots: int = 0
    told: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: int = 1 << 60

    async def follow(self) -> None:
        async with aclosing(self.client.live()) as rows:
            async for row in rows:
                self.snapshots += row.kind == "snapshot"
                self.broken += self.seen >= 0 and row.prev != self.seen
                self.seen = row.seq
                if self.seen >= self.wanted:
                    self.told.set()

    async def reach(self, seq: int) -> None:
        """Return once a row was seen."""
        self.wanted = seq
        if self.seen < seq:
            self.told.clear()
            await self.told.wait()


@asynccontextmanager
async def serving(folder: Path, port: int) -> AsyncIterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "hall.cli", "server", "run", "--port", str(port)]
    command += ["--no-announce", "--no-demo-content", "--data", str(folder)]
    with (folder.parent / "log").open("a") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)  # noqa: ASYNC220  it outlives the call
    try:
        assert process.stdout is not None
        told = await asyncio.to_thread(process.stdout.readline)
        assert told.startswith("listening on"), told
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def resident(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def issued(client: HallClient, key: str) -> wire.Ticket:
    """Take a number, asking again until the hall is there."""
    while True:
        try:
            return await client.issue(wire.TicketRequest(service="unemployment"), key)
        except SyncError:
            await asyncio.sleep(0.05)


@pytest.mark.deep
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_r_38_a_thousand_readers_come_back_after_a_restart(
    tmp_path: Path, site: Site, how: signal.Signals, unused_tcp_port: int
) -> None:
    data = tmp_path / "hall"
    data.mkdir()
    hall = open_hall(site, data, _CLOCK)
    tokens = [await hall.create_token(SYSTEM, role="display", name=f"d{n}") for n in range(10)]
    kiosk_token = await hall.create_token(SYSTEM, role="kiosk", name="k1")
    await hall.aclose()
    url = f"http://127.0.0.1:{unused_tcp_port}"
    async with AsyncExitStack() as stack:
        asking = HallClient(url, kiosk_token)
        stack.push_async_callback(asking.aclose)
        readers = [Reader(HallClient(url, tokens[n % 10])) for n in range(1000)]
        following = [asyncio.create_task(each.follow()) for each in readers]
        try:
            async with serving(data, unused_tcp_port) as process:
                await issued(asking, "a")
                await asyncio.gather(*(each.reach(1) for each in readers))
                memory = resident(process.pid)
                process.send_signal(how)
                await asyncio.to_thread(process.wait)
            began = _CLOCK.monotonic()
            async with serving(data, unused_tcp_port):
                up = _CLOCK.monotonic()
                ticket = await issued(asking, "b")
                given = _CLOCK.monotonic()
                last = max(each.seen for each in readers)
                await asyncio.gather(*(each.reach(last + 1) for each in readers))
                back = _CLOCK.monotonic()
        finally:
            for each in following:
                each.cancel()
            await asyncio.gather(*following, return_exceptions=True)
            await asyncio.gather(*(each.client.aclose() for each in readers))
    assert ticket.number
    assert sum(each.broken for each in readers) == 0
    assert {each.snapshots for each in readers} == {1}
    print(  # noqa: T201  figures for docs/benchmarks.md, shown by pytest -s
        f"{how.name}: up after {up - began:.1f} s, a number {given - up:.1f} s later, "
        f"all 1,000 back {back - up:.1f} s after it was up; {memory / _MIB:.0f} MiB with them"
    )
    assert memory <= 150 * _MIB
