"""How loud a zone is announced, by the time of day: softer in the hall's quiet hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from voice.port import VOLUME_STEPS

ORDINARY_DB = -6
QUIET_DB = -18


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """Levels in decibels below the loudest; ``quiet`` spans are ``"20:00-07:30"`` in hall time."""

    level_db: int = ORDINARY_DB
    quiet_level_db: int = QUIET_DB
    quiet: Sequence[str] = ()
    time_zone: str = "UTC"

    def is_quiet(self, now: datetime) -> bool:
        """Tell whether an instant lies in a quiet span."""
        at = now.astimezone(ZoneInfo(self.time_zone)).time()
        return any(_holds(span, at) for span in self.quiet)

    def step(self, now: datetime, *, always_loud: bool = False) -> int:
        """Return the volume step to announce at; an emergency is never soft."""
        soft = self.is_quiet(now) and not always_loud
        return volume_step(self.quiet_level_db if soft else self.level_db)


def volume_step(level_db: float) -> int:
    """Return the index of the volume step nearest to a level."""
    return min(range(len(VOLUME_STEPS)), key=lambda step: abs(VOLUME_STEPS[step] - level_db))


def _holds(span: str, at: time) -> bool:
    first, _, last = span.partition("-")
    start, end = time.fromisoformat(first), time.fromisoformat(last)
    return start <= at < end if start < end else at >= start or at < end
