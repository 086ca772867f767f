from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hall.clock import ManualClock
from queue_server.content.demo import demo_records
from queue_server.content.demo.places import REGIONS
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from tests.queue_server.fresh import lay_content

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ANCHOR = date(2026, 11, 23)


@pytest.fixture
def service(tmp_path: Path, clock: ManualClock) -> Iterator[ContentService]:
    lay_content(tmp_path)
    service = ContentService(tmp_path, clock)
    yield service
    service.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ContentService]:
    """A hall with the demo content and nothing else."""
    service = ContentService(tmp_path_factory.mktemp("demo"), ManualClock(NOW))
    service.import_items(demo_records(ANCHOR), source="demo", region_names=REGIONS)
    yield service
    service.close()


@pytest.fixture
def job() -> Callable[..., Record]:
    """A maker of jobs that differ from a plain one only in what is told."""

    def make(number: int, **told: Any) -> Record:
        values: dict[str, Any] = {"title": f"岗位{number}", "published_at": NOW}
        return Record(kind="job", id=f"t:{number}", source="t", **{**values, **told})

    return make


class SlowClock(ManualClock):
    """A clock on which every question takes so long, as if the disk were slow."""

    takes_s = 0.0
    passed_s = 0.0

    def monotonic(self) -> float:
        self.passed_s += self.takes_s
        return self.passed_s


@pytest.fixture
def slow_clock() -> SlowClock:
    return SlowClock()
