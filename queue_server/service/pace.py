"""How fast one asker may ask: a bucket of tokens each, filled as time passes."""

from dataclasses import dataclass, field
from math import ceil

from hall.clock import Clock
from queue_server.domain.errors import refused

_MOST = 5000


@dataclass
class Pace:
    """At most ``per_second`` on the long run, ``burst`` at once; nought is no limit."""

    clock: Clock
    per_second: float
    burst: int
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def step(self, asker: str) -> None:
        """Count one request; refuses ``rate_limited`` with the seconds to wait."""
        if self.per_second <= 0:
            return
        now = self.clock.monotonic()
        level, since = self._levels.get(asker, (float(self.burst), now))
        level = min(float(self.burst), level + (now - since) * self.per_second)
        if level < 1.0:
            self._levels[asker] = (level, now)
            wait = ceil((1.0 - level) / self.per_second)
            raise refused(
                "rate_limited", f"too many at once; try again in {wait} s", retry_after=wait
            )
        if len(self._levels) >= _MOST:
            self._levels.clear()
        self._levels[asker] = (level - 1.0, now)
