"""Waits of the hall as last committed: walked when asked for, kept while nothing has changed.

A walk costs milliseconds, so it is made only when somebody asks, and never takes more than a
twentieth of the time: in a rush the last walk answers a little longer, and places newcomers
between those it knows. Where walks are long, the next one is made beside the event loop, and the
last one answers until it is there.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property, partial
from math import inf, isinf

from config.site import Site, Window
from hall.clock import Clock
from queue_server import wire
from queue_server.domain import circumstances
from queue_server.domain.ticket import State, Ticket
from queue_server.domain.waiting import Place
from queue_server.estimates.calibrating import Calibration, Kept
from queue_server.estimates.learning import Experience, Learned, Stay, stay_of
from queue_server.estimates.timetable import Timetable, hall_ends, shifts_of, timetable_of
from queue_server.estimates.values import Busy, Coming, Desk, Hall, Wait, shown_range
from queue_server.estimates.walk import Forecast
from queue_server.service.telling import decode
from queue_server.store.image import View
from queue_server.store.records import JournalRow

_AGAIN_AFTER_S = 15.0
_SHARE_OF_TIME = 20.0
_LONG_S = 0.005
"""A walk that takes longer would keep others waiting on the event loop."""
_PAUSED = 15.0
"""Minutes a paused window stays away; however long it is paused already, as nobody knows."""
_RECENT = timedelta(minutes=60)
_TEACHING = frozenset({"ticket_finished", "ticket_missed", "ticket_transferred"})
_MOST_TOLD = 5000


class Waits:
    """One walk's answers, as they are shown; ``spent`` is what they cost so far, in seconds.

    The hall it starts from is looked at when first asked for, too: that can cost more than a walk.
    """

    def __init__(
        self, look: Callable[[], Hall], calibration: Calibration, closing: float, clock: Clock
    ) -> None:
        self._look = look
        self._calibration = calibration
        self._closing = closing
        self._clock = clock
        self.spent = 0.0

    @cached_property
    def _forecast(self) -> Forecast:
        return Forecast(self._look())

    def walk(self) -> "Waits":
        """Walk now, for everybody; nobody else may be asking yet."""
        began = self._clock.monotonic()
        self._forecast.walk()
        self.spent += self._clock.monotonic() - began
        return self

    def of(self, place: Place, ahead: int) -> Wait | None:
        """Return the wait of a place with so many before it; None where no window serves it."""
        return self._timed(lambda: self._forecast.wait_of(place, ahead))

    def for_new(self, service: str, ahead: int) -> Wait | None:
        """Return the wait of one who would come now, with so many before."""
        return self._timed(lambda: self._forecast.wait_for_new(service, ahead))

    def shown(self, wait: Wait | None) -> wire.WaitRange | None:
        """Return a wait as people see it."""
        if wait is None:
            return None
        found = shown_range(self._calibration.applied(wait), self._closing)
        if found is None:
            return None
        return wire.WaitRange(low=found[0], high=found[1], doubtful=wait.doubtful)

    def _timed(self, ask: Callable[[], Wait | None]) -> Wait | None:
        """Walks are made by the first who asks; what they cost decides when the next is due."""
        began = self._clock.monotonic()
        wait = ask()
        self.spent += self._clock.monotonic() - began
        return wait


class Forecaster:
    """Learns from the hall's visits and keeps the last walk."""

    def __init__(
        self, site: Site, clock: Clock, stays: Iterable[Stay] = (), kept: Iterable[Kept] = ()
    ) -> None:
        self._site = site
        self._clock = clock
        self._experience = Experience(site, stays)
        self._calibration = Calibration(kept)
        self._told: dict[str, Wait] = {}
        self._known: tuple[str, int] | None = None
        self._walked_at = -inf
        self._waits: Waits | None = None
        self._walking: asyncio.Future[Waits] | None = None

    def told(self, ticket: str, wait: Wait) -> None:
        """Remember what a visitor was told, until the call."""
        while len(self._told) >= _MOST_TOLD:
            self._told.pop(next(iter(self._told)))
        self._told[ticket] = wait

    def learn(self, view: View, rows: Sequence[JournalRow]) -> None:
        """Remember the stays that journal rows tell to be over, and the waits that came."""
        for row in rows:
            if row.kind not in _TEACHING:
                continue
            ticket = view.tickets.get(str(decode(row.data).get("ticket")))
            if ticket is None or not ticket.legs:
                continue
            stay = stay_of(ticket, ticket.legs[-1])
            if stay is not None:
                self._experience.add(stay)
            self._compare(ticket)

    def _compare(self, ticket: Ticket) -> None:
        wait = self._told.pop(ticket.id, None)
        if wait is None or isinf(wait.high) or ticket.away_count:
            return
        waited = (ticket.legs[0].called_at - ticket.issued_at).total_seconds() / 60
        self._calibration.note(Kept(low=wait.low, high=wait.high, waited=waited))

    def waits(self, view: View, *, about: bool = False) -> Waits:
        """Return the waits of a view; ``about`` is content with those of seconds ago."""
        began, known = self._clock.monotonic(), (view.epoch, view.seq)
        if self._waits is not None:
            age = began - self._walked_at
            fresh = (about or known == self._known) and age < _AGAIN_AFTER_S
            if fresh or age < self._waits.spent * _SHARE_OF_TIME:
                return self._waits
        if self._walking is not None and self._waits is not None:
            return self._waits
        now = self._clock.now()
        look = partial(self._hall, view, now, self._experience.learned())
        begun = Waits(look, self._calibration, hall_ends(self._site, now), self._clock)
        last, recent = self._waits, began - self._walked_at < _AGAIN_AFTER_S
        self._known, self._walked_at = known, began
        if last is not None and last.spent > _LONG_S and recent and self._walk_beside(begun):
            return last
        self._waits = begun
        return begun

    def _walk_beside(self, fresh: Waits) -> bool:
        """Walk in a thread, to answer from then on; tell whether there is a loop to do so."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        self._walking = loop.run_in_executor(None, fresh.walk)
        self._walking.add_done_callback(self._walked)
        return True

    def _walked(self, walking: "asyncio.Future[Waits]") -> None:
        self._walking = None
        if not walking.cancelled():
            self._waits = walking.result()

    def _hall(self, view: View, now: datetime, learned: Learned) -> Hall:
        calling = _Calling(self._site, now)
        return Hall(
            now=now,
            lines=view.lines,
            desks=tuple(
                desk
                for place in self._site.windows
                if (desk := self._desk(place, view, calling)) is not None
            ),
            learned=learned,
            priority=self._site.priority,
            coming=tuple(_coming(view.tickets.values(), now)),
        )

    def _desk(self, place: Window, view: View, calling: "_Calling") -> Desk | None:
        """Return a window that calls, or will by its shift; None for one nobody counts on."""
        window = view.windows.get(place.id) or circumstances.Window(id=place.id)
        times = calling.at(place, closed=window.state == "closed")
        if times is None:
            return None
        return Desk(
            window=place.id,
            services=circumstances.offered(window, self._site),
            calling=times,
            busy=_busy(view.tickets.get(window.ticket or ""), calling.now),
            back_in=_PAUSED if window.state == "paused" else 0.0,
            present=window.state != "closed",
        )


class _Calling:
    """When windows call, as of an instant; most keep the same hours, which are worked out once."""

    def __init__(self, site: Site, now: datetime) -> None:
        self.now = now
        self._site = site
        self._tables: dict[tuple[object, ...], Timetable] = {}

    def at(self, place: Window, *, closed: bool) -> Timetable | None:
        """Return when a window calls; None for a closed one nobody is still to come to."""
        shifts = shifts_of(self._site, place, self.now)
        if closed:
            # A shift that has begun without anybody there is a promise broken already.
            coming = shifts.from_on(0.0) if shifts is not None else None
            return self._table(place).within(coming) if coming and coming.spans else None
        kept = shifts is not None and shifts.next_call(0.0) == 0.0
        return (
            self._table(place).within(shifts) if shifts is not None and kept else self._table(place)
        )

    def _table(self, place: Window) -> Timetable:
        known = self._tables.get(place.breaks)
        if known is None:
            known = self._tables[place.breaks] = timetable_of(self._site, place, self.now)
        return known


def _busy(ticket: Ticket | None, now: datetime) -> Busy | None:
    if ticket is None or not ticket.legs:
        return None
    since = (now - ticket.legs[-1].called_at).total_seconds() / 60
    return Busy(
        born=ticket.born,
        service=ticket.service,
        since=max(since, 0.0),
        arrived=ticket.state is State.SERVING,
    )


def _coming(tickets: Iterable[Ticket], now: datetime) -> Iterable[Coming]:
    """Yield those with a head start of the last hour once more: the next hour will be like it."""
    for ticket in tickets:
        if not ticket.credit_minutes:
            continue
        again = ticket.issued_at + _RECENT
        if now < again <= now + _RECENT:
            after = (again - now).total_seconds() / 60
            yield Coming(after, f"again {ticket.born}", ticket.service, ticket.credit_minutes)
