"""Upkeep: who is told of faults, one file for whoever helps; and the same over the API."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath

from hall.texts import load_texts
from queue_server.alerts.keeping import AlertState
from queue_server.service.asking import require_role
from queue_server.web.actors import Who
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_Asked = Request[Any, Any, Any]
_READERS = frozenset({"supervisor", "admin"})
_ADMINS = frozenset({"admin"})


def upkeep_routers(rooms: Rooms) -> tuple[Router, Router]:
    """Return the page ``/admin/upkeep`` and the calls under ``/api/v1/alerts``."""
    server = rooms.server
    words = {each: load_texts(each, "queue_server.alerts") for each in LANGUAGES}

    async def shown(request: _Asked, told: str = "", state: AlertState | None = None) -> Any:
        session = rooms.enter(request, _READERS, "Upkeep is for supervisors and admins")
        states = await server.alerts.states(session.actor)
        zone = ZoneInfo(server.hall.settings.hall.time_zone)

        def clock(at: datetime | None) -> str:
            return "" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

        return rooms.show(
            request, session, "upkeep", s=words[language_of(request)].written, states=states,
            clock=clock, told=told, tested=state, hall=server.hall.settings.hall.id,
        )  # fmt: skip

    @get("/upkeep", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        answer: Response[Any] = await shown(request)
        return answer

    @post("/upkeep/alerts/{alert_id:str}/test", status_code=200, include_in_schema=False)
    async def try_out(request: _Asked, alert_id: FromPath[str]) -> Response[Any]:
        session, _fields = await rooms.own_form(request)
        state = await server.alerts.test(session.actor, alert_id)
        answer: Response[Any] = await shown(request, alert_id, state)
        return answer

    @post("/upkeep/diagnostics", status_code=200, include_in_schema=False)
    async def diagnostics(request: _Asked) -> Response[bytes]:
        session, _fields = await rooms.own_form(request)
        require_role(session.actor, _ADMINS)
        from hall.diagnostics import gathered, packed
        from queue_server.facts import facts, note_taken, texts_of

        found = texts_of(await facts(server.hall, server.content, server.today))
        file = await asyncio.to_thread(lambda: packed(gathered({"queue_server": found})))
        await note_taken(server.hall, session.actor)
        name = f"hall90-{server.clock.now():%Y%m%d-%H%M}.zip"
        return Response(
            file,
            media_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )

    @get("/", summary="Who is told when something breaks, and how that went")
    async def listed(who: Who) -> tuple[AlertState, ...]:
        """Answer every way of telling of the site file."""
        return await server.alerts.states(who)

    @post("/{alert_id:str}/test", status_code=200, summary="Send a test message")
    async def test(alert_id: FromPath[str], who: Who) -> AlertState:
        """Send it now; ``fault`` says why where it did not go."""
        return await server.alerts.test(who, alert_id)

    return (
        Router(path="/admin", route_handlers=[page, try_out, diagnostics]),
        Router(path="/api/v1/alerts", route_handlers=[listed, test], tags=["today"]),
    )
