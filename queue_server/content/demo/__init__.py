"""The demo hall's own content: a county that does not exist, written by us.

Anping county and all employers, offices and places in it are invented. Jobs are drawn from the
templates of ``jobs.toml`` by a fixed seed: the same anchor day gives the same rows, word for word.
The day is kept in the content file at the first import, so that a later import changes nothing.
"""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from hall.clock import Clock
from queue_server.content.demo.jobs import demo_jobs
from queue_server.content.demo.leaflets import demo_notices, demo_policies, demo_trainings
from queue_server.content.demo.places import REGIONS
from queue_server.content.importing import Totals
from queue_server.content.model import Record
from queue_server.content.service import ContentService

SOURCE = "demo"
_ANCHOR = "demo_anchor"


def demo_records(anchor: date) -> Iterator[Record]:
    """Yield the demo content as of a day."""
    yield from demo_jobs(anchor)
    yield from demo_trainings(anchor)
    yield from demo_policies(anchor)
    yield from demo_notices(anchor)


def bring_demo_content(service: ContentService, clock: Clock) -> Totals:
    """Import the demo content; again changes nothing."""
    today = clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    anchor = date.fromisoformat(service.remembered(_ANCHOR, today.isoformat()))
    return service.import_items(demo_records(anchor), source=SOURCE, region_names=REGIONS)


def ensure_demo_content(service: ContentService, clock: Clock) -> Totals | None:
    """Import the demo content where the hall has no content at all; blocks about a second.

    The server's root calls this in a thread once it listens, for the demo site only.
    """
    return None if service.counts() else bring_demo_content(service, clock)
