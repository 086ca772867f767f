"""When so much of what a level above told would vanish that somebody must know of it.

A repair that finds a fifth and more than 20 items missing above waits for an admin, always: what is
not there may have been lost. Removals told one by one wait as well where the head is not signed:
nobody answers for them. A signed level above answers for its own log, so its removals are done, and
the admin is told how many went. Removals for legal reasons never wait.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, func, select

from hall.clock import Clock
from hall.errors import SyncError
from queue_server.content.changes import Gone, Key
from queue_server.content.database import entry
from queue_server.sync.door import Told
from queue_server.sync.state import Held, ManyGone, State

MOST_VANISHING, SHARE_VANISHING = 20, 0.2


class HeldError(SyncError):
    """So much would go that an admin is asked first."""


def require_few(going: int, of: int, state: State, now: datetime) -> None:
    """Raise HeldError, having noted it in the state, where it is too much and nobody said yes."""
    if state.released or not _are_many(going, of):
        return
    state.held = Held(missing=going, of=of, since=state.held.since if state.held else now)
    raise HeldError(f"{going} of {of} items would vanish; an admin is asked first")


class Vanishing:
    """The removals one look is told, page by page."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._going = 0
        self._of = 0

    def begin(self) -> None:
        """Begin to count, at the start of a look."""
        self._going = self._of = 0

    def count(self, told: Mapping[Key, tuple[int, Told]], state: State) -> None:
        """Count a page's removals before it is applied; raises HeldError where it has to wait."""
        gone = [key for key, (_, each) in told.items() if isinstance(each, Gone)
                and each.why != "legal"]  # fmt: skip
        if not gone:
            return
        if not state.signed and state.held is not None and not state.released:
            # What one look was held for is not let through by the next, a little at a time.
            raise HeldError(f"{state.held.missing} of {state.held.of} items wait for an admin")
        if not self._of:
            self._of = self._held(state.feed)
        self._going += self._known(gone, state.feed)
        if not state.signed:
            require_few(self._going, self._of, state, self._clock.now())
        elif _are_many(self._going, self._of):
            state.many_gone = ManyGone(gone=self._going, of=self._of, at=self._clock.now())

    def _held(self, feed: str) -> int:
        with self._engine.connect() as connection:
            chosen = select(func.count()).select_from(entry).where(entry.c.feed == feed)
            return int(connection.execute(chosen).scalar_one())

    def _known(self, keys: list[Key], feed: str) -> int:
        kinds: dict[str, list[str]] = {}
        for kind, own in keys:
            kinds.setdefault(kind, []).append(own)
        known = 0
        with self._engine.connect() as connection:
            for kind, ids in kinds.items():
                here = (entry.c.kind == kind, entry.c.id.in_(ids), entry.c.feed == feed)
                chosen = select(func.count()).select_from(entry).where(*here)
                known += int(connection.execute(chosen).scalar_one())
        return known


def _are_many(going: int, of: int) -> bool:
    return going > MOST_VANISHING and going > SHARE_VANISHING * of
