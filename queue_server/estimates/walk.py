"""The forward walk: what the hall will do from now on, many times over.

Each round lets every window, as it becomes free and while it calls, take whom it would really
call (the same :class:`~queue_server.domain.waiting.Lines`), for as long as visits were learned to
take; some do not come. A newcomer per service walks along, and so do those who may come with a
head start.
"""

import heapq
from bisect import bisect_left, bisect_right
from datetime import timedelta
from functools import cached_property
from math import inf

from queue_server.domain.priority import next_turn, rank
from queue_server.domain.waiting import Floor, Lines, Place
from queue_server.estimates.draws import ROUNDS, STRATA, chance, factors, lengths, lots
from queue_server.estimates.values import NEVER, Busy, Coming, Desk, Hall, Wait, wait_from

_STEPS = 3000
"""About how many calls are walked in all rounds together; what bounds the cost."""
_LONGEST_WALK = 400
_SPEED_UNSURE = 0.1
_A_MOMENT = 1e-4
_COMING, _NEW = 1 << 62, (1 << 62) + 1
"""The journal rows of those who are not here yet: after all others of the same rank."""


class Forecast:
    """What the walk found, for each who waits and for one who would come now.

    Newcomers walk along only when somebody asks for them: they take no window's time, so that
    the others' waits are the same without.
    """

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._served = frozenset(service for desk in hall.desks for service in desk.services)
        self._found: dict[str, Wait] = {}

    def walk(self) -> None:
        """Walk now for everybody, newcomers too, instead of when first asked."""
        if self._served:
            self._walked  # noqa: B018  kept from now on

    def wait_of(self, place: Place, ahead: int | None = None) -> Wait | None:
        """Return how long until a place is called; None where no window serves it.

        ``ahead`` of the same service are those before it by now, where that is known better.
        """
        if place.service not in self._served:
            return None
        if "_with_newcomers" not in vars(self):
            calls = self._waiting.get(place.ticket)
            if calls:
                return wait_from(calls)
        calls = self._with_newcomers.get(place.ticket)
        return self._wait_at(place.ticket) if calls else self._from_neighbours(place, ahead)

    def wait_for_new(self, service: str, ahead: int | None = None) -> Wait | None:
        """Return how long one would wait who came now; None where no window serves it."""
        if service not in self._served:
            return None
        place = self._newcomers[service]
        calls = self._with_newcomers.get(place.ticket)
        more = 0 if ahead is None else ahead - len(self._hall.lines.line(service))
        if calls and more <= 0:
            return self._wait_at(place.ticket)
        return self._from_neighbours(place._replace(born=place.born + 1), ahead)

    @cached_property
    def _waiting(self) -> dict[str, list[float]]:
        return _Walk(self._hall, self._served, ()).run()

    @cached_property
    def _newcomers(self) -> dict[str, Place]:
        return {service: _newcomer(self._hall, service) for service in sorted(self._served)}

    @cached_property
    def _with_newcomers(self) -> dict[str, list[float]]:
        return _Walk(self._hall, self._served, tuple(self._newcomers.values())).run()

    @cached_property
    def _walked(self) -> dict[str, list[Place]]:
        """The places of each service that a walk has reached, in calling order."""
        walked: dict[str, list[Place]] = {service: [] for service in self._served}
        for place in (*self._hall.lines, *self._newcomers.values()):
            if place.ticket in self._with_newcomers:
                walked[place.service].append(place)
        return {service: sorted(line) for service, line in walked.items()}

    def _from_neighbours(self, place: Place, ahead: int | None) -> Wait:
        """Return the wait of one who came after the walk, or stands farther back than it went."""
        line = self._walked[place.service]
        index = bisect_left(line, place)
        if index < len(line):
            return self._wait_at(line[index].ticket)
        if not line:
            return NEVER
        last = self._wait_at(line[-1].ticket)
        before = self._hall.lines.ahead(place) if ahead is None else ahead
        beyond = max(0, before - len(line) + 1)
        return last.later_by(beyond * self._pace_of(place.service, last, len(line)))

    def _wait_at(self, ticket: str) -> Wait:
        """Return the wait of one the walk with newcomers reached; kept, as many ask for it."""
        found = self._found.get(ticket)
        if found is None:
            found = self._found[ticket] = wait_from(self._with_newcomers[ticket])
        return found

    def _pace_of(self, service: str, last: Wait, reached: int) -> float:
        """Return how many minutes one more in the line makes."""
        desks = sum(service in desk.services for desk in self._hall.desks)
        alone = self._hall.learned.times[service].mean / desks
        return max(last.middle / reached, alone) if last.middle < inf else 0.0


class _Walk:
    """The rounds; each gives one call time to every ticket it reached."""

    def __init__(self, hall: Hall, served: frozenset[str], newcomers: tuple[Place, ...]) -> None:
        self._hall = hall
        self._newcomers = newcomers
        waiting = sum(len(hall.lines.line(service)) for service in served)
        others = min(waiting + len(hall.coming), _LONGEST_WALK)
        self._most = others + len(newcomers)
        # As many rounds with newcomers as without, so that both tell the same.
        most = others + len(served)
        self._rounds = next((each for each in ROUNDS if each * most <= _STEPS), ROUNDS[-1])
        self._times = hall.learned.times
        self._lengths = {
            service: lengths(times.mean, times.spread) for service, times in self._times.items()
        }
        self._unsure = {
            service: factors(f"service {service}", times.unsure, self._rounds)
            for service, times in self._times.items()
        }
        self._speeds = {
            desk.window: factors(f"window {desk.window}", _SPEED_UNSURE, self._rounds)
            for desk in hall.desks
        }
        self._wanted = [
            place.ticket for place in (*hall.lines, *newcomers) if place.service in served
        ]
        self._lots: dict[str, tuple[int, ...]] = {}
        self._suited = any(place.suits for place in hall.lines)
        self._present = frozenset(desk.window for desk in hall.desks if desk.present)
        self._coming = [desk for desk in hall.desks if not desk.present]

    def run(self) -> dict[str, list[float]]:
        """Return each reached ticket's call times, one a round, infinite where never called."""
        wanted = self._wanted
        calls: dict[str, list[float]] = {}
        for number in range(self._rounds):
            called, exhausted = self._round(number)
            for ticket in wanted:
                at = called.get(ticket)
                if at is not None or not exhausted:
                    calls.setdefault(ticket, []).append(inf if at is None else at)
        return {ticket: each for ticket, each in calls.items() if len(each) == self._rounds}

    def _round(self, number: int) -> tuple[dict[str, float], bool]:
        """Walk once; tell who was called when, and whether the walk was cut short."""
        hall = self._hall
        lines = hall.lines.copy()
        for place in self._newcomers:
            lines.add(place)
        coming = sorted(hall.coming, reverse=True)
        free = [(self._first_free(desk, number), at) for at, desk in enumerate(hall.desks)]
        heapq.heapify(free)
        called: dict[str, float] = {}
        calls = 0
        while calls < self._most:
            free_at = self._skip_breaks(free)
            if free_at is None or len(called) == len(self._wanted):
                return called, False
            while coming and coming[-1].after <= free_at:
                self._arrive(coming.pop(), lines)
            desk = hall.desks[free[0][1]]
            first = lines.first_for(desk.window, desk.services, self._floor(free_at))
            if first is None:
                self._rest(free, lines, coming[-1].after if coming else inf)
                continue
            calls += 1
            lines.remove(first)
            if first.born != _COMING:
                called[first.ticket] = max(free_at, 0.0)
            taken = self._taken(first, desk, number)
            heapq.heapreplace(free, (free_at + taken, free[0][1]))
        return called, True

    def _skip_breaks(self, free: list[tuple[float, int]]) -> float | None:
        """Bring who is free first to the top; return when it calls, None when nobody will."""
        while free:
            at, index = free[0]
            calling = self._hall.desks[index].calling.next_call(at)
            if calling == at:
                return at
            if calling == inf:
                heapq.heappop(free)
            else:
                heapq.heapreplace(free, (calling, index))
        return None

    def _arrive(self, coming: Coming, lines: Lines) -> None:
        """Put somebody into the line by the hall's own rule."""
        now = self._hall.now + timedelta(minutes=coming.after)
        priority, credit = self._hall.priority, coming.credit_minutes
        turn = next_turn(lines, coming.service, credit, priority)
        lines.turns[(coming.service, credit > 0)] = turn
        place = Place(
            turn=turn.number,
            rank_at=rank(now, credit, priority),
            born=_COMING,
            ticket=coming.name,
            service=coming.service,
            target=None,
        )
        lines.add(place)

    def _rest(self, free: list[tuple[float, int]], lines: Lines, next_coming: float) -> None:
        """Let a window with nobody to call look again when somebody comes, or is left no more."""
        at, index = free[0]
        again = next_coming
        if self._suited:
            again = min(again, self._left_no_more(lines, self._hall.desks[index], at))
        if again == inf:
            heapq.heappop(free)
        else:
            heapq.heapreplace(free, (again, index))

    def _left_no_more(self, lines: Lines, desk: Desk, at: float) -> float:
        """Return when the next visitor, left so far to windows that suit, may go to this one."""
        now = self._hall.now
        ends = (
            (place.suits_until - now).total_seconds() / 60
            for service in desk.services
            for place in lines.line(service)
            if place.suits_until is not None
        )
        return min((end for end in ends if end > at), default=inf) + _A_MOMENT

    def _floor(self, at: float) -> Floor | None:
        if not self._suited:
            return None
        opened = (desk.window for desk in self._coming if desk.calling.next_call(at) == at)
        present = self._present.union(opened) if self._coming else self._present
        return Floor(now=self._hall.now + timedelta(minutes=at), present=present)

    def _taken(self, place: Place, desk: Desk, number: int) -> float:
        """Return how long a window is taken by a place; a newcomer only asks when."""
        if place.born == _NEW:
            return 0.0
        learned, times = self._hall.learned, self._times[place.service]
        name = place.ticket if place.born == _COMING else str(place.born)
        if chance(self._lot(f"come {name}", number)) < times.no_show:
            return learned.given_up + learned.gap
        length = self._lengths[place.service][self._lot(name, number)]
        return length * self._pace(place.service, desk, number) + learned.gap

    def _first_free(self, desk: Desk, number: int) -> float:
        if desk.busy is None:
            return desk.back_in
        return max(desk.back_in, self._remaining(desk.busy, desk, number))

    def _remaining(self, busy: Busy, desk: Desk, number: int) -> float:
        """Return how long a visit under way goes on, given how long it lasts already."""
        learned, times = self._hall.learned, self._times[busy.service]
        lot = self._lot(str(busy.born), number)
        if not busy.arrived and chance(self._lot(f"come {busy.born}", number)) < times.no_show:
            return max(learned.given_up - busy.since, 0.0) + learned.gap
        pace = self._pace(busy.service, desk, number)
        known = self._lengths[busy.service]
        first = bisect_right(known, busy.since / pace)
        if first == STRATA:  # longer than any: nobody knows, some share of it more
            return busy.since * chance(lot) / 2 + learned.gap
        length = known[first + lot * (STRATA - first) // STRATA]
        return length * pace - busy.since + learned.gap

    def _pace(self, service: str, desk: Desk, number: int) -> float:
        speed = self._hall.learned.speed.get(desk.window, 1.0)
        return self._unsure[service][number] * self._speeds[desk.window][number] * speed

    def _lot(self, name: str, number: int) -> int:
        drawn = self._lots.get(name)
        if drawn is None:
            drawn = self._lots[name] = lots(name, self._rounds)
        return drawn[number]


def _newcomer(hall: Hall, service: str) -> Place:
    """Return the place of somebody without a head start who comes now; behind all who wait."""
    return Place(
        turn=next_turn(hall.lines, service, 0, hall.priority).number,
        rank_at=hall.now,
        born=_NEW,
        ticket=f"new {service}",
        service=service,
        target=None,
    )
