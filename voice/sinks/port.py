"""What takes samples at the pace of sound."""

from collections.abc import Callable
from typing import Protocol

#: Called from the sink's own thread for that many frames of 16-bit mono samples.
Pull = Callable[[int], bytes]

BUFFER_MS = 20


class Sink(Protocol):
    """An open output; it pulls until it is closed."""

    @property
    def name(self) -> str:
        """What it is, for people."""
        ...

    @property
    def audible(self) -> bool:
        """Whether anybody can hear it."""
        ...

    @property
    def problem(self) -> str:
        """Why it is not the output that was asked for, in words; empty where it is."""
        ...

    @property
    def resting(self) -> bool:
        """Whether it does not pull because there is nothing to hand out."""
        ...

    def wake(self) -> None:
        """Pull again: there is something to hand out."""
        ...

    def close(self) -> None:
        """Stop pulling; harmless when repeated."""
        ...
