"""What helps a visitor: felt in how the hall calls, told to the serving window and nobody else."""

from typing import get_args

import msgspec
import pytest

from config.site import Need
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import ANONYMOUS, Actor, Role
from queue_server.service.running import RunningHall
from queue_server.store.loading import all_rows

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
OTHER_KIOSK = Actor(role="kiosk", name="k2", token_id="k2")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
CARL = Actor(role="staff", name="carl", token_id="carl", window="w3")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()
# Needs whose names stand for no channel either, so that any trace of them is a leak.
TELLING: tuple[Need, ...] = ("wheelchair", "blind", "veteran", "pregnant")
CONSOLES = {"staff", "supervisor", "reception", "admin", "reader", "system"}


async def issue(hall: RunningHall, key: str, *needs: Need) -> wire.Ticket:
    return (
        await hall.issue(KIOSK, wire.TicketRequest(service="unemployment", needs=needs), key)
    ).ticket


async def a_whole_visit(hall: RunningHall, clock: ManualClock) -> wire.Ticket:
    ticket = await issue(hall, "a", *TELLING)
    await hall.window_open(CARL, "w3")
    await hall.call_next(CARL, "w3", "c")
    await clock.advance(6)
    await hall.act(CARL, ticket.id, "recall", NOTHING)
    await hall.act(CARL, ticket.id, "arrive", NOTHING)
    return ticket


@pytest.mark.parametrize("role", get_args(Role))
async def test_a_83_no_stream_of_any_role_tells_a_need(
    role: Role, hall: RunningHall, clock: ManualClock
) -> None:
    ticket = await a_whole_visit(hall, clock)
    reader = Actor(role=role, name="x", token_id="x", ticket=ticket.id, window="w3")
    rows = await hall.rows_after(reader, f"{hall.epoch}:0", 5000)
    heard = msgspec.json.encode([hall.showing.snapshot(reader), *rows]).decode()
    shown = heard.replace('"needs":[]', "").replace('"needs":null', "")
    if role in CONSOLES:
        # A snapshot holds whole tickets; the serving window's own is the one place for needs.
        shown = _without_own(heard) if role in {"staff", "supervisor", "admin"} else shown
    for need in TELLING:
        assert f'"{need}"' not in shown, f"{role} is told {need}"
    if role not in CONSOLES:
        for key in ('"credit_minutes"', '"suits"', '"why"', '"by":"', '"reason":"'):
            assert key not in shown, f"{role} is told {key}"


def _without_own(heard: str) -> str:
    rows = msgspec.json.decode(heard)
    for ticket in rows[0]["data"]["tickets"]:
        assert ticket["window"] == "w3"
        ticket["needs"] = None
    return msgspec.json.encode(rows).decode()


async def test_the_window_that_serves_is_told_the_needs_whoever_sits_there(
    hall: RunningHall, clock: ManualClock
) -> None:
    ticket = await issue(hall, "a", *TELLING)
    seated = Actor(role="supervisor", name="boss", token_id="boss", window="w3")
    for reader in (CARL, seated):
        assert (await hall.ticket(reader, ticket.id)).needs is None
    await hall.window_open(CARL, "w3")
    await hall.call_next(CARL, "w3", "c")
    for reader in (CARL, seated):
        assert (await hall.ticket(reader, ticket.id)).needs == TELLING
    for reader in (ANNA, BOSS, KIOSK, OTHER_KIOSK):
        assert (await hall.ticket(reader, ticket.id)).needs is None
    with pytest.raises(RuleError):
        await hall.ticket(ANONYMOUS, ticket.id)
    await hall.act(CARL, ticket.id, "arrive", NOTHING)
    await hall.act(CARL, ticket.id, "finish", NOTHING)
    assert (await hall.ticket(CARL, ticket.id)).needs is None


async def test_a_visitor_is_left_to_the_window_that_suits_while_somebody_is_there(
    hall: RunningHall, clock: ManualClock
) -> None:
    chair, plain = await issue(hall, "a", "wheelchair"), await issue(hall, "b")
    await hall.window_open(ANNA, "w1")
    await hall.window_open(CARL, "w3")
    called = await hall.call_next(ANNA, "w1", "1")
    assert called is not None
    assert called.id == plain.id
    listed = (await hall.tickets(BOSS, states=("WAITING",))).items
    assert [(each.id, each.suits) for each in listed] == [(chair.id, ("w3",))]
    called = await hall.call_next(CARL, "w3", "2")
    assert called is not None
    assert called.id == chair.id


async def test_with_nobody_at_the_fit_window_or_after_a_while_any_window_calls(
    hall: RunningHall, clock: ManualClock
) -> None:
    first = await issue(hall, "a", "wheelchair")
    await hall.window_open(ANNA, "w1")
    called = await hall.call_next(ANNA, "w1", "1")
    assert called is not None
    assert called.id == first.id
    await hall.act(ANNA, first.id, "arrive", NOTHING)
    await hall.act(ANNA, first.id, "finish", NOTHING)
    second = await issue(hall, "b", "wheelchair")
    await hall.window_open(CARL, "w3")
    await hall.window_pause(CARL, "w3", "break")
    assert await hall.call_next(ANNA, "w1", "2") is None
    await clock.advance(60 * hall.settings.routing.fit_minutes)
    called = await hall.call_next(ANNA, "w1", "3")
    assert called is not None
    assert called.id == second.id


async def test_a_clerk_may_call_a_visitor_left_to_others_by_number(hall: RunningHall) -> None:
    chair = await issue(hall, "a", "wheelchair")
    await hall.window_open(ANNA, "w1")
    await hall.window_open(CARL, "w3")
    chosen = wire.ActionRequest(window="w1", reason="comes to this desk")
    assert (await hall.act(ANNA, chair.id, "call", chosen)).state == "CALLED"


async def test_in_another_service_the_windows_that_suit_are_found_anew(hall: RunningHall) -> None:
    ticket = await issue(hall, "a", "wheelchair")
    await hall.window_open(CARL, "w3")
    await hall.call_next(CARL, "w3", "1")
    onward = wire.ActionRequest(service="labour")
    moved = await hall.act(BOSS, ticket.id, "transfer", onward)
    assert moved.suits == ()
    assert (await hall.ticket(BOSS, ticket.id)).service == "labour"


async def test_the_journal_and_the_database_beside_the_needs_name_none(
    hall: RunningHall, clock: ManualClock
) -> None:
    await a_whole_visit(hall, clock)
    with hall.database.reading() as connection:
        told = "".join(row.data for row in all_rows(connection))
    assert not any(f'"{need}"' in told for need in TELLING)
