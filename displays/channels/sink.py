"""One channel kept in step with the hall: in order, tried again, receipted, never late.

A call that could not be told while it was worth telling is receipted as failed; what a device
should be at now (a lamp on or off) is told again until it is.
"""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, replace

from displays.channels.port import Channel, News
from displays.hall_state import Call, Change, Danger
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

    def concerns(self, danger: Danger) -> bool:
        """Tell whether a danger is where this channel is; where that is not known, it is."""
        where = danger.emergency.zones
        return not where or not self.zones or bool(self.zones & {*where})


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
            self._put_call(change, age_s)
        if change.danger is not None and self._scope.concerns(change.danger):
            self._put(News(kind="danger", danger=change.danger), age_s)
        elif change.danger is not None:
            self._put(News(kind="safe"))  # it was here, and is elsewhere now
        if change.is_safe:
            self._put(News(kind="safe"))

    async def run(self) -> None:
        """Tell for ever."""
        if self._channel.keeps_state:
            # As it should be now, whatever it was told before; then what came meanwhile.
            self._waiting.appendleft((News(kind="safe"), self._clock.monotonic()))
        try:
            while True:
                self._news.clear()
                while self._waiting:
                    await self._tell(*self._waiting.popleft())
                await self._news.wait()
        finally:
            await self._channel.aclose()

    def _put_call(self, change: Change, age_s: float) -> None:
        """Queue a call; one that was known before is for what keeps its state, without receipt."""
        if change.call is None:
            return
        if change.kind != "restored":
            self._put(News(kind=change.kind, call=change.call), age_s)
        elif self._channel.keeps_state:
            self._put(News(kind="call", call=replace(change.call, is_receipted=False)))

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


class UnusableSink:
    """A channel that cannot be used: each call it should tell is told as failed, with why."""

    def __init__(self, name: str, scope: Scope, why: str, receipts: Receipts) -> None:
        self.name = name
        self._scope = scope
        self._why = why
        self._receipts = receipts

    def take(self, change: Change, age_s: float) -> None:
        """Answer for a call at once."""
        call = change.call
        if call is None or change.kind == "restored" or not self._scope.has(call):
            return
        detail = f"cannot be used; correct this [[channel]] and start the agent again: {self._why}"
        self._receipts.post(call.seq, self.name, "failed", detail)

    async def run(self) -> None:
        """Have nothing to do."""
        await asyncio.Event().wait()
