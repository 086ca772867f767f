"""What visitors were told when they took their numbers: kept, to be compared with what came.

Kept a moment in memory and written together, once a second: a range lost in a crash costs the
statistics one visit, a write for each would cost every visitor time.
"""

from datetime import datetime, timedelta
from math import isinf

from queue_server import wire
from queue_server.estimates.values import Wait
from queue_server.service.telling import encode
from queue_server.statistics.visits import Shown
from queue_server.store.history import WAIT_SHOWN
from queue_server.store.image import Image
from queue_server.store.records import Document

_KEPT = timedelta(days=100)
_MOST = 5000


class Promises:
    """The ranges shown and not yet written."""

    def __init__(self) -> None:
        self._documents: list[Document] = []

    def note(
        self, ticket: str, at: datetime, wait: Wait, shown: wire.WaitRange, ahead: int
    ) -> None:
        """Remember what was shown with a new number."""
        promise = Shown(
            low=shown.low,
            high=shown.high,
            walked_low=_finite(wait.low, shown.low),
            walked_middle=_finite(wait.middle, shown.high),
            walked_high=_finite(wait.high, shown.high),
            ahead=ahead,
        )
        del self._documents[: max(0, len(self._documents) - _MOST)]
        self._documents.append(
            Document(
                kind=WAIT_SHOWN,
                id=ticket,
                at=at,
                data=encode(promise),
                live=False,
                until=at + _KEPT,
            )
        )

    def take(self) -> list[Document]:
        """Return what is to be written, once."""
        taken, self._documents = self._documents, []
        return taken


def keep(image: Image, documents: list[Document]) -> None:
    """Write the ranges shown."""
    for document in documents:
        image.put_document(document)


def _finite(minutes: float, shown: int) -> float:
    """Return minutes as they were told: what lies beyond the closing ends there."""
    return float(shown) if isinf(minutes) else round(minutes, 2)
