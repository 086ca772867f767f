"""Ranges that keep their promise: widened, or narrowed, by how the last ones held.

A walk knows what it models; breaks taken at will, visitors who chat, it does not. So each range
walked is compared with the wait that came, and both ends are moved, in shares of the width, to
where all but :data:`OUTSIDE` of the last waits were above the lower, and as many below the upper
end. Ranges are shown in steps of five minutes, rounded outwards, so that a few more hold.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isinf

from queue_server.estimates.values import Wait

REMEMBERED = 300
OUTSIDE = 0.12
_FEWEST = 30
_PRIOR = 50
_NARROWEST, _WIDEST = -0.15, 0.75
_LEAST_WIDTH = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A range walked at issue and the minutes until the first call."""

    low: float
    high: float
    waited: float


class Calibration:
    """The ranges remembered, told one by one."""

    def __init__(self, kept: Iterable[Kept] = ()) -> None:
        self._sooner: deque[float] = deque(maxlen=REMEMBERED)
        self._later: deque[float] = deque(maxlen=REMEMBERED)
        self._shares: tuple[float, float] | None = None
        for each in kept:
            self.note(each)

    def note(self, kept: Kept) -> None:
        """Remember how far outside a range the wait was, in shares of its width."""
        width = max(kept.high - kept.low, _LEAST_WIDTH)
        self._sooner.append((kept.low - kept.waited) / width)
        self._later.append((kept.waited - kept.high) / width)
        self._shares = None

    def applied(self, wait: Wait) -> Wait:
        """Return a wait with its ends where they would have held."""
        if isinf(wait.high):
            return wait
        if self._shares is None:  # kept, as every ticket shown asks for them
            self._shares = _share(self._sooner), _share(self._later)
        width = max(wait.high - wait.low, _LEAST_WIDTH)
        low = wait.low - self._shares[0] * width
        high = wait.high + self._shares[1] * width
        return replace(wait, low=min(max(low, 0.0), wait.middle), high=max(high, wait.middle))


def _share(scores: Iterable[float]) -> float:
    """Return by which share of the width to move an end; near none while little is known."""
    ordered = sorted(scores)
    if len(ordered) < _FEWEST:
        return 0.0
    held = ordered[min(int((1 - OUTSIDE) * len(ordered)), len(ordered) - 1)]
    return min(max(held, _NARROWEST), _WIDEST) * len(ordered) / (len(ordered) + _PRIOR)
