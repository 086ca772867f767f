"""Who asks: a bearer token, a console's session, or nobody in particular."""

import hmac
from typing import Any

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.params import SkipValidation

from hall.clock import Clock
from queue_server.domain.actors import ANONYMOUS, Actor
from queue_server.service.hall import HallService
from queue_server.service.pace import Pace
from queue_server.web.bounds import A_SECOND, AT_ONCE
from queue_server.web.sessions import ACTIVE_HEADER, CSRF_HEADER, Sessions

Hall = NamedDependency[SkipValidation[HallService]]
Who = NamedDependency[SkipValidation[Actor]]
_SAFE = ("GET", "HEAD", "OPTIONS")
_Connection = ASGIConnection[Any, Any, Any, Any]


class Doorkeeper:
    """Finds out who asks; an unknown token is refused, no token is anonymous."""

    def __init__(self, hall: HallService, sessions: Sessions, clock: Clock) -> None:
        self._hall = hall
        self._sessions = sessions
        self._pace = Pace(clock, A_SECOND, AT_ONCE)

    async def who(self, connection: _Connection) -> Actor:
        """Return who asks; raises 401 for an unknown token, 403 for a forged console request."""
        header = connection.headers.get("authorization", "")
        if header:
            scheme, _, token = header.partition(" ")
            actor = (
                await self._hall.authenticate(token.strip()) if scheme.lower() == "bearer" else None
            )
            if actor is None:
                raise NotAuthorizedException("This token is not known here")
            return actor
        method = str(connection.scope.get("method", "GET"))
        used = method not in _SAFE or ACTIVE_HEADER in connection.headers
        session = self._sessions.of(connection, used=used)
        if session is None:
            return ANONYMOUS
        self._pace.step(session.csrf)
        sent = connection.headers.get(CSRF_HEADER, "").encode("utf-8", "surrogateescape")
        if method not in _SAFE and not hmac.compare_digest(sent, session.csrf.encode()):
            raise PermissionDeniedException("This request did not come from our own page")
        return session.actor

    def talk(self) -> Pace:
        """Return how fast the reader of one stream may say something."""
        return Pace(self._pace.clock, A_SECOND, AT_ONCE)

    async def still(self, connection: _Connection, who: Actor) -> bool:
        """Tell whether a stream's reader is still who began it, and still let in."""
        header = connection.headers.get("authorization", "")
        if header:
            return await self._hall.authenticate(header.partition(" ")[2].strip()) == who
        session = self._sessions.of(connection, used=False)
        return who == (ANONYMOUS if session is None else session.actor)


def require_known(actor: Actor) -> Actor:
    """Return the actor; raises 401 for somebody without token or session."""
    if actor.role == "anonymous":
        raise NotAuthorizedException("A token is needed: Authorization: Bearer …")
    return actor


def same_origin(connection: _Connection) -> bool:
    """Tell whether a browser's stream comes from our own page; programs send no Origin."""
    origin = connection.headers.get("origin")
    if origin is None:
        return True
    host = connection.headers.get("host", "")
    return origin.partition("://")[2] == host
