"""The line: one order for call-next, for every list and for every estimate.

Within a service, tickets stand by :class:`Place`; across services a window takes the head that
came first. ``rank_at = eligible_at − head start``, then the order of issue: a head start is no
class, so only visitors who came within it can be passed, and nobody starves. ``turn`` is zero but
under the ratio policy (``domain.priority``).

A visitor whom some windows serve best (``suits``) is left to these while one of them is here, yet
no longer than ``suits_until``.
"""

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from queue_server.domain.ticket import Ticket


class Place(NamedTuple):
    """Where a waiting ticket stands in its service; sorts in calling order."""

    turn: int
    rank_at: datetime
    born: int
    ticket: str
    service: str
    target: str | None
    suits: tuple[str, ...] = ()
    suits_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Who could call now: the instant, and the windows not closed."""

    now: datetime
    present: frozenset[str] = field(default_factory=frozenset)


class Turn(NamedTuple):
    """The last turn given to one class of a service, and how often it was given."""

    number: int
    given: int


def place_of(ticket: Ticket) -> Place:
    """Return a ticket's place, whether it waits now or not."""
    return Place(
        ticket.turn,
        ticket.rank_at,
        ticket.born,
        ticket.id,
        ticket.service,
        ticket.target,
        ticket.suits,
        ticket.suits_until,
    )


def turns_given(tickets: Iterable[Ticket]) -> dict[tuple[str, bool], Turn]:
    """Return the last turn given to each class of each service."""
    turns: dict[tuple[str, bool], Turn] = {}
    for ticket in tickets:
        favoured = ticket.credit_minutes > 0
        if ticket.turn % 2 == favoured:
            continue  # back in the line at another's turn
        key = (ticket.service, favoured)
        last = turns.get(key, Turn(0, 0))
        if ticket.turn > last.number:
            turns[key] = Turn(ticket.turn, 1)
        elif ticket.turn == last.number:
            turns[key] = Turn(ticket.turn, last.given + 1)
    return turns


def arrival(place: Place) -> tuple[datetime, int]:
    """Return by what the heads of two services are compared."""
    return place.rank_at, place.born


def in_calling_order(places: Iterable[Place]) -> list[Place]:
    """Return places of many services in the order a window offering all of them would call."""
    lines: dict[str, list[Place]] = {}
    for place in sorted(places):
        lines.setdefault(place.service, []).append(place)
    return list(heapq.merge(*lines.values(), key=arrival))


class Lines:
    """All waiting tickets of a hall, one sorted line per service, and the turns given in each."""

    def __init__(self, lines: Mapping[str, list[Place]] | None = None) -> None:
        self._lines: dict[str, list[Place]] = dict(lines or {})
        self.turns: dict[tuple[str, bool], Turn] = {}

    def copy(self) -> "Lines":
        """Return lines that later changes of these do not touch."""
        copied = Lines({service: list(line) for service, line in self._lines.items()})
        copied.turns = dict(self.turns)
        return copied

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

    def first_for(
        self, window: str, services: Iterable[str], floor: Floor | None = None
    ) -> Place | None:
        """Return who is next at a window: of each service the first it may call, then by arrival.

        Without a floor nobody is left to the windows that suit.
        """
        first: Place | None = None
        for service in services:  # plain loops: a walk of the line asks this thousands of times
            for place in self._lines.get(service, ()):
                if may_call(place, window, floor):
                    if first is None or arrival(place) < arrival(first):
                        first = place
                    break
        return first

    def waiting_for(self, window: str, services: Iterable[str], floor: Floor | None = None) -> int:
        """Return how many a window may call."""
        return sum(
            may_call(place, window, floor) for service in services for place in self.line(service)
        )

    def ahead(self, place: Place) -> int:
        """Return how many of the same service will be called before a place."""
        return bisect_left(self.line(place.service), place)

    def line(self, service: str) -> list[Place]:
        """Return one service's line, first to be called first; not to be changed."""
        return self._lines.get(service, [])

    def targets(self) -> set[str]:
        """Return the windows that some ticket waits for by name."""
        lines = self._lines.values()
        return {place.target for line in lines for place in line if place.target is not None}

    def nth(self, service: str, count: int) -> Place | None:
        """Return the ``count``-th of a line, or None when fewer wait."""
        return next(islice(self.line(service), count - 1, count), None)

    def __iter__(self) -> Iterator[Place]:
        """Yield every waiting ticket in calling order."""
        return heapq.merge(*self._lines.values(), key=arrival)

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())


def may_call(place: Place, window: str, floor: Floor | None) -> bool:
    """Tell whether a window that offers the service may call a place."""
    if place.target is not None:
        return place.target == window
    if not place.suits or floor is None or window in place.suits:
        return True
    if place.suits_until is not None and floor.now >= place.suits_until:
        return True
    return floor.present.isdisjoint(place.suits)
