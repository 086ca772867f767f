"""What a visitor is told of the ticket on paper, whatever the printer does."""

from datetime import UTC, datetime

import msgspec
import pytest

from hall.clock import ManualClock
from kiosk.flow.visit import Paper
from kiosk.paper import TicketPaper, ticket_slip
from kiosk.printing import Printing
from kiosk.remembering import Remembered
from printer.document import Document, Emblem
from printer.port import Cause, PrinterStatus, PrintOutcome, Result
from printer.profile import load_profile
from printer.slip import NoteSlip
from queue_server import wire

TICKET = wire.Ticket(
    id="t1", number="A017", service="unemployment", state="WAITING", version=1,
    issued_at=datetime(2026, 11, 23, 1, 42, tzinfo=UTC), called_at=None, window=None, call_no=0,
    ahead=5, wait=wire.WaitRange(low=15, high=25),
    handling=wire.Handling(grace_s=60, repeats=2, hold_s=30), phone_url="http://h/t/x",
)  # fmt: skip
SITE = wire.SiteInfo(
    id="demo", name={"zh-CN": "安平大厅"}, region="1", time_zone="Asia/Shanghai", public_url="",
    languages=("zh-CN",), hotline="12385", epoch="e", day=None, open=True, zones=(), windows=(),
    signs=(), boards=(), kiosks=(), ticket_one="幺", announcement_languages=("zh-CN",),
    priority_sentence={},
)  # fmt: skip


KNOWN = Remembered(at=TICKET.issued_at, ahead_s=0, site=SITE, services=())


def known() -> Remembered | None:
    return KNOWN


class Device:
    def __init__(self, status: PrinterStatus, outcome: PrintOutcome) -> None:
        self.answers = status
        self.outcome = outcome
        self.printed: list[Document] = []

    async def print(self, document: Document) -> PrintOutcome:
        self.printed.append(document)
        return self.outcome

    async def status(self) -> PrinterStatus:
        return self.answers

    async def aclose(self) -> None:
        return None


@pytest.mark.parametrize(
    ("status", "result", "cause", "told"),
    [
        ("ready", "printed", "", "printed"),
        ("low", "printed", "", "printed"),
        ("none", "not_confirmed", "lost", "unsure"),
        ("ready", "failed", "out", "out"),
        ("ready", "failed", "unreachable", "failed"),
        ("cover", "failed", "cover", "out"),
        ("hot", "failed", "hot", "failed"),
    ],
)
async def test_every_outcome_has_its_words(
    status: PrinterStatus, result: Result, cause: Cause, told: Paper
) -> None:
    device = Device(status, PrintOutcome(result=result, cause=cause))
    paper = TicketPaper(device, load_profile("80mm"), known)
    assert await paper.print_ticket(TICKET, "zh-CN", reprint=False) == told
    assert len(device.printed) == 1


async def test_a_number_comes_out_even_where_nothing_is_known_of_the_hall() -> None:
    device = Device("ready", PrintOutcome(result="printed"))
    paper = TicketPaper(device, load_profile("80mm"), lambda: None)
    assert await paper.print_ticket(TICKET, "zh-CN", reprint=False) == "printed"
    assert "A017" in str(device.printed[0])


def test_a_ticket_issued_alone_leaves_out_what_nobody_knows() -> None:
    alone = msgspec.structs.replace(TICKET, id="alone:k", ahead=None, wait=None, phone_url="")
    slip = ticket_slip(alone, KNOWN, "zh-CN", reprint=False)
    assert (slip.ahead, slip.wait, slip.url) == (None, None, "")
    assert slip.hall == "安平大厅"


async def test_a_slip_is_printed_once_and_its_outcome_told() -> None:
    device = Device("ready", PrintOutcome(result="failed", cause="out"))
    paper = TicketPaper(device, load_profile("80mm"), known)
    slip = NoteSlip(
        language="zh-CN", kind="job", hall="安平大厅", title="保洁员",
        printed_at=TICKET.issued_at, url="http://h/c/job/1",
    )  # fmt: skip
    assert await paper.print_slip(slip) == "out"
    assert len(device.printed) == 1


async def test_a_ticket_bears_the_emblem_the_kiosk_has_at_that_moment() -> None:
    device = Device("ready", PrintOutcome(result="printed"))
    emblem = Emblem(width=8, rows=b"\xff\x81\xff")
    now: list[Emblem | None] = [emblem, None]
    printing = Printing(
        lambda _link, _profile: device, known, clock=ManualClock(), told=lambda _status: None,
        link="tcp:10.0.0.9:9100", emblem=lambda: now.pop(0),
    )  # fmt: skip
    await printing.equip(None)
    for _ in range(2):
        assert await printing.print_ticket(TICKET, "zh-CN", reprint=False) == "printed"
    assert [emblem in document.blocks for document in device.printed] == [True, False]
