"""The ticket's state machine: one table, and the only function that moves a ticket.

Two rules: every transition of the hall is a line of :data:`TABLE`, and what is not in the table is
refused with the present state and changes nothing. Guards and changes are pure; the diagram in
``docs/algorithms/tickets.md`` is drawn from this table by ``domain.diagram``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from queue_server.domain import changes, guards
from queue_server.domain.actors import Role
from queue_server.domain.circumstances import Circumstances
from queue_server.domain.errors import refused
from queue_server.domain.ticket import TERMINAL, State, Ticket


class Event(StrEnum):
    """What can happen to a ticket; the contract writes ``_`` as ``-``."""

    CALL = "call"
    RECALL = "recall"
    ARRIVE = "arrive"
    UNDO_CALL = "undo_call"
    NO_SHOW = "no_show"
    TRANSFER = "transfer"
    HOLD = "hold"
    RESUME = "resume"
    RELEASE = "release"
    HOLD_ENDED = "hold_ended"
    ADD_SERVICE = "add_service"
    FINISH = "finish"
    STEP_AWAY = "step_away"
    BACK = "back"
    AWAY_ENDED = "away_ended"
    REINSTATE = "reinstate"
    CANCEL = "cancel"
    REPRINT = "reprint"
    WINDOW_LOST = "window_lost"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"
    REOPEN = "reopen"


_CLERK: tuple[Role, ...] = ("staff", "supervisor", "admin")
_DESK: tuple[Role, ...] = (*_CLERK, "reception")
_VISITOR: tuple[Role, ...] = ("kiosk", "phone")
_HALL: tuple[Role, ...] = ("system",)

Guard = Callable[[Ticket, Circumstances], None]
Change = Callable[[Ticket, Circumstances], Ticket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One line of the table: from where, by what, by whom, if what, to where, told as what."""

    source: State
    event: Event
    targets: tuple[State, ...]
    roles: tuple[Role, ...]
    change: Change
    kind: str
    guards: tuple[Guard, ...] = ()


def _line(
    source: State,
    event: Event,
    targets: State | tuple[State, ...],
    roles: tuple[Role, ...],
    change: Change,
    kind: str,
    *guarded: Guard,
) -> Transition:
    return Transition(
        source=source,
        event=event,
        targets=targets if isinstance(targets, tuple) else (targets,),
        roles=roles,
        change=change,
        kind=kind,
        guards=guarded,
    )


_W, _C, _S, _A, _H, _M = (
    State.WAITING,
    State.CALLED,
    State.SERVING,
    State.AWAY,
    State.HELD,
    State.MISSED,
)
_OPEN = tuple(state for state in State if state not in TERMINAL)
_AT = guards.at_own_window
_ROWS: tuple[Transition, ...] = (
    _line(_W, Event.CALL, _C, (*_CLERK, *_HALL), changes.call, "ticket_called",
          guards.window_can_call, guards.window_serves, guards.first_or_reason),
    _line(_C, Event.RECALL, _C, (*_CLERK, *_HALL), changes.recall, "ticket_recalled",
          _AT, guards.calls_left, guards.recall_interval_over),
    _line(_C, Event.ARRIVE, _S, _CLERK, changes.arrive, "ticket_arrived", _AT),
    _line(_C, Event.UNDO_CALL, _W, _CLERK, changes.undo_call, "ticket_returned",
          _AT, guards.undo_in_time),
    _line(_C, Event.NO_SHOW, _M, (*_CLERK, *_HALL), changes.no_show, "ticket_missed",
          _AT, guards.grace_over),
    *(
        _line(state, Event.TRANSFER, _W, _CLERK, changes.transfer, "ticket_transferred",
              _AT, guards.target_named, guards.target_service_open, guards.target_window_fits)
        for state in (_C, _S)
    ),
    _line(_S, Event.HOLD, _H, _CLERK, changes.hold, "ticket_held", _AT),
    _line(_H, Event.RESUME, _S, _CLERK, changes.resume, "ticket_resumed",
          guards.window_can_call, guards.window_serves_held),
    _line(_H, Event.RELEASE, _W, _CLERK, changes.release, "ticket_returned"),
    _line(_H, Event.HOLD_ENDED, _W, _HALL, changes.release, "ticket_returned", guards.until_over),
    _line(_S, Event.ADD_SERVICE, _S, _CLERK, changes.add_service, "ticket_service_added",
          _AT, guards.service_named, guards.target_service_open, guards.further_left),
    _line(_S, Event.FINISH, (State.DONE, _W), _CLERK, changes.finish, "ticket_finished", _AT),
    _line(_W, Event.STEP_AWAY, _A, (*_VISITOR, *_DESK), changes.step_away, "ticket_stepped_away",
          guards.own_ticket, guards.away_left),
    _line(_A, Event.BACK, _W, (*_VISITOR, *_DESK), changes.back, "ticket_returned",
          guards.own_ticket),
    _line(_A, Event.AWAY_ENDED, _M, _HALL, changes.away_ended, "ticket_missed", guards.until_over),
    _line(_M, Event.REINSTATE, _W, (*_VISITOR, *_DESK), changes.reinstate, "ticket_returned",
          guards.own_ticket, guards.reinstatements_left),
    *(
        _line(state, Event.CANCEL, State.CANCELLED, (*_VISITOR, *_DESK), changes.cancel,
              "ticket_cancelled", guards.own_ticket, guards.issued_here)
        for state in (_W, _A, _H, _M, _C)
    ),
    *(
        _line(state, Event.REPRINT, state, ("kiosk", *_DESK), changes.reprint, "ticket_reprinted")
        for state in _OPEN
    ),
    *(
        _line(state, Event.SUPERSEDE, State.CANCELLED, _HALL, changes.cancel, "ticket_cancelled")
        for state in _OPEN
    ),
    _line(_W, Event.WINDOW_LOST, _W, _HALL, changes.untarget, "ticket_transferred",
          guards.targeted),
    _line(_C, Event.WINDOW_LOST, _W, _HALL, changes.undo_call, "ticket_returned"),
    _line(_S, Event.WINDOW_LOST, _H, _HALL, changes.hold, "ticket_held"),
    *(
        _line(state, Event.EXPIRE, State.DONE if state is _S else State.EXPIRED, _HALL,
              changes.expire, "ticket_expired")
        for state in _OPEN
    ),
    _line(State.DONE, Event.REOPEN, _S, ("supervisor", "admin"), changes.reopen,
          "ticket_reopened", guards.reopen_allowed, guards.window_free_again),
    *(
        _line(state, Event.REOPEN, (_W, _H, _M), ("supervisor", "admin"), changes.reopen,
              "ticket_reopened", guards.reopen_allowed)
        for state in (State.CANCELLED, State.EXPIRED)
    ),
)  # fmt: skip

TABLE: Mapping[tuple[State, Event], Transition] = {(row.source, row.event): row for row in _ROWS}
ROLES: Mapping[Event, frozenset[Role]] = {
    event: frozenset(role for row in _ROWS if row.event is event for role in row.roles)
    for event in Event
}


def event_named(name: str) -> Event | None:
    """Return the event a request names, with ``-`` or ``_``; None when there is no such event."""
    written = name.replace("-", "_")
    return Event(written) if written in set(Event) else None


def move(
    ticket: Ticket, event: Event, around: Circumstances, version: int | None = None
) -> tuple[Ticket, Transition]:
    """Return the ticket after an event and the table's line; raises RuleError, changes nothing."""
    if around.actor.role not in ROLES[event]:
        raise refused("forbidden", f"{around.actor.role} may not {event}")
    transition = TABLE.get((ticket.state, event))
    if transition is None:
        raise refused(
            "wrong_state", f"{event} does not fit a ticket that is {ticket.state}",
            state=ticket.state.value, ticket_version=ticket.version,
        )  # fmt: skip
    if version is not None and version != ticket.version:
        raise refused("stale_version", state=ticket.state.value, ticket_version=ticket.version)
    if around.actor.role not in transition.roles:
        raise refused("forbidden", f"{around.actor.role} may not {event}")
    for guard in transition.guards:
        guard(ticket, around)
    moved = transition.change(ticket, around)
    if moved.state not in transition.targets:
        raise AssertionError(f"{event} led from {ticket.state} to {moved.state}, not in the table")
    return replace(moved, version=ticket.version + 1), transition
