"""Capped exponential back-off, as numbers; the caller sleeps on its own clock."""

import random
from collections.abc import Iterator


def backoff(
    first: float = 0.5, cap: float = 300.0, *, factor: float = 2.0, jitter: float = 0.1
) -> Iterator[float]:
    """Yield waiting times in seconds for ever: growing from ``first`` to ``cap``, ± ``jitter``."""
    wait = first
    while True:
        spread = 1 + random.uniform(-jitter, jitter)  # noqa: S311  not a secret
        yield min(cap, wait) * spread
        wait = min(cap, wait * factor)
