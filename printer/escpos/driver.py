"""The driver: a document goes to the printer once, and what came of it is told truthfully.

Status is asked before, the done marker waited for after (``escpos.md`` §5.1, §6). Only opening is
retried; bytes never are, because two tickets with one number are worse than none.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import TypeVar

from hall.clock import Clock
from hall.errors import DeviceError, LinkError
from printer.document import Document
from printer.escpos.carriers import Carrier
from printer.escpos.commands import DONE_MARKER
from printer.escpos.encoder import Encoded, encode_document, warm_up
from printer.escpos.status import (
    Answer,
    AutoStatus,
    PaperAnswer,
    RealTime,
    StatusReader,
    real_time_status,
)
from printer.escpos.worker import Worker
from printer.port import PRINTS, Cause, PrinterStatus, PrintOutcome, Result
from printer.profile import Profile

_SILENT_POLLS = 3
_MOST_STALE_READS = 64
_CALL_WITHIN = 20.0
_AUTO_STATUS_ON = b"\x1da\x0e"
_AUTO_STATUS_OFF = b"\x1da\x00"
_logger = logging.getLogger(__name__)
_Wanted = TypeVar("_Wanted", RealTime, AutoStatus, PaperAnswer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the driver waits, in seconds.

    ``connect`` are the pauses between attempts to open, ``answer`` is for one status byte,
    ``done`` for the done marker after a ticket, and every ``look`` of those the status is asked.
    """

    connect: tuple[float, ...] = (0.5, 1.0, 2.0)
    answer: float = 0.5
    done: float = 10.0
    look: float = 2.0


class EscposPrinter:
    """One ESC/POS printer behind a carrier. Jobs and questions take turns."""

    def __init__(
        self,
        carrier: Carrier,
        profile: Profile,
        clock: Clock,
        *,
        patience: Patience | None = None,
    ) -> None:
        self._carrier = carrier
        self._profile = profile
        self._clock = clock
        self._patience = patience or Patience()
        self._worker = Worker(f"printer {carrier.name}")
        self._turn = asyncio.Lock()
        self._reader = StatusReader()
        self._inbox: list[Answer] = []
        self._silent_polls = 0
        self._owed = 0
        self._warm = False
        self._told: PrinterStatus | None = None

    async def print(self, document: Document) -> PrintOutcome:
        """Put a document on paper once."""
        try:
            encoded = await self._worker.call(
                lambda: encode_document(document, self._profile), within=_CALL_WITHIN
            )
        except DeviceError as error:
            _logger.error("document could not be drawn", extra={"reason": str(error)})
            return PrintOutcome(result="failed", cause="fault")
        if encoded.replaced:
            _logger.warning(
                "characters could not be printed",
                extra={"count": len(encoded.replaced), "job": document.title},
            )
        return await self.send(encoded)

    async def send(self, encoded: Encoded) -> PrintOutcome:
        """Put already encoded bytes on paper once."""
        async with self._turn:
            try:
                await self._open(self._patience.connect)
            except LinkError:
                self._tell("unreachable")
                await self._close()
                return _outcome("failed", "unreachable", encoded)
            try:
                return await self._send_open(encoded)
            finally:
                if self._carrier.per_job:
                    await self._close()

    async def status(self) -> PrinterStatus:
        """Ask the printer how it is; ``unreachable`` after three silent questions in a row.

        The first time it also loads what drawing needs: an idle kiosk asks before anybody prints.
        """
        async with self._turn:
            await self._warm_up()
            try:
                await self._open(())
                status = await self._ask()
            except LinkError:
                await self._close()
                return self._tell("unreachable")
            if self._carrier.per_job:
                await self._close()
            self._silent_polls = self._silent_polls + 1 if status == "unknown" else 0
            if self._silent_polls >= _SILENT_POLLS:
                status = "unreachable"
            return self._tell(status)

    async def aclose(self) -> None:
        """Let go of the device."""
        async with self._turn:
            await self._close()
            self._worker.close()

    async def _warm_up(self) -> None:
        if self._warm:
            return
        self._warm = True
        try:
            await self._worker.call(lambda: warm_up(self._profile), within=_CALL_WITHIN)
        except (DeviceError, LinkError) as error:
            _logger.error("tickets cannot be drawn", extra={"reason": str(error)})

    async def _send_open(self, encoded: Encoded) -> PrintOutcome:
        try:
            before = self._tell(await self._ask_patiently())
        except LinkError:
            await self._close()
            return _outcome("failed", "unreachable", encoded)
        if before not in PRINTS:
            return _outcome("failed", before, encoded)
        try:
            settled = await self._settle()
            await self._take_in()
            self._inbox.clear()
            self._reader.forget()
            self._owed += self._profile.done_marker
            await self._write(encoded.data)
            return await self._confirm(before, encoded, believe_marker=settled)
        except LinkError as error:
            _logger.warning("printer lost while printing", extra={"reason": str(error)})
            await self._close()
            return _outcome("not_confirmed", "lost", encoded)

    async def _settle(self) -> bool:
        """Wait until markers of earlier jobs are answered or given up; tell whether they are.

        A job that was stuck may go on while the next one is sent; its late answer must not be
        taken for the next one's.
        """
        if not self._owed:
            return True
        await self._write(DONE_MARKER)
        answers, quiet = 0, 0.0
        deadline = self._clock.monotonic() + 2 * self._patience.done
        while self._clock.monotonic() < deadline and quiet < self._patience.done / 2:
            if await self._wait_for(PaperAnswer, self._patience.look) is not None:
                answers, quiet = answers + 1, 0.0
            elif await self._ask() in ("ready", "low"):
                quiet += self._patience.look
            else:
                quiet = 0.0
            if answers > self._owed:
                break
        settled = answers > self._owed or (answers > 0 and quiet >= self._patience.done / 2)
        self._owed = 0 if settled else self._owed + 1
        return settled

    async def _confirm(
        self, before: PrinterStatus, encoded: Encoded, *, believe_marker: bool
    ) -> PrintOutcome:
        if self._profile.done_marker:
            answer = await self._paper_answer()
            if isinstance(answer, PaperAnswer) and believe_marker:
                self._owed = 0
            elif isinstance(answer, PaperAnswer):
                return _outcome("not_confirmed", "unknown", encoded)
            if isinstance(answer, PaperAnswer) and not answer.out:
                low = answer.low or before == "low"
                return _outcome("printed", "", encoded, paper_low=low)
            if answer is not None:
                stopped: PrinterStatus = "out" if isinstance(answer, PaperAnswer) else answer
                return _outcome("not_confirmed", self._tell(stopped), encoded)
        after = self._tell(await self._ask())
        believable = not self._profile.done_marker and after in ("ready", "low")
        if believable and before in ("ready", "low"):
            return _outcome("printed", "", encoded, paper_low=after == "low")
        # Without the marker's answer "ready" only says that the printer lives.
        cause: Cause = "unknown" if after in ("ready", "low") else after
        return _outcome("not_confirmed", cause, encoded)

    async def _open(self, waits: tuple[float, ...]) -> None:
        for wait in (*waits, None):
            try:
                await self._worker.call(self._carrier.open, within=_CALL_WITHIN)
            except LinkError:
                if wait is None:
                    raise
                await self._clock.sleep(wait)
            else:
                return

    async def _close(self) -> None:
        try:
            await self._worker.call(self._carrier.close, within=_CALL_WITHIN)
        except LinkError as error:
            _logger.warning("printer did not close", extra={"reason": str(error)})

    async def _ask_patiently(self) -> PrinterStatus:
        """Ask up to three times: another kiosk's ticket may just be coming out of it."""
        status: PrinterStatus = "unknown"
        for _ in range(_SILENT_POLLS):
            status = await self._ask()
            if status != "unknown":
                break
        return status

    async def _ask(self) -> PrinterStatus:
        match self._profile.status:
            case "none":
                return "none"
            case "asb":
                return await self._ask_automatic()
            case "dle_eot":
                return await self._ask_real_time()

    async def _ask_real_time(self) -> PrinterStatus:
        answers: dict[int, int] = {}
        for question in (1, 2, 3, 4):
            await self._forget(RealTime)
            await self._write(bytes((0x10, 0x04, question)))
            answer = await self._wait_for(RealTime, self._patience.answer)
            if answer is None:
                break  # a silent printer is not asked for the rest
            answers[question] = answer.byte
        return real_time_status(answers)

    async def _ask_automatic(self) -> PrinterStatus:
        await self._forget(AutoStatus)
        await self._write(_AUTO_STATUS_ON)
        answer = await self._wait_for(AutoStatus, self._patience.answer)
        await self._write(_AUTO_STATUS_OFF)
        return "unknown" if answer is None else answer.status()

    async def _paper_answer(self) -> PaperAnswer | PrinterStatus | None:
        """Wait for the done marker's answer, or until the printer says why it will not come."""
        deadline = self._clock.monotonic() + self._patience.done
        while (left := deadline - self._clock.monotonic()) > 0:
            answer = await self._wait_for(PaperAnswer, min(left, self._patience.look))
            if answer is not None:
                return answer
            if self._profile.status != "dle_eot":
                continue  # only real-time questions are answered while a ticket is stuck
            status = await self._ask_real_time()
            if status not in PRINTS and status != "hot":
                return status
        return None

    async def _wait_for(self, kind: type[_Wanted], within: float) -> _Wanted | None:
        deadline = self._clock.monotonic() + within
        while True:
            for answer in self._inbox:
                if isinstance(answer, kind):
                    self._inbox.remove(answer)
                    return answer
            left = deadline - self._clock.monotonic()
            if left <= 0:
                return None
            await self._read(left)

    async def _forget(self, kind: type[Answer]) -> None:
        """Drop answers of a kind that came before the question they would be taken for."""
        await self._take_in()
        self._inbox = [answer for answer in self._inbox if not isinstance(answer, kind)]

    async def _take_in(self) -> None:
        for _ in range(_MOST_STALE_READS):
            if not await self._read(0):
                return

    async def _read(self, within: float) -> bool:
        data = await self._worker.call(
            lambda: self._carrier.read(within), within=within + _CALL_WITHIN
        )
        self._inbox += self._reader.feed(data)
        return bool(data)

    async def _write(self, data: bytes) -> None:
        await self._worker.call(lambda: self._carrier.write(data), within=_CALL_WITHIN)

    def _tell(self, status: PrinterStatus) -> PrinterStatus:
        """Log a status when it changes, not each time it is asked."""
        if status != self._told:
            _logger.info(
                "printer status changed", extra={"printer": self._carrier.name, "status": status}
            )
            self._told = status
        return status


def _outcome(
    result: Result, cause: Cause, encoded: Encoded, *, paper_low: bool = False
) -> PrintOutcome:
    return PrintOutcome(result=result, cause=cause, paper_low=paper_low, replaced=encoded.replaced)
