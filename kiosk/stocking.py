"""Filling the kiosk's own copy of content from the hall, a little at a time, in the background."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol, TypeVar

from hall.clock import Clock
from hall.errors import RuleError, SyncError
from kiosk.input_method.lexicon import Lexicon, lexicon_of, read_aloud
from kiosk.shelf import Kept, Shelf
from queue_server import wire

_LOG = logging.getLogger(__name__)
_EVERY_S = 900.0
_SOON_S = 20.0
_BETWEEN_S = 0.2
_MOST = {"policy": 150, "training": 100, "fair": 50, "job": 200}
_WHOLE = 100
"""How many of a kind are fetched with their whole text; of the others there is what lists tell."""
_PAGE = 50
_Answer = TypeVar("_Answer")


class Source(Protocol):
    """Where content comes from."""

    async def content(self, **query: str | int) -> wire.ContentPage: ...

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem: ...

    async def vocabulary(self) -> wire.SuggestionList: ...


class Stocking:
    """Keeps one shelf filled; ``told`` takes today's words whenever they changed."""

    def __init__(
        self, shelf: Shelf, source: Source, clock: Clock, told: Callable[[Lexicon], None]
    ) -> None:
        self._shelf = shelf
        self._source = source
        self._clock = clock
        self._told = told

    async def open(self) -> None:
        """Take up what was kept before."""
        await asyncio.to_thread(self._shelf.load)
        if self._shelf.kept.words:
            self._told(await asyncio.to_thread(lexicon_of, self._shelf.kept.words))

    async def run(self) -> None:
        """Fill the shelf now and then; whenever the hall is silent, soon again."""
        while True:
            filled = await self.fill()
            await self._clock.sleep(_EVERY_S if filled else _SOON_S)

    async def fill(self) -> bool:
        """Fill the shelf once; False where the hall was silent, and then the old copy stands."""
        try:
            items: list[wire.ContentItem] = []
            for kind, most in _MOST.items():
                items += await self._kind(kind, most)
            terms = await self._terms()
        except SyncError:
            return False
        except RuleError as error:
            _LOG.warning("content could not be copied", extra={"why": error.code})
            return False
        before = self._shelf.kept.words
        words = await asyncio.to_thread(read_aloud, terms, before)
        kept = Kept(items=tuple(items), words=tuple(words))
        if kept != self._shelf.kept:
            await asyncio.to_thread(self._shelf.store, kept)
        if kept.words != before:
            self._told(await asyncio.to_thread(lexicon_of, kept.words))
        return True

    async def _terms(self) -> tuple[wire.Suggestion, ...]:
        try:
            return (await self._source.vocabulary()).items
        except RuleError as error:  # a hall of an earlier version has none to give
            _LOG.info("no words to copy", extra={"why": error.code})
            return ()

    async def _kind(self, kind: str, most: int) -> list[wire.ContentItem]:
        listed: list[wire.ContentItem] = []
        cursor: str | None = ""
        while cursor is not None and len(listed) < most:
            query: dict[str, str | int] = {
                "kind": kind,
                "limit": min(_PAGE, most),
                "sort": "newest",
            }
            if cursor:
                query["cursor"] = cursor
            page = await self._rested(partial(self._source.content, **query))
            listed += page.items
            cursor = page.next
        whole = [await self._item(one) for one in listed[:_WHOLE]]
        return [*whole, *listed[_WHOLE:most]]

    async def _item(self, listed: wire.ContentItem) -> wire.ContentItem:
        """Return an item whole; the copy we have will do while it is the same."""
        before = self._shelf.item(listed.kind, listed.id)
        if before is not None and before.published_at == listed.published_at:
            return before
        try:
            return await self._rested(lambda: self._source.content_item(listed.kind, listed.id))
        except RuleError:
            return listed  # withdrawn a moment ago

    async def _rested(self, ask: Callable[[], Awaitable[_Answer]]) -> _Answer:
        await self._clock.sleep(_BETWEEN_S)
        return await ask()
