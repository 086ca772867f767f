"""What this process is doing about the level above right now; gone when it ends.

What came of whole looks is remembered in the content file (``state``). A look that goes on tries
more than once, so its first failure stands here before the last one stands there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from hall.clock import Clock
from hall.errors import SyncError


class Looking:
    """``since`` a look goes on, and the fault its last try met; when the next look is due."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.since: datetime | None = None
        self.fault = ""
        self.tries = 0
        self.next_at: datetime | None = None

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Remember that a look goes on while the block lasts."""
        self.since, self.fault, self.tries = self._clock.now(), "", 0
        try:
            yield
        finally:
            self.since, self.fault, self.tries = None, "", 0

    def failed(self, fault: SyncError) -> None:
        """Remember why a try of the present look was in vain."""
        self.fault = type(fault).__name__.removesuffix("Error")
        self.tries += 1
