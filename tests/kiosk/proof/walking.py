"""Every screen a visitor can come to, found by trying everything: no list kept by hand.

The walker drives the real conversation. From each state it does whatever can be done there, once
with the hall answering and, where the hall was asked, once with the hall gone and once refusing;
states that look alike (same screen, same nodes, numbers aside) count as one. So a new screen is
found, and checked, as soon as something leads to it.
"""

import asyncio
import re
from collections import deque
from dataclasses import dataclass, replace

from config.loader import load_site
from kiosk.flow.alarms import concerning
from kiosk.flow.model import Capacity, Modes, ScreenModel
from kiosk.flow.paging import fitted
from kiosk.flow.presenting import present
from kiosk.flow.visit import Known, Step, Visit
from queue_server import wire
from tests.kiosk.conftest import Room
from tests.kiosk.hall_in_hand import AT, ticket
from tests.kiosk.pictured import PicturedHall

Signature = tuple[object, ...]

TYPED = ("17", "18", "19", "20", "482913", "25", "99", "4829135701", "13800138000")
"""What is typed on a screen with keys: numbers known, a booking's code, a word's, an unknown."""

_TICKETS = {
    "A017": "WAITING",
    "A018": "MISSED",
    "A019": "AWAY",
    "A020": "CALLED",
    "A031": "WAITING",
}

_ANYWHERE = ("settings", "language", "help", "staff", "offline", "end", "issued", "leave")
"""Screens that are the same on every errand; others are looked at once in each."""

_WAITED = ("home", "results", "issued")
"""Where the walker waits for the idle warning: it is the same everywhere."""

_MOST_STATES = 800
_NUMBER = re.compile(r"\d+")
_ROWS: dict[str, tuple[str, dict[str, object]]] = {
    "row:called": (
        "ticket_called",
        {"ticket": "t-A017", "number": "A017", "window": "w3", "window_number": 3},
    ),
    "row:coming": ("assistance_taken", {"id": "h1", "state": "taken", "window_number": 3}),
    "row:alarm": ("emergency_declared", {"id": "e1", "kind": "fire", "since": AT.isoformat()}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A state somebody came to, and how: nodes pressed and what happened meanwhile."""

    beneath: Visit
    known: Known
    path: tuple[str, ...]
    warned: int | None = None

    @property
    def visit(self) -> Visit:
        """The visit as it is shown: an emergency or the idle warning covers it."""
        if concerning(self.known) is not None:
            return replace(self.beneath, step="emergency")
        if self.warned is not None:
            return replace(self.beneath, step="warning", seconds_left=self.warned)
        return self.beneath

    @property
    def screen(self) -> ScreenModel:
        """What is shown there."""
        return present(self.visit, self.known)

    def within(self, modes: Modes, capacity: Capacity) -> ScreenModel:
        """Return the same screen for somebody who uses the kiosk otherwise."""
        cut = fitted(self.visit, self.known, capacity).visit
        known = replace(self.known, capacity=capacity)
        return present(replace(cut, modes=modes), known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing done, and where it led."""

    of: int
    act: str
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Everything reached, the first state of each kind, and what leads where (by index)."""

    states: tuple[Reached, ...]
    steps: tuple[Way, ...]

    @property
    def tried(self) -> tuple[tuple[int, Reached], ...]:
        """The states from which everything was tried: others are like one of these."""
        gone_on = {step.of for step in self.steps}
        return tuple(one for one in enumerate(self.states) if one[0] in gone_on)

    @property
    def reached_steps(self) -> frozenset[Step]:
        """The steps of the conversation that were come to."""
        return frozenset(state.visit.step for state in self.states)


def signature(state: Reached) -> Signature:
    """Return what makes a state another kind of state: the screen, and whether a ticket is held."""
    screen = state.screen
    nodes = frozenset((_NUMBER.sub("0", n.id), n.role, n.enabled, n.emphasis) for n in screen.nodes)
    held = state.beneath.ticket is not None
    left = state.beneath.history
    errand = left[1].step if len(left) > 1 and screen.id not in _ANYWHERE else ""
    return (held, errand, screen.id, screen.layout, screen.alert, screen.busy, nodes)


class Walker:
    """Drives one kiosk from state to state."""

    def __init__(self) -> None:
        self.room = Room()
        self.room.begin_with(PicturedHall(demo=load_site()))
        self.room.hall.next_ticket = ticket()
        self._asked: list[str] = []

    async def walk(self) -> Walk:
        """Return everything that can be reached."""
        await self.room.begin()
        first = self._here(())
        states, steps = [first], list[Way]()
        seen: dict[Signature, int] = {signature(first): 0}
        waiting = deque([0])
        while waiting:
            of = waiting.popleft()
            for act in self._acts(states[of]):
                for world in ("", "gone", "refused"):
                    came = await self._try(states[of], act, world)
                    if came is None:
                        break  # the hall was not asked: other worlds make no difference
                    key = signature(came)
                    if key not in seen:
                        seen[key] = len(states)
                        states.append(came)
                        if self._worth(came, key, seen):
                            waiting.append(seen[key])
                        assert len(states) < _MOST_STATES, f"endless: {came.path}"
                    steps.append(Way(of=of, act=came.path[-1], to=seen[key]))
                    if not self._asked:
                        break
        await self.room.core.aclose()
        return Walk(states=tuple(states), steps=tuple(steps))

    @staticmethod
    def _worth(came: Reached, key: Signature, seen: dict[Signature, int]) -> bool:
        """Go on from a screen also met without a ticket only where other ways begin: at home."""
        held, screen = key[0], key[1:]
        return not held or (False, *screen) not in seen or came.visit.step == "home"

    def _acts(self, state: Reached) -> list[str]:
        screen = state.screen
        acts = [node.id for node in screen.nodes if node.actions and node.enabled]
        if any(node.role == "key" for node in screen.nodes):
            acts += [f"type:{text}" for text in TYPED]
        return [*acts, *_ROWS, "paper:out", "wait:125"]

    async def _try(self, state: Reached, act: str, world: str) -> Reached | None:
        room, hall = self.room, self.room.hall
        hall.gone, hall.refuses, room.paper.outcome = False, "", "printed"
        self._put(state)
        hall.known = {number: ticket(number, state=state) for number, state in _TICKETS.items()}
        hall.asked.clear()
        if world:
            hall.gone, hall.refuses = world == "gone", "" if world == "gone" else "quota_reached"
        name = f"{act} ({world})" if world else act
        if not self._sensible(act, state):
            return None
        await self._do(act)
        await room.settle()
        self._asked = [one for one in hall.asked if one not in ("services", "site")]
        came = self._here((*state.path, name))
        hall.gone = False
        await room.settle()
        return came

    @staticmethod
    def _sensible(act: str, state: Reached) -> bool:
        step = state.visit.step
        return {"paper:out": step == "confirm", "wait:125": step in _WAITED}.get(act, True)

    async def _do(self, act: str) -> None:
        room, core = self.room, self.room.core
        kind, _, rest = act.partition(":")
        if kind == "type":
            for digit in rest:
                core.touched(f"key-{digit}")
                await room.settle()
            core.touched("strip")
        elif kind == "row":
            what, data = _ROWS[act]
            core.row(wire.Row(epoch="e1", seq=2, prev=1, at=AT, kind=what, data=data))
        elif kind == "paper":
            room.paper.outcome = "out"
            core.touched("strip")
        elif kind == "wait":
            core._presence._idling.acted()
            room.speech.advance(float(rest))
            core.tick()
        else:
            core.touched(act)

    def _put(self, state: Reached) -> None:
        """Stand in a state again, as if the visitor had come there just now."""
        stage, core = self.room.core._stage, self.room.core
        core._presence._ended_at = None
        core._errands.forget()
        stage.generation += 1
        stage.warned = None
        stage.known = state.known
        stage.set(state.beneath)
        stage.point(None)
        if state.warned is not None:
            stage.cover(state.warned)

    def _here(self, path: tuple[str, ...]) -> Reached:
        stage = self.room.core._stage
        return Reached(beneath=stage.visit, known=stage.known, path=path, warned=stage.warned)


def walk() -> Walk:
    """Return everything that can be reached, from the idle screen on."""
    return asyncio.run(Walker().walk())
