"""One look at the level above: its head, what changed since, and repair where our place is no use.

Whatever goes wrong, what the hall has stays and is served; the next look goes on from the place
that was written with the last rows applied.
"""

import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from hall.clock import Clock
from hall.errors import HallError, SyncError
from queue_server.content.database import writing
from queue_server.content.importing import finish
from queue_server.sync.calling import Caller, NoFeedError, RestartError
from queue_server.sync.digests import SIZE, digests_of, revisions_above, root_of
from queue_server.sync.door import Opened, open_lines
from queue_server.sync.heads import (
    FRESH,
    Head,
    UntrustedError,
    instant,
    read_head,
    require_forward,
    require_trusted,
)
from queue_server.sync.pages import BrokenPageError
from queue_server.sync.state import Place, State, load, save
from queue_server.sync.taking import Taken, Taking
from queue_server.sync.vanishing import Vanishing, require_few

LIMIT = 500
_RENEW_EVERY = timedelta(minutes=10)
_LOG = logging.getLogger(__name__)


class OwnError(SyncError):
    """This hall itself could not take in what came: its disk, its file, its program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """Whom we follow: ``key`` is the pinned public key, ``scope`` the part we take."""

    own_feed: str
    scope: str = ""
    key: str = ""


class Following:
    """Follows one level above into one content file; blocks, one look at a time."""

    def __init__(
        self,
        engine: Engine,
        lock: Path,
        clock: Clock,
        above: Above,
        *,
        trust: Callable[[datetime], None] = lambda _: None,
        go_on: Callable[[Taken], None] = lambda _: None,
    ) -> None:
        self._engine = engine
        self._lock = lock
        self._clock = clock
        self._above = above
        self._trust = trust
        self._go_on = go_on
        self._taking = Taking(engine, lock, clock, above.own_feed)
        self._place = Place("", 0)
        self._state = State()
        self._places: Counter[tuple[str, str]] = Counter()
        self._vanishing = Vanishing(engine, clock)

    def look(self, caller: Caller, *, afresh: bool = False) -> Taken:
        """Come up with the level above; raises SyncError, having noted what went wrong.

        ``afresh`` compares the buckets even where nothing seems to be missing.
        """
        with self._engine.connect() as connection:
            self._place, self._state = load(connection)
        self._vanishing.begin()
        try:
            self._look(caller, afresh=afresh)
            self._renew()
        except SyncError as fault:
            self._failed(fault)
            raise
        except HallError:
            raise
        except Exception as fault:  # a look's root: told on the page, and tried again
            _LOG.exception("what came from the level above could not be taken in")
            own = OwnError(f"{type(fault).__name__}: {fault}")
            with suppress(SQLAlchemyError, OSError):  # the same disk may be what failed
                self._failed(own)
            raise own from fault
        now = self._clock.now()
        self._state.checked_at = self._state.synced_at = now
        self._state.fault = self._state.detail = ""
        self._state.failures, self._state.failed_since = 0, None
        self._state.held = None
        self._keep(done=True)
        return self._taking.taken

    def note_failed(self, fault: SyncError) -> None:
        """Note a fault of a look that could not note it itself."""
        with self._engine.connect() as connection:
            self._place, self._state = load(connection)
        self._failed(fault)

    def _look(self, caller: Caller, *, afresh: bool) -> None:
        head = self._ask_head(caller)
        state = self._state
        if not self._place.epoch and head is not None:
            self._place, state.live_until = Place(head.epoch, 0), head.max_seq
            state.scope = self._above.scope
            self._keep(self._place)
        elif afresh or self._is_elsewhere(head):
            self._repair(caller)
        if head is not None:
            self._seen(head)
        first = state.live_until > 0
        try:
            newest = self._catch_up(caller)
        except RestartError:
            self._repair(caller)
            newest = self._catch_up(caller)
        if first:
            self._taking.finish()
            state.live_until = 0
        if self._differs(newest):
            self._repair(caller)
            state.repaired_root = state.root

    def _is_elsewhere(self, head: Head | None) -> bool:
        """Tell whether our place is of another part or another life of the feed."""
        other = head is not None and self._place.epoch != head.epoch
        return other or self._state.scope != self._above.scope

    def _ask_head(self, caller: Caller) -> Head | None:
        """Return the head where there is a new one; it was signed by whom we know."""
        state, now = self._state, self._clock.now()
        fresh = state.issued is not None and now - state.issued < FRESH
        answer = caller.head(state.tag if fresh and not state.fault else "")
        if answer.date is not None:
            self._trust(answer.date)
        if answer.status == 304:
            return None
        head, whole = read_head(answer.body)
        if head.feed == self._above.own_feed:
            raise NoFeedError("the level above is this hall itself")
        if state.feed and head.feed != state.feed:
            raise UntrustedError(f"feed {head.feed} answers where {state.feed} did")
        state.signed = require_trusted(head, whole, state, self._above.key)
        require_forward(head, state)
        self._trust(instant(head.issued))
        state.feed, state.tag = head.feed, answer.headers.get("ETag", "")
        state.issued, state.expires = instant(head.issued), instant(head.expires)
        return head

    def _seen(self, head: Head) -> None:
        state = self._state
        state.epoch_above, state.max_seq, state.root = head.epoch, head.max_seq, head.root
        self._keep()

    def _catch_up(self, caller: Caller) -> int:
        """Apply pages until there is no more; return the newest number they told."""
        while True:
            page = caller.changes(
                after=self._place.seq, epoch=self._place.epoch, scope=self._above.scope,
                live_until=self._state.live_until, limit=LIMIT,
            )  # fmt: skip
            begin, end = page.begin, page.end
            if begin.epoch != self._place.epoch:
                raise RestartError("other_epoch")
            if begin.after != self._place.seq or begin.feed != self._state.feed:
                raise BrokenPageError("another page than the one asked for")
            if not self._place.seq <= end.next <= max(end.max_seq, self._place.seq) or (
                end.more and end.next == self._place.seq
            ):
                raise NoFeedError("the level above goes in circles: its page does not lead on")
            opened = self._open(page.lines)
            if any(not begin.after < seq <= end.next for seq, _ in opened.told.values()):
                raise NoFeedError("the level above told numbers that are not of this page")
            self._vanishing.count(opened.told, self._state)
            place = Place(begin.epoch, end.next)
            if place != self._place or opened.told:
                self._taking.take(opened.told.values(), self._state.feed, place)
            self._place = place
            self._go_on(self._taking.taken)
            if not end.more:
                return end.max_seq

    def _differs(self, newest: int) -> bool:
        """Tell whether we hold something else than the head's root says, where it can be told."""
        state, taken = self._state, self._taking.taken
        if self._above.scope or not state.root or newest != state.max_seq:
            return False
        if not (taken.altered or taken.refused or state.verified_at is None):
            return False
        with self._engine.connect() as connection:
            ours = digests_of(revisions_above(connection, state.feed))
        state.verified_at = self._clock.now()
        return state.root not in (root_of(ours), state.repaired_root)

    def _repair(self, caller: Caller) -> None:
        """Compare buckets, fetch those that differ; hold back where too much would vanish."""
        state, scope = self._state, self._above.scope
        epoch, seq, theirs = caller.digests(scope)
        with self._engine.connect() as connection:
            ours = revisions_above(connection, state.feed)
        held = digests_of(ours)
        missing: list[tuple[str, str]] = []
        for at in range(len(theirs) // SIZE):
            place = slice(at * SIZE, (at + 1) * SIZE)
            if theirs[place] != held[place]:
                opened = self._open(caller.bucket(at, scope).lines)
                self._taking.take(opened.told.values(), state.feed, None)
                missing += [key for key in ours[at] if key not in opened.told]
                self._go_on(self._taking.taken)
        require_few(len(missing), sum(map(len, ours.values())), state, self._clock.now())
        self._taking.drop(missing, state.feed)
        self._place = Place(epoch, seq)
        state.scope, state.reconciled = scope, state.reconciled + 1
        state.epoch_above, state.max_seq = epoch, seq
        state.root = "" if scope else root_of(theirs)
        state.held, state.live_until = None, 0
        self._keep(self._place, done=True)

    def _open(self, lines: Any) -> Opened:
        opened = open_lines(lines, feed=self._state.feed, own_feed=self._above.own_feed)
        self._state.loops += opened.loops
        self._state.nameless += opened.nameless
        self._places += opened.places
        return opened

    def _renew(self) -> None:
        """Renew names of regions and suggestions, seldom: it reads all content."""
        now, last = self._clock.now(), self._state.renewed_at
        soon = last is not None and abs(now - last) < _RENEW_EVERY
        if self._taking.taken.altered and not soon:
            finish(self._engine, self._lock, self._places, altered=True)
            self._taking.note_holds()
            self._state.renewed_at = now

    def _failed(self, fault: SyncError) -> None:
        state, now = self._state, self._clock.now()
        state.checked_at = now
        state.failed_since = state.failed_since or now
        state.failures += 1
        state.fault, state.detail = type(fault).__name__.removesuffix("Error"), str(fault)[:300]
        self._keep()

    def _keep(self, place: Place | None = None, *, done: bool = False) -> None:
        """Keep the state; a release by an admin is used up once it is ``done``."""
        with writing(self._engine, self._lock) as connection:
            told = load(connection)[1]  # an admin may have decided meanwhile
            self._state.paused, self._state.released = told.paused, told.released and not done
            save(connection, self._state, place)
