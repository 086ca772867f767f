"""A server's content: opened even where its file is damaged, warmed once the start is over."""

import asyncio
import logging
from pathlib import Path

from hall.clock import Clock
from queue_server.content.choosing import Choice
from queue_server.content.damage import DamagedContentError, lay_aside
from queue_server.content.service import FILE, ContentService

_LOG = logging.getLogger(__name__)
_WARM_AFTER_S = 2.0


def open_content(folder: Path, clock: Clock, choice: Choice) -> ContentService:
    """Return the hall's content; a damaged file is laid aside, for numbers must not wait for it."""
    try:
        return ContentService(folder, clock, choice)
    except DamagedContentError:
        lay_aside(folder / FILE, clock)
        return ContentService(folder, clock, choice)


async def warm(content: ContentService, clock: Clock) -> None:
    """Read what searches count by, once the start is over and there is something to search."""
    await _has_content(content, clock)
    await asyncio.to_thread(content.warm)


async def _has_content(content: ContentService, clock: Clock) -> None:
    """Wait for the first item: columns and numpy hold 12 MiB that a hall without content saves."""
    while True:
        await clock.sleep(_WARM_AFTER_S)
        try:
            if await asyncio.to_thread(content.head):
                return
        except Exception:  # noqa: BLE001  part of a task's root
            _LOG.exception("content not read; tried again")


async def follow_words(content: ContentService, clock: Clock) -> None:
    """Keep the word index in step, from when the columns were read."""
    engine = ""
    await _has_content(content, clock)
    while True:
        await clock.sleep(_WARM_AFTER_S)
        try:
            used = await asyncio.to_thread(content.follow_words, apart=True)
        except Exception:  # noqa: BLE001  a task's root
            _LOG.exception("word index not followed; tried again")
            continue
        if used != engine:
            _LOG.info("words are looked for", extra={"engine": used})
            engine = used
