"""Every event in every state of a real hall: what the table lacks leaves no trace."""

from itertools import product

import msgspec
import pytest

from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.ticket import State
from queue_server.domain.transitions import ROLES, TABLE, Event
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="admin", name="boss", token_id="boss", window="w1")
# How a fresh ticket comes into each state.
WAYS: dict[State, tuple[str, ...]] = {
    State.WAITING: (),
    State.CALLED: ("call",),
    State.SERVING: ("call", "arrive"),
    State.AWAY: ("step-away",),
    State.HELD: ("call", "arrive", "hold"),
    State.MISSED: ("call", "recall", "no-show"),
    State.DONE: ("call", "arrive", "finish"),
    State.CANCELLED: ("cancel",),
}
ASKED = wire.ActionRequest(reason="asked", window="w1", service="employment", minutes=5)
HERE = wire.ActionRequest(reason="asked", window="w1")


async def in_state(hall: RunningHall, clock: ManualClock, state: State) -> wire.Ticket:
    request = wire.TicketRequest(service="unemployment")
    ticket = (await hall.issue(KIOSK, request, "key")).ticket
    await hall.window_open(BOSS, "w1")
    for event in WAYS.get(state, ()):
        ticket = await hall.act(BOSS, ticket.id, event, HERE)
        await clock.advance(61)
    if state is State.EXPIRED:
        await hall.day_close(BOSS)
        await hall.day_open(BOSS)
    return await hall.ticket(BOSS, ticket.id)


@pytest.mark.parametrize("state", list(State))
async def test_what_the_table_lacks_is_refused_with_the_state_and_nothing_is_written(
    state: State, hall: RunningHall, clock: ManualClock, site: Site
) -> None:
    ticket = await in_state(hall, clock, state)
    assert ticket.state == state.value
    before = (await hall.health()).seq
    for event in Event:
        if (state, event) in TABLE or "admin" not in ROLES[event]:
            continue
        with pytest.raises(RuleError) as told:
            await hall.act(BOSS, ticket.id, event.value, ASKED)
        assert (told.value.code, told.value.fields["state"]) == ("wrong_state", state.value)
    assert (await hall.health()).seq == before
    after = await hall.ticket(BOSS, ticket.id)
    assert msgspec.structs.replace(after, wait=None) == msgspec.structs.replace(ticket, wait=None)
    assert check(hall.database, site).problems == ()


@pytest.mark.parametrize(
    ("state", "event"), [pair for pair, row in TABLE.items() if "admin" in row.roles]
)
async def test_each_line_of_the_table_writes_its_row(
    state: State, event: Event, hall: RunningHall, clock: ManualClock, site: Site
) -> None:
    line, ticket = TABLE[(state, event)], await in_state(hall, clock, state)
    if event in {Event.UNDO_CALL, Event.NO_SHOW}:
        await hall.act(BOSS, ticket.id, "recall", HERE)
    if event is Event.NO_SHOW:
        await clock.advance(61)
    before = (await hall.health()).seq
    moved = await hall.act(BOSS, ticket.id, event.value, ASKED if event in _NAMED else HERE)
    assert State(moved.state) in line.targets
    rows = hall.showing.read_rows(before, 10)
    assert [row.kind for row in rows] == [line.kind]


_NAMED = {Event.TRANSFER, Event.ADD_SERVICE, Event.STEP_AWAY, Event.HOLD}


async def test_what_time_and_the_hall_do_is_written_too(
    hall: RunningHall, clock: ManualClock
) -> None:
    held = await in_state(hall, clock, State.SERVING)
    await hall.act(BOSS, held.id, "hold", wire.ActionRequest(minutes=5))
    away = (await hall.issue(KIOSK, wire.TicketRequest(service="employment"), "b")).ticket
    await hall.act(KIOSK, away.id, "step-away", wire.ActionRequest(minutes=5))
    for event in (Event.HOLD_ENDED, Event.AWAY_ENDED, Event.EXPIRE, Event.WINDOW_LOST):
        with pytest.raises(RuleError) as told:
            await hall.act(BOSS, held.id, event.value, HERE)
        assert told.value.code == "forbidden"
    await clock.advance(301)
    await Upkeep(hall, clock).round()
    assert (await hall.ticket(BOSS, held.id)).state == "WAITING"
    assert (await hall.ticket(BOSS, away.id)).state == "MISSED"
    assert SYSTEM.role in ROLES[Event.HOLD_ENDED]


def test_every_pair_was_thought_of() -> None:
    assert len(list(product(State, Event))) == len(State) * len(Event)
    assert {state for state, _ in TABLE} == set(State)
    assert {event for _, event in TABLE} == set(Event)
