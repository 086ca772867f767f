"""What the hall does by itself as time passes: ends holds, turns days over, erases what is over."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from config.site import Site
from hall.clock import Clock
from hall.errors import RuleError
from queue_server.domain.actors import SYSTEM
from queue_server.domain.ticket import Moment
from queue_server.service import booking, days, shifts, tickets, windows
from queue_server.service.feedback import rules as feedback
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image

_LOG = logging.getLogger(__name__)
EVERY_S = 1.0
PURGE_EVERY_S = 900.0
STEP_TOLD_S = 2.0
"""A wall clock set by more than this is told in the journal and at the consoles (R-10)."""


class Applied(Protocol):
    """One page of content applied."""

    @property
    def seq(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def source(self) -> str: ...


class Upkeep:
    """Runs beside the server on its clock; each round is one command of the writer."""

    def __init__(self, hall: RunningHall, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._purged: float | None = None
        self._seen: Moment | None = None

    async def round(self) -> None:
        """Do what is due now; nothing where another server writes for this hall."""
        if not self._hall.writer.leading:
            return
        purge = self._purged is None or self._clock.monotonic() - self._purged > PURGE_EVERY_S
        await self._hall.keep_promises()
        stepped = self._stepped()
        await self._hall.writer.submit(_due(self._hall.settings, purge=purge, stepped=stepped))
        if purge:
            self._purged = self._clock.monotonic()

    def _stepped(self) -> float:
        """Return by how many seconds somebody set the wall clock since the last round."""
        now, before = Moment(self._clock.now(), self._clock.monotonic()), self._seen
        self._seen = now
        if before is None:
            return 0.0
        return (now.wall - before.wall).total_seconds() - (now.mono - before.mono)

    async def run(self) -> None:
        """Do so for ever, once a second."""
        while True:
            try:
                await self.round()
            except Exception:  # noqa: BLE001  a task's root
                _LOG.exception("upkeep failed; tried again in a second")
            await self._clock.sleep(EVERY_S)


def _due(site: Site, *, purge: bool, stepped: float) -> Callable[[Image, Moment], None]:
    def decide(image: Image, moment: Moment) -> None:
        if abs(stepped) > STEP_TOLD_S:
            told = encode({"seconds": round(stepped)})
            image.tell(moment.wall, "clock_stepped", told, public=False)
        days.follow_calendar(image, moment, site, SYSTEM)
        booking.grow_old(image, moment, site)
        _alone(image, partial(windows.let_go_of_dropped, image, moment, site))
        _alone(image, partial(shifts.follow_skills, image, moment, site, SYSTEM))
        for ticket, event in tickets.due(image, moment, site):
            _alone(image, partial(tickets.happen, image, moment, site, ticket, event))
        _alone(image, partial(windows.call_by_themselves, image, moment, site))
        if purge:
            feedback.grow_late(image, moment)
            image.purge_at = moment.wall

    return decide


def _alone(image: Image, step: Callable[[], object]) -> None:
    """Do one step; where a rule refuses it, it alone is taken back and the others go on."""
    mark = image.log.mark()
    try:
        step()
    except RuleError as refusal:
        image.log.undo_to(mark)
        _LOG.warning("upkeep refused", extra={"code": refusal.code, "why": refusal.detail})


class Content(Protocol):
    """What is followed of the content."""

    def head(self) -> int: ...

    def applied_after(self, seq: int) -> Sequence[Applied]: ...


def _seq(page: Applied) -> int:
    return page.seq


async def follow_content(
    hall: RunningHall, clock: Clock, content: Content, *, every: float = 1.0
) -> None:
    """Tell the journal of content applied, whoever applied it: of each source its last page.

    Once a look, not once a page: an import writes dozens of them in a second, and calls would wait
    behind a commit of each.
    """
    epoch, seen = "", 0
    while True:
        try:
            if not hall.writer.leading:
                epoch = ""
                await clock.sleep(every)
                continue
            if hall.epoch != epoch:
                # A restored journal knows less than the one before it told.
                epoch, seen = hall.epoch, await asyncio.to_thread(hall.showing.last_content_seq)
            if await asyncio.to_thread(content.head) < seen:
                seen = 0  # another content file lies there now
            pages = await asyncio.to_thread(content.applied_after, seen)
            for page in sorted({each.source: each for each in pages}.values(), key=_seq):
                data = {"content_seq": page.seq, "source": page.source, "applied_at": page.at}
                await hall.publish(SYSTEM, "content_applied", data, public=True)
                seen = page.seq
        except Exception:  # noqa: BLE001  a task's root
            _LOG.exception("content not followed; tried again")
        await clock.sleep(every)
