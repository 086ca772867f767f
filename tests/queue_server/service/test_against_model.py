"""Random days against a pure model of the hall: after every step both say the same."""

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from config.loader import load_site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database

T = TypeVar("T")
KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
WINDOWS = {"w1": ("unemployment", "employment"), "w2": ("unemployment", "employment", "labour")}
CREDIT = {"veteran": 30, "wheelchair": 20}
# The hall's rules told once more, by hand: (state, event) -> state.
MOVES = {
    ("CALLED", "arrive"): "SERVING",
    ("CALLED", "no-show"): "MISSED",
    ("CALLED", "undo-call"): "WAITING",
    ("CALLED", "recall"): "CALLED",
    ("SERVING", "finish"): "DONE",
    ("SERVING", "hold"): "HELD",
    ("HELD", "release"): "WAITING",
    ("WAITING", "step-away"): "AWAY",
    ("AWAY", "back"): "WAITING",
    **{(state, "cancel"): "CANCELLED" for state in ("WAITING", "CALLED", "AWAY", "HELD", "MISSED")},
}
GUARDED = {"recall_too_soon", "call_limit", "grace_running", "too_late", "limit_reached"}


@dataclass
class Visit:
    number: str
    service: str
    rank: tuple[float, int]
    state: str = "WAITING"
    window: str | None = None


class HallMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.site, self.clock = load_site(), ManualClock()
        self.visits: dict[str, Visit] = {}
        self.open: set[str] = set()
        self.given: dict[str, int] = {}
        self.keys = 0
        self.elapsed = 0.0
        self.start_hall()

    def start_hall(self) -> None:
        path = Path(self.folder.name) / FILE_NAME
        self.hall = RunningHall(self.site, Database(path), self.clock)
        self.hall.open()
        self.run(Upkeep(self.hall, self.clock).round())

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    def attempt(self, doing: Coroutine[Any, Any, T]) -> T | RuleError:
        try:
            return self.run(doing)
        except RuleError as refusal:
            return refusal

    def teardown(self) -> None:
        assert check(self.hall.database, self.site).problems == ()
        self.run(self.hall.aclose())
        self.runner.close()
        self.folder.cleanup()

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    @initialize()
    def open_a_window(self) -> None:
        self.toggle("w1")

    @rule(
        service=st.sampled_from(["unemployment", "employment", "labour"]),
        need=st.sampled_from([None, "wheelchair", "veteran"]),
    )
    def issue(self, service: str, need: str | None) -> None:
        needs = (need,) if need else ()
        request = wire.TicketRequest(service=service, needs=needs)  # type: ignore[arg-type]  # needs are of the list above
        ticket = self.run(self.hall.issue(KIOSK, request, self.key())).ticket
        prefix = {"unemployment": "A", "employment": "C", "labour": "L"}[service]
        self.given[prefix] = self.given.get(prefix, 0) + 1
        assert ticket.number == f"{prefix}{self.given[prefix]:03d}"
        rank = (self.elapsed - 60 * CREDIT.get(need or "", 0), len(self.visits))
        self.visits[ticket.id] = Visit(ticket.number, service, rank)

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def toggle(self, window: str) -> None:
        if window in self.open:
            self.run(self.hall.window_close(BOSS, window))
            self.open.discard(window)
            for visit in self.visits.values():
                if visit.window == window and visit.state in {"CALLED", "SERVING"}:
                    visit.state = {"CALLED": "WAITING", "SERVING": "HELD"}[visit.state]
        else:
            self.run(self.hall.window_open(BOSS, window))
            self.open.add(window)

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def call_next(self, window: str) -> None:
        busy = any(
            visit.window == window and visit.state in {"CALLED", "SERVING"}
            for visit in self.visits.values()
        )
        line = sorted(
            (visit.rank, key)
            for key, visit in self.visits.items()
            if visit.state == "WAITING" and visit.service in WINDOWS[window]
        )
        called = self.attempt(self.hall.call_next(BOSS, window, self.key()))
        if isinstance(called, RuleError):
            assert called.code == ("window_busy" if window in self.open else "window_closed")
            assert window not in self.open or busy
            return
        assert window in self.open
        assert not busy
        assert (called.id if called else None) == (line[0][1] if line else None)
        if called is not None:
            self.visits[called.id].state = "CALLED"
            self.visits[called.id].window = window

    @rule(data=st.data(), event=st.sampled_from(sorted({event for _, event in MOVES})))
    def act(self, data: st.DataObject, event: str) -> None:
        if not self.visits:
            return
        ticket_id = data.draw(st.sampled_from(sorted(self.visits)))
        visit = self.visits[ticket_id]
        before = self.run(self.hall.ticket(BOSS, ticket_id))
        after = self.attempt(self.hall.act(BOSS, ticket_id, event, wire.ActionRequest()))
        if isinstance(after, RuleError):
            assert after.code in GUARDED or (visit.state, event) not in MOVES
            assert self.run(self.hall.ticket(BOSS, ticket_id)) == before
            return
        assert after.state == MOVES[(visit.state, event)]
        visit.state = after.state

    @rule(seconds=st.sampled_from([1, 6, 61, 121]))
    def time_passes(self, seconds: int) -> None:
        self.run(self.clock.advance(seconds))
        self.elapsed += seconds

    @rule()
    def restart(self) -> None:
        before = (self.hall.epoch, self.run(self.hall.health()).seq)
        self.run(self.hall.aclose())
        self.start_hall()
        assert (self.hall.epoch, self.run(self.hall.health()).seq) == before

    @invariant()
    def both_tell_the_same(self) -> None:
        shown = {each.id: each.state for each in self.run(self.hall.tickets(BOSS)).items}
        assert shown == {key: visit.state for key, visit in self.visits.items()}

    @invariant()
    def a_window_has_at_most_one_visitor(self) -> None:
        there = [
            visit.window for visit in self.visits.values() if visit.state in {"CALLED", "SERVING"}
        ]
        assert len(there) == len(set(there))
        held = {each.id: each.ticket_number for each in self.run(self.hall.windows()).items}
        for visit in self.visits.values():
            if visit.state in {"CALLED", "SERVING"}:
                assert held[visit.window or ""] == visit.number


HallMachine.TestCase.settings = settings(
    settings.get_profile("ci"), max_examples=20, stateful_step_count=30
)
test_random_days = HallMachine.TestCase
