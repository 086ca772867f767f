"""The line: one order for call-next, for every list and for every estimate.

``rank_at = eligible_at − credit`` and then the order of issue: a head start, not a class, so
only visitors who came within the credit can be passed, and nobody starves.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from queue_server.domain.ticket import Ticket


class Place(NamedTuple):
    """Where a waiting ticket stands; sorts in calling order."""

    rank_at: datetime
    born: int
    ticket: str
    service: str
    target: str | None


def place_of(ticket: Ticket) -> Place:
    """Return a ticket's place, whether it waits now or not."""
    return Place(ticket.rank_at, ticket.born, ticket.id, ticket.service, ticket.target)


class Lines:
    """All waiting tickets of a hall, one sorted line per service."""

    def __init__(self, lines: Mapping[str, list[Place]] | None = None) -> None:
        self._lines: dict[str, list[Place]] = dict(lines or {})

    def copy(self) -> "Lines":
        """Return lines that later changes of these do not touch."""
        return Lines({service: list(line) for service, line in self._lines.items()})

    def add(self, place: Place) -> None:
        """Put a ticket where it belongs."""
        insort(self._lines.setdefault(place.service, []), place)

    def remove(self, place: Place) -> None:
        """Take a ticket out; raises KeyError when it does not stand there."""
        line = self._lines.get(place.service, [])
        index = bisect_left(line, place)
        if index == len(line) or line[index] != place:
            raise KeyError(place)
        del line[index]

    def first_for(self, window: str, services: Iterable[str]) -> Place | None:
        """Return who is next at a window: the least place among those it may call."""
        heads = (self._head(service, window) for service in services)
        return min((place for place in heads if place is not None), default=None)

    def waiting_for(self, window: str, services: Iterable[str]) -> int:
        """Return how many a window may call."""
        return sum(_may_call(place, window) for service in services for place in self.line(service))

    def ahead(self, place: Place) -> int:
        """Return how many of the same service will be called before a place."""
        return bisect_left(self.line(place.service), place)

    def line(self, service: str) -> list[Place]:
        """Return one service's line, first to be called first; not to be changed."""
        return self._lines.get(service, [])

    def rank_behind(self, service: str, count: int) -> datetime | None:
        """Return the rank of the ``count``-th in a line, or None when fewer wait."""
        third = next(islice(self.line(service), count - 1, count), None)
        return None if third is None else third.rank_at

    def __iter__(self) -> Iterator[Place]:
        """Yield every waiting ticket in calling order."""
        return iter(sorted(place for line in self._lines.values() for place in line))

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def _head(self, service: str, window: str) -> Place | None:
        line = self.line(service)
        return next((place for place in line if _may_call(place, window)), None)


def _may_call(place: Place, window: str) -> bool:
    return place.target is None or place.target == window
