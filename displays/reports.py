"""What each sign's state is, on its way to the server: the newest only, kept while it is gone."""

import asyncio
import logging
from collections.abc import Mapping

from displays.hall_port import HallConnection
from displays.signs.port import SignStatus, State
from hall.clock import Clock
from hall.errors import RuleError, SyncError
from hall.retry import backoff
from queue_server.wire import DeviceStatus

_log = logging.getLogger(__name__)
_LAST_RETRY_S = 5.0
_AGAIN_S = 1800.0
_LONGEST_DETAIL = 200
_CAUSES: Mapping[State, str] = {"silent": "no_answer", "refusing": "refused"}


class Reports:
    """Posts the states of signs; never makes one wait. All of them again every half hour."""

    def __init__(self, hall: HallConnection, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._known: dict[str, DeviceStatus] = {}
        self._waiting: dict[str, DeviceStatus] = {}
        self._news = asyncio.Event()

    def note(self, sign: str, family: str, status: SignStatus) -> None:
        """Tell the server soon what is known of a sign."""
        self._put(
            DeviceStatus(
                device=f"sign:{sign}",
                kind=family,
                state=status.state,
                cause=_CAUSES.get(status.state, ""),
                detail=status.detail[:_LONGEST_DETAIL],
                since=status.since,
            )
        )

    def undrivable(self, sign: str, family: str, why: str) -> None:
        """Tell the server that a sign's settings are wrong."""
        self._put(
            DeviceStatus(
                device=f"sign:{sign}",
                kind=family[:64],
                state="failed",
                cause="wrong_settings",
                detail=why[:_LONGEST_DETAIL],
            )
        )

    def again(self) -> None:
        """Tell everything anew: the server may have taken this agent for gone."""
        self._waiting.update(self._known)
        self._news.set()

    async def run(self) -> None:
        """Report for ever."""
        while True:
            self._news.clear()
            while self._waiting:
                await self._report(next(iter(self._waiting)))
            await self._news_or_time()

    def _put(self, status: DeviceStatus) -> None:
        self._known[status.device] = self._waiting[status.device] = status
        self._news.set()

    async def _news_or_time(self) -> None:
        """Wait for news; after half an hour everything is news again."""
        nap = asyncio.ensure_future(self._clock.sleep(_AGAIN_S))
        news = asyncio.ensure_future(self._news.wait())
        try:
            await asyncio.wait({nap, news}, return_when=asyncio.FIRST_COMPLETED)
            if not news.done():
                self._waiting.update(self._known)
        finally:
            for task in (nap, news):
                task.cancel()
            await asyncio.gather(nap, news, return_exceptions=True)

    async def _report(self, device: str) -> None:
        for wait in backoff(0.25, _LAST_RETRY_S):
            status = self._waiting[device]  # the newest, whatever came while the server was gone
            try:
                await self._hall.report(status)
            except SyncError:
                await self._clock.sleep(wait)
                continue
            except RuleError as error:
                _log.warning("report refused", extra={"device": device, "code": error.code})
            if self._waiting.get(device) is status:
                del self._waiting[device]
            return
