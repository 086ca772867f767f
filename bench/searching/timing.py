"""Times of pieces of work, and what a row of figures says of many."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from hall.clock import SystemClock

_CLOCK = SystemClock()


def timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    """Return the seconds a piece of work took, and its answer."""
    start = _CLOCK.monotonic()
    answer = work(*given)
    return _CLOCK.monotonic() - start, answer


def busy(work: Callable[..., Any], *given: Any) -> float:
    """Return the seconds of processor a piece of work took: what others do at once counts less."""
    start = time.thread_time()
    work(*given)
    return time.thread_time() - start


def p50(seconds: list[float]) -> float:
    """Return the median in milliseconds."""
    return round(statistics.median(seconds) * 1000, 2)


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    # Of one measurement all quantiles are the same.
    points = seconds if len(seconds) > 1 else [*seconds, *seconds]
    return round(statistics.quantiles(points, n=20, method="inclusive")[-1] * 1000, 2)
