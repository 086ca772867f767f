"""Many requests in the same moment, again and again: no number and no call comes twice.

Sixteen of each kind in every test run, thirty-two of each in the deep one.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from config.site import Site
from hall.clock import ManualClock
from hall.ids import WindowId
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.port import Store
from queue_server.store.postgres import PostgresDatabase
from queue_server.store.throwaway import installed, running
from tests.queue_server.deep.working import SERVICES, burst, open_windows

OpenStore = Callable[[Path], Store]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def open_store(request: pytest.FixtureRequest) -> Iterator[OpenStore]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield lambda folder: Database(folder / FILE_NAME)
        else:
            server = stack.enter_context(running(installed()["package"]))
            yield lambda folder: PostgresDatabase(server.make(folder.name), "demo", folder)


def with_windows(site: Site, count: int) -> Site:
    first = site.windows[0]
    services = tuple(each.id for each in site.services[:SERVICES])
    windows = tuple(
        replace(first, id=WindowId(f"b{n}"), number=100 + n, services=services)
        for n in range(count)
    )
    return replace(site, windows=windows)


async def bursts(store: Store, site: Site, clock: ManualClock, *, count: int, at_once: int) -> None:
    many = with_windows(site, at_once)
    hall = RunningHall(many, store, clock)
    store.require_whole()
    hall.open()
    await Upkeep(hall, clock).round()
    windows = [str(window.id) for window in many.windows]
    await open_windows(hall, windows)
    for n in range(count):
        await burst(hall, n, windows)
    report = check(store, many)
    assert report.problems == ()
    assert report.tickets == at_once * count
    await hall.aclose()


async def test_fifty_bursts_give_nothing_twice(
    open_store: OpenStore, site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    await bursts(open_store(tmp_path), site, clock, count=50, at_once=16)


@pytest.mark.deep
@pytest.mark.timeout(1800)
async def test_a_thousand_bursts_give_nothing_twice(
    open_store: OpenStore, site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    await bursts(open_store(tmp_path), site, clock, count=1000, at_once=32)
