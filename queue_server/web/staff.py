"""The staff console: sign-in, session, page. What it does goes through the API like all else."""

import math
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, Router, get, post
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from config.site import Window, name_in
from queue_server.app import Server
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.desk import Desk
from queue_server.service.keeping import Keeper
from queue_server.service.notices import PUBLISHERS
from queue_server.web.actors import same_origin
from queue_server.web.pages import LANGUAGES, Pages, keep_language, language_of
from queue_server.web.refusals import Refusals
from queue_server.web.renewing import Renewing
from queue_server.web.rooms import own_form, place_in
from queue_server.web.sessions import (
    LockOut,
    Origin,
    Session,
    Sessions,
    cookie_of,
    drop_cookie,
    set_cookie,
)
from queue_server.web.stations import LetsIn

_HOME, _SIGN_IN = "/staff/", "/staff/sign-in"
_LONGEST_FIELD = 128
_TRIES_OF_ADDRESS = 20
"""Wrong sign-ins of one address before it must wait too: a whole hall may stand behind it."""
_SUPERVISORS = ("supervisor", "admin")
_AT_WINDOWS = ("staff", "supervisor", "admin")
_Asked = Request[Any, Any, Any]


class StaffPages:
    """The console's pages over one server; sessions and lock-out live as long as it."""

    def __init__(
        self,
        server: Server,
        sessions: Sessions,
        pages: Pages,
        desk: Desk,
        keeper: Keeper,
        refusals: Refusals,
        may_work: LetsIn,
    ) -> None:
        self._server = server
        self._may_work = may_work
        self._keeper = keeper
        self._desk = desk
        self._sessions = sessions
        self._pages = pages
        self._refusals = refusals
        self._renewing = Renewing(keeper, pages, server.clock)
        self._lock = LockOut(server.clock)
        self._addresses = LockOut(server.clock, tries=_TRIES_OF_ADDRESS)

    def console(self, request: _Asked) -> Response[Any]:
        """Return the console, or what must be done first."""
        session = self._session(request)
        if session is None:
            answer = Redirect(_SIGN_IN)
            if "lang" in request.query_params:
                keep_language(answer, language_of(request))
            return answer
        if session.actor.role not in _AT_WINDOWS:
            return Redirect("/reception/" if session.actor.role == "reception" else "/admin/")
        window = self._window(session.actor.window)
        if window is None:
            return self._pages.answer(
                request, "choose.html", csrf=session.csrf, who=session.actor.name,
                windows=self._windows(language_of(request)),
                publisher=session.actor.role in PUBLISHERS,
            )  # fmt: skip
        return self._pages.answer(
            request, "staff.html", csrf=session.csrf, who=session.actor.name, window=window,
            roaming=session.roaming, supervisor=session.actor.role in _SUPERVISORS,
            publisher=session.actor.role in PUBLISHERS,
            boot=self._boot(session, window, language_of(request)),
        )  # fmt: skip

    def sign_in_page(self, request: _Asked) -> Response[Any]:
        """Return the sign-in form."""
        if self._session(request) is not None:
            return Redirect(_HOME)
        return self._form(request)

    async def sign_in(self, request: _Asked) -> Response[Any]:
        """Begin a session, or say what was wrong; guessing is slowed down."""
        if not same_origin(request):
            self._refusals.note(request, "foreign_origin")
            return self._form(request, wrong="signin-foreign", status=403)
        if not self._may_work(request, Origin.of(request)):
            self._refusals.note(request, "strange_station")
            return self._form(request, wrong="signin-station", status=403)
        fields = await request.form()
        name, password = _field(fields, "name"), _field(fields, "password")
        address = Origin.of(request).address
        wait = max(self._lock.wait_s(name), self._addresses.wait_s(address))
        if wait > 0:
            self._refusals.note(request, "locked", name)
            return self._locked(request, name, wait)
        actor = await self._server.hall.verify_user(name, password)
        if actor is None or not await self._keeper.code_fits(name, _field(fields, "code")):
            self._lock.note_wrong(name, known=name in self._server.hall.showing.view.users)
            self._addresses.note_wrong(address)
            self._refusals.note(request, "wrong_password", name)
            wait = self._lock.wait_s(name)
            if wait > 0:
                return self._locked(request, name, wait)
            return self._form(request, name=name, wrong="signin-wrong", status=401)
        self._lock.note_right(name)
        why = self._keeper.why_new(name)
        if why is not None:
            return self._renewing.ask(request, actor, why)
        return await self._let_in(request, actor)

    async def new_password(self, request: _Asked) -> Response[Any]:
        """Take the new password that had to be chosen, and let in who chose it."""
        if not same_origin(request):
            self._refusals.note(request, "foreign_origin")
            return self._form(request, wrong="signin-foreign", status=403)
        found = await self._renewing.take(request, await request.form())
        if found is None:
            return self._form(request, wrong="renew-over", status=403)
        if isinstance(found, Response):
            return found
        self._sessions.end_all(found.name)
        return await self._let_in(request, found)

    async def _let_in(self, request: _Asked, actor: Actor) -> Response[Any]:
        """Begin a session and lead to where somebody wanted to be."""
        self._sessions.end(cookie_of(request))
        secret, _ = self._sessions.begin(actor, Origin.of(request))
        await self._desk.sit_down(actor, self._sessions.signed_in())
        answer = Redirect(place_in(request.query_params.get("next", "")) or _HOME, status_code=303)
        set_cookie(request, answer, secret)
        return answer

    async def sign_out(self, request: _Asked) -> Response[Any]:
        """End the session."""
        session, _ = await own_form(request, self._sessions)
        told = {"user": session.actor.name}
        await self._server.hall.publish(SYSTEM, "user_signed_out", told, public=False)
        self._sessions.end(cookie_of(request))
        if not self._sessions.sits(session.actor):
            await self._desk.get_up(session.actor)
        answer = Redirect(_SIGN_IN + "?out=1", status_code=303)
        drop_cookie(request, answer)
        return answer

    async def choose(self, request: _Asked) -> Response[Any]:
        """Take the clerk to a window, or back to the choice; accounts of one window stay there."""
        session, fields = await own_form(request, self._sessions)
        if session.actor.role not in _AT_WINDOWS:
            raise PermissionDeniedException("Windows are for those who serve at them")
        wanted = self._window(_field(fields, "window"))
        if not session.roaming:
            raise PermissionDeniedException("This account belongs to one window")
        actor = replace(session.actor, window=wanted.id if wanted else None)
        self._sessions.change(cookie_of(request), actor)
        await self._desk.sit_down(actor, self._sessions.signed_in())
        return Redirect(_HOME, status_code=303)

    def _session(self, request: _Asked) -> Session | None:
        return self._sessions.of(request)

    def _window(self, window_id: str | None) -> Window | None:
        return next((each for each in self._server.site.windows if each.id == window_id), None)

    def _locked(self, request: _Asked, name: str, wait: float) -> Response[str]:
        return self._form(
            request, name=name, wrong="signin-locked", minutes=math.ceil(wait / 60), status=429,
            headers={"Retry-After": str(math.ceil(wait))},
        )  # fmt: skip

    def _form(
        self,
        request: _Asked,
        *,
        name: str = "",
        wrong: str | None = None,
        minutes: int = 0,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response[str]:
        """Return the form; whoever was on a page when the sign-in ended comes back to it."""
        hall = name_in(self._server.site.hall.name, language_of(request))
        onward = place_in(request.query_params.get("next", ""))
        came_from = place_in(urlsplit(request.headers.get("referer", "")).path)
        ended = bool(came_from) and wrong is None and "out" not in request.query_params
        return self._pages.answer(
            request, "sign_in.html", status=status, headers=headers, hall=hall, name=name,
            codes=self._keeper.anybody_has_codes(),
            wrong=wrong, minutes=minutes, ended=ended,
            onward=onward or (came_from if ended else ""),
        )  # fmt: skip

    def _windows(self, language: str) -> list[dict[str, object]]:
        site = self._server.site
        return [
            {
                "id": each.id,
                "number": each.number,
                "services": "、".join(
                    name_in(site.service(s).names, language) for s in each.services
                )
                if language == "zh-CN"
                else ", ".join(name_in(site.service(s).names, language) for s in each.services),
            }
            for each in sorted(site.windows, key=lambda each: each.number)
        ]

    def _boot(self, session: Session, window: Window, language: str) -> dict[str, object]:
        """Return what the page's script starts from; nothing of any visitor."""
        site = self._server.site
        return {
            "language": language,
            "csrf": session.csrf,
            "window": window.id,
            "supervisor": session.actor.role in _SUPERVISORS,
            "number": window.number,
            "timeZone": site.hall.time_zone,
            "now": self._server.clock.now().isoformat(),
            "pagers": any(each.family == "espa" for each in site.channels),
            "services": {each.id: name_in(each.names, language) for each in site.services},
            "windows": [
                {"id": each.id, "number": each.number, "services": list(each.services)}
                for each in site.windows
            ],
            "signs": {each.id: each.window for each in site.signs if each.window},
            "grace": {
                "calls": site.grace.calls,
                "most": site.grace.max_calls,
                "between": site.grace.recall_interval_s,
                "undo": site.grace.undo_s,
                "normal": site.grace.normal_s,
            },
        }


def staff_router(
    server: Server,
    sessions: Sessions,
    pages: Pages,
    desk: Desk,
    keeper: Keeper,
    refusals: Refusals,
    may_work: LetsIn,
) -> Router:
    """Return the console's routes."""
    console = StaffPages(server, sessions, pages, desk, keeper, refusals, may_work)

    @get(["/"], include_in_schema=False)
    async def home(request: _Asked) -> Response[Any]:
        return console.console(request)

    @get("/sign-in", include_in_schema=False)
    async def sign_in_page(request: _Asked) -> Response[Any]:
        return console.sign_in_page(request)

    @post("/sign-in", include_in_schema=False)
    async def sign_in(request: _Asked) -> Response[Any]:
        return await console.sign_in(request)

    @post("/sign-out", include_in_schema=False)
    async def sign_out(request: _Asked) -> Response[Any]:
        return await console.sign_out(request)

    @post("/window", include_in_schema=False)
    async def choose(request: _Asked) -> Response[Any]:
        return await console.choose(request)

    @get("/language", include_in_schema=False)
    async def language(request: _Asked) -> Response[Any]:
        other = next(each for each in LANGUAGES if each != language_of(request))
        answer = Redirect(_HOME, status_code=303)
        keep_language(answer, other)
        return answer

    return Router(
        path="/staff",
        route_handlers=[
            home, sign_in_page, sign_in, *_new_password(console), sign_out, choose, language,
        ],
    )  # fmt: skip


def _new_password(console: StaffPages) -> tuple[HTTPRouteHandler, ...]:
    """Return the routes of the new password the hall asks for."""

    @get("/new-password", include_in_schema=False)
    async def no_form(request: _Asked) -> Response[Any]:
        answer = Redirect(_SIGN_IN)
        if "lang" in request.query_params:
            keep_language(answer, language_of(request))
        return answer

    @post("/new-password", status_code=200, include_in_schema=False)
    async def new_password(request: _Asked) -> Response[Any]:
        return await console.new_password(request)

    return no_form, new_password


def _field(fields: Any, name: str) -> str:
    value = fields.get(name)
    return value[:_LONGEST_FIELD] if isinstance(value, str) else ""
