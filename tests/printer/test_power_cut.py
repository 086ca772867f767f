"""Power cut between the number and its paper: a real process is killed, its spool read after.

The child prints through the shipped driver to a simulated printer that outlives it.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from hall.clock import SystemClock
from hall.links.address import parse_link
from hall.links.listening import listen
from printer.simulator.faults import Faults, FaultSource
from printer.simulator.machine import PrinterMachine
from printer.spool import Spool

CHILD = """
import asyncio, sys
from pathlib import Path
from hall.clock import SystemClock
from printer.document import Big, Document, Line
from printer.registry import make_printer
from printer.spool import Spool, SpooledPrinter

def ticket(number):
    lines = tuple(Line(text=f"line {line}") for line in range(30))
    return Document(title=f"ticket {number}", language="zh-CN", blocks=(Big(text=number), *lines))

async def main():
    clock = SystemClock()
    spool = Spool(Path(sys.argv[2]), clock)
    printer = SpooledPrinter(make_printer(sys.argv[1], "80mm", clock), spool)
    await asyncio.gather(printer.print(ticket("A017")), printer.print(ticket("A018")))

asyncio.run(main())
"""


class Printing:
    """A simulated printer, and a kiosk's process that prints on it."""

    def __init__(self, machine: PrinterMachine, link: str, spool: Path) -> None:
        self.machine = machine
        self._link = link
        self._spool = spool

    async def start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", CHILD, self._link, str(self._spool)
        )

    def states(self) -> list[tuple[str, str, str]]:
        """Start again, as after the power came back."""
        spool = Spool(self._spool, SystemClock())
        told: list[tuple[str, str, str]] = [
            (job.title, job.state, job.cause) for job in spool.jobs()
        ]
        assert [job.title for job in spool.taken_up] == [
            title for title, _, cause in told if cause == "power"
        ]
        spool.close()
        return told

    def papers(self) -> list[str]:
        """Return the numbers on the pieces of paper that came out."""
        texts = self.machine.interpreter.texts
        return [text for text in texts if text.startswith("A0")]


@pytest.fixture
async def printing(tmp_path: Path) -> AsyncIterator[Printing]:
    machine = PrinterMachine(SystemClock(), faults=FaultSource())
    listener = await listen(parse_link("tcp:127.0.0.1:0"), machine.serve)
    working = asyncio.ensure_future(machine.run())
    yield Printing(machine, str(listener.address), tmp_path / "print.sqlite")
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await listener.close()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110  the paper moves on its own
            await asyncio.sleep(0.01)


async def kill(child: asyncio.subprocess.Process) -> None:
    child.send_signal(signal.SIGKILL)
    await child.wait()


async def test_a_cut_in_the_middle_of_the_paper(printing: Printing) -> None:
    printing.machine.faults.set(Faults(slow_ms=30))
    child = await printing.start()
    await until(lambda: len(printing.machine.interpreter.texts) >= 3)
    await kill(child)
    printing.machine.faults.set(Faults())
    await until(lambda: len(printing.machine.pieces) == 1)

    assert printing.states() == [
        ("ticket A017", "not_confirmed", "power"),
        ("ticket A018", "failed", "power"),
    ]
    assert printing.papers() == ["A017"]


async def test_a_cut_before_the_first_byte_leaves_nothing_on_paper(printing: Printing) -> None:
    printing.machine.faults.set(Faults(mute=True))
    child = await printing.start()
    await until(lambda: printing.machine.questions_asked > 0)
    await kill(child)
    printing.machine.faults.set(Faults())

    assert printing.states() == [
        ("ticket A017", "not_confirmed", "power"),
        ("ticket A018", "failed", "power"),
    ]
    assert printing.papers() == []


async def test_a_cut_after_the_paper_and_before_its_confirmation(printing: Printing) -> None:
    child = await printing.start()
    await until(lambda: printing.machine.questions_asked >= 4)
    printing.machine.faults.set(Faults(mute=True))
    await until(lambda: len(printing.machine.pieces) == 1)
    await kill(child)
    printing.machine.faults.set(Faults())

    titles = [state for state in printing.states() if state[0] == "ticket A017"]
    assert titles[0][1] in ("not_confirmed", "printed")
    assert printing.papers().count("A017") == 1
