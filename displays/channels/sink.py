"""One channel kept in step with the hall: in order, tried again, receipted, never late.

A call that could not be told while it was worth telling is receipted as failed; what a device
should be at now (a lamp on or off) is told again until it is.
"""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass

from displays.channels.port import Channel, News
from displays.hall_state import Call, Change
from displays.receipts import Receipts
from hall.clock import Clock
from hall.errors import HallError
from hall.retry import backoff

_log = logging.getLogger(__name__)
_WORTH_TELLING_S = 30.0
_FIRST_RETRY_S, _LAST_RETRY_S = 0.25, 2.0
_MOST_WAITING = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose calls a channel tells: those of one window, of zones, or (both empty) all."""

    window: str | None = None
    zones: frozenset[str] = frozenset()

    def has(self, call: Call) -> bool:
        """Tell whether a call is this channel's to tell."""
        if self.window is not None:
            return call.window == self.window
        return not self.zones or call.zone in self.zones


class ChannelSink:
    """Feeds one channel; see ``displays.sinks.Sink``."""

    def __init__(
        self, name: str, channel: Channel, scope: Scope, receipts: Receipts, clock: Clock
    ) -> None:
        self.name = name
        self._channel = channel
        self._scope = scope
        self._receipts = receipts
        self._clock = clock
        self._waiting: deque[tuple[News, float]] = deque(maxlen=_MOST_WAITING)
        self._news = asyncio.Event()
        self._calls: dict[str, Call] = {}
        self._is_lost = False

    def take(self, change: Change, age_s: float) -> None:
        """Queue what concerns this channel; never waits."""
        for ticket in change.ended:
            call = self._calls.pop(ticket, None)
            if call is not None:
                self._drop_calls_of(ticket)
                self._put(News(kind="end", call=call))
        if change.call is not None and self._scope.has(change.call):
            self._calls[change.call.ticket] = change.call
            if change.kind != "restored":
                self._put(News(kind=change.kind, call=change.call), age_s)
        if change.danger is not None:
            self._put(News(kind="danger", danger=change.danger), age_s)
        if change.is_safe:
            self._put(News(kind="safe"))

    async def run(self) -> None:
        """Tell for ever."""
        try:
            while True:
                self._news.clear()
                while self._waiting:
                    await self._tell(*self._waiting.popleft())
                await self._news.wait()
        finally:
            await self._channel.aclose()

    def _put(self, news: News, age_s: float = 0.0) -> None:
        if news.kind in self._channel.wants:
            self._waiting.append((news, self._clock.monotonic() - age_s))
            self._news.set()

    def _drop_calls_of(self, ticket: str) -> None:
        """Forget calls not yet told: the visitor is at the window, or gone."""
        for item in list(self._waiting):
            call = item[0].call
            if call is not None and call.ticket == ticket and item[0].kind != "end":
                self._waiting.remove(item)
                self._receipt(item[0], "expired", "over before it was told")

    async def _tell(self, news: News, since: float) -> None:
        problem = ""
        for wait in backoff(_FIRST_RETRY_S, _LAST_RETRY_S):
            if problem and self._clock.monotonic() - since > _WORTH_TELLING_S:
                self._receipt(news, "failed", problem)
                return
            try:
                told = await self._channel.tell(news)
            except HallError as error:
                problem = str(error)
                self._note_lost(problem)
                await self._clock.sleep(wait)
            else:
                self._note_found()
                if told is not None:
                    self._receipt(news, "shown", told)
                return

    def _note_lost(self, problem: str) -> None:
        if not self._is_lost:
            self._is_lost = True
            _log.warning("channel lost", extra={"channel": self.name, "why": problem})

    def _note_found(self) -> None:
        if self._is_lost:
            self._is_lost = False
            _log.info("channel found", extra={"channel": self.name})

    def _receipt(self, news: News, outcome: str, detail: str) -> None:
        seq = None
        if news.call is not None and news.kind != "end" and news.call.is_receipted:
            seq = news.call.seq
        elif news.danger is not None:
            seq = news.danger.seq
        if seq is None:
            return
        if outcome == "shown":
            self._receipts.post(seq, self.name, "shown", detail)
        elif outcome == "failed":
            self._receipts.post(seq, self.name, "failed", detail)
        else:
            self._receipts.post(seq, self.name, "expired", detail)
