"""How a window works today, who sits where, and what the day has left (contract §2)."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from litestar import Litestar, Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from hall.clock import Clock
from queue_server import wire
from queue_server.service.desk import Desk
from queue_server.web.actors import Who, require_known
from queue_server.web.sessions import Sessions

_LOG = logging.getLogger(__name__)


_EVERY_S = 30.0


@asynccontextmanager
async def keeping_shifts(app: Litestar) -> AsyncIterator[None]:
    """End the shifts of those whose sign-in lapsed, for as long as the server serves."""
    task = asyncio.create_task(
        _keep(app.state.desk, app.state.sessions, app.state.clock), name="shifts"
    )
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _keep(desk: Desk, sessions: Sessions, clock: Clock) -> None:
    while True:
        try:
            await desk.end_lapsed(sessions.signed_in())
        except Exception:  # noqa: BLE001  a task's root
            _LOG.exception("shifts not looked after; tried again")
        await clock.sleep(_EVERY_S)


def desk_router(desk: Desk) -> Router:
    """Return the desk's calls below ``/api/v1``."""

    @post("/windows/{window:str}/settings", status_code=200, summary="How a window works today")
    async def set_up_window(
        who: Who, window: FromPath[str], data: JSONBody[wire.WindowSettings]
    ) -> wire.WindowInfo:
        """Let it call by itself or not; narrow the services it offers (supervisor)."""
        return await desk.set_up(require_known(who), window, data)

    @get("/shifts", summary="Who sits where")
    async def list_shifts(
        who: Who, since: Annotated[datetime | None, QueryParameter()] = None
    ) -> wire.ShiftList:
        """Answer the shifts under way; with ``since`` also those that are over (supervisor)."""
        return await desk.shifts(require_known(who), since)

    @get("/day", summary="The service day")
    async def get_day(who: Who) -> wire.DayState:
        """Answer the day's record and how many tickets closing it would end, by state."""
        return desk.day(require_known(who))

    return Router(
        path="/api/v1", route_handlers=[set_up_window, list_shifts, get_day], tags=["hall"]
    )
