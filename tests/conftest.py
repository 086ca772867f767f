"""What every test may ask for: a manual clock, the demo site, the data beside the checkout."""

import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from config.loader import load_site
from config.rules import Backup
from config.site import Site
from hall.clock import ManualClock

# Some libraries warn once at import where a bare machine has no runtime folder.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="hall90-run-"))

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("deep", settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HALL90_TEST_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    told = "long: begun before the rest, so that no worker is left alone with it at the end"
    config.addinivalue_line("markers", told)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; what is in one file stays together."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def site() -> Site:
    """The demo hall without copies made by themselves: tests let days pass in a moment."""
    return replace(load_site(), backup=Backup(every_minutes=0))


@pytest.fixture(scope="session")
def real_data() -> Path | None:
    """The folder of real rows where this machine has it; tests fall back on generated content."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("HALL90_DATA", beside))
    return folder if folder.is_dir() else None
