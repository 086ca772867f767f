import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import stamina

from config.sources import Source
from hall.clock import ManualClock
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.content.simulating.serving import StandIn
from queue_server.content.simulating.upstream import Upstream
from queue_server.content.sources.harvest import run_source
from queue_server.content.sources.runs import Run
from tests.queue_server.fresh import lay_content

NAMES = {
    "440100": "广州市", "440103": "荔湾区", "440118": "增城区", "440300": "深圳市",
    "440303": "罗湖区", "150200": "包头市", "150203": "昆都仑区", "150204": "青山区",
}  # fmt: skip


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 5, 20, 2, 0, tzinfo=UTC))


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
def content(tmp_path: Path, clock: ManualClock) -> Iterator[ContentService]:
    lay_content(tmp_path / "hall")
    service = ContentService(tmp_path / "hall", clock)
    service.import_items([], source="regions", region_names=NAMES)
    yield service
    service.close()


@pytest.fixture
def standin() -> Iterator[StandIn]:
    standin = StandIn(Upstream.made(40))
    standin.start()
    yield standin
    standin.close()


@pytest.fixture
def small() -> Iterator[StandIn]:
    """A stand-in with few items, for what is asked many times."""
    standin = StandIn(Upstream.made(6))
    standin.start()
    yield standin
    standin.close()


@pytest.fixture
def feeds() -> Path | None:
    """The folder of recorded payloads, where the machine has it; it is no part of the product."""
    told = os.environ.get("HALL90_DATA")
    shared = Path(told).parent if told else Path(__file__).resolve().parents[5] / "shared"
    folder = shared / "feeds"
    return folder if folder.is_dir() else None


@pytest.fixture
def recorded(feeds: Path | None) -> Iterator[StandIn]:
    """A stand-in that answers recorded payloads, or made ones of the same shape."""
    standin = StandIn(Upstream.from_folder(feeds) if feeds else Upstream.made(12))
    standin.start()
    yield standin
    standin.close()


Ask = Callable[..., Run]


@pytest.fixture
def ask(content: ContentService, clock: ManualClock, tmp_path: Path) -> Ask:
    """Run a source of a format against a stand-in once."""
    token = tmp_path / "token"
    token.write_text("abc\n")
    paths = {
        "guangdong": "/internet/", "cdpee": "/", "syndication": "/policy.atom",
        "schema_org": "/sitemap.xml", "jobtech": "/jobtech/", "nav": "/",
    }  # fmt: skip

    def once(standin: StandIn, form: Any, **told: Any) -> Run:
        values: dict[str, Any] = {
            "id": form.replace("_", "-"),
            "format": form,
            "names": {"zh-CN": form},
            "url": standin.address + paths[form],
            "pause_s": 0.0,
            "page_size": 15,
            "regions": ("440000",) if form == "guangdong" else (),
            "secret_file": str(token) if form == "nav" else "",
            "kind": "policy" if form == "syndication" else "job",
        }
        source = Source(**{**values, **told})
        return run_source(content, clock, source, home="150204", stop=threading.Event())

    return once


@pytest.fixture
def held(content: ContentService) -> Callable[[str], dict[str, Record]]:
    """What the file holds of a source, by id."""
    from queue_server.content.quality.exporting import records_of

    def read(source: str) -> dict[str, Record]:
        with content.reading() as connection:
            return {each.id: each for each in records_of(connection, source=source)}

    return read
