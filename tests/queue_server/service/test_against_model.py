"""Random days against a pure model of the hall: after every step both say the same."""

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

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
WINDOWS = {
    "w1": ("unemployment", "employment"),
    "w2": ("unemployment", "employment", "labour"),
    "w3": ("unemployment", "employment", "placement"),
}
SERVICES = {"unemployment": "A", "employment": "C", "labour": "L", "placement": "F"}
CREDIT = {"veteran": 30, "wheelchair": 20}
SECOND = 1_000_000
FIT, STRICT, AWAY = 20 * 60 * SECOND, 240 * 60 * SECOND, 15 * 60 * SECOND
LONGEST = 5 * 3600 * SECOND  # within one service day
FAVOURED, OTHERS = 2, 1
AT_WINDOW = {"CALLED", "SERVING"}
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
    ("MISSED", "reinstate"): "WAITING",
    **{(state, "cancel"): "CANCELLED" for state in ("WAITING", "CALLED", "AWAY", "HELD", "MISSED")},
}
GUARDED = {"recall_too_soon", "call_limit", "grace_running", "too_late", "limit_reached"}
ONWARD = {"unemployment": "employment", "employment": "unemployment"}


@dataclass
class Visit:
    number: str
    service: str
    need: str | None
    came: int
    rank: int
    born: int
    turn: int = 0
    until: int = 0
    state: str = "WAITING"
    window: str | None = None

    @property
    def place(self) -> tuple[int, int, int]:
        return self.turn, self.rank, self.born

    @property
    def favoured(self) -> bool:
        return self.need is not None


class HallMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.site, self.clock = load_site(), ManualClock()
        self.visits: dict[str, Visit] = {}
        self.windows = dict.fromkeys(WINDOWS, "closed")
        self.given: dict[str, int] = {}
        self.turns: dict[tuple[str, bool], list[int]] = {}
        self.keys = 0
        self.elapsed = 0  # microseconds, as ranks are
        self.policy = "head_start"

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

    # --- the model's own order

    def line(self, service: str) -> list[tuple[str, Visit]]:
        waiting = [
            (key, visit)
            for key, visit in self.visits.items()
            if visit.state == "WAITING" and visit.service == service
        ]
        return sorted(waiting, key=lambda each: each[1].place)

    def left_to_others(self, visit: Visit, window: str) -> bool:
        fit = visit.need == "wheelchair" and visit.service in WINDOWS["w3"]
        late = self.elapsed - visit.came >= FIT
        return fit and window != "w3" and self.windows["w3"] != "closed" and not late

    def next_at(self, window: str) -> str | None:
        heads = []
        for service in WINDOWS[window]:
            line = self.line(service)
            heads += [each for each in line if not self.left_to_others(each[1], window)][:1]
        heads.sort(key=lambda each: (each[1].rank, each[1].born))
        return heads[0][0] if heads else None

    def rank_of(self, need: str | None) -> int:
        if self.policy == "head_start":
            return self.elapsed - 60 * SECOND * CREDIT.get(need or "", 0)
        return self.elapsed - (STRICT if self.policy == "strict" and need else 0)

    def turn_of(self, service: str, favoured: bool) -> int:
        if self.policy != "ratio":
            return 0
        quota = FAVOURED if favoured else OTHERS
        line = self.line(service)
        both = [t for kind in (True, False) for t in self.turns.get((service, kind), [])]
        present = line[0][1].turn // 2 if line else max((t // 2 for t in both), default=0)
        own = self.turns.setdefault((service, favoured), [])
        wanted = max([2 * present + (not favoured), *own])
        if own.count(wanted) >= quota:
            wanted += 2
        own.append(wanted)
        return wanted

    # --- what happens

    @initialize(policy=st.sampled_from(["head_start", "head_start", "strict", "ratio"]))
    def open_a_window(self, policy: Literal["head_start", "strict", "ratio"]) -> None:
        self.policy = policy
        self.site = replace(self.site, priority=replace(self.site.priority, policy=policy))
        self.start_hall()
        self.set_window("w1", "open")

    @rule(
        service=st.sampled_from(sorted(SERVICES)),
        need=st.sampled_from([None, None, "wheelchair", "veteran"]),
    )
    def issue(self, service: str, need: str | None) -> None:
        needs = (need,) if need else ()
        request = wire.TicketRequest(service=service, needs=needs)  # type: ignore[arg-type]  # needs are of the list above
        ticket = self.run(self.hall.issue(KIOSK, request, self.key())).ticket
        prefix = SERVICES[service]
        self.given[prefix] = self.given.get(prefix, 0) + 1
        assert ticket.number == f"{prefix}{self.given[prefix]:03d}"
        turn = self.turn_of(service, need is not None)
        self.visits[ticket.id] = Visit(
            ticket.number, service, need, self.elapsed, self.rank_of(need), len(self.visits), turn
        )

    @rule(
        window=st.sampled_from(sorted(WINDOWS)),
        state=st.sampled_from(["open", "open", "paused", "closed"]),
    )
    def set_window(self, window: str, state: str) -> None:
        doing = {
            "open": self.hall.window_open,
            "paused": self.hall.window_pause,
            "closed": self.hall.window_close,
        }
        self.run(doing[state](BOSS, window))
        self.windows[window] = state
        if state != "closed":
            return
        for visit in self.visits.values():
            if visit.window == window and visit.state in AT_WINDOW:
                visit.state = {"CALLED": "WAITING", "SERVING": "HELD"}[visit.state]

    @rule(window=st.sampled_from(sorted(WINDOWS)))
    def call_next(self, window: str) -> None:
        busy = any(
            visit.window == window and visit.state in AT_WINDOW for visit in self.visits.values()
        )
        expected = self.next_at(window)
        called = self.attempt(self.hall.call_next(BOSS, window, self.key()))
        if isinstance(called, RuleError):
            is_open = self.windows[window] == "open"
            assert called.code == ("window_busy" if is_open else "window_closed")
            assert busy or not is_open
            return
        assert self.windows[window] == "open"
        assert not busy
        assert (called.id if called else None) == expected
        if called is not None:
            self.visits[called.id].state = "CALLED"
            self.visits[called.id].window = window

    @rule(data=st.data(), position=st.sampled_from(["keep", "head", "tail"]))
    def transfer(self, data: st.DataObject, position: Literal["keep", "head", "tail"]) -> None:
        there = sorted(
            key
            for key, visit in self.visits.items()
            if visit.state in AT_WINDOW and visit.service in ONWARD
        )
        if not there or self.policy == "ratio":
            return
        ticket_id = data.draw(st.sampled_from(there))
        visit = self.visits[ticket_id]
        onward = ONWARD[visit.service]
        line = self.line(onward)
        asked = wire.ActionRequest(service=onward, position=position)
        assert self.run(self.hall.act(BOSS, ticket_id, "transfer", asked)).state == "WAITING"
        first = min(line[0][1].rank, self.elapsed) - 1 if line else self.elapsed
        last = max(line[-1][1].rank + 1, self.elapsed) if line else self.elapsed
        visit.rank = {"keep": visit.rank, "head": first, "tail": last}[position]
        visit.state, visit.service, visit.came = "WAITING", onward, self.elapsed

    def back_in_line(self, visit: Visit) -> None:
        line = self.line(visit.service)
        if len(line) < 2:
            visit.rank = max([self.elapsed, *(each.rank + 1 for _, each in line)])
            visit.turn = max([visit.turn, *(each.turn for _, each in line)])
            return
        behind = line[1][1]
        visit.rank, visit.turn = max(behind.rank + 1, visit.rank), behind.turn

    @rule(data=st.data(), event=st.sampled_from(sorted({event for _, event in MOVES})))
    def act(self, data: st.DataObject, event: str) -> None:
        if not self.visits:
            return
        ticket_id = data.draw(st.sampled_from(sorted(self.visits)))
        visit = self.visits[ticket_id]
        before = self.told(ticket_id)
        after = self.attempt(self.hall.act(BOSS, ticket_id, event, wire.ActionRequest()))
        if isinstance(after, RuleError):
            assert after.code in GUARDED or (visit.state, event) not in MOVES
            assert self.told(ticket_id) == before
            return
        assert after.state == MOVES[(visit.state, event)]
        if event == "reinstate":
            self.back_in_line(visit)
        visit.until = self.elapsed + AWAY if event == "step-away" else 0
        visit.state = after.state

    def told(self, ticket_id: str) -> wire.Ticket:
        """What is told of a ticket but for the wait, which moves with the time."""
        return msgspec.structs.replace(self.run(self.hall.ticket(BOSS, ticket_id)), wait=None)

    @rule(seconds=st.sampled_from([1, 6, 61, 121, 700]))
    def time_passes(self, seconds: int) -> None:
        if self.elapsed > LONGEST:
            return
        self.run(self.clock.advance(seconds))
        self.elapsed += seconds * SECOND

    @rule()
    def restart(self) -> None:
        before = (self.hall.epoch, self.run(self.hall.health()).seq)
        self.run(self.hall.aclose())
        self.start_hall()
        late = [v for v in self.visits.values() if v.state == "AWAY" and v.until <= self.elapsed]
        for visit in late:
            visit.state = "MISSED"
        seq = self.run(self.hall.health()).seq
        assert (self.hall.epoch, seq - len(late)) == before
        self.turns.clear()
        for visit in self.visits.values():
            if visit.turn % 2 != visit.favoured:
                turns = self.turns.setdefault((visit.service, visit.favoured), [])
                turns.append(visit.turn)

    @invariant()
    def both_tell_the_same(self) -> None:
        items = self.run(self.hall.tickets(BOSS)).items
        assert {each.id: each.state for each in items} == {
            key: visit.state for key, visit in self.visits.items()
        }
        for service in SERVICES:
            listed = [
                each.id for each in items if (each.service, each.state) == (service, "WAITING")
            ]
            assert listed == [key for key, _ in self.line(service)]

    @invariant()
    def a_window_has_at_most_one_visitor(self) -> None:
        there = [visit.window for visit in self.visits.values() if visit.state in AT_WINDOW]
        assert len(there) == len(set(there))
        held = {each.id: each.ticket_number for each in self.run(self.hall.windows()).items}
        for visit in self.visits.values():
            if visit.state in AT_WINDOW:
                assert held[visit.window or ""] == visit.number


HallMachine.TestCase.settings = settings(
    settings.get_profile("ci"), max_examples=12, stateful_step_count=30
)
test_random_days = HallMachine.TestCase


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_many_random_days() -> None:
    many = settings(settings.get_profile("deep"), max_examples=150, stateful_step_count=50)
    run_state_machine_as_test(HallMachine, settings=many)
