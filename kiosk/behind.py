"""What stands behind the conversation: the hall, numbers of our own, paper, and what staff hear."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from hall.clock import Clock
from kiosk.alone import Alone
from kiosk.devices import Devices
from kiosk.emblem import HallEmblem
from kiosk.flow.core import KioskCore
from kiosk.input_method.lexicon import Lexicon
from kiosk.input_method.methods import InputMethods
from kiosk.line import HallLine
from kiosk.link import follow
from kiosk.printing import Printing, spooled
from kiosk.replaying import Replay
from kiosk.stocking import Stocking
from printer.port import PRINTS, PrinterStatus
from queue_server import wire

Equip = Callable[[wire.KioskInfo], None]
"""Takes what the site says of this kiosk."""


class Behind:
    """One kiosk's other side. ``serve`` gives it the conversation; then its works may run."""

    def __init__(
        self,
        server: str,
        token: str,
        folder: Path,
        clock: Clock,
        *,
        kiosk: str = "",
        printer: str | None = None,
        profile: str | None = None,
        inputs: InputMethods | None = None,
    ) -> None:
        self._clock = clock
        self._core: KioskCore | None = None
        self._equip: Equip = lambda _kiosk: None
        self.alone = Alone(folder, clock, kiosk_id=kiosk)
        self.line = HallLine(server, token, alone=self.alone, clock=clock, found=self._found)
        self.inputs = inputs or InputMethods()
        self.stocking = Stocking(self.line.shelf, self.line, clock, self._learned_words)
        self.devices = Devices(self.line, clock)
        self.emblem = HallEmblem(folder, self.line.emblem)
        self.paper = Printing(
            spooled(folder, clock, self.devices.power_cut),
            lambda: self.alone.known,
            clock=clock,
            told=self._printer,
            link=printer,
            profile=profile,
            emblem=lambda: self.emblem.printed,
        )
        self._replay = Replay(self.alone, self.line, clock, self._taken_in)
        self.line.on_site(self._learned)

    def serve(self, core: KioskCore, equip: Equip) -> None:
        """Take the conversation, and who else is told what the site says of this kiosk."""
        self._core = core
        self._equip = equip

    async def begin(self) -> None:
        """Take up what this machine kept, then ask the hall."""
        await self.alone.open()
        await self.stocking.open()
        await self.line.outbox.open()
        await self.emblem.open()
        await self.inputs.open()
        known = self.alone.known
        core = self._core
        if core is not None:
            core.keeps(tickets=self.alone.keeps)
            core.writes(by_hand=self.inputs.writes)
            if known is not None:
                core.remembers(known.site, known.services)
        await self._learned(known.site if known is not None else None)
        if core is not None:
            core.start()

    @property
    def works(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs for ever, by name."""
        return {
            "live": self._follow,
            "replay": self._replay.run,
            "printer": self.paper.watch,
            "devices": self.devices.run,
            "content": self.stocking.run,
            "outbox": self._send_letters,
            "emblem": self.emblem.run,
        }

    async def aclose(self) -> None:
        """Let go of everything."""
        self.inputs.close()
        await self.paper.aclose()
        await self.line.aclose()
        await self.line.outbox.aclose()
        await self.alone.aclose()

    async def _send_letters(self) -> None:
        await self.line.outbox.run(self.line.teller.send)

    async def _follow(self) -> None:
        if self._core is not None:
            await follow(await self.line.client(), self._core, self._clock)

    def keypad(self, *, present: bool) -> None:
        """Take that the keypad was pulled out, or is back: staff are told."""
        self.devices.keypad(present=present)

    def _printer(self, status: PrinterStatus) -> None:
        self.devices.printer(status)
        if self._core is not None:
            self._core.device("paper", works=status in PRINTS)

    def _found(self, there: bool) -> None:
        if self._core is not None:
            self._core.connection(connected=there)
        if there:
            self._replay.found()
            self.line.outbox.found()
            self.devices.found()

    def _taken_in(self, key: str, ticket: wire.Ticket) -> None:
        if self._core is not None:
            self._core.taken_in(key, ticket)

    def _learned_words(self, lexicon: Lexicon) -> None:
        self.inputs.lexicon = lexicon

    async def _learned(self, site: wire.SiteInfo | None) -> None:
        self.emblem.learned(site)
        await self.paper.equip(site)
        if self._core is not None:
            self._core.prints(paper=self.paper.present)
        own = next((one for one in site.kiosks if one.id == site.you), None) if site else None
        if own is not None:
            self.devices.named(own.id)
            self._equip(own)
