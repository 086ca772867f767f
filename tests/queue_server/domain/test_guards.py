"""Each guard at its edge: the last case that is allowed and the first that is refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config.site import Site
from hall.errors import RuleError
from queue_server.domain import guards
from queue_server.domain.actors import Actor
from queue_server.domain.circumstances import Circumstances, Params, Window, offered, present
from queue_server.domain.ticket import Handling, Moment, State, Ticket
from queue_server.domain.waiting import Lines, place_of

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
ROAMING = Actor(role="staff", name="ro", token_id="ro")
BOSS = Actor(role="supervisor", name="boss", token_id="boss", window="w2")
KIOSK = Actor(role="kiosk", name="k1", token_id="k1-token")
OPEN = Window(id="w1", state="open")
FREE: Mapping[str, Window] = {"w1": OPEN, "w2": Window(id="w2", state="open")}


def ticket(state: State = State.WAITING, **values: Any) -> Ticket:
    plain = Handling(grace_s=60, repeats=2, hold_s=20, channels=("sign",))
    return replace(
        Ticket(
            id="t1", day="2026-11-23", prefix="A", seq=1, service="unemployment", state=state,
            version=1, issued_at=NOW, rank_at=NOW, born=1, handling=plain, languages=("zh-CN",),
            channel="kiosk", issued_by="k1-token", phone_secret="s",
        ),
        **values,
    )  # fmt: skip


def around(
    site: Site,
    actor: Actor = ANNA,
    *,
    mono: float = 0.0,
    wall: datetime = NOW,
    windows: Mapping[str, Window] = FREE,
    at: str | None = "w1",
    lines: Lines | None = None,
    **params: Any,
) -> Circumstances:
    return Circumstances(
        moment=Moment(wall, mono), site=site, actor=actor, windows=windows,
        lines=lines or Lines(), at=at, params=Params(**params),
    )  # fmt: skip


def code_of(guard: Any, *arguments: Any) -> str | None:
    """What a guard refuses with; None where it lets pass."""
    try:
        guard(*arguments)
    except RuleError as refusal:
        return refusal.code
    return None


def told_by(guard: Any, *arguments: Any) -> dict[str, Any]:
    with pytest.raises(RuleError) as refusal:
        guard(*arguments)
    return {"code": refusal.value.code, **refusal.value.fields}


def test_only_a_clerk_with_a_window_is_bound_to_it(site: Site) -> None:
    assert code_of(guards.may_work_at, around(site, ANNA), "w1") is None
    assert code_of(guards.may_work_at, around(site, ANNA), "w2") == "wrong_window"
    assert code_of(guards.may_work_at, around(site, ROAMING), "w2") is None
    assert code_of(guards.may_work_at, around(site, BOSS), "w1") is None


def test_a_ticket_that_is_at_no_window_is_nobodys_alone(site: Site) -> None:
    assert code_of(guards.at_own_window, ticket(), around(site)) is None
    elsewhere = ticket(State.CALLED, window="w2")
    assert code_of(guards.at_own_window, elsewhere, around(site)) == "wrong_window"


def test_a_phone_touches_its_own_ticket_only(site: Site) -> None:
    mine = Actor(role="phone", name="phone", token_id="p", ticket="t1")
    other = replace(mine, ticket="t2")
    assert code_of(guards.own_ticket, ticket(), around(site, mine)) is None
    assert code_of(guards.own_ticket, ticket(), around(site, other)) == "forbidden"
    assert code_of(guards.own_ticket, ticket(), around(site, KIOSK)) is None
    called = ticket(State.CALLED, window="w2")
    assert code_of(guards.own_ticket, called, around(site)) == "wrong_window"
    waiting = ticket(window="w2")
    assert code_of(guards.own_ticket, waiting, around(site)) is None


def test_a_kiosk_ends_only_what_it_issued(site: Site) -> None:
    assert code_of(guards.issued_here, ticket(), around(site, KIOSK)) is None
    foreign = ticket(issued_by="k2-token")
    assert code_of(guards.issued_here, foreign, around(site, KIOSK)) == "forbidden"
    assert code_of(guards.issued_here, foreign, around(site, ANNA)) is None


def test_a_window_calls_when_it_is_open_and_free(site: Site) -> None:
    assert guards.window_can_call_anyone(around(site)) == OPEN
    closed = {"w1": Window(id="w1", state="paused")}
    told = told_by(guards.window_can_call, ticket(), around(site, windows=closed))
    assert (told["code"], told["state"]) == ("window_closed", "paused")
    busy = {"w1": replace(OPEN, ticket="t9")}
    told = told_by(guards.window_can_call, ticket(), around(site, windows=busy))
    assert (told["code"], told["state"]) == ("window_busy", "busy")


def test_the_window_has_to_be_named_and_be_the_halls(site: Site) -> None:
    told = told_by(guards.window_can_call, ticket(), around(site, at=None))
    assert (told["code"], told["field"]) == ("value_missing", "window")
    assert code_of(guards.window_can_call, ticket(), around(site, at="w9")) == "unknown_window"
    gone = {**FREE, "w9": Window(id="w9", state="open")}
    found = around(site, BOSS, at="w9", windows=gone)
    assert code_of(guards.window_can_call, ticket(), found) == "unknown_window"
    assert code_of(guards.window_can_call, ticket(), around(site, at="w2")) == "wrong_window"


def test_a_window_serves_what_it_offers_and_who_was_not_sent_elsewhere(site: Site) -> None:
    assert code_of(guards.window_serves, ticket(), around(site)) is None
    assert code_of(guards.window_serves, ticket(target="w1"), around(site)) is None
    sent = ticket(target="w2")
    assert code_of(guards.window_serves, sent, around(site)) == "service_not_at_window"
    narrowed = {"w1": replace(OPEN, offers=("placement",))}
    for guard in (guards.window_serves, guards.window_serves_held):
        found = around(site, windows=narrowed)
        assert code_of(guard, ticket(), found) == "service_not_at_window"
    assert code_of(guards.window_serves_held, sent, around(site)) is None


def test_whoever_calls_out_of_turn_says_why(site: Site) -> None:
    lines = Lines()
    lines.add(place_of(ticket(id="t0", born=0)))
    lines.add(place_of(ticket()))
    told = told_by(guards.first_or_reason, ticket(), around(site, lines=lines))
    assert (told["code"], told["field"]) == ("reason_missing", "reason")
    asked = around(site, lines=lines, reason="asked to")
    assert code_of(guards.first_or_reason, ticket(), asked) is None
    assert code_of(guards.first_or_reason, ticket(id="t0"), around(site, lines=lines)) is None
    assert code_of(guards.first_or_reason, ticket(), around(site)) is None


def test_calls_of_a_ticket_are_few_and_apart(site: Site) -> None:
    most, apart = site.grace.max_calls, site.grace.recall_interval_s
    assert code_of(guards.calls_left, ticket(call_no=most - 1), around(site)) is None
    assert code_of(guards.calls_left, ticket(call_no=most), around(site)) == "call_limit"
    called = ticket(State.CALLED, call_mono=100.0)
    soon = told_by(guards.recall_interval_over, called, around(site, mono=99.5 + apart))
    assert (soon["code"], soon["retry_after"], soon["state"]) == ("recall_too_soon", 1, "CALLED")
    assert code_of(guards.recall_interval_over, called, around(site, mono=100.0 + apart)) is None


def test_a_call_is_taken_back_while_nobody_can_have_come(site: Site) -> None:
    called, until = ticket(State.CALLED, call_mono=100.0), 100.0 + site.grace.undo_s
    assert code_of(guards.undo_in_time, called, around(site, mono=until)) is None
    told = told_by(guards.undo_in_time, called, around(site, mono=until + 0.5))
    assert (told["code"], told["state"]) == ("too_late", "CALLED")


def test_nobody_is_missed_before_the_calls_and_the_grace_are_over(site: Site) -> None:
    calls = site.grace.calls
    called = ticket(State.CALLED, call_mono=100.0, call_no=calls)
    assert code_of(guards.grace_over, called, around(site, mono=160.0)) is None
    soon = told_by(guards.grace_over, called, around(site, mono=159.5))
    assert soon["code"] == "grace_running"
    assert (soon["retry_after"], soon["calls_missing"], soon["state"]) == (1, 0, "CALLED")
    more = replace(called, call_no=calls + 1)
    assert code_of(guards.grace_over, more, around(site, mono=160.0)) is None
    less = told_by(guards.grace_over, replace(called, call_no=calls - 1), around(site, mono=500))
    assert (less["retry_after"], less["calls_missing"]) == (60, 1)
    early = told_by(guards.grace_over, replace(called, call_no=calls - 1), around(site, mono=90))
    assert early["retry_after"] == 70


def test_what_was_meant_for_one_window_is_freed_of_it_only(site: Site) -> None:
    assert code_of(guards.targeted, ticket(target="w1"), around(site)) is None
    told = told_by(guards.targeted, ticket(), around(site))
    assert (told["code"], told["state"]) == ("wrong_state", "WAITING")


def test_a_transfer_names_where_to_and_an_addition_what(site: Site) -> None:
    for found in (around(site, service="placement"), around(site, window="w2")):
        assert code_of(guards.target_named, ticket(), found) is None
    told = told_by(guards.target_named, ticket(), around(site))
    assert (told["code"], told["field"]) == ("value_missing", "service")
    assert code_of(guards.service_named, ticket(), around(site, service="placement")) is None
    told = told_by(guards.service_named, ticket(), around(site, window="w2"))
    assert (told["code"], told["field"]) == ("value_missing", "service")


def test_eight_services_may_follow_and_no_ninth(site: Site) -> None:
    few = ticket(State.SERVING, further=("placement",) * 7)
    assert code_of(guards.further_left, few, around(site)) is None
    told = told_by(guards.further_left, replace(few, further=("placement",) * 8), around(site))
    assert (told["code"], told["state"]) == ("limit_reached", "SERVING")


def test_a_target_is_a_service_that_is_offered(site: Site) -> None:
    guard = guards.target_service_open
    assert code_of(guard, ticket(), around(site)) is None
    assert code_of(guard, ticket(), around(site, service="placement")) is None
    told = told_by(guard, ticket(), around(site, service="nothing"))
    assert (told["code"], told["field"]) == ("unknown_service", "service")
    shut = tuple(replace(each, open=each.id != "placement") for each in site.services)
    told = told_by(guard, ticket(), around(replace(site, services=shut), service="placement"))
    assert (told["code"], told["field"]) == ("service_closed", "service")
    assert code_of(guard, ticket(), around(replace(site, services=shut))) is None


def test_a_target_is_a_window_that_works_and_offers_it(site: Site) -> None:
    guard = guards.target_window_fits
    assert code_of(guard, ticket(), around(site)) is None
    assert code_of(guard, ticket(), around(site, window="w2")) is None
    told = told_by(guard, ticket(), around(site, window="w9"))
    assert (told["code"], told["field"]) == ("unknown_window", "window")
    shut = {"w2": Window(id="w2", state="closed")}
    told = told_by(guard, ticket(), around(site, window="w2", windows=shut))
    assert (told["code"], told["field"], told["state"]) == ("window_closed", "window", "closed")
    paused = {"w2": Window(id="w2", state="paused")}
    assert code_of(guard, ticket(), around(site, window="w2", windows=paused)) is None
    other = site.window("w2").services[1]
    narrow = {"w2": Window(id="w2", state="open", offers=(other,))}
    told = told_by(guard, ticket(), around(site, window="w2", windows=narrow))
    assert (told["code"], told["field"]) == ("service_not_at_window", "window")
    found = around(site, window="w2", windows=narrow, service=other)
    assert code_of(guard, ticket(), found) is None


def test_a_hold_ends_when_its_time_has_come(site: Site) -> None:
    held = ticket(State.HELD, until=NOW, until_mono=50.0)
    assert code_of(guards.until_over, held, around(site, mono=50.0)) is None
    told = told_by(guards.until_over, held, around(site, mono=49.9))
    assert (told["code"], told["state"]) == ("wrong_state", "HELD")
    endless = replace(held, until=None)
    assert code_of(guards.until_over, endless, around(site, mono=99.0)) == "wrong_state"


def test_one_may_step_away_twice_and_miss_three_times(site: Site) -> None:
    assert code_of(guards.away_left, ticket(away_count=1), around(site)) is None
    assert code_of(guards.away_left, ticket(away_count=2), around(site)) == "limit_reached"
    assert code_of(guards.reinstatements_left, ticket(missed_count=3), around(site)) is None
    assert code_of(guards.reinstatements_left, ticket(missed_count=4), around(site)) == (
        "limit_reached"
    )


def test_a_visit_is_opened_again_for_ten_minutes_and_with_a_reason(site: Site) -> None:
    done = ticket(State.DONE, ended_at=NOW)
    last = NOW + timedelta(minutes=10)
    assert code_of(guards.reopen_allowed, done, around(site, wall=last, reason="wrong")) is None
    told = told_by(guards.reopen_allowed, done, around(site, wall=last))
    assert (told["code"], told["field"]) == ("reason_missing", "reason")
    late = around(site, wall=last + timedelta(seconds=1), reason="wrong")
    told = told_by(guards.reopen_allowed, done, late)
    assert (told["code"], told["state"]) == ("too_late", "DONE")
    never = around(site, reason="wrong")
    assert code_of(guards.reopen_allowed, replace(done, ended_at=None), never) == "too_late"


def test_a_visit_goes_on_where_its_window_is_open_and_free(site: Site) -> None:
    done = ticket(State.DONE, window="w1")
    assert code_of(guards.window_free_again, done, around(site)) is None
    for windows, code in (
        ({"w1": Window(id="w1", state="paused")}, "window_closed"),
        ({}, "window_closed"),
        ({"w1": replace(OPEN, ticket="t9")}, "window_busy"),
    ):
        told = told_by(guards.window_free_again, done, around(site, windows=windows))
        assert (told["code"], told["state"]) == (code, "DONE")
    assert code_of(guards.window_free_again, ticket(State.DONE), around(site)) == "window_closed"


def test_a_window_offers_what_the_site_the_day_and_its_people_allow(site: Site) -> None:
    given = site.window("w1").services
    assert offered(OPEN, site) == given
    assert offered(replace(OPEN, offers=given[:1]), site) == given[:1]
    assert offered(replace(OPEN, skills=given[1:]), site) == given[1:]
    assert offered(replace(OPEN, offers=given[:1], skills=given[1:]), site) == ()
    assert offered(replace(OPEN, offers=("elsewhere",)), site) == ()
    assert offered(Window(id="w9"), site) == ()


def test_somebody_is_at_a_window_that_is_open_or_paused(site: Site) -> None:
    states = {
        "w1": OPEN, "w2": Window(id="w2", state="paused"), "w3": Window(id="w3"),
    }  # fmt: skip
    assert present(states) == {"w1", "w2"}
