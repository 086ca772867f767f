"""Looking after an idle printer, so that staff hear of its paper before a visitor does."""

from collections.abc import Awaitable, Callable

from hall.clock import Clock
from printer.port import Printer, PrinterStatus

IDLE_POLL_SECONDS = 8.0

Tell = Callable[[PrinterStatus], Awaitable[None]]


async def watch_printer(
    printer: Printer, clock: Clock, tell: Tell, *, every: float = IDLE_POLL_SECONDS
) -> None:
    """Ask for ever and tell each change, the first status included.

    A single unanswered question is not told as a change: it may be a ticket of another kiosk.
    ``unreachable`` after three of them is.
    """
    told: PrinterStatus | None = None
    while True:
        status = await printer.status()
        if status != told and (status != "unknown" or told is None):
            told = status
            await tell(status)
        await clock.sleep(every)
