import asyncio
import sqlite3
from pathlib import Path

import pytest

from hall.clock import ManualClock
from hall.errors import HallError
from printer.document import Document, Line
from printer.port import PrinterStatus, PrintOutcome
from printer.spool import Spool, SpooledPrinter

TICKET = Document(title="ticket A017", language="zh-CN", blocks=(Line(text="张三 失业登记"),))


class PowerCutError(Exception):
    """The machine went off while the printer printed."""


class FakePrinter:
    """Gives one outcome, or loses power."""

    def __init__(self, outcome: PrintOutcome | None) -> None:
        self.printed: list[Document] = []
        self._outcome = outcome

    async def print(self, document: Document) -> PrintOutcome:
        self.printed.append(document)
        if self._outcome is None:
            raise PowerCutError
        return self._outcome

    async def status(self) -> PrinterStatus:
        return "ready"

    async def aclose(self) -> None:
        pass


async def test_every_job_keeps_what_became_of_it(tmp_path: Path, clock: ManualClock) -> None:
    spool = Spool(tmp_path / "spool.db", clock)
    for outcome in (
        PrintOutcome(result="printed"),
        PrintOutcome(result="not_confirmed", cause="out"),
        PrintOutcome(result="failed", cause="cover"),
    ):
        assert await SpooledPrinter(FakePrinter(outcome), spool).print(TICKET) == outcome

    told = [(job.title, job.state, job.cause) for job in spool.jobs()]
    spool.close()
    assert told == [
        ("ticket A017", "printed", ""),
        ("ticket A017", "not_confirmed", "out"),
        ("ticket A017", "failed", "cover"),
    ]


async def test_a_job_cut_by_power_is_not_confirmed_and_never_printed_again(
    tmp_path: Path, clock: ManualClock
) -> None:
    spool = Spool(tmp_path / "spool.db", clock)
    printer = FakePrinter(None)
    with pytest.raises(PowerCutError):
        await SpooledPrinter(printer, spool).print(TICKET)
    spool.add("ticket A018")
    spool.close()

    after = Spool(tmp_path / "spool.db", clock)
    told = [(job.title, job.state, job.cause) for job in after.jobs()]
    after.close()
    assert told == [
        ("ticket A017", "not_confirmed", "power"),
        ("ticket A018", "failed", "power"),
    ]
    assert len(printer.printed) == 1


async def test_a_disk_that_takes_nothing_stops_no_paper(
    tmp_path: Path, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    spool = Spool(tmp_path / "spool.db", clock)
    spool._file.execute("PRAGMA query_only = ON")
    outcome = PrintOutcome(result="not_confirmed", cause="out")
    printer = FakePrinter(outcome)
    assert await SpooledPrinter(printer, spool).print(TICKET) == outcome
    assert printer.printed == [TICKET]
    assert [record.message for record in caplog.records] == ["print spool could not be written"]
    assert spool.jobs() == []
    spool.close()


async def test_an_outcome_the_disk_does_not_take_is_still_told(
    tmp_path: Path, clock: ManualClock
) -> None:
    spool = Spool(tmp_path / "spool.db", clock)

    class FullAfter(FakePrinter):
        async def print(self, document: Document) -> PrintOutcome:
            spool._file.execute("PRAGMA query_only = ON")
            return await super().print(document)

    outcome = PrintOutcome(result="printed")
    assert await SpooledPrinter(FullAfter(outcome), spool).print(TICKET) == outcome
    spool.close()
    after = Spool(tmp_path / "spool.db", clock)
    assert [(job.state, job.cause) for job in after.jobs()] == [("not_confirmed", "power")]
    after.close()


async def test_a_printer_let_go_while_it_prints_still_keeps_what_came_of_it(
    tmp_path: Path, clock: ManualClock
) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    class Slow(FakePrinter):
        async def print(self, document: Document) -> PrintOutcome:
            begun.set()
            await goes_on.wait()
            return await super().print(document)

    outcome = PrintOutcome(result="printed")
    printer = SpooledPrinter(Slow(outcome), Spool(tmp_path / "spool.db", clock))
    printing = asyncio.ensure_future(printer.print(TICKET))
    await begun.wait()
    closing = asyncio.ensure_future(printer.aclose())
    for _ in range(5):
        await asyncio.sleep(0)
    goes_on.set()
    assert await printing == outcome
    await closing
    after = Spool(tmp_path / "spool.db", clock)
    assert [(job.state, job.cause) for job in after.jobs()] == [("printed", "")]
    after.close()


async def test_nothing_that_stood_on_the_paper_is_kept(tmp_path: Path, clock: ManualClock) -> None:
    spool = Spool(tmp_path / "spool.db", clock)
    printer = SpooledPrinter(FakePrinter(PrintOutcome(result="printed")), spool)
    await printer.print(TICKET)
    await printer.aclose()

    assert "张三".encode() not in (tmp_path / "spool.db").read_bytes()


def test_old_jobs_are_forgotten_after_three_days(tmp_path: Path, clock: ManualClock) -> None:
    spool = Spool(tmp_path / "spool.db", clock)
    spool.end(spool.add("old"), "printed", "")
    spool.close()
    clock.pass_time(3 * 86400 + 1)

    later = Spool(tmp_path / "spool.db", clock)
    assert later.jobs() == []
    later.close()


def test_a_damaged_spool_is_set_aside_and_tickets_go_on(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "spool.db").write_bytes(b"no database at all" * 100)
    spool = Spool(tmp_path / "spool.db", clock)
    spool.add("ticket A019")

    assert [job.title for job in spool.jobs()] == ["ticket A019"]
    assert (tmp_path / "spool.db.damaged").exists()
    spool.close()


def test_a_spool_that_cannot_be_made_says_so(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(HallError, match="print spool"):
        Spool(tmp_path / "file" / "spool.db", clock)


def test_the_spool_waits_for_the_disk(tmp_path: Path, clock: ManualClock) -> None:
    spool = Spool(tmp_path / "spool.db", clock)
    (level,) = spool._file.execute("PRAGMA synchronous").fetchone()
    spool.close()

    assert level == 2
    assert sqlite3.threadsafety >= 1
