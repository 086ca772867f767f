"""`hall90 sim printer`: the machine behind a listening link until it is told to end."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from pathlib import Path

from hall.clock import Clock
from hall.links.address import parse_link
from hall.links.listening import listen
from printer.simulator.faults import FaultSource
from printer.simulator.folder import TicketFolder
from printer.simulator.machine import PrinterMachine

_logger = logging.getLogger(__name__)


async def run_simulator(
    link: str,
    out: Path | None,
    faults: Path | None,
    paper: str,
    clock: Clock,
    ready: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT; ``ready`` gets the address a driver opens."""
    folder = TicketFolder(out) if out is not None else None
    machine = PrinterMachine(
        clock,
        width_dots=576 if paper == "80" else 384,
        cutter=paper == "80",
        hangs_up=link.startswith("tcp:"),
        faults=FaultSource(faults),
        on_piece=folder.keep if folder else lambda _: None,
        first_number=folder.next_number if folder else 1,
    )
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    listener = await listen(parse_link(link), machine.serve)
    printing = asyncio.ensure_future(machine.run())
    printing.add_done_callback(lambda _: ended.set())
    ready(str(listener.address))
    await ended.wait()
    await listener.close()
    printing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await printing
    for problem in machine.interpreter.problems:
        _logger.warning("printer received something strange", extra={"problem": problem})
