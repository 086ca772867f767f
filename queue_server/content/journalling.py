"""Telling the hall's journal what was applied to its content, whoever applied it.

Pages applied while no server ran are told at its next start. The place reached is kept in the
content file after a row is told: killed in between, a row may be told twice, never left out.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.service import AppliedPage, ContentService

Publish = Callable[[str, Mapping[str, object]], Awaitable[object]]
KIND = "content_applied"
_PLACE = "journalled"
_log = logging.getLogger(__name__)


async def follow_applied(
    content: ContentService, publish: Publish, clock: Clock, *, interval: float = 1.0
) -> None:
    """Publish one ``content_applied`` row a page, for ever; ``interval`` is seconds between looks.

    Its data: ``page, source, new, changed, withdrawn``.
    """
    while True:
        try:
            await tell_applied(content, publish)
        except HallError as error:
            _log.warning("content page not told yet", extra={"reason": str(error)})
        await clock.sleep(interval)


async def tell_applied(content: ContentService, publish: Publish) -> int:
    """Publish the pages not told yet; returns how many."""
    told = 0
    last = int(await asyncio.to_thread(content.remembered, _PLACE, "0"))
    while pages := await asyncio.to_thread(content.applied_after, last):
        for page in pages:
            await publish(KIND, _data(page))
            last = page.seq
            await asyncio.to_thread(content.remember, _PLACE, str(last))
            told += 1
    return told


def _data(page: AppliedPage) -> dict[str, object]:
    return {
        "page": page.seq,
        "source": page.source,
        "new": page.new,
        "changed": page.changed,
        "withdrawn": page.withdrawn,
    }
