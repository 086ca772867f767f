"""Every pair of state and event: in the table it moves, outside it refuses and changes nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from config.site import Site
from hall.errors import RuleError
from queue_server.domain.actors import SYSTEM, Actor, Role
from queue_server.domain.circumstances import Circumstances, Params, Window
from queue_server.domain.needs import handling_for
from queue_server.domain.ticket import TERMINAL, Leg, Moment, State, Ticket
from queue_server.domain.transitions import ROLES, TABLE, Event, Transition, event_named, move
from queue_server.domain.waiting import Lines

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
CLERK = Actor(role="staff", name="anna", token_id="anna", window="w1")
OTHER = Actor(role="staff", name="bo", token_id="bo", window="w2")
WITH_WINDOW = {State.CALLED, State.SERVING, State.HELD, State.DONE}


def ticket_in(state: State, site: Site) -> Ticket:
    leg = Leg(service="unemployment", window="w1", called_at=NOW)
    ended = replace(leg, ended_at=NOW, outcome="finished")
    return Ticket(
        id="t1", day="2026-11-23", prefix="A", seq=1, service="unemployment", state=state,
        version=7, issued_at=NOW, rank_at=NOW, born=1, handling=handling_for((), site.grace),
        languages=("zh-CN",), channel="kiosk", issued_by="k1", phone_secret="s",
        window="w1" if state in WITH_WINDOW else None,
        called_at=NOW if state in WITH_WINDOW else None,
        call_no=2 if state in {State.CALLED, State.SERVING} else 0,
        until=NOW if state in {State.HELD, State.AWAY} else None,
        previous={State.DONE: State.SERVING, State.CANCELLED: State.WAITING,
                  State.EXPIRED: State.MISSED}.get(state),
        ended_at=NOW if state in TERMINAL else None,
        legs=(ended,) if state is State.DONE else (leg,) if state in WITH_WINDOW else (),
    )  # fmt: skip


def around(site: Site, actor: Actor, *, later: float = 61.0, **params: Any) -> Circumstances:
    free = {name: Window(id=name, state="open") for name in ("w1", "w2", "w3", "w4", "w5")}
    return Circumstances(
        moment=Moment(NOW + timedelta(seconds=later), later), site=site, actor=actor,
        windows=free, lines=Lines(), at="w1",
        params=Params(**params),
    )  # fmt: skip


def fitting(event: Event, site: Site) -> Circumstances:
    """The circumstances in which every guard of an event passes."""
    actor = SYSTEM if "system" in ROLES[event] and "supervisor" not in ROLES[event] else BOSS
    later = 10.0 if event is Event.UNDO_CALL else 61.0
    params: dict[str, Any] = {"reason": "asked"}
    if event in {Event.TRANSFER, Event.ADD_SERVICE}:
        params["service"] = "placement"
    return around(site, actor, later=later, **params)


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_pair_moves_by_the_table_or_refuses_with_the_state(
    state: State, event: Event, site: Site
) -> None:
    ticket = ticket_in(state, site)
    if event is Event.WINDOW_LOST and state is State.WAITING:
        ticket = replace(ticket, target="w1")
    before = replace(ticket)
    if (state, event) in TABLE:
        moved, transition = move(ticket, event, fitting(event, site))
        assert moved.state in transition.targets
        assert moved.version == ticket.version + 1
    else:
        with pytest.raises(RuleError) as refusal:
            move(ticket, event, fitting(event, site))
        assert refusal.value.code == "wrong_state"
        assert refusal.value.fields["state"] == state.value
    assert ticket == before


@pytest.mark.parametrize("transition", TABLE.values(), ids=lambda row: f"{row.source}-{row.event}")
def test_only_the_roles_of_the_table_may(transition: Transition, site: Site) -> None:
    row = transition
    strangers: tuple[Role, ...] = ("display", "reader", "upstream", "anonymous")
    for role in strangers:
        stranger = Actor(role=role, name="x", token_id="x")
        with pytest.raises(RuleError) as refusal:
            move(ticket_in(row.source, site), row.event, around(site, stranger))
        assert refusal.value.code == "forbidden"


def test_a_stale_version_is_refused(site: Site) -> None:
    with pytest.raises(RuleError) as refusal:
        move(ticket_in(State.CALLED, site), Event.ARRIVE, around(site, CLERK), version=6)
    assert refusal.value.code == "stale_version"


def test_another_window_may_not_go_on_with_the_ticket(site: Site) -> None:
    with pytest.raises(RuleError) as refusal:
        move(ticket_in(State.CALLED, site), Event.ARRIVE, around(site, OTHER))
    assert refusal.value.code == "wrong_window"


def test_a_87_a_no_show_waits_for_the_visitors_own_grace(site: Site) -> None:
    slow = replace(
        ticket_in(State.CALLED, site), handling=handling_for(("wheelchair",), site.grace)
    )
    with pytest.raises(RuleError) as refusal:
        move(slow, Event.NO_SHOW, around(site, CLERK, later=100))
    assert refusal.value.code == "grace_running"
    assert refusal.value.fields["retry_after"] == 20
    assert move(slow, Event.NO_SHOW, around(site, CLERK, later=120))[0].state is State.MISSED


def test_a_no_show_needs_enough_calls(site: Site) -> None:
    once = replace(ticket_in(State.CALLED, site), call_no=1)
    with pytest.raises(RuleError) as refusal:
        move(once, Event.NO_SHOW, around(site, CLERK, later=500))
    assert refusal.value.code == "grace_running"
    assert refusal.value.fields["calls_missing"] == 1


def test_calls_keep_their_distance_and_their_limit(site: Site) -> None:
    ticket = ticket_in(State.CALLED, site)
    with pytest.raises(RuleError) as soon:
        move(ticket, Event.RECALL, around(site, CLERK, later=2))
    assert (soon.value.code, soon.value.fields["retry_after"]) == ("recall_too_soon", 3)
    with pytest.raises(RuleError) as often:
        move(replace(ticket, call_no=site.grace.max_calls), Event.RECALL, around(site, CLERK))
    assert often.value.code == "call_limit"


def test_a_wrong_call_cannot_be_taken_back_late(site: Site) -> None:
    with pytest.raises(RuleError) as refusal:
        move(ticket_in(State.CALLED, site), Event.UNDO_CALL, around(site, CLERK, later=61))
    assert refusal.value.code == "too_late"


def test_undoing_a_call_keeps_the_place_and_voids_the_leg(site: Site) -> None:
    ticket = ticket_in(State.CALLED, site)
    back, _ = move(ticket, Event.UNDO_CALL, around(site, CLERK, later=5))
    assert (back.rank_at, back.legs, back.window, back.call_no) == (ticket.rank_at, (), None, 0)


def test_a_transfer_names_an_open_target(site: Site) -> None:
    serving = ticket_in(State.SERVING, site)
    refused: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "value_missing"),
        ({"service": "nothing"}, "unknown_service"),
        ({"window": "w9"}, "unknown_window"),
        ({"window": "w5"}, "service_not_at_window"),
    )
    for params, code in refused:
        with pytest.raises(RuleError) as refusal:
            move(serving, Event.TRANSFER, around(site, CLERK, **params))
        assert refusal.value.code == code
    closed = around(site, CLERK, window="w2")
    closed = replace(closed, windows={"w2": Window(id="w2")})
    with pytest.raises(RuleError) as refusal:
        move(serving, Event.TRANSFER, closed)
    assert refusal.value.code == "window_closed"


def test_a_further_service_sends_the_visitor_back_to_the_line(site: Site) -> None:
    serving = ticket_in(State.SERVING, site)
    more, _ = move(serving, Event.ADD_SERVICE, around(site, CLERK, service="placement"))
    waiting, _ = move(more, Event.FINISH, around(site, CLERK))
    assert (waiting.state, waiting.service, waiting.further) == (State.WAITING, "placement", ())
    assert waiting.number == serving.number


def test_a_kiosk_and_a_phone_touch_their_own_tickets_only(site: Site) -> None:
    waiting = ticket_in(State.WAITING, site)
    for actor in (
        Actor(role="kiosk", name="k2", token_id="k2"),
        Actor(role="phone", name="phone", token_id="t:t2", ticket="t2"),
    ):
        with pytest.raises(RuleError) as refusal:
            move(waiting, Event.CANCEL, around(site, actor))
        assert refusal.value.code == "forbidden"
    own = Actor(role="phone", name="phone", token_id="t:t1", ticket="t1")
    assert move(waiting, Event.CANCEL, around(site, own))[0].state is State.CANCELLED


def test_reopening_needs_a_reason_and_ten_minutes(site: Site) -> None:
    done = ticket_in(State.DONE, site)
    with pytest.raises(RuleError) as reasonless:
        move(done, Event.REOPEN, around(site, BOSS))
    assert reasonless.value.code == "reason_missing"
    with pytest.raises(RuleError) as late:
        move(done, Event.REOPEN, around(site, BOSS, later=601, reason="wrong key"))
    assert late.value.code == "too_late"
    again, _ = move(done, Event.REOPEN, around(site, BOSS, reason="wrong key"))
    assert (again.state, again.window, again.legs[-1].ended_at) == (State.SERVING, "w1", None)


def test_events_are_named_with_a_dash_or_an_underscore() -> None:
    assert event_named("no-show") is event_named("no_show") is Event.NO_SHOW
    assert event_named("explode") is None
