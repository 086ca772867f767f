"""One link and the signs on it: opened, reopened, each sign brought up to date in its turn.

This lives once, outside all families. Every bus is a task of its own, so a dead link delays no
other; on a shared RS-485 line a dead sign is asked only while no living one has news, and briefly.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from displays.signs.commands import Command, Ping
from displays.signs.kept import KeptSign
from displays.signs.motion import FRAME_S
from displays.signs.port import Pace, Sign, UnsupportedError
from hall.clock import Clock
from hall.errors import DeviceError, FrameError, LinkTimeoutError, RefusedError
from hall.links import Link, LinkAddress, open_link
from hall.retry import backoff

_REOPEN_FIRST_S, _REOPEN_LAST_S = 0.25, 2.0
_ASK_EVERY_S = 3.0
_REFRESH_EVERY_S = 60.0
_STREAM_EVERY_S = 0.8
_TURN_LIMIT_S = 10.0
_SHARED_PROBE_S = 0.1
_SERIAL_REPLY_S = 0.2
_BUS_QUIET_S = 0.02

Opener = Callable[[LinkAddress], Awaitable[Link]]


def pace_for(address: LinkAddress) -> Pace:
    """Return how patient drivers are on a link: serial lines are slow but answer soon."""
    if address.kind not in ("serial", "pty"):
        return Pace()
    bits = 10 + (1 if address.options.get("parity", "N") != "N" else 0)
    byte_s = bits / max(1, address.option("baud", 9600))
    return Pace(reply_within_s=_SERIAL_REPLY_S, byte_s=byte_s, quiet_s=_BUS_QUIET_S)


class Bus:
    """Keeps the signs of one link up to date for ever."""

    def __init__(
        self,
        address: LinkAddress,
        signs: Sequence[KeptSign],
        clock: Clock,
        *,
        opener: Opener = open_link,
        pace: Pace | None = None,
    ) -> None:
        self._address = address
        self._signs = tuple(signs)
        self._clock = clock
        self._opener = opener
        self._pace = pace or pace_for(address)
        self._news = asyncio.Event()
        self._heard = False
        for kept in self._signs:
            kept.on_want(self._news.set)

    async def run(self) -> None:
        """Open the link and serve it; whenever it breaks, try again, at most two seconds apart."""
        waits = backoff(_REOPEN_FIRST_S, _REOPEN_LAST_S, jitter=0)
        while True:
            self._heard = False
            try:
                await self._once()
            except (DeviceError, OSError) as error:
                for kept in self._signs:
                    kept.failed("silent", str(error))
            if self._heard:
                waits = backoff(_REOPEN_FIRST_S, _REOPEN_LAST_S, jitter=0)
            await self._clock.sleep(next(waits))

    async def _once(self) -> None:
        link = await self._opener(self._address)
        try:
            await self._serve(link)
        finally:
            with contextlib.suppress(DeviceError, OSError):
                await link.aclose()

    async def _serve(self, link: Link) -> None:
        signs = {
            kept: kept.family.make_sign(link, kept.wiring, self._pace, self._clock)
            for kept in self._signs
        }
        for kept in self._signs:
            kept.forget_sent()
        while True:
            self._news.clear()
            turn = self._whose_turn()
            if turn is None:
                await self._wait()
                continue
            try:
                async with asyncio.timeout(_TURN_LIMIT_S):
                    await self._attend(turn, signs[turn])
            except TimeoutError as error:
                raise LinkTimeoutError(f"{self._address} took nothing more") from error

    def _whose_turn(self) -> KeptSign | None:
        """Living signs with news first, then whoever is due, the longest waiting first."""
        now = self._clock.monotonic()
        due = [kept for kept in self._signs if kept.due <= now]
        return min(
            due, key=lambda kept: (not _lives(kept), not kept.has_news, kept.due), default=None
        )

    async def _attend(self, kept: KeptSign, sign: Sign) -> None:
        revision = kept.revision
        pace = self._pace if _lives(kept) else self._probing()
        try:
            for command in self._commands(kept):
                await sign.do(command, pace=pace)
            await self._set(kept, sign, pace)
        except (LinkTimeoutError, FrameError) as error:
            kept.failed("silent", str(error))
            if not any(_lives(other) for other in self._signs):
                raise LinkTimeoutError(f"nobody answers on {self._address}: {error}") from error
        except (RefusedError, UnsupportedError) as error:
            self._heard = True
            kept.failed("refusing", str(error))
        else:
            self._heard = True
            kept.answered()
            if kept.has_news or self._is_stale(kept):
                kept.succeeded(revision)
            kept.due = self._next_due(kept)
            if kept.revision != revision:
                kept.due = self._clock.monotonic()

    async def _set(self, kept: KeptSign, sign: Sign, pace: Pace) -> None:
        """Tell a sign its settings, after its page; one that refuses them still shows the page."""
        settings = kept.settings()
        if not settings:
            return
        refused = ""
        for command in settings:
            try:
                await sign.do(command, pace=pace)
            except (RefusedError, UnsupportedError) as error:
                refused = str(error)
        kept.told_settings(refused)

    def _commands(self, kept: KeptSign) -> Sequence[Command]:
        if kept.has_news or self._is_stale(kept):
            return kept.to_send() or (Ping(),)
        return (Ping(),)

    def _is_stale(self, kept: KeptSign) -> bool:
        """Whether a sign must be sent its page again though nothing changed."""
        age = self._clock.monotonic() - kept.sent_at
        if kept.is_moving:
            return True
        if not kept.capabilities.acknowledges:
            return age >= _STREAM_EVERY_S / 2
        return not kept.capabilities.keeps_content and age >= _REFRESH_EVERY_S

    def _next_due(self, kept: KeptSign) -> float:
        """Return when a sign is to be attended again: frames at a steady beat, none made up for."""
        now = self._clock.monotonic()
        if kept.is_moving:
            return max(now, kept.due + FRAME_S)
        return now + (_ASK_EVERY_S if kept.capabilities.acknowledges else _STREAM_EVERY_S)

    def _probing(self) -> Pace:
        """Ask a sign that does not answer once, and briefly where others share the line."""
        reply = min(self._pace.reply_within_s, _SHARED_PROBE_S) if len(self._signs) > 1 else None
        return Pace(
            reply_within_s=reply or self._pace.reply_within_s,
            tries=1,
            retry_gap_s=self._pace.retry_gap_s,
            quiet_s=self._pace.quiet_s,
            byte_s=self._pace.byte_s,
        )

    async def _wait(self) -> None:
        """Sleep until the next sign is due or somebody wants something."""
        soonest = min(kept.due for kept in self._signs)
        nap = asyncio.ensure_future(self._clock.sleep(soonest - self._clock.monotonic()))
        news = asyncio.ensure_future(self._news.wait())
        try:
            await asyncio.wait({nap, news}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (nap, news):
                task.cancel()
            await asyncio.gather(nap, news, return_exceptions=True)


def _lives(kept: KeptSign) -> bool:
    return kept.status.state not in ("silent", "refusing")
