"""What this kiosk's devices say of themselves, told to staff: the latest of each, until known."""

import asyncio
import logging
from typing import Protocol

from hall.clock import Clock
from hall.errors import RuleError, SyncError
from printer.port import PrinterStatus
from printer.telling import POWER_CUT, Report, report
from queue_server import wire

KEYPAD_BACK = Report(state="ok", cause="")
KEYPAD_GONE = Report(state="failed", cause="unplugged")

_LOG = logging.getLogger(__name__)
_AGAIN_S = 5.0


class Hall(Protocol):
    """Who is told."""

    async def tell_device(self, status: wire.DeviceStatus) -> None: ...


class Devices:
    """Keeps what is to be told while the hall is gone; only the newest counts."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._kiosk = ""
        self._last: dict[str, wire.DeviceStatus] = {}
        self._due: set[str] = set()
        self._changed = asyncio.Event()

    def named(self, kiosk: str) -> None:
        """Take which kiosk this is; what is told before that waits."""
        self._kiosk = kiosk
        self._changed.set()

    def printer(self, status: PrinterStatus) -> None:
        """Take how the printer is now."""
        self._take("printer", report(status))

    def keypad(self, *, present: bool) -> None:
        """Take that the keypad was pulled out, or is back."""
        self._take("keypad", KEYPAD_BACK if present else KEYPAD_GONE)

    def power_cut(self, papers: tuple[str, ...]) -> None:
        """Take that a power cut left papers of which nobody knows whether they came out."""
        if papers:
            self._take("paper", POWER_CUT, "、".join(papers)[:200])

    def found(self) -> None:
        """The hall was found: it may be another one, so everything is told again."""
        self._due |= set(self._last)
        self._changed.set()

    async def run(self) -> None:
        """Tell for ever."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            while self._due and self._kiosk:
                try:
                    await self._tell()
                except SyncError as error:
                    _LOG.debug("a device's state is kept", extra={"why": str(error)})
                    await self._clock.sleep(_AGAIN_S)

    async def _tell(self) -> None:
        for kind in sorted(self._due):
            status = self._last[kind]
            named = wire.DeviceStatus(
                device=f"{kind}:{self._kiosk}", kind=status.kind, state=status.state,
                cause=status.cause, detail=status.detail, since=status.since,
            )  # fmt: skip
            try:
                await self._hall.tell_device(named)
            except RuleError as error:
                _LOG.warning("a device's state was refused", extra={"why": str(error)})
            if self._last[kind] is status:
                self._due.discard(kind)

    def _take(self, kind: str, told: Report, detail: str = "") -> None:
        self._last[kind] = wire.DeviceStatus(
            device=kind, kind="keypad" if kind == "keypad" else "printer", state=told.state,
            cause=told.cause, detail=detail, since=self._clock.now(),
        )  # fmt: skip
        self._due.add(kind)
        self._changed.set()
