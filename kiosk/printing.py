"""Which printer this kiosk has: the one named at its start, else the one the site names for it."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from hall.clock import Clock
from hall.errors import HallError
from kiosk.flow.visit import Paper
from kiosk.paper import Drawn, Facts, TicketPaper, no_emblem
from printer.port import Printer, PrinterStatus
from printer.slip import NoteSlip, Variant
from printer.spool import SPOOL_FILE, Spool, SpooledPrinter
from printer.watch import watch_printer
from queue_server import wire

_LOG = logging.getLogger(__name__)
_PROFILE = "80mm"

Make = Callable[[str, str], Printer]
"""A printer for a link and a profile; raises HallError for what cannot be one."""


class Printing:
    """A `PaperPort` whose printer may come, change and go with the site.

    ``link`` and ``profile`` override the site; an empty link means no printer at all. ``told`` is
    told each status of the printer.
    """

    def __init__(
        self,
        make: Make,
        facts: Facts,
        *,
        clock: Clock,
        told: Callable[[PrinterStatus], None],
        link: str | None = None,
        profile: str | None = None,
        emblem: Drawn = no_emblem,
    ) -> None:
        self._make = make
        self._facts = facts
        self._emblem = emblem
        self._clock = clock
        self._told = told
        self._link = link
        self._profile = profile
        self._equipped: tuple[str, str] | None = None
        self._printer: Printer | None = None
        self._paper: TicketPaper | None = None
        self._changed = asyncio.Event()

    @property
    def present(self) -> bool:
        """Whether this kiosk prints at all."""
        return self._paper is not None

    async def equip(self, site: wire.SiteInfo | None) -> None:
        """Use the printer this kiosk has now; a link nothing can be at is logged, not raised."""
        here = next((one for one in site.kiosks if one.id == site.you), None) if site else None
        link = self._link if self._link is not None else (here.printer if here else "")
        profile = self._profile or (here.printer_profile if here else "") or _PROFILE
        if self._equipped == (link, profile):
            return
        before, self._printer, self._paper = self._printer, None, None
        if before is not None:
            await before.aclose()
        self._equipped = (link, profile)
        if link:
            self._take(link, profile)
        self._changed.set()

    def _take(self, link: str, profile: str) -> None:
        from printer.profile import load_profile

        try:
            self._printer = self._make(link, profile)
            self._paper = TicketPaper(
                self._printer, load_profile(profile), self._facts, self._emblem
            )
        except HallError as error:
            _LOG.error("no printer", extra={"link": link, "why": str(error)})

    async def print_ticket(
        self,
        ticket: wire.Ticket,
        language: str,
        *,
        reprint: bool,
        variant: Variant = "standard",
    ) -> Paper:
        """Print a ticket and return what came of it."""
        if self._paper is None:
            return "none"
        return await self._paper.print_ticket(ticket, language, reprint=reprint, variant=variant)

    async def print_slip(self, slip: NoteSlip) -> Paper:
        """Print a slip and return what came of it."""
        return "none" if self._paper is None else await self._paper.print_slip(slip)

    async def watch(self) -> None:
        """Look after the printer for ever, whichever it is."""
        while True:
            self._changed.clear()
            watching = asyncio.ensure_future(self._watch())
            waiting = asyncio.ensure_future(self._changed.wait())
            try:
                await asyncio.wait((watching, waiting), return_when=asyncio.FIRST_COMPLETED)
                if watching.done():
                    await watching  # raises what ended it
            finally:
                watching.cancel()
                waiting.cancel()

    async def _watch(self) -> None:
        if self._printer is None:
            await self._changed.wait()
            return

        async def tell(status: PrinterStatus) -> None:
            _LOG.info("printer", extra={"printer_status": status})
            self._told(status)

        await watch_printer(self._printer, self._clock, tell)

    async def aclose(self) -> None:
        """Let go of the printer."""
        if self._printer is not None:
            await self._printer.aclose()


def spooled(folder: Path, clock: Clock, cut: Callable[[tuple[str, ...]], None]) -> Make:
    """Return how printers are made whose jobs are known after a power cut.

    ``cut`` is told the papers of which a power cut left nobody knowing whether they came out.
    Where nothing can be kept, tickets are printed all the same.
    """

    def make(link: str, profile: str) -> Printer:
        from printer.registry import make_printer

        printer = make_printer(link, profile, clock)
        try:
            spool = Spool(folder / SPOOL_FILE, clock)
        except HallError as error:
            _LOG.error("papers are not kept", extra={"why": str(error)})
            return printer
        cut(tuple(job.title for job in spool.taken_up))
        return SpooledPrinter(printer, spool)

    return make
