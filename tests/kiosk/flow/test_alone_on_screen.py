"""What a visitor is told by a kiosk that is cut off: the truth, a valid number, and paper."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from hall.errors import RuleError, SyncError
from kiosk.alone import ticket_of
from kiosk.flow.visit import Paper
from queue_server import wire
from tests.kiosk.hall_in_hand import SERVICES, SITE, Hall, ticket

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

TO_CONFIRM = ("home-ticket", "service-unemployment", "strip")


@dataclass
class AloneHall(Hall):
    """A hall line as the app has it: cut off, it answers a request for a ticket by itself."""

    code: str = ""

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        try:
            return await super().issue(request, key)
        except SyncError:
            if self.code:
                raise RuleError(self.code) from None
        entry = wire.OfflineEntry(
            key=key, number="A9101", day="2026-11-23", at=datetime(2026, 11, 23, 1, tzinfo=UTC),
            service=request.service,
        )  # fmt: skip
        return ticket_of(entry)


@pytest.fixture
async def cut(room: "Room") -> "Room":
    """A kiosk that keeps tickets and has just lost its hall."""
    await room.core.aclose()
    room.hall = AloneHall()
    room.begin_with(room.hall)
    room.core.keeps(tickets=True)
    await room.begin()
    room.hall.gone = True
    room.core.connection(connected=False)
    return room


async def take(room: "Room") -> None:
    await room.touch("start")
    for node in (*TO_CONFIRM, "strip"):
        await room.touch(node)
    await room.wait(1)


async def test_before_the_number_it_says_what_is_not_known(cut: "Room") -> None:
    await cut.touch("start")
    assert "取号照常" in cut.node("net").name
    await cut.touch("home-ticket")
    row = cut.node("service-unemployment")
    assert (row.value, row.enabled) == ("", True)
    assert "等候" not in row.detail
    await cut.touch("service-unemployment")
    await cut.touch("strip")
    assert "不知道前面有几人" in cut.node("ahead").name


async def test_the_number_is_valid_and_the_truth_is_told_in_both_forms(cut: "Room") -> None:
    for key in ("down", "1", "1", "#", "#"):
        await cut.press(key)
    await cut.wait(8)
    assert cut.screen == "issued"
    assert cut.node("number").name == "A9101"
    told = cut.node("alone")
    assert "没有回应" in told.name
    assert "号码有效" in told.name
    assert "不用重新取号" in cut.heard
    assert cut.core.model.node("qr") is None
    assert cut.core.model.node("wait") is None
    assert cut.paper.printed == ["A9101"]


async def test_when_the_hall_is_back_the_visitor_hears_of_the_place(cut: "Room") -> None:
    for key in ("down", "1", "1", "#", "#"):
        await cut.press(key)
    await cut.wait(60)
    shown = cut.core.visit.ticket
    assert shown is not None
    taken = ticket("A9101", id="t9", ahead=2)
    cut.hall.gone = False
    cut.core.connection(connected=True)
    cut.core.taken_in(shown.id.removeprefix("alone:"), taken)
    await cut.wait(8)
    assert cut.core.visit.ticket == taken
    assert cut.node("qr").value == taken.phone_url
    assert "已经在排队" in cut.heard


async def test_another_visitors_ticket_that_came_in_changes_nothing(cut: "Room") -> None:
    await take(cut)
    before = cut.core.visit
    cut.core.taken_in("another", ticket("A9100", id="t8"))
    assert cut.core.visit == before


@pytest.mark.parametrize("outcome", ["out", "failed"])
async def test_staff_hear_of_paper_that_failed_while_the_hall_was_gone(
    cut: "Room", outcome: Paper
) -> None:
    cut.paper.outcome = outcome
    await take(cut)
    kept = cut.core.visit.ticket
    assert kept is not None
    assert cut.node("paper").emphasis == "danger"
    cut.hall.gone = False
    cut.core.connection(connected=True)
    cut.core.taken_in(kept.id.removeprefix("alone:"), ticket("A9101", id="t9"))
    row = wire.Row(epoch="e1", seq=7, prev=6, at=kept.issued_at, kind="ticket_issued",
                   data={"ticket": "t9"})  # fmt: skip
    cut.core.row(row)
    await cut.wait(6)
    assert [(each.seq, each.outcome) for each in cut.hall.deliveries] == [(7, "failed")]


@pytest.mark.parametrize(
    ("code", "words"),
    [("alone_used_up", "已经发完"), ("disk_full", "存不下"), ("service_closed", "不能取号")],
)
async def test_where_it_cannot_give_a_number_it_says_why_and_where_to_go(
    cut: "Room", code: str, words: str
) -> None:
    assert isinstance(cut.hall, AloneHall)
    cut.hall.code = code
    await take(cut)
    assert cut.screen == "refused"
    assert words in cut.node("why").name
    assert "咨询台" in cut.node("help-line").name


async def test_searching_says_that_tickets_still_work(cut: "Room") -> None:
    await cut.touch("start")
    await cut.touch("home-training")
    assert cut.screen == "offline"
    assert "取号照常" in cut.node("note").name


async def test_a_kiosk_switched_on_cut_off_serves_from_what_it_kept(lonely: "Room") -> None:
    lonely.core.keeps(tickets=True)
    lonely.core.remembers(SITE, SERVICES)
    await lonely.touch("start")
    await lonely.touch("home-ticket")
    assert lonely.screen == "services"


async def test_a_kiosk_that_owns_no_numbers_sends_to_the_desk(lonely: "Room") -> None:
    lonely.core.keeps(tickets=True)
    lonely.core.remembers(msgspec.structs.replace(SITE, you=None), SERVICES)
    await lonely.touch("start")
    assert "咨询台" in lonely.node("net").name
