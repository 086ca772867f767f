"""Who may do what to a ticket, written out: a role more or less in the table shows here."""

from typing import get_args

import pytest

from hall.errors import RuleError
from queue_server.domain.actors import ANONYMOUS, SYSTEM, TOKEN_ROLES, USER_ROLES, Actor, Role
from queue_server.domain.ticket import TERMINAL, State
from queue_server.domain.transitions import ROLES, TABLE, Event, event_named
from queue_server.service.asking import CALLERS, DESK, require_role
from queue_server.service.days import DAY_KEEPERS
from queue_server.service.issuing import ISSUERS
from queue_server.service.people import ACCOUNT_KEEPERS, ASKERS, HELPERS

CLERKS = {"staff", "supervisor", "admin"}
AT_THE_DESK = CLERKS | {"reception"}
VISITORS = {"kiosk", "phone"}
HALL = {"system"}
OPEN_STATES = set(State) - TERMINAL

MAY: dict[Event, set[str]] = {
    Event.CALL: CLERKS | HALL,
    Event.RECALL: CLERKS | HALL,
    Event.ARRIVE: CLERKS,
    Event.UNDO_CALL: CLERKS,
    Event.NO_SHOW: CLERKS | HALL,
    Event.TRANSFER: CLERKS,
    Event.HOLD: CLERKS,
    Event.RESUME: CLERKS,
    Event.RELEASE: CLERKS,
    Event.HOLD_ENDED: HALL,
    Event.ADD_SERVICE: CLERKS,
    Event.FINISH: CLERKS,
    Event.STEP_AWAY: VISITORS | AT_THE_DESK,
    Event.BACK: VISITORS | AT_THE_DESK,
    Event.AWAY_ENDED: HALL,
    Event.REINSTATE: VISITORS | AT_THE_DESK,
    Event.CANCEL: VISITORS | AT_THE_DESK,
    Event.REPRINT: {"kiosk"} | AT_THE_DESK,
    Event.WINDOW_LOST: HALL,
    Event.SUPERSEDE: HALL,
    Event.EXPIRE: HALL,
    Event.REOPEN: {"supervisor", "admin"},
}
FROM: dict[Event, set[State]] = {
    Event.CALL: {State.WAITING},
    Event.RECALL: {State.CALLED},
    Event.ARRIVE: {State.CALLED},
    Event.UNDO_CALL: {State.CALLED},
    Event.NO_SHOW: {State.CALLED},
    Event.TRANSFER: {State.CALLED, State.SERVING},
    Event.HOLD: {State.SERVING},
    Event.RESUME: {State.HELD},
    Event.RELEASE: {State.HELD},
    Event.HOLD_ENDED: {State.HELD},
    Event.ADD_SERVICE: {State.SERVING},
    Event.FINISH: {State.SERVING},
    Event.STEP_AWAY: {State.WAITING},
    Event.BACK: {State.AWAY},
    Event.AWAY_ENDED: {State.AWAY},
    Event.REINSTATE: {State.MISSED},
    Event.CANCEL: OPEN_STATES - {State.SERVING},
    Event.REPRINT: OPEN_STATES,
    Event.WINDOW_LOST: {State.WAITING, State.CALLED, State.SERVING},
    Event.SUPERSEDE: OPEN_STATES,
    Event.EXPIRE: OPEN_STATES,
    Event.REOPEN: set(TERMINAL),
}
TOLD: dict[Event, set[str]] = {
    Event.CALL: {"ticket_called"},
    Event.RECALL: {"ticket_recalled"},
    Event.ARRIVE: {"ticket_arrived"},
    Event.UNDO_CALL: {"ticket_returned"},
    Event.NO_SHOW: {"ticket_missed"},
    Event.TRANSFER: {"ticket_transferred"},
    Event.HOLD: {"ticket_held"},
    Event.RESUME: {"ticket_resumed"},
    Event.RELEASE: {"ticket_returned"},
    Event.HOLD_ENDED: {"ticket_returned"},
    Event.ADD_SERVICE: {"ticket_service_added"},
    Event.FINISH: {"ticket_finished"},
    Event.STEP_AWAY: {"ticket_stepped_away"},
    Event.BACK: {"ticket_returned"},
    Event.AWAY_ENDED: {"ticket_missed"},
    Event.REINSTATE: {"ticket_returned"},
    Event.CANCEL: {"ticket_cancelled"},
    Event.REPRINT: {"ticket_reprinted"},
    Event.WINDOW_LOST: {"ticket_transferred", "ticket_returned", "ticket_held"},
    Event.SUPERSEDE: {"ticket_cancelled"},
    Event.EXPIRE: {"ticket_expired"},
    Event.REOPEN: {"ticket_reopened"},
}


@pytest.mark.parametrize("event", Event)
def test_each_step_is_for_these_people_from_these_states_and_told_so(event: Event) -> None:
    lines = [line for (_, of), line in TABLE.items() if of is event]
    assert ROLES[event] == MAY[event]
    assert {line.source for line in lines} == FROM[event]
    assert {line.kind for line in lines} == TOLD[event]
    assert all(set(line.roles) == MAY[event] for line in lines)


@pytest.mark.parametrize("event", Event)
def test_a_step_is_found_by_both_its_spellings(event: Event) -> None:
    assert event_named(event.value) is event
    assert event_named(event.value.replace("_", "-")) is event


def test_what_is_no_step_has_no_name() -> None:
    assert [event_named(name) for name in ("", "CALL", "call ", "drop", "__class__")] == [None] * 5


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (Event.FINISH, {State.DONE, State.WAITING}),
        (Event.EXPIRE, {State.DONE, State.EXPIRED}),
        (Event.CANCEL, {State.CANCELLED}),
        (Event.NO_SHOW, {State.MISSED}),
        (Event.REOPEN, {State.SERVING, State.WAITING, State.HELD, State.MISSED}),
    ],
)
def test_a_step_leads_nowhere_else(event: Event, state: set[State]) -> None:
    lines = [line for (_, of), line in TABLE.items() if of is event]
    assert {target for line in lines for target in line.targets} == state


def test_each_group_of_people_is_who_it_says() -> None:
    assert CALLERS == CLERKS
    assert DESK == AT_THE_DESK
    assert AT_THE_DESK | {"kiosk"} == ISSUERS
    assert HELPERS == AT_THE_DESK
    assert ASKERS == AT_THE_DESK | VISITORS
    assert {"admin", "system"} == ACCOUNT_KEEPERS
    assert {"supervisor", "admin", "system"} == DAY_KEEPERS


def test_accounts_and_tokens_are_never_the_hall_a_phone_or_nobody() -> None:
    all_roles = set(get_args(Role))
    assert all_roles - set(TOKEN_ROLES) == {"phone", "anonymous", "system"}
    assert set(USER_ROLES) == {"staff", "supervisor", "reception", "admin", "reader"}


def test_nobody_in_particular_and_the_hall_itself_are_named_so() -> None:
    assert (ANONYMOUS.role, ANONYMOUS.token_id, ANONYMOUS.window) == ("anonymous", "", None)
    assert (SYSTEM.role, SYSTEM.token_id, SYSTEM.window) == ("system", "", None)


@pytest.mark.parametrize("role", get_args(Role))
def test_a_role_is_let_in_where_it_is_named_and_nowhere_else(role: Role) -> None:
    who = Actor(role=role, name="x")
    require_role(who, frozenset({role}))
    with pytest.raises(RuleError) as refusal:
        require_role(who, frozenset(get_args(Role)) - {role})
    assert refusal.value.code == "forbidden"
