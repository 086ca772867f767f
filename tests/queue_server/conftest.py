"""A hall on a fresh database, its clock moved by hand."""

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from config.site import Site
from hall.clock import ManualClock
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.throwaway import Throwaway, installed, running
from tests.queue_server.fresh import lay_tables

_counter = itertools.count(1)


@pytest_asyncio.fixture
async def hall(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[RunningHall]:
    lay_tables(tmp_path)
    running = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    running.open()
    await Upkeep(running, clock).round()
    yield running
    await running.aclose()


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[str], Throwaway]]:
    """Start each PostgreSQL there is when it is first wanted; end them all with the session."""
    started: dict[str, Throwaway] = {}
    with ExitStack() as stack:

        def server(name: str) -> Throwaway:
            if name not in started:
                started[name] = stack.enter_context(running(installed()[name]))
            return started[name]

        yield server


@pytest.fixture
def postgres(servers: Callable[[str], Throwaway]) -> Iterator[str]:
    """The URL of an empty database on the PostgreSQL we carry."""
    server, name = servers("package"), f"t{next(_counter)}"
    yield server.make(name)
    server.drop(name)
