import asyncio
from collections.abc import Callable, Mapping

import pytest

from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.journalling import follow_applied, tell_applied
from queue_server.content.model import Record
from queue_server.content.service import ContentService

Job = Callable[..., Record]


class Journal:
    """A journal that can be full."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, Mapping[str, object]]] = []
        self.full = False

    async def publish(self, kind: str, data: Mapping[str, object]) -> int:
        if self.full:
            raise HallError("disk full")
        self.rows.append((kind, data))
        return len(self.rows)


async def test_each_page_applied_is_told_once(service: ContentService, job: Job) -> None:
    journal = Journal()
    service.import_items([job(n) for n in range(300)], source="t")
    assert await tell_applied(service, journal.publish) == 2
    assert await tell_applied(service, journal.publish) == 0
    assert [kind for kind, _ in journal.rows] == ["content_applied"] * 2
    assert [data["new"] for _, data in journal.rows] == [250, 50]


async def test_a_page_not_told_is_told_later(service: ContentService, job: Job) -> None:
    journal = Journal()
    journal.full = True
    service.import_items([job(1)], source="t")
    with pytest.raises(HallError):
        await tell_applied(service, journal.publish)
    journal.full = False
    assert await tell_applied(service, journal.publish) == 1


async def test_following_outlives_a_full_journal(
    service: ContentService, job: Job, clock: ManualClock
) -> None:
    journal = Journal()
    journal.full = True
    service.import_items([job(1)], source="t")
    following = asyncio.create_task(follow_applied(service, journal.publish, clock))
    for _ in range(200):
        journal.full = False
        await asyncio.to_thread(service.counts)
        await clock.advance(1)
        if journal.rows:
            break
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert len(journal.rows) == 1
