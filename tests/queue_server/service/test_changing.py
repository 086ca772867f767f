"""What helps a visitor, changed by the desk after the ticket was taken."""

from datetime import timedelta

import pytest

from config.site import Need
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor, Role
from queue_server.service.asking import Asked
from queue_server.service.changing import change_needs
from queue_server.service.running import RunningHall
from queue_server.store.checking import check

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
DESK = Actor(role="reception", name="qian", token_id="qian")
CARL = Actor(role="staff", name="carl", token_id="carl", window="w3")


async def issue(hall: RunningHall, key: str, *needs: Need) -> wire.Ticket:
    asked = wire.TicketRequest(service="unemployment", needs=needs)
    return (await hall.issue(KIOSK, asked, key)).ticket


async def change(hall: RunningHall, ticket: str, *needs: Need, by: Actor = DESK) -> wire.Ticket:
    asked = Asked(actor=by, site=hall.settings)
    await hall.writer.submit(
        lambda image, moment: change_needs(image, moment, asked, ticket, needs)
    )
    return await hall.ticket(by, ticket)


async def test_the_visitor_is_called_as_if_the_needs_had_been_said_at_once(
    hall: RunningHall, clock: ManualClock
) -> None:
    first = await issue(hall, "a")
    await clock.advance(60)
    second = await issue(hall, "b")
    said = await issue(hall, "c", "wheelchair", "blind")
    changed = await change(hall, second.id, "wheelchair", "blind")
    view = hall.showing.view
    assert changed.handling == said.handling
    assert view.tickets[second.id].credit_minutes == view.tickets[said.id].credit_minutes > 0
    assert view.tickets[second.id].suits == view.tickets[said.id].suits
    # Its head start carries it before the visitor who came a minute earlier, and not before that.
    assert (await hall.ticket(DESK, second.id)).ahead == 0
    assert (await hall.ticket(DESK, first.id)).ahead == 2
    back = await change(hall, second.id)
    assert view.tickets[second.id].rank_at - hall.showing.view.tickets[
        second.id
    ].rank_at == -timedelta(minutes=view.tickets[second.id].credit_minutes)
    assert back.ahead == 2
    assert check(hall.database, hall.settings).problems == ()


async def test_the_row_tells_the_call_but_never_the_needs(hall: RunningHall) -> None:
    ticket = await issue(hall, "a")
    before = f"{hall.epoch}:{hall.showing.view.seq}"
    await change(hall, ticket.id, "veteran", "pregnant")
    (row,) = await hall.rows_after(CARL, before)
    assert row.kind == "ticket_needs_changed"
    assert "veteran" not in str(row.data)
    assert row.data["by"] == "qian"
    await change(hall, ticket.id, "veteran", "pregnant")
    assert len(await hall.rows_after(CARL, before)) == 1
    assert (await hall.ticket(DESK, ticket.id)).needs is None
    await hall.window_open(CARL, "w3")
    called = await hall.call_next(CARL, "w3", "c")
    assert called is not None
    assert called.needs == ("veteran", "pregnant")


@pytest.mark.parametrize("role", ["kiosk", "phone", "display", "reader", "anonymous"])
async def test_no_stranger_changes_them(hall: RunningHall, role: Role) -> None:
    ticket = await issue(hall, "a")
    stranger = Actor(role=role, name="x", token_id="x", ticket="another")
    with pytest.raises(RuleError, match="may not"):
        await change(hall, ticket.id, "blind", by=stranger)


async def test_the_visitor_changes_the_own_ticket_by_its_code_or_where_it_was_taken(
    hall: RunningHall,
) -> None:
    ticket, other = await issue(hall, "a"), await issue(hall, "b")
    phone = Actor(role="phone", name="phone", token_id="p", ticket=ticket.id)
    elsewhere = Actor(role="kiosk", name="k2", token_id="k2")
    told = await change(hall, ticket.id, "deaf", by=phone)
    assert told.handling.hold_s > ticket.handling.hold_s or told.handling != ticket.handling
    await change(hall, ticket.id, "blind", by=KIOSK)
    assert hall.showing.view.needs[ticket.id] == ("blind",)
    for stranger, named in ((phone, other.id), (elsewhere, ticket.id)):
        with pytest.raises(RuleError, match="may not"):
            await change(hall, named, "blind", by=stranger)


async def test_nothing_changes_once_it_is_over(hall: RunningHall) -> None:
    ticket = await issue(hall, "a")
    await hall.act(DESK, ticket.id, "cancel", wire.ActionRequest(reason="left"))
    for named, code in ((ticket.id, "wrong_state"), ("nothing", "unknown_ticket")):
        with pytest.raises(RuleError) as refusal:
            await change(hall, named, "blind")
        assert refusal.value.code == code
