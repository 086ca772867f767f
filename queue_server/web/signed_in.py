"""Who is signed in where: told to admins, ended by them; a cookie used elsewhere is refused."""

import asyncio
import logging
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Router, delete, get
from litestar.params import FromPath

from hall.clock import Clock
from hall.errors import HallError
from queue_server.domain.actors import SYSTEM
from queue_server.domain.errors import refused
from queue_server.service.asking import require_role
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.running import RunningHall
from queue_server.web.actors import Who, require_known
from queue_server.web.sessions import Session, Sessions, cookie_of

_LOG = logging.getLogger(__name__)
_AGAIN_S = 60.0
_MOST = 1000
_Asked = Request[Any, Any, Any]


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """One browser somebody is signed in with; ``own`` is the one that asks."""

    id: str
    name: str
    role: str
    window: str | None
    address: str
    began: datetime
    used: datetime
    own: bool


class SignedInList(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, the last used first; never more than one page."""

    items: tuple[SignedIn, ...]
    next: str | None = None


class Strangers:
    """Notes in the journal that a session's cookie came from another browser or address."""

    def __init__(self, hall: RunningHall, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._told: dict[tuple[str, str], float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def note(self, session: Session, address: str) -> None:
        """Note it, the same theft once a minute at most."""
        key, now = (session.actor.name, address), self._clock.monotonic()
        if now - self._told.get(key, -_AGAIN_S) < _AGAIN_S:
            return
        if len(self._told) >= _MOST:
            self._told.clear()
        self._told[key] = now
        _LOG.warning(
            "a session was used from another browser",
            extra={"who": session.actor.name, "address": address, "begun_at": session.address},
        )
        task = asyncio.get_running_loop().create_task(self._write(session), name="stolen session")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write(self, session: Session) -> None:
        """Write it down; a hall that cannot write has said so in the log already."""
        data = {"user": session.actor.name, "client": session.address}
        try:
            await self._hall.publish(SYSTEM, "session_refused", data, public=False)
        except HallError as fault:
            _LOG.warning("a stolen session is not in the journal: %s", fault)


def signed_in_router(hall: RunningHall, sessions: Sessions) -> Router:
    """Return ``/api/v1/sessions``."""

    @get("/", summary="Who is signed in")
    async def list_sessions(request: _Asked, who: Who) -> SignedInList:
        """Answer the browsers people are signed in with; admins only."""
        require_role(require_known(who), ACCOUNT_KEEPERS)
        own = sessions.name_of(cookie_of(request))
        found = sorted(sessions.listed(), key=lambda each: each[1].used, reverse=True)
        return SignedInList(
            items=tuple(
                SignedIn(
                    id=name, name=each.actor.name, role=each.actor.role, window=each.actor.window,
                    address=each.address, began=each.began, used=each.used, own=name == own,
                )
                for name, each in found
            )
        )  # fmt: skip

    @delete("/{session_id:str}", status_code=204, summary="Sign somebody out")
    async def end_session(who: Who, session_id: FromPath[str]) -> None:
        """End one browser's session; its pages and streams end at once."""
        require_role(require_known(who), ACCOUNT_KEEPERS)
        ended = sessions.end_named(session_id)
        if ended is None:
            raise refused("unknown_session", "this session has ended already")
        data = {"user": ended.actor.name, "client": ended.address, "by": who.name}
        await hall.publish(SYSTEM, "session_ended", data, public=False)

    return Router(
        path="/api/v1/sessions", route_handlers=[list_sessions, end_session], tags=["accounts"]
    )
