"""Asking again: back-off as numbers for who sleeps on a clock of its own, tries for threads."""

import random
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any


def backoff(
    first: float = 0.5, cap: float = 300.0, *, factor: float = 2.0, jitter: float = 0.1
) -> Iterator[float]:
    """Yield waiting times in seconds for ever: growing from ``first`` to ``cap``, ± ``jitter``."""
    wait = first
    while True:
        spread = 1 + random.uniform(-jitter, jitter)  # noqa: S311  not a secret
        yield min(cap, wait) * spread
        wait = min(cap, wait * factor)


def tries(**options: Any) -> Iterator[AbstractContextManager[Any]]:
    """Yield a context for each try of a blocking call; ``options`` are stamina's.

    A try that fails is told by the logs, as everything is. Left to itself stamina writes to the
    standard output wherever structlog is installed, and that is for answers.
    """
    import stamina  # large, and not needed until something is asked
    from stamina.instrumentation import LoggingOnRetryHook, set_on_retry_hooks

    set_on_retry_hooks((LoggingOnRetryHook,))
    return iter(stamina.retry_context(**options))
