"""What clerks and supervisors do beside tickets, over a running hall: windows, shifts, the day."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service import days, shifts, windows
from queue_server.service.asking import CALLERS, require_role
from queue_server.service.presenting import day_info
from queue_server.service.running import RunningHall
from queue_server.store.loading import documents_of
from queue_server.store.records import Document

_SUPERVISORS = frozenset({"supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class Desk:
    """Commands are durable when they return."""

    hall: RunningHall

    async def set_up(
        self, actor: Actor, window: str, settings: wire.WindowSettings
    ) -> wire.WindowInfo:
        """Change how a window works today; see ``service.windows``."""
        site = self.hall.settings
        await self.hall.writer.submit(
            lambda image, moment: windows.set_up(image, moment, site, actor, window, settings)
        )
        return self.hall.showing.present().window(window)

    async def sit_down(self, actor: Actor, signed_in: shifts.SignedIn) -> None:
        """Note that somebody works at a window from now on, or at none."""
        site = self.hall.settings
        await self.hall.writer.submit(
            partial(shifts.begin, site=site, actor=actor, signed_in=signed_in)
        )

    async def get_up(self, actor: Actor) -> None:
        """Note that somebody signed out."""
        site = self.hall.settings
        await self.hall.writer.submit(
            lambda image, moment: shifts.end(image, moment, site, actor, "signed_out")
        )

    async def end_lapsed(self, signed_in: shifts.SignedIn) -> None:
        """End the shifts of those whose sign-in lapsed."""
        kept = shifts.open_shifts(self.hall.showing.view.documents.values())
        if not self.hall.writer.leading or all(
            (each.user, each.window) in signed_in for each in kept
        ):
            return
        site = self.hall.settings
        await self.hall.writer.submit(
            lambda image, moment: shifts.end_lapsed(image, moment, site, SYSTEM, signed_in)
        )

    async def shifts(self, actor: Actor, since: datetime | None = None) -> wire.ShiftList:
        """Return who sits where now; with ``since`` a supervisor sees those that are over too."""
        require_role(actor, CALLERS if since is None else _SUPERVISORS)
        if since is None:
            found = shifts.open_shifts(self.hall.showing.view.documents.values())
        else:
            found = [shifts.read(each) for each in await asyncio.to_thread(self._since, since)]
        return wire.ShiftList(items=tuple(shifts.shown(each) for each in found))

    def day(self, actor: Actor) -> wire.DayState:
        """Return the service day and what closing it would end."""
        require_role(actor, CALLERS)
        view = self.hall.showing.view
        return wire.DayState(day=day_info(view.day), left=days.left_over(view.tickets))

    def _since(self, since: datetime) -> list[Document]:
        with self.hall.database.reading() as connection:
            return documents_of(connection, shifts.KIND, since=since)
