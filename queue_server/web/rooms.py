"""Pages for those who are signed in: who may enter, and what every such page shows."""

import hmac
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.response import Redirect

from config.site import name_in
from queue_server.app import Server
from queue_server.web.pages import ADMIN_PAGES, Pages, language_of
from queue_server.web.sessions import Session, Sessions

_Asked = Request[Any, Any, Any]


class SignInFirstError(Exception):
    """Nobody is signed in; the browser is led to the sign-in page."""


def to_sign_in(request: _Asked, _error: SignInFirstError) -> Response[Any]:
    """Lead to the sign-in page, and from there back to where somebody wanted to be."""
    place = place_in(request.url.path)
    return Redirect(f"/staff/sign-in?next={quote(place)}" if place else "/staff/sign-in")


def place_in(path: str) -> str:
    """Return a page's path where it is one that may be gone to after signing in, else nothing."""
    return path if any(each["href"] == path for each in ADMIN_PAGES) else ""


async def own_form(request: _Asked, sessions: Sessions) -> tuple[Session, Any]:
    """Return who sent a form and its fields; refuses a form that is not of our own page."""
    session = sessions.of(request)
    if session is None:
        raise NotAuthorizedException("Nobody is signed in")
    fields = await request.form()
    sent = fields.get("csrf")
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
        raise PermissionDeniedException("This form did not come from our own page")
    return session, fields


class Rooms:
    """The doors of the pages below ``/admin``, ``/reception`` and ``/captions``."""

    def __init__(self, server: Server, sessions: Sessions, pages: Pages) -> None:
        self.server = server
        self._sessions = sessions
        self._pages = pages

    def enter(
        self, request: _Asked, roles: Collection[str] | None = None, told: str = ""
    ) -> Session:
        """Return who is signed in; ``told`` says whose page it is to a role not of ``roles``."""
        session = self._sessions.of(request)
        if session is None:
            raise SignInFirstError
        if roles is not None and session.actor.role not in roles:
            raise PermissionDeniedException(told)
        return session

    async def own_form(self, request: _Asked) -> tuple[Session, Any]:
        """Return who sent a form and its fields; see :func:`own_form`."""
        return await own_form(request, self._sessions)

    def show(
        self,
        request: _Asked,
        session: Session,
        name: str,
        *,
        status: int = 200,
        boot: Mapping[str, object] | None = None,
        template: str | None = None,
        **values: Any,
    ) -> Response[Any]:
        """Return the page ``name``; with ``boot`` its script starts from that and the time."""
        if boot is not None:
            values["boot"] = {**self._start(request, session), **boot}
        return self._pages.answer(
            request, template or f"{name}.html", status=status, who=session.actor.name,
            csrf=session.csrf, role=session.actor.role, now=name,
            hall_name=name_in(self.server.site.hall.name, language_of(request)), **values,
        )  # fmt: skip

    def _start(self, request: _Asked, session: Session) -> dict[str, object]:
        return {
            "language": language_of(request),
            "csrf": session.csrf,
            "timeZone": self.server.site.hall.time_zone,
            "now": self.server.clock.now().isoformat(),
            "services": {},
        }
