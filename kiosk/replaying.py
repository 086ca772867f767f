"""Telling the hall of the tickets issued without it: each exactly once, oldest first."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from itertools import groupby

from hall.clock import Clock
from hall.errors import RuleError, SyncError
from kiosk.alone import Alone
from kiosk.journal import Issued, Outcome
from kiosk.line import HallLine
from queue_server import wire

_LOG = logging.getLogger(__name__)
_AT_ONCE = 50
_AGAIN_S = 5.0
_AFTER_REFUSAL_S = 60.0
_LATER = frozenset({"day_closed"})
"""Refusals that pass by themselves: the hall has still to open the day."""


class Replay:
    """Brings tickets in as long as there are any; ``taken_in`` is told each one the hall has now.

    The hall knows a ticket by its key, so telling it twice changes nothing.
    """

    def __init__(
        self,
        alone: Alone,
        line: HallLine,
        clock: Clock,
        taken_in: Callable[[str, wire.Ticket], None],
    ) -> None:
        self._alone = alone
        self._line = line
        self._clock = clock
        self._taken_in = taken_in
        self._found = asyncio.Event()

    def found(self) -> None:
        """The hall was found: look at once, for it may be a restored one."""
        self._found.set()

    async def run(self) -> None:
        """Bring tickets in for ever."""
        wait = _AGAIN_S
        while True:
            try:
                if self._alone.unsent or self._found.is_set():
                    self._found.clear()
                    await self.bring_in()
                wait = _AGAIN_S
            except SyncError as error:
                _LOG.debug("tickets issued alone are kept", extra={"why": str(error)})
            except RuleError as error:
                _LOG.error("the hall takes no tickets in", extra={"why": str(error)})
                wait = _AFTER_REFUSAL_S
            await self._until_found(wait)

    async def bring_in(self) -> int:
        """Tell the hall what it has yet to be told; return how many it took.

        Raises SyncError where it cannot be reached, RuleError where it takes none from here.
        """
        site = await self._line.site()
        taken = 0
        await self._alone.take_back(site)
        waiting = self._alone.waiting(site)
        for (kiosk, contact), outage in groupby(
            waiting, key=lambda each: (each.kiosk, each.last_contact)
        ):
            together = tuple(outage)
            for start in range(0, len(together), _AT_ONCE):
                batch = together[start : start + _AT_ONCE]
                replay = wire.OfflineReplay(
                    kiosk=kiosk,
                    entries=tuple(each.entry for each in batch),
                    last_contact=contact,
                )
                taken += await self._tell(site.epoch, replay, batch)
        return taken

    async def _tell(self, epoch: str, replay: wire.OfflineReplay, batch: Sequence[Issued]) -> int:
        found = (await self._line.replay_offline(replay)).items
        known = {each.entry.key: each.entry.number for each in batch}
        answers: dict[str, tuple[Outcome, str | None]] = {}
        for answer in found:
            number = known.get(answer.key)
            if number is None or (answer.outcome == "refused" and answer.code in _LATER):
                continue
            answers[answer.key] = (answer.outcome, answer.code)
            if answer.outcome == "refused":
                _LOG.error(
                    "the hall refuses a ticket on paper",
                    extra={"number": number, "code": answer.code},
                )
        await self._alone.told(epoch, answers)
        for answer in found:
            if answer.key in answers and answer.ticket is not None:
                self._taken_in(answer.key, answer.ticket)
        _LOG.info("tickets issued alone brought in", extra={"count": len(answers)})
        return len(answers)

    async def _until_found(self, seconds: float) -> None:
        """Wait that long, or until the hall is found."""
        works = (
            asyncio.ensure_future(self._clock.sleep(seconds)),
            asyncio.ensure_future(self._found.wait()),
        )
        try:
            await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for work in works:
                work.cancel()
