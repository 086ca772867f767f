"""What every printer promises, over TCP and over a pseudo-terminal, with every fault.

The driver is the shipped one with python-escpos underneath; the far end is the simulator.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

import msgspec
import pytest
import zxingcpp

from hall.clock import SystemClock
from hall.links.address import LinkAddress, parse_link
from hall.links.listening import listen
from printer.document import Big, Code, Document, Line
from printer.escpos.carriers import make_carrier
from printer.escpos.driver import EscposPrinter, Patience
from printer.escpos.encoder import Encoded, encode_document
from printer.port import PrinterStatus
from printer.profile import Profile, load_profile
from printer.simulator.faults import Faults, FaultSource
from printer.simulator.machine import PrinterMachine

PATIENT = Patience(connect=(0.05, 0.05), answer=2.0, done=6.0, look=0.3)
HASTY = replace(PATIENT, answer=0.25, done=1.2)
"""For a printer that will not answer; one that will gets the time a loaded machine may take."""
TICKET = Document(
    title="ticket A017",
    language="zh-CN",
    blocks=(
        Line(text="失业登记"),
        Big(text="A017"),
        *(Line(text=f"第{line}行") for line in range(12)),
        Code(data="https://hall.example/t/7Q4M", caption="手机扫码"),
    ),
)


@dataclass
class Bench:
    """One simulated printer and its driver."""

    machine: PrinterMachine
    printer: EscposPrinter
    address: LinkAddress
    unplug: Callable[[], Awaitable[None]]

    def fault(self, **faults: object) -> None:
        wrong = msgspec.convert(faults, Faults)
        silent = wrong.mute or wrong.half_frames or wrong.unplugged
        self.printer._patience = HASTY if silent else PATIENT
        self.machine.faults.set(wrong)

    async def until_pieces(self, count: int) -> None:
        await self._until(lambda: len(self.machine.pieces) >= count)

    async def until_half_printed(self, of: int = 1) -> None:
        """Wait until that ticket is being printed."""
        whole = 17 * (of - 1)
        await self._until(lambda: len(self.machine.interpreter.texts) >= whole + 4)

    async def until_stopped_printing(self) -> None:
        await asyncio.sleep(0.3)

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not holds():  # noqa: ASYNC110  the paper moves on its own
                await asyncio.sleep(0.01)


@asynccontextmanager
async def bench(link: str, profile: Profile) -> AsyncIterator[Bench]:
    clock = SystemClock()
    machine = PrinterMachine(clock, faults=FaultSource(), hangs_up=link.startswith("tcp"))
    listener = await listen(parse_link(link), machine.serve)
    working = asyncio.ensure_future(machine.run())
    driver = EscposPrinter(make_carrier(listener.address), profile, clock, patience=PATIENT)
    try:
        yield Bench(
            machine=machine, printer=driver, address=listener.address, unplug=listener.close
        )
    finally:
        await driver.aclose()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await listener.close()


@pytest.fixture(params=["tcp:127.0.0.1:0", "pty:"])
async def table(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with bench(request.param, load_profile("80mm")) as made:
        yield made


async def test_a_ticket_is_printed_once_and_confirmed(table: Bench) -> None:
    outcome = await table.printer.print(TICKET)

    assert (outcome.result, outcome.cause) == ("printed", "")
    assert len(table.machine.pieces) == 1
    codes = zxingcpp.read_barcodes(table.machine.pieces[0].image.convert("L"))
    assert [code.text for code in codes] == ["https://hall.example/t/7Q4M"]
    assert table.machine.interpreter.problems == []


async def test_tickets_follow_each_other(table: Bench) -> None:
    for _ in range(3):
        assert (await table.printer.print(TICKET)).result == "printed"

    assert len(table.machine.pieces) == 3
    assert len({bytes(piece.data) for piece in table.machine.pieces}) == 1


@pytest.mark.parametrize(
    ("faults", "status"),
    [
        ({}, "ready"),
        ({"paper": "low"}, "low"),
        ({"paper": "out"}, "out"),
        ({"cover": "open"}, "cover"),
        ({"mute": True}, "unknown"),
        ({"nack": 1}, "unknown"),
        ({"trouble": "cutter"}, "cutter"),
        ({"trouble": "fault"}, "fault"),
        ({"trouble": "hot"}, "hot"),
        ({"trouble": "offline"}, "offline"),
        ({"slow_ms": 60}, "ready"),
        ({"replies": "merged"}, "ready"),
        ({"replies": "merged", "paper": "out"}, "out"),
        ({"replies": "stale"}, "ready"),
        ({"replies": "stale", "paper": "out"}, "out"),
        ({"replies": "stale", "cover": "open"}, "cover"),
        ({"replies": "stale", "trouble": "cutter"}, "cutter"),
    ],
)
async def test_status_is_what_the_printer_says_and_unknown_without_an_answer(
    table: Bench, faults: dict[str, object], status: PrinterStatus
) -> None:
    table.fault(**faults)

    assert await table.printer.status() == status


async def test_three_silent_questions_make_it_unreachable_and_one_answer_brings_it_back(
    table: Bench,
) -> None:
    table.fault(mute=True)
    told = [await table.printer.status() for _ in range(4)]
    table.fault()

    assert told == ["unknown", "unknown", "unreachable", "unreachable"]
    assert await table.printer.status() == "ready"


@pytest.mark.parametrize("replies", ["merged", "stale"])
async def test_a_ticket_is_confirmed_by_its_own_answer_however_answers_come(
    table: Bench, replies: str
) -> None:
    table.fault(replies=replies)
    assert (await table.printer.print(TICKET)).result == "printed"
    table.fault(replies=replies, slow_ms=40)
    printing = asyncio.ensure_future(table.printer.print(TICKET))
    await table.until_half_printed(of=2)
    table.fault(replies=replies, paper="out")
    outcome = await printing

    assert (outcome.result, outcome.cause) == ("not_confirmed", "out")
    assert len(table.machine.pieces) == 1


@pytest.mark.parametrize(
    ("faults", "cause"),
    [
        ({"paper": "out"}, "out"),
        ({"cover": "open"}, "cover"),
        ({"trouble": "cutter"}, "cutter"),
        ({"trouble": "fault"}, "fault"),
        ({"trouble": "hot"}, "hot"),
        ({"trouble": "offline"}, "offline"),
    ],
)
async def test_nothing_is_sent_to_a_printer_that_says_it_cannot(
    table: Bench, faults: dict[str, object], cause: str
) -> None:
    table.fault(**faults)
    outcome = await table.printer.print(TICKET)
    table.fault()
    await table.until_stopped_printing()

    assert (outcome.result, outcome.cause) == ("failed", cause)
    assert table.machine.pieces == []


@pytest.mark.parametrize(
    ("faults", "cause"), [({"paper": "out"}, "out"), ({"cover": "open"}, "cover")]
)
async def test_what_stops_in_the_middle_is_not_confirmed_and_never_sent_again(
    table: Bench, faults: dict[str, object], cause: str
) -> None:
    table.fault(slow_ms=40)
    printing = asyncio.ensure_future(table.printer.print(TICKET))
    await table.until_half_printed()
    table.fault(**faults)
    outcome = await printing
    table.fault()
    await table.until_pieces(1)
    await table.until_stopped_printing()

    assert (outcome.result, outcome.cause) == ("not_confirmed", cause)
    assert len(table.machine.pieces) == 1  # the rest came when paper was back; no second one


async def test_paper_that_runs_low_is_told_with_the_printed_ticket(table: Bench) -> None:
    table.fault(paper="low")
    outcome = await table.printer.print(TICKET)

    assert (outcome.result, outcome.paper_low) == ("printed", True)


async def test_a_mute_printer_is_never_believed(table: Bench) -> None:
    table.fault(mute=True)
    outcome = await table.printer.print(TICKET)
    await table.until_pieces(1)

    assert (outcome.result, outcome.cause) == ("not_confirmed", "unknown")


async def test_a_slow_printer_is_waited_for(table: Bench) -> None:
    table.fault(slow_ms=25)
    outcome = await table.printer.print(TICKET)

    assert outcome.result == "printed"


async def test_lost_answers_never_become_a_confirmation_without_paper(table: Bench) -> None:
    table.fault(half_frames=True)
    outcome = await table.printer.print(TICKET)
    await table.until_pieces(1)

    assert outcome.result in ("printed", "not_confirmed")
    assert len(table.machine.pieces) == 1


async def test_a_garbled_answer_before_the_ticket_is_asked_for_again(table: Bench) -> None:
    table.fault(nack=1)
    outcome = await table.printer.print(TICKET)

    assert outcome.result == "printed"


async def test_a_cable_pulled_in_the_middle_leaves_the_ticket_not_confirmed(table: Bench) -> None:
    table.fault(slow_ms=40)
    table.printer._patience = replace(PATIENT, done=1.2)
    printing = asyncio.ensure_future(table.printer.print(TICKET))
    await table.until_half_printed()
    table.fault(unplugged=True)
    outcome = await printing
    await table.until_stopped_printing()

    assert outcome.result == "not_confirmed"
    assert len(table.machine.pieces) <= 1


async def test_automatic_status_tells_the_same() -> None:
    profile = replace(load_profile("80mm"), status="asb")
    async with bench("tcp:127.0.0.1:0", profile) as table:
        assert await table.printer.status() == "ready"
        table.fault(cover="open")
        assert await table.printer.status() == "cover"
        table.fault(paper="out")
        assert await table.printer.status() == "out"
        for trouble in ("cutter", "fault", "hot", "offline"):
            table.fault(trouble=trouble)
            assert await table.printer.status() == trouble
        table.fault(half_frames=True)
        assert await table.printer.status() == "unknown"
        table.fault(replies="split", paper="low")
        assert await table.printer.status() == "low"
        table.fault()
        assert (await table.printer.print(TICKET)).result == "printed"


async def test_without_the_marker_status_before_and_after_must_both_be_good() -> None:
    profile = replace(load_profile("80mm"), done_marker=False)
    async with bench("tcp:127.0.0.1:0", profile) as table:
        assert (await table.printer.print(TICKET)).result == "printed"
        table.fault(mute=True)
        outcome = await table.printer.print(TICKET)
        assert (outcome.result, outcome.cause) == ("not_confirmed", "unknown")


async def test_two_kiosks_share_one_network_printer() -> None:
    async with AsyncExitStack() as stack:
        table = await stack.enter_async_context(bench("tcp:127.0.0.1:0", load_profile("80mm")))
        other = EscposPrinter(
            make_carrier(table.address), load_profile("80mm"), SystemClock(), patience=PATIENT
        )
        stack.push_async_callback(other.aclose)
        outcomes = await asyncio.gather(
            *(printer.print(TICKET) for printer in (table.printer, other) for _ in range(3))
        )
        await table.until_pieces(6)

        assert [outcome.result for outcome in outcomes] == ["printed"] * 6
        assert len(table.machine.pieces) == 6


async def test_nobody_at_the_address_is_unreachable_and_nothing_was_sent() -> None:
    async with bench("tcp:127.0.0.1:0", load_profile("80mm")) as table:
        await table.unplug()

        assert await table.printer.status() == "unreachable"
        outcome = await table.printer.print(TICKET)
        assert (outcome.result, outcome.cause) == ("failed", "unreachable")


async def test_a_serial_printer_that_was_away_is_found_again() -> None:
    async with bench("pty:", load_profile("80mm")) as table:
        table.fault(unplugged=True)
        assert (await table.printer.print(TICKET)).result == "not_confirmed"
        table.fault()

        assert (await table.printer.print(TICKET)).result == "printed"


@pytest.mark.parametrize("link", ["tcp:127.0.0.1:0", "pty:"])
async def test_a_picture_that_holds_a_question_is_printed_whole(link: str) -> None:
    """A real-time question acts inside picture data too: an answer comes that nobody asked for."""
    profile = load_profile("80mm-raster")
    questions = bytes.fromhex("100401") * 24
    async with bench(link, profile) as table:
        data = b"\x1b@\x1b3\x00\x1dv0\x00\x48\x00\x60\x00" + questions * 96
        outcome = await table.printer.send(
            Encoded(data=data + b"\x1dVB\x00\x1dr\x01", mode="raster")
        )

        assert outcome.result == "printed"
        assert bytes(table.machine.pieces[0].data).count(questions) == 96


@pytest.mark.parametrize("link", ["tcp:127.0.0.1:0", "pty:"])
async def test_a_long_raster_ticket_arrives_dot_for_dot(link: str) -> None:
    profile = load_profile("80mm-raster")
    async with bench(link, profile) as table:
        outcome = await table.printer.print(TICKET)

        assert outcome.result == "printed"
        made = encode_document(TICKET, profile).data
        assert bytes(table.machine.pieces[0].data) == made
