"""Telling the hall something: at once, or kept on this machine where the hall is silent."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from hall.codes import code_of, digits_of
from hall.errors import SyncError
from kiosk.alone import Alone
from kiosk.durable import StorageError
from kiosk.outbox import Outbox
from queue_server import wire

_TRY_S = 3.0


class Client(Protocol):
    """The hall's feedback box."""

    async def tell_feedback(
        self, request: wire.FeedbackRequest, key: str
    ) -> wire.FeedbackReceipt: ...


class Teller:
    """Gives a receipt in any case: number and code follow from the key."""

    def __init__(
        self,
        client: Callable[[], Awaitable[Client]],
        outbox: Outbox,
        alone: Alone,
        try_s: float = _TRY_S,
    ) -> None:
        self._client = client
        self._outbox = outbox
        self._alone = alone
        self._try_s = try_s

    async def tell(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        """Tell the hall, else keep it; a kept one has no id. Raises SyncError where neither can be.

        When it was told is said in any case, so that what is sent again is word for word the same.
        """
        waiting = next((one for one in self._outbox.waiting if one.key == key), None)
        if waiting is not None:
            return self._receipt(waiting.request, key)
        stamped = msgspec.structs.replace(request, at=self._alone.now())
        try:
            async with asyncio.timeout(self._try_s):
                return await (await self._client()).tell_feedback(stamped, key)
        except (SyncError, TimeoutError) as error:
            try:
                await self._outbox.keep(stamped, key)
            except StorageError as full:
                raise SyncError(str(full)) from error
            return self._receipt(stamped, key)

    async def send(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        """Tell the hall what was kept."""
        return await (await self._client()).tell_feedback(request, key)

    def _receipt(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        known = self._alone.known
        base = known.site.public_url.rstrip("/") if known is not None else ""
        code = code_of(key)
        return wire.FeedbackReceipt(
            id="",
            reference=digits_of(key),
            code=code,
            url=f"{base}/f/{code}" if base else code,
            kind=request.kind,
            at=request.at or self._alone.now(),
        )
