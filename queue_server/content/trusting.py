"""The time by which content expires: the hall's clock, put right by what the level above told.

A kiosk PC with a dead battery wakes up years ago or ahead. The latest time ever told from outside
(or built into this program) is kept in the content file: time never goes behind it. Where the
hall's clock and a time told now differ by more than a day, the told time counts until the clock is
set right; so a clock far ahead hides nothing that still holds.
"""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert

from hall.clock import Clock
from queue_server.content.database import meta, writing

BUILT = datetime(2026, 11, 22, tzinfo=UTC)
WRONG_BY = timedelta(days=1)
_BELIEVED = timedelta(days=365 * 20)
_WRITTEN_EVERY = timedelta(hours=1)
_KEY = "trusted_time"


class _Known(msgspec.Struct, frozen=True, kw_only=True):
    """The latest time told, and what the hall's clock said when it was told last."""

    latest: datetime = BUILT
    told: datetime | None = None
    clock: datetime | None = None


class TrustedClock:
    """A clock over the hall's own; safe to ask from several threads."""

    def __init__(self, engine: Engine, lock: Path, clock: Clock) -> None:
        self._engine = engine
        self._lock = lock
        self._clock = clock
        self._guard = threading.Lock()
        with engine.connect() as connection:
            kept = connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar()
        self._known = msgspec.json.decode(kept, type=_Known) if kept else _Known()
        self._written = self._known

    def now(self) -> datetime:
        """Return the time to expire by."""
        own, known = self._clock.now(), self._known
        return max(own + self._error(own), known.latest)

    def monotonic(self) -> float:
        """Return seconds that never step back."""
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return after that many seconds."""
        await self._clock.sleep(seconds)

    def note(self, told: datetime) -> None:
        """Take in a time told from outside just now; one that cannot be is not believed."""
        if not BUILT - WRONG_BY <= told <= BUILT + _BELIEVED:
            return
        own = self._clock.now()
        with self._guard:
            before = self._known
            latest = max(before.latest, told)
            self._known = _Known(latest=latest, told=told, clock=own)
            stale = abs(self._known.latest - self._written.latest) >= _WRITTEN_EVERY
            if stale or _wrong(self._written) != _wrong(self._known):
                self._write()

    def wrong_by(self) -> timedelta:
        """Return by how much the hall's clock is ahead; negative where behind, 0 where right."""
        own = self._clock.now()
        behind = self._known.latest - own
        if behind > WRONG_BY:
            return -behind
        return -self._error(own)

    def _error(self, own: datetime) -> timedelta:
        """Return what to add to the hall's clock; nothing once it was set right meanwhile."""
        known = self._known
        if known.told is None or known.clock is None or not _wrong(known):
            return timedelta()
        was_set = own < known.clock - WRONG_BY or own - known.clock > _BELIEVED
        return timedelta() if was_set else known.told - known.clock

    def _write(self) -> None:
        with writing(self._engine, self._lock) as connection:
            told = msgspec.json.encode(self._known).decode()
            row = upsert(meta).values(key=_KEY, value=told)
            connection.execute(
                row.on_conflict_do_update(index_elements=["key"], set_={"value": told})
            )
        self._written = self._known


def _wrong(known: _Known) -> bool:
    return (
        known.told is not None
        and known.clock is not None
        and abs(known.told - known.clock) > WRONG_BY
    )
