"""Waiting for something to become true in the world outside, with an end."""

import time
from collections.abc import Callable
from typing import TypeVar

from hall.errors import HallError

_Found = TypeVar("_Found")


def wait_for(
    what: str, look: Callable[[], _Found | None], within: float = 20.0, every: float = 0.1
) -> _Found:
    """Return the first true answer of ``look``; raises HallError saying what did not happen."""
    deadline = time.perf_counter() + within
    while True:
        found = look()
        if found:
            return found
        if time.perf_counter() > deadline:
            raise HallError(f"within {within:g} s this did not happen: {what}")
        pause(every)


def pause(seconds: float) -> None:
    """Let real time pass: the programs outside run on the machine's own clock."""
    time.sleep(seconds)  # noqa: TID251  see above
