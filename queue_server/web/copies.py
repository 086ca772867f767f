"""The page ``/admin/upkeep/copies``: the hall put back from one of its own copies, by an admin.

A copy is chosen, what would be lost is said, and only then a yes is asked for.
"""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.exceptions import PermissionDeniedException

from hall.texts import load_texts
from queue_server.service.copies import Copies, CopyError, Lost, PutBack
from queue_server.service.machine import Machine
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms
from queue_server.web.sessions import Session, Sessions

_Asked = Request[Any, Any, Any]
_TOLD_TO = "Copies are put back by admins"


class CopiesPage:
    """It over one server."""

    def __init__(self, rooms: Rooms, sessions: Sessions) -> None:
        server = rooms.server
        self._rooms = rooms
        self._sessions = sessions
        self._hall = server.hall
        machine = Machine(hall=server.hall, content=server.content)
        self._copies = Copies(machine, server.clock, server.settings.data)
        self._words = {each: load_texts(each, "queue_server.alerts") for each in LANGUAGES}

    async def shown(self, request: _Asked) -> Response[Any]:
        """Return the copies, and what the one asked for would lose."""
        session = self._rooms.enter(request, ACCOUNT_KEEPERS, _TOLD_TO)
        return await self._looked(request, session, request.query_params.get("copy", ""))

    async def put_back(self, request: _Asked) -> Response[Any]:
        """Put a copy in the hall's place if the form says yes."""
        session, fields = await self._rooms.own_form(request)
        if session.actor.role not in ACCOUNT_KEEPERS:
            raise PermissionDeniedException(_TOLD_TO)
        wanted = str(fields.get("copy", ""))
        if "confirm" not in fields:
            return await self._looked(request, session, wanted, fault="unsaid", status=422)
        try:
            done = await self._copies.put_back(session.actor, wanted)
        except CopyError as fault:
            return await self._page(request, session, fault=fault.reason, why=str(fault))
        self._send_away()
        return await self._page(request, session, done=done, status=200)

    async def _looked(
        self, request: _Asked, session: Session, wanted: str, *, fault: str = "", status: int = 200
    ) -> Response[Any]:
        if not wanted:
            return await self._page(request, session, status=200)
        try:
            lost = await asyncio.to_thread(self._copies.would_lose, wanted)
        except CopyError as found:
            return await self._page(request, session, fault=found.reason, why=str(found))
        return await self._page(
            request, session, lost=lost, wanted=wanted, fault=fault, status=status
        )

    async def _page(
        self,
        request: _Asked,
        session: Session,
        *,
        lost: Lost | None = None,
        wanted: str = "",
        fault: str = "",
        why: str = "",
        done: PutBack | None = None,
        status: int = 409,
    ) -> Response[Any]:
        zone = ZoneInfo(self._hall.settings.hall.time_zone)

        def clock(at: datetime) -> str:
            return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

        return self._rooms.show(
            request, session, "upkeep", template="copies.html", status=status,
            s=self._words[language_of(request)].written, clock=clock, lost=lost, wanted=wanted,
            fault=fault, why=why, done=done, copies=await asyncio.to_thread(self._copies.listed),
        )  # fmt: skip

    def _send_away(self) -> None:
        """End the sessions of those the hall put back does not know as they are signed in."""
        users = self._hall.showing.view.users
        for name, session in self._sessions.listed():
            user = users.get(session.actor.name)
            if user is None or user.disabled or user.role != session.actor.role:
                self._sessions.end_named(name)


def copies_page(rooms: Rooms, sessions: Sessions) -> Router:
    """Return ``/admin/upkeep/copies``."""
    page = CopiesPage(rooms, sessions)

    @get("/", include_in_schema=False)
    async def shown(request: _Asked) -> Response[Any]:
        return await page.shown(request)

    @post("/", include_in_schema=False)
    async def put_back(request: _Asked) -> Response[Any]:
        return await page.put_back(request)

    return Router(path="/admin/upkeep/copies", route_handlers=[shown, put_back])
