"""What the kiosk prints again for staff, and what it tells the hall of every paper."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from kiosk.flow.receipts import Receipts
from kiosk.flow.visit import Paper
from queue_server import wire
from tests.kiosk.hall_in_hand import SITE, ticket

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

AT = datetime.fromisoformat("2026-11-23T01:00:00+00:00")


def row(kind: str, seq: int, *, epoch: str = "e1", at: datetime = AT) -> wire.Row:
    data: dict[str, Any] = {"ticket": "t-A017", "number": "A017"}
    return wire.Row(epoch=epoch, seq=seq, prev=seq - 1, at=at, kind=kind, data=data)


async def take_ticket(room: "Room") -> None:
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    await room.settle()
    assert room.screen == "issued"


async def issued_and_gone(room: "Room") -> wire.Ticket:
    """Let a ticket of this kiosk be known to the hall, its visitor long gone."""
    await take_ticket(room)
    made = next(iter(room.hall.issued.values()))
    room.hall.known[made.number] = made
    await room.press("#")
    await room.press("#")
    await room.wait(60)
    assert room.screen == "idle"
    return made


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("printed", "printed"), ("out", "failed"), ("failed", "failed"), ("unsure", "failed")],
)
async def test_the_hall_is_told_what_came_of_the_paper(
    room: "Room", outcome: Paper, told: str
) -> None:
    room.paper.outcome = outcome
    await take_ticket(room)
    assert room.hall.deliveries == []  # the row it answers is not known yet
    room.core.row(row("ticket_issued", 41))
    await room.settle()
    (delivery,) = room.hall.deliveries
    assert (delivery.seq, delivery.sink, delivery.outcome) == (41, "printer", told)


async def test_the_row_may_come_before_the_paper(room: "Room") -> None:
    room.core.row(row("ticket_issued", 7))
    await take_ticket(room)
    assert [one.seq for one in room.hall.deliveries] == [7]


async def test_nothing_is_told_of_tickets_of_others(room: "Room") -> None:
    room.core.row(row("ticket_issued", 7))
    await room.wait(20)
    assert room.hall.deliveries == []


async def test_an_outcome_the_hall_could_not_take_is_told_once_when_it_is_back(
    room: "Room",
) -> None:
    await take_ticket(room)
    room.hall.gone = True
    room.core.row(row("ticket_issued", 41))
    await room.wait(12)
    assert room.hall.deliveries == []
    room.hall.gone = False
    await room.wait(12)
    assert [one.outcome for one in room.hall.deliveries] == ["printed"]


async def test_an_outcome_the_hall_refuses_is_not_told_for_ever(room: "Room") -> None:
    room.hall.refuses_receipts = True
    room.core.row(row("ticket_issued", 41))
    await take_ticket(room)
    await room.wait(30)
    assert room.hall.asked.count("deliver") == 1


async def test_staff_let_a_ticket_be_printed_again_here(room: "Room") -> None:
    await issued_and_gone(room)
    room.paper.outcome = "out"
    room.core.row(row("ticket_reprinted", 90, at=room.clock.now()))
    await room.settle()
    assert room.paper.reprints == [("A017", "zh-CN")]
    assert room.paper.printed == ["A017"]
    (delivery,) = room.hall.deliveries[-1:]
    assert (delivery.seq, delivery.outcome) == (90, "failed")
    assert room.screen == "idle"  # nobody stands here: nothing is shown of it


async def test_a_reprint_is_in_the_visitors_language(room: "Room") -> None:
    made = await issued_and_gone(room)
    room.hall.known["A017"] = msgspec.structs.replace(made, languages=("ug", "en"))
    room.core.row(row("ticket_reprinted", 90, at=room.clock.now()))
    await room.settle()
    assert room.paper.reprints == [("A017", "en")]


async def test_a_ticket_of_another_kiosk_is_not_printed_here(room: "Room") -> None:
    made = await issued_and_gone(room)
    room.hall.known["A017"] = msgspec.structs.replace(made, phone_url="")
    room.core.row(row("ticket_reprinted", 90, at=room.clock.now()))
    await room.settle()
    assert room.paper.reprints == []


def prints_for_the_desk(room: "Room") -> None:
    kiosk = msgspec.structs.replace(SITE.kiosks[0], desk_tickets=True)
    room.hall.site_now = msgspec.structs.replace(SITE, kiosks=(kiosk,))


async def given_at_the_desk(
    new_room: Callable[[], "Room"], *, here: bool, **changes: Any
) -> "Room":
    room = new_room()
    if here:
        prints_for_the_desk(room)
    await room.begin()
    room.hall.known["A031"] = ticket("A031", **({"at_desk": True} | changes))
    data: dict[str, object] = {"ticket": "t-A031", "number": "A031"}
    at = room.clock.now()
    room.core.row(wire.Row(epoch="e1", seq=91, prev=90, at=at, kind="ticket_issued", data=data))
    await room.settle()
    await room.core.aclose()
    return room


async def test_a_number_given_at_the_desk_comes_out_where_the_site_says_so(
    new_room: Callable[[], "Room"],
) -> None:
    room = await given_at_the_desk(new_room, here=True)
    assert room.paper.printed == ["A031"]
    assert [(one.seq, one.outcome) for one in room.hall.deliveries] == [(91, "printed")]
    assert room.screen == "idle"


@pytest.mark.parametrize(
    ("here", "changes"),
    [
        (False, {}),
        (True, {"at_desk": False}),
        (True, {"phone_url": ""}),
        (True, {"print_state": "printed"}),
    ],
    ids=("another printer does it", "a kiosk gave it", "not told to this one", "is printed"),
)
async def test_no_other_number_comes_out_of_the_halls_printer(
    new_room: Callable[[], "Room"], here: bool, changes: dict[str, object]
) -> None:
    room = await given_at_the_desk(new_room, here=here, **changes)
    assert room.paper.printed == []


async def test_a_reprint_asked_for_long_ago_is_told_as_failed_and_not_printed(
    room: "Room",
) -> None:
    await issued_and_gone(room)
    room.core.row(row("ticket_reprinted", 90, at=room.clock.now() - timedelta(minutes=30)))
    await room.settle()
    assert room.paper.reprints == []
    assert [(one.seq, one.outcome) for one in room.hall.deliveries[-1:]] == [(90, "failed")]


async def test_a_reprint_that_comes_out_is_told_to_the_visitor_who_still_stands_there(
    room: "Room",
) -> None:
    room.paper.outcome = "out"
    await take_ticket(room)
    room.hall.known["A017"] = next(iter(room.hall.issued.values()))
    room.paper.outcome = "printed"
    room.core.row(row("ticket_reprinted", 90, at=room.clock.now()))
    await room.wait(40)
    assert "小票已打印，请取走" in room.heard
    assert room.node("paper").emphasis != "danger"


def test_rows_of_an_older_journal_are_forgotten() -> None:
    receipts = Receipts()
    receipts.row("e1", "t-1", 5)
    receipts.row("e2", "t-2", 1)
    receipts.outcome("t-1", "printed")
    assert receipts.due() is None


def test_what_is_kept_is_bounded() -> None:
    receipts = Receipts()
    for place in range(1000):
        receipts.outcome(f"t-{place}", "printed")
    receipts.row("e1", "t-0", 1)
    assert receipts.due() is None
    receipts.row("e1", "t-999", 2)
    assert receipts.due() is not None
