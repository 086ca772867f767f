"""Keeping this hall in step: follows the level above, publishes to those below, sends counts up.

The work blocks and runs in threads; one look at a time. Without a level above it only publishes.
"""

import asyncio
import copy
import logging
import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import msgspec

from config.site import Site
from config.site import Sync as SyncSettings
from hall.clock import Clock, sleep_or_wanted
from hall.errors import HallError, SyncError
from hall.retry import backoff
from queue_server.content.database import metadata, writing
from queue_server.content.room import Usage, require_room
from queue_server.content.service import ContentService
from queue_server.sync import answers
from queue_server.sync.apart import EndedError, Task, look_apart
from queue_server.sync.calling import BusyError, Caller
from queue_server.sync.following import Above, Following, OwnError
from queue_server.sync.heads import read_head
from queue_server.sync.log import forget_tombs
from queue_server.sync.looking import Looking
from queue_server.sync.outbox import Count, Outbox
from queue_server.sync.publishing import Publishing
from queue_server.sync.refusing import Refused
from queue_server.sync.signing import open_signer
from queue_server.sync.state import Place, State, load, save
from queue_server.sync.taking import Taken
from queue_server.sync.uplink import Uplink

_LOG = logging.getLogger(__name__)
_FIRST_WAIT_S, _LONGEST_WAIT_S = 60.0, 900.0
_SPREAD = 0.2
_FAR = 1000
_COUNT_EVERY_S = 3600.0


class Counting(Protocol):
    """Where the day counts come from that are sent up."""

    async def __call__(self) -> Sequence[Count]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one round did."""

    taken: Taken
    sent: int


class Sync:
    """One hall's place in the tree."""

    def __init__(
        self,
        content: ContentService,
        site: Site,
        folder: Path,
        clock: Clock,
        *,
        settings: SyncSettings | None = None,
        token: str | None = None,
        usage: Usage = shutil.disk_usage,
    ) -> None:
        self._usage = usage
        self.settings = settings or site.sync
        self.feed = self.settings.feed or str(site.hall.id)
        self._content = content
        self._clock = clock
        self._folder = folder
        self._token = token
        self._turn = threading.Lock()
        metadata.create_all(content.engine)
        signer = partial(open_signer, folder, self.feed)
        engine, lock = content.engine, content.lock
        self.publishing = Publishing(engine, lock, feed=self.feed, signer=signer, clock=clock)
        self.uplink = Uplink(engine, lock, clock)
        self.outbox = Outbox(engine, lock, clock)
        self.looking = Looking(clock)
        self._wanted = asyncio.Event()
        self._afresh = False

    def remembered(self) -> tuple[Place, State]:
        """Return how far we are, and what is known of the level above."""
        with self._content.engine.connect() as connection:
            return load(connection)

    def towards(self, settings: SyncSettings, token: str) -> "Sync":
        """Return the same hall following another level above, taking turns with this one."""
        other = copy.copy(self)
        other.settings, other.looking = settings, Looking(self._clock)
        other._token = token  # noqa: SLF001  a copy of our own
        return other

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until nobody else looks at the level above."""
        with self._turn:
            yield

    def change(self, decide: Callable[[State], None]) -> None:
        """Change what is remembered of the level above (an admin's decision)."""
        with writing(self._content.engine, self._content.lock, durable=True) as connection:
            state = load(connection)[1]
            decide(state)
            save(connection, state)

    def round(
        self, *, afresh: bool = False, tell: Callable[[Taken], None] = lambda _: None
    ) -> Done:
        """Look at the level above once and send what waits; raises SyncError, HallError."""
        if not self.settings.upstream:
            raise SyncError(
                "no level above is configured: write [sync] upstream into the site file, "
                "or give --url"
            )
        try:
            require_room(self._folder, self._usage)
        except HallError as fault:
            full = OwnError(str(fault))
            self._following(tell).note_failed(full)
            raise full from fault
        with self._turn, self.looking.going_on():
            caller = Caller(self.settings.upstream, self._secret(), failed=self.looking.failed)
            try:
                taken = self._look(caller, tell, afresh=afresh)
                sent = self.outbox.deliver(caller, self.feed)
                self._learn_answers(caller)
            finally:
                caller.close()
        return Done(taken=taken, sent=sent)

    def tell_head(self, head: Mapping[str, Any]) -> None:
        """Send a signed head of the journal up with the statistics, where they are sent."""
        if self.settings.upstream and self.settings.statistics:
            self.outbox.put_head(head)

    def want_afresh(self) -> None:
        """Compare everything at the next look."""
        self._afresh = True

    def want_round(self) -> None:
        """Look at the level above soon."""
        self._wanted.set()

    async def run(self, counting: Counting | None = None) -> None:
        """Keep in step for ever; a fault is waited out longer and longer, with jitter."""
        waits = self._waits()
        counted: float | None = None
        while True:
            wait = self._next_look()
            try:
                await asyncio.to_thread(self._upkeep)
                due = counted is None or self._clock.monotonic() - counted > _COUNT_EVERY_S
                above = self.settings.upstream and self.settings.statistics
                if counting is not None and due and above:
                    await asyncio.to_thread(self.outbox.count, await counting())
                    counted = self._clock.monotonic()
                if self.settings.upstream and not await asyncio.to_thread(self._is_paused):
                    afresh, self._afresh = self._afresh, False
                    await asyncio.to_thread(partial(self.round, afresh=afresh))
                waits = self._waits()
            except SyncError as fault:
                wait = _asked_wait(fault) or next(waits)
                _LOG.warning("not in step", extra={"why": str(fault), "again_in_s": round(wait)})
            except Exception:  # noqa: BLE001  a task's root: the hall works without
                wait = next(waits)
                _LOG.exception("the level above could not be followed")
            await self._sleep(wait)

    async def _sleep(self, seconds: float) -> None:
        """Wait so long, or until somebody wants a look now."""
        self.looking.next_at = self._clock.now() + timedelta(seconds=seconds)
        await sleep_or_wanted(self._clock, seconds, self._wanted)

    def _look(self, caller: Caller, tell: Callable[[Taken], None], *, afresh: bool) -> Taken:
        """Come up with the level above: here, or in a process of its own where much is missing."""
        if not self._is_far(caller):
            return self._following(tell).look(caller, afresh=afresh)
        settings = self.settings
        task = Task(
            folder=str(self._folder), upstream=settings.upstream, token=self._secret(),
            own_feed=self.feed, scope=settings.scope, key=settings.key, afresh=afresh,
            parent=os.getpid(),
        )  # fmt: skip
        try:
            return look_apart(task, tell)
        except EndedError as fault:
            self._following(tell).note_failed(fault)
            raise

    def _learn_answers(self, caller: Caller) -> None:
        """Ask what became of what this hall sent up."""
        if answers.any_sent(self._content.engine):
            told = caller.place(self.feed).get("refused", [])
            refused = msgspec.convert(told, list[Refused])
            answers.note(self._content.engine, self._content.lock, refused)

    def _is_far(self, caller: Caller) -> bool:
        place, _ = self.remembered()
        try:
            head, _ = read_head(caller.head(once=True).body)
        except SyncError:
            return False  # the look itself tells what is wrong
        missing = head.max_seq - (place.seq if place.epoch == head.epoch else 0)
        return missing > _FAR

    def _following(self, tell: Callable[[Taken], None]) -> Following:
        above = Above(own_feed=self.feed, scope=self.settings.scope, key=self.settings.key)
        engine, lock = self._content.engine, self._content.lock
        return Following(
            engine, lock, self._clock, above, trust=self._content.trusted.note, go_on=tell
        )

    def _is_paused(self) -> bool:
        return self.remembered()[1].paused

    def _upkeep(self) -> None:
        with writing(self._content.engine, self._content.lock) as connection:
            forget_tombs(connection, self._clock.now())

    def _waits(self) -> Iterator[float]:
        first = min(_FIRST_WAIT_S, self.settings.every_s)
        return backoff(first, _LONGEST_WAIT_S, jitter=_SPREAD)

    def _next_look(self) -> float:
        return self.settings.every_s * random.uniform(1 - _SPREAD, 1 + _SPREAD)  # noqa: S311  not a secret

    def _secret(self) -> str:
        if self._token is not None:
            return self._token
        if not self.settings.token_file:
            return ""
        try:
            return Path(self.settings.token_file).read_text("utf-8").strip()
        except OSError as fault:
            raise SyncError(
                f"{self.settings.token_file} cannot be read: {fault.strerror}; "
                "it holds the token for the level above"
            ) from fault


def _asked_wait(fault: HallError) -> float | None:
    return fault.retry_after if isinstance(fault, BusyError) else None
