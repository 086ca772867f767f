import asyncio

from hall.clock import ManualClock
from printer.document import Document
from printer.port import PrinterStatus, PrintOutcome
from printer.watch import watch_printer


class ChangingPrinter:
    """Tells one status after the other, then the last for ever."""

    def __init__(self, *statuses: PrinterStatus) -> None:
        self._statuses = list(statuses)

    async def print(self, document: Document) -> PrintOutcome:
        raise AssertionError("a watched printer prints nothing by itself")

    async def status(self) -> PrinterStatus:
        return self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]

    async def aclose(self) -> None:
        pass


async def test_each_change_is_told_once_and_one_silence_is_not(clock: ManualClock) -> None:
    printer = ChangingPrinter(
        "ready", "ready", "unknown", "low", "low", "out", "unknown", "unreachable", "ready"
    )
    told: list[PrinterStatus] = []

    async def tell(status: PrinterStatus) -> None:
        told.append(status)

    watching = asyncio.ensure_future(watch_printer(printer, clock, tell))
    await clock.advance(120)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)

    assert told == ["ready", "low", "out", "unreachable", "ready"]


async def test_a_printer_that_never_answered_is_told_as_unknown(clock: ManualClock) -> None:
    told: list[PrinterStatus] = []

    async def tell(status: PrinterStatus) -> None:
        told.append(status)

    watching = asyncio.ensure_future(watch_printer(ChangingPrinter("unknown"), clock, tell))
    await clock.advance(30)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)

    assert told == ["unknown"]
