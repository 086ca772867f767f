"""The first run: five screens on the machine itself, while the hall has no admin yet.

They need no script. What was answered is kept, so that whoever stops goes on where he or she was.
Nobody but a browser on this machine is let in, and nobody at all once there is an admin.
"""

from typing import Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect

from hall.errors import ConfigError, HallError, RuleError
from hall.texts import Texts
from queue_server.domain.actors import SYSTEM
from queue_server.pairing.waiting import Pairings
from queue_server.service.people import needs_admin
from queue_server.service.telling import encode
from queue_server.sites.faults import in_words
from queue_server.sites.founding import Answers, founded, usual_services
from queue_server.sites.room import SiteRoom
from queue_server.store.port import HallTakenError
from queue_server.store.records import Document
from queue_server.web.actors import same_origin
from queue_server.web.here import is_here
from queue_server.web.pages import Pages, language_of
from queue_server.web.rooms import Rooms
from queue_server.web.sessions import Sessions, set_cookie
from queue_server.web.setup_answers import Problem, answered
from queue_server.web.site import site_words

FIRST_PATH = "/setup"
SCREENS = ("hall", "services", "hours", "devices", "admin")
_KIND, _ID = "first_run", "answers"
_LONGEST_NAME = 64
_Asked = Request[Any, Any, Any]


class SetupPages:
    """The five screens over one server."""

    def __init__(
        self, rooms: Rooms, pages: Pages, sessions: Sessions, room: SiteRoom, pairings: Pairings
    ) -> None:
        self._rooms = rooms
        self._pages = pages
        self._sessions = sessions
        self._server = rooms.server
        self._hall = rooms.server.hall
        self._room = room
        self._pairings = pairings
        self._texts = site_words()

    def begin(self, request: _Asked) -> Response[Any]:
        """Lead to the first screen not answered yet."""
        self._require_here(request)
        done = self._answers().done
        left = [each for each in SCREENS if each not in done]
        return Redirect(f"{FIRST_PATH}/{left[0] if left else SCREENS[-1]}")

    def screen(self, request: _Asked, screen: str) -> Response[Any]:
        """Return one screen."""
        self._require_here(request)
        if screen not in SCREENS:
            raise NotFoundException("There is no such screen")
        return self._show(request, screen, self._answers())

    async def answer(self, request: _Asked, screen: str) -> Response[Any]:
        """Take one screen's answers, and lead to the next."""
        self._require_here(request)
        if screen not in SCREENS:
            raise NotFoundException("There is no such screen")
        fields = await request.form()
        if screen == "admin":
            return await self._make_admin(request, fields)
        if screen == "devices":
            return await self._devices(request, fields)
        texts = self._texts[language_of(request)]
        answers, problems = answered(screen, fields, self._answers(), texts)
        if problems:
            return self._show(request, screen, answers, problems, status=422)
        await self._keep(msgspec.structs.replace(answers, done=(*answers.done, screen)))
        if screen == "hours":
            wrongs = await self._found(answers, texts.language)
            if wrongs:
                return self._show(request, screen, answers, wrongs, status=422)
        return self._next(screen)

    async def _found(self, answers: Answers, language: str) -> list[Problem]:
        """Write the site file and go by it; return what kept it from that."""
        text = founded(answers)
        try:
            await self._room.found(SYSTEM, text, origin="first run")
        except ConfigError as error:
            told = in_words(error.faults, {}, language)
            return [
                Problem(field="", text=f"{each.key}: {each.problem}. {each.remedy}.")
                for each in told
            ]
        except HallTakenError:
            return [Problem(field="", text=self._texts[language].written("setup-hall-taken"))]
        except (HallError, OSError) as error:
            return [Problem(field="", text=str(error))]
        return []

    async def _devices(self, request: _Asked, fields: Any) -> Response[Any]:
        asking, code = str(fields.get("asking", "")), str(fields.get("code", ""))
        if not asking:
            answers = self._answers()
            await self._keep(msgspec.structs.replace(answers, done=(*answers.done, "devices")))
            return self._next("devices")
        texts = self._texts[language_of(request)]
        try:
            await self._pairings.let_in(SYSTEM, asking, code)
        except RuleError as refusal:
            key = f"setup-{refusal.code}"
            told = texts.written(key if key in texts else "setup-pairing_broken")
            problem = Problem(field=f"code-{asking}", text=told)
            return self._show(request, "devices", self._answers(), [problem], status=409)
        return Redirect(f"{FIRST_PATH}/devices", status_code=303)

    async def _make_admin(self, request: _Asked, fields: Any) -> Response[Any]:
        name, password = str(fields.get("name", "")).strip(), str(fields.get("password", ""))
        problems = await self._admin_made(name, password, fields, self._texts[language_of(request)])
        if problems:
            return self._show(request, "admin", self._answers(), problems, status=422, name=name)
        actor = await self._hall.verify_user(name, password)
        if actor is None:
            return Redirect("/staff/sign-in", status_code=303)
        secret, _ = self._sessions.begin(actor)
        answer = Redirect(f"{FIRST_PATH}/done", status_code=303)
        set_cookie(request, answer, secret)
        return answer

    async def _admin_made(
        self, name: str, password: str, fields: Any, texts: Texts
    ) -> list[Problem]:
        """Make the first admin; return what kept it from that."""
        wrong = ""
        if not self._room.file.path.exists():
            wrong = "setup-not-founded"
        elif not 1 <= len(name) <= _LONGEST_NAME:
            wrong = "setup-admin-name-wrong"
        elif password != str(fields.get("again", "")):
            wrong = "setup-admin-differs"
        if wrong:
            field = "name" if wrong == "setup-admin-name-wrong" else "password"
            return [Problem(field=field, text=texts.written(wrong))]
        try:
            await self._hall.create_user(SYSTEM, name=name, role="admin", password=password)
        except RuleError as refusal:
            weak = refusal.code == "weak_password"
            told = texts.written("setup-admin-weak" if weak else "setup-admin-taken")
            return [Problem(field="password" if weak else "name", text=told)]
        return []

    def done(self, request: _Asked) -> Response[Any]:
        """Return the last screen: the hall is open, and what comes next."""
        session = self._rooms.enter(request, ("admin",), "The first steps are for the admin")
        texts = self._texts[language_of(request)]
        return self._pages.answer(
            request, "setup_done.html", s=texts.written, who=session.actor.name,
            site=self._server.site, lang=texts.language,
        )  # fmt: skip

    def _next(self, screen: str) -> Response[Any]:
        after = SCREENS[SCREENS.index(screen) + 1]
        return Redirect(f"{FIRST_PATH}/{after}", status_code=303)

    def _show(
        self,
        request: _Asked,
        screen: str,
        answers: Answers,
        problems: list[Problem] | None = None,
        *,
        status: int = 200,
        name: str = "",
    ) -> Response[Any]:
        texts = self._texts[language_of(request)]
        return self._pages.answer(
            request, "setup.html", status=status, s=texts.written, lang=texts.language,
            screen=screen, screens=SCREENS, step=SCREENS.index(screen) + 1, answers=answers,
            problems=problems or [], usual=usual_services(), name=name,
            asking=self._pairings.listed(SYSTEM).items if screen == "devices" else (),
            server=str(request.base_url).rstrip("/"),
        )  # fmt: skip

    def _answers(self) -> Answers:
        kept = self._hall.showing.view.documents.get((_KIND, _ID))
        return Answers() if kept is None else msgspec.json.decode(kept.data, type=Answers)

    async def _keep(self, answers: Answers) -> None:
        answers = msgspec.structs.replace(answers, done=tuple(dict.fromkeys(answers.done)))
        now = self._hall.now()
        document = Document(kind=_KIND, id=_ID, at=now, data=encode(answers))
        await self._hall.writer.submit(lambda image, _: image.put_document(document))

    def _require_here(self, request: _Asked) -> None:
        """Let in a browser on this machine only, while there is no admin."""
        if not needs_admin(self._hall.showing.view.users.values()):
            raise NotFoundException("The hall has an admin; sign in at /staff/")
        if not (is_here(request) and same_origin(request)):
            raise PermissionDeniedException("The first steps are done on the hall's machine itself")


def setup_pages(
    rooms: Rooms, pages: Pages, sessions: Sessions, room: SiteRoom, pairings: Pairings
) -> Router:
    """Return the routes below ``/setup``."""
    setup = SetupPages(rooms, pages, sessions, room, pairings)

    @get("/", include_in_schema=False)
    async def begin(request: _Asked) -> Response[Any]:
        return setup.begin(request)

    @get("/done", include_in_schema=False)
    async def done(request: _Asked) -> Response[Any]:
        return setup.done(request)

    @get("/{screen:str}", include_in_schema=False)
    async def screen(request: _Asked, screen: FromPath[str]) -> Response[Any]:
        return setup.screen(request, screen)

    @post("/{screen:str}", include_in_schema=False)
    async def answer(request: _Asked, screen: FromPath[str]) -> Response[Any]:
        return await setup.answer(request, screen)

    return Router(path=FIRST_PATH, route_handlers=[begin, done, screen, answer])
