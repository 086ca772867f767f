"""A hall on a fresh database, its clock moved by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from config.site import Site
from hall.clock import ManualClock
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database


@pytest_asyncio.fixture
async def hall(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[RunningHall]:
    running = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    running.open()
    await Upkeep(running, clock).round()
    yield running
    await running.aclose()
