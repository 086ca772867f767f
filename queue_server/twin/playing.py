"""Plays days against a running hall: visitors take numbers, windows call, time leaps ahead.

Nothing of the hall is imitated here: numbers, order, refusals, estimates and closing are the
server's own, asked for as kiosks and clerks ask, over its store on disk.
"""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor, Role
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.twin.scenario import Scenario, Span, Visitor, calling, opening, visitors

_RECALL_AFTER = 0.75
Step = Callable[[], Awaitable[None]]


@dataclass(kw_only=True)
class Coming:
    """What became of one visitor at the kiosk.

    ``formula`` are the minutes of the usual rule, people ahead times mean visit over windows open
    for it, with the mean the hall has learned so far; None where no window was open. ``pooled`` is
    the same over everybody whom those windows may call, whatever the service.
    """

    visitor: Visitor
    ticket: str | None = None
    refused: str | None = None
    formula: float | None = None
    pooled: float | None = None
    came_back: bool = False


@dataclass(kw_only=True)
class DayPlayed:
    """One day: who came, and how many waited at the full and half hours."""

    day: str
    comings: list[Coming] = field(default_factory=list)
    waiting: list[tuple[float, int]] = field(default_factory=list)


class Player:
    """Plays one day after the other on one hall, which learns on the way."""

    def __init__(self, hall: RunningHall, clock: ManualClock, scenario: Scenario) -> None:
        self._hall = hall
        self._clock = clock
        self._scenario = scenario
        self._upkeep = Upkeep(hall, clock)
        self._keys = itertools.count()
        self._lengths: dict[str, list[float]] = defaultdict(list)

    async def play(
        self,
        day: date,
        seed: int,
        people: Sequence[Visitor] | None = None,
        passed: Callable[[float], None] = lambda share: None,
    ) -> DayPlayed:
        """Play a day from before the opening until after its closing.

        ``people`` come instead of those drawn; ``passed`` is told the share of the day gone by.
        """
        playing = _Day(self, day, seed, people, passed)
        await playing.run()
        return playing.played

    def key(self) -> str:
        """Return a fresh idempotency key."""
        return f"twin-{next(self._keys)}"

    def note_length(self, service: str, minutes: float) -> None:
        """Remember how long a visit took, for the formula."""
        self._lengths[service].append(minutes)

    def mean_of(self, service: str) -> float:
        """Return the mean minutes of a service's last visits, begun from what the site says."""
        nominal = float(self._scenario.site.service(service).minutes)
        lengths = self._lengths[service][-200:]
        return (sum(lengths) + 8 * nominal) / (len(lengths) + 8)


class _Day:
    """One day under way: a heap of what happens next, in minutes after midnight."""

    def __init__(
        self,
        player: Player,
        day: date,
        seed: int,
        people: Sequence[Visitor] | None,
        passed: Callable[[float], None],
    ) -> None:
        self.player = player
        self.hall, self.clock = player._hall, player._clock  # noqa: SLF001  one subject, two classes
        self.upkeep, self.scenario = player._upkeep, player._scenario  # noqa: SLF001
        self.site = self.scenario.site
        self.played = DayPlayed(day=day.isoformat())
        self.people = visitors(self.scenario, seed) if people is None else people
        self.passed = passed
        self.dice = Random(seed + 1)  # noqa: S311  a simulation, no secret
        zone = ZoneInfo(self.site.hall.time_zone)
        self.midnight = datetime.combine(day, time(0), zone).astimezone(UTC)
        self.now = (self.clock.now() - self.midnight).total_seconds() / 60
        self.events: list[tuple[float, int, Step]] = []
        self.order = itertools.count()
        self.comings: dict[str, Coming] = {}
        self.spans: dict[str, list[Span]] = {
            window.id: calling(self.site, window.id) for window in self.site.windows
        }
        self.idle: set[str] = set()
        self.wants_pause: set[str] = set()

    async def run(self) -> None:
        """Let everything happen in order."""
        spans = opening(self.site)
        first, last = spans[0][0], spans[-1][1]
        self.first = first
        overtime = self.site.issuing.overtime_minutes
        self._at(first - 10, self._open_day)
        for window in self.site.windows:
            self._plan_window(window.id)
        for visitor in self.people:
            self._at(visitor.at, lambda visitor=visitor: self._come(visitor))  # type: ignore[misc]  # bound now
        self._at(first - 9, self._tick)
        # Before the hall closes the day by itself.
        self._end = last + min(overtime + 45, self.site.hall.hours.after_minutes - 1)
        self._at(self._end, self._close_day)
        while self.events:
            at, _, step = heapq.heappop(self.events)
            self._pass_to(at)
            await step()

    def _at(self, minute: float, step: Step) -> None:
        heapq.heappush(self.events, (minute, next(self.order), step))

    def _pass_to(self, minute: float) -> None:
        now = (self.clock.now() - self.midnight).total_seconds()
        if minute * 60 > now:
            self.clock.pass_time(minute * 60 - now)
        self.now = max(self.now, minute)

    # --- the day

    async def _open_day(self) -> None:
        await self.upkeep.round()
        try:
            await self.hall.day_open(_BOSS)
        except RuleError as refusal:
            if refusal.code != "day_open":
                raise

    async def _tick(self) -> None:
        """Let the hall do what is due each minute, and idle windows look again."""
        await self.upkeep.round()
        for window in sorted(self.idle):
            await self._call(window)
        if round(self.now) % 15 == 0:
            self.passed(min(1.0, (self.now - self.first) / (self._end - self.first)))
            services = (await self.hall.services()).items
            self.played.waiting.append((self.now, sum(each.waiting for each in services)))
        if self.now + 1 < self._end:
            self._at(self.now + 1, self._tick)

    async def _close_day(self) -> None:
        self.idle.clear()
        self.events.clear()
        try:
            await self.hall.day_close(_BOSS)
        except RuleError as refusal:
            if refusal.code != "day_closed":
                raise
        await self.upkeep.round()

    # --- windows

    def _plan_window(self, window: str) -> None:
        for start, end in self.spans[window]:
            begin = start + self.dice.uniform(0, 2)
            self._at(begin, lambda: self._open(window))
            self._at(end, lambda: self._stop(window))
            for _ in range(round(self.scenario.pauses_a_day / len(self.spans[window]))):
                at = self.dice.uniform(begin + 20, max(begin + 21, end - 30))
                self._at(at, lambda: self._want_pause(window))

    async def _open(self, window: str) -> None:
        await self.hall.window_open(_clerk(window), window)
        await self._call(window)

    async def _stop(self, window: str) -> None:
        """Begin a break: whoever is here is served to the end, nobody more is called."""
        self.idle.discard(window)
        await self.hall.window_pause(_clerk(window), window, "休息")

    async def _want_pause(self, window: str) -> None:
        self.wants_pause.add(window)
        if window in self.idle:
            await self._call(window)

    async def _call(self, window: str) -> None:
        """Call whoever is next, if this window calls now."""
        self.idle.discard(window)
        if not any(start <= self.now < end for start, end in self.spans[window]):
            return
        if window in self.wants_pause:
            self.wants_pause.discard(window)
            await self.hall.window_pause(_clerk(window), window, "离开一下")
            self._at(self.now + self.dice.uniform(4, 12), lambda: self._open_again(window))
            return
        ticket = await self.hall.call_next(_clerk(window), window, self.player.key())
        if ticket is None:
            self.idle.add(window)
            return
        self._called(window, ticket)

    async def _open_again(self, window: str) -> None:
        if any(start <= self.now < end for start, end in self.spans[window]):
            await self._open(window)

    def _called(self, window: str, ticket: wire.Ticket) -> None:
        coming, called = self.comings[ticket.id], self.now
        visitor = coming.visitor
        if visitor.shows or coming.came_back:
            serves = visitor.serves * self.scenario.speed.get(window, 1.0)
            self._at(called + visitor.walks, lambda: self._act(window, ticket.id, "arrive"))
            self._at(called + visitor.walks + serves, lambda: self._finish(window, ticket, called))
            return
        self._at(called + _RECALL_AFTER, lambda: self._act(window, ticket.id, "recall"))
        patience = _RECALL_AFTER + ticket.handling.grace_s / 60 + 0.1
        self._at(called + patience, lambda: self._pass(window, ticket.id))

    async def _finish(self, window: str, ticket: wire.Ticket, called: float) -> None:
        await self._act(window, ticket.id, "finish")
        self.player.note_length(ticket.service, self.now - called)
        self._next_soon(window)

    async def _pass(self, window: str, ticket: str) -> None:
        try:
            await self._act(window, ticket, "no-show")
        except RuleError as refusal:
            if refusal.code != "grace_running":
                raise
            wait = float(str(refusal.fields["retry_after"])) / 60
            self._at(self.now + wait + 0.05, lambda: self._pass(window, ticket))
            return
        self._next_soon(window)
        returns = self.comings[ticket].visitor.returns
        if returns is not None:
            self._at(self.now + returns, lambda: self._come_back(ticket))

    def _next_soon(self, window: str) -> None:
        self._at(self.now + self.dice.uniform(0.2, 0.9), lambda: self._call(window))

    async def _act(self, window: str, ticket: str, event: str) -> None:
        await self.hall.act(_clerk(window), ticket, event, wire.ActionRequest())

    # --- visitors

    async def _come(self, visitor: Visitor) -> None:
        coming = Coming(visitor=visitor)
        self.played.comings.append(coming)
        asked = wire.TicketRequest(service=visitor.service, needs=visitor.needs)
        try:
            issued = await self.hall.issue(_KIOSK, asked, self.player.key())
        except RuleError as refusal:
            coming.refused = refusal.code
            return
        ticket = issued.ticket
        coming.ticket = ticket.id
        await self._reckon(coming, ticket)
        self.comings[ticket.id] = coming
        if visitor.patience is not None:
            self._at(self.now + visitor.patience, lambda: self._give_up(ticket.id))
        if visitor.away is not None:
            self._at(self.now + 2, lambda: self._step_away(ticket.id, visitor.away or 0.0))
        await self._wake(visitor.service)

    async def _reckon(self, coming: Coming, ticket: wire.Ticket) -> None:
        """Note what the usual rules would have told."""
        windows = [
            window
            for window in (await self.hall.windows()).items
            if window.state == "open" and ticket.service in window.services
        ]
        if not windows:
            return
        line = self.hall.showing.view.lines
        coming.formula = (ticket.ahead or 0) * self.player.mean_of(ticket.service) / len(windows)
        offered = {service for window in windows for service in window.services}
        work = sum(len(line.line(each)) * self.player.mean_of(each) for each in offered)
        own = self.player.mean_of(ticket.service)
        coming.pooled = max(work - own, 0.0) / len(windows)

    async def _wake(self, service: str) -> None:
        """Let idle windows that offer the service call."""
        for place in self.site.windows:
            if place.id in self.idle and service in place.services:
                await self._call(place.id)

    async def _give_up(self, ticket: str) -> None:
        if await self._state(ticket) == "WAITING":
            await self.hall.act(_DESK, ticket, "cancel", wire.ActionRequest())

    async def _step_away(self, ticket: str, minutes: float) -> None:
        if await self._state(ticket) != "WAITING":
            return
        await self.hall.act(_DESK, ticket, "step-away", wire.ActionRequest(minutes=15))
        self._at(self.now + minutes, lambda: self._back(ticket, "AWAY", "back"))

    async def _come_back(self, ticket: str) -> None:
        self.comings[ticket].came_back = True
        await self._back(ticket, "MISSED", "reinstate")

    async def _back(self, ticket: str, state: str, event: str) -> None:
        if await self._state(ticket) == state:
            await self.hall.act(_DESK, ticket, event, wire.ActionRequest())
            await self._wake(self.comings[ticket].visitor.service)

    async def _state(self, ticket: str) -> str:
        return (await self.hall.ticket(_DESK, ticket)).state


def _actor(role: Role, name: str, window: str | None = None) -> Actor:
    return Actor(role=role, name=name, token_id=name, window=window)


def _clerk(window: str) -> Actor:
    return _actor("staff", f"clerk-{window}", window)


_KIOSK, _DESK, _BOSS = _actor("kiosk", "k1"), _actor("reception", "desk"), _actor("admin", "boss")


def working_days(start: date, count: int) -> list[date]:
    """Return so many days from Monday to Friday."""
    days = (start + timedelta(days=n) for n in itertools.count())
    return list(itertools.islice((day for day in days if day.weekday() < 5), count))


def before_opening(day: date, time_zone: str) -> datetime:
    """Return six in the morning of a day in the hall's zone: where a played clock starts."""
    return datetime.combine(day, time(6), ZoneInfo(time_zone)).astimezone(UTC)
