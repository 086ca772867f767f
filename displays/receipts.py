"""Delivery receipts on their way to the server: in order, kept while it is gone, bounded."""

import asyncio
import logging
from collections import deque
from datetime import datetime

from displays.hall_port import HallConnection
from hall.clock import Clock
from hall.errors import RuleError, SyncError
from hall.retry import backoff
from queue_server.wire import Delivery, Outcome

_log = logging.getLogger(__name__)
_MOST = 1000
_LAST_RETRY_S = 5.0
_LONGEST_DETAIL = 200


class Receipts:
    """Posts what became of calls; never makes a sink wait."""

    def __init__(self, hall: HallConnection, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._waiting: deque[Delivery] = deque(maxlen=_MOST)
        self._news = asyncio.Event()

    def post(
        self,
        seq: int,
        sink: str,
        outcome: Outcome,
        detail: str = "",
        *,
        began: datetime | None = None,
        ended: datetime | None = None,
    ) -> None:
        """Tell the server soon; the oldest receipts are given up beyond a thousand."""
        self._waiting.append(
            Delivery(
                seq=seq,
                sink=sink,
                outcome=outcome,
                detail=detail[:_LONGEST_DETAIL],
                began=began,
                ended=ended,
            )
        )
        self._news.set()

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            self._news.clear()
            while self._waiting:
                await self._deliver(self._waiting.popleft())
            await self._news.wait()

    async def _deliver(self, delivery: Delivery) -> None:
        for wait in backoff(0.25, _LAST_RETRY_S):
            try:
                await self._hall.deliver(delivery)
            except SyncError:
                await self._clock.sleep(wait)
            except RuleError as error:
                _log.warning(
                    "receipt refused",
                    extra={"seq": delivery.seq, "sink": delivery.sink, "code": error.code},
                )
                return
            else:
                return
