"""The pages below ``/admin/site``: the hall's site changed by forms, seen before it is saved.

They need no script. A form is sent twice: first it is shown what it would do, then it is saved.
"""

import asyncio
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect

from hall.errors import ConfigError
from hall.texts import Texts, load_texts
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.sites import forms
from queue_server.sites.faults import beside, in_words
from queue_server.sites.file import FileChangedError
from queue_server.sites.naming import names_of, said
from queue_server.sites.room import ForbiddenChangeError, Foreseen, SiteRoom
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms
from queue_server.web.sessions import Session
from queue_server.web.site_emblem import kept_emblem
from queue_server.web.site_wanted import ITEMS, Sent, Wanted, asked_texts, wanted_of
from queue_server.web.site_words import effect_words
from queue_server.wire.settings import SettingChange, SettingStep

HOME = "/admin/site"
AREAS = ("hall", "services", "windows", "hours", "priority", "languages", "questions", "passwords")
_OURS = frozenset({"csrf", "mark", "confirm", "back", "remove", "emblem-none"})
_Asked = Request[Any, Any, Any]


def site_words() -> dict[str, Texts]:
    """Return the words of the site's pages, per language."""
    return {each: load_texts(each, "queue_server.sites", "queue_server") for each in LANGUAGES}


class SitePages:
    """The site's pages over one server."""

    def __init__(self, rooms: Rooms, room: SiteRoom) -> None:
        self._rooms = rooms
        self._room = room
        self._texts = site_words()

    async def home(self, request: _Asked) -> Response[Any]:
        """Return what there is to change, and what was changed in the file by hand."""
        session = self._enter(request)
        made = await asyncio.to_thread(self._room.foresee, ())
        texts = self._texts[language_of(request)]
        wrongs = in_words(made.faults, made.after, texts.language)
        return self._show(
            request, session, "site.html", made=made, areas=AREAS, wrongs=wrongs, doc=made.before,
            by_hand=self._room.edited_by_hand(),
            said=said(made.steps, made.before, made.after, texts),
            effects=effect_words(made, texts), may=self._room.file.may_write(),
            path=str(self._room.file.path), done=request.query_params.get("done", ""),
        )  # fmt: skip

    async def area(self, request: _Asked, area: str, item: str = "") -> Response[Any]:
        """Return the list of an area's items, or the form of one."""
        session = self._enter(request)
        made = await asyncio.to_thread(self._room.foresee, ())
        if area in ITEMS and not item:
            kind = ITEMS[area][0]
            return self._show(
                request, session, "site_list.html", area=area, kind=kind,
                items=made.after.get(kind, ()), doc=made.after,
                view=self._rooms.server.hall.showing.view,
            )  # fmt: skip
        wanted = wanted_of(area, item, made.after, None)
        return self._form(request, session, wanted, made)

    async def change(self, request: _Asked, area: str, item: str = "") -> Response[Any]:
        """Show what a form would do; the second time, with its yes, do it."""
        session, fields = await self._rooms.own_form(request)
        _require_keeper(session)
        sent, mark = await self._sent(fields), str(fields.get("mark", ""))
        now = await asyncio.to_thread(self._room.foresee, ())
        wanted = wanted_of(area, item, now.after, sent, removes="remove" in fields)
        made = await asyncio.to_thread(self._room.foresee, wanted.steps)
        if "back" in fields:
            return self._form(request, session, wanted, now, sent)
        if made.faults:
            return self._form(request, session, wanted, made, sent, status=422)
        if mark != made.mark:
            return self._form(request, session, wanted, made, sent, moved=True, status=409)
        if "confirm" not in fields:
            return self._review(request, session, wanted, made, sent)
        return await self._do(request, session, wanted, made, sent)

    async def _do(
        self, request: _Asked, session: Session, wanted: Wanted, made: Foreseen, sent: Sent
    ) -> Response[Any]:
        origin = origin_of(request)
        try:
            change = await self._room.save(session.actor, wanted.steps, made.mark, origin=origin)
        except ConfigError:
            return self._form(request, session, wanted, made, sent, status=422)
        except ForbiddenChangeError:
            return self._review(request, session, wanted, made, sent, status=409)
        except FileChangedError:
            return self._form(request, session, wanted, made, sent, moved=True, status=409)
        except OSError as fault:
            path, why = str(self._room.file.path), str(fault.strerror)
            told = self._texts[language_of(request)].written("site-not-written", path=path, why=why)
            return self._review(request, session, wanted, made, sent, told=told, status=500)
        return saved(change)

    async def adopt(self, request: _Asked) -> Response[Any]:
        """Let the hall go by the file as a technician left it."""
        session, fields = await self._rooms.own_form(request)
        _require_keeper(session)
        mark, origin = str(fields.get("mark", "")), origin_of(request)
        try:
            change = await self._room.save(session.actor, (), mark, origin=origin)
        except (ConfigError, ForbiddenChangeError, FileChangedError):
            return Redirect(HOME, status_code=303)
        return saved(change)

    def _enter(self, request: _Asked) -> Session:
        return self._rooms.enter(request, ACCOUNT_KEEPERS, "The site is changed by admins")

    async def _sent(self, fields: Any) -> Sent:
        """Return the fields of a form as texts; a picture is kept, and its name stands for it."""
        sent: dict[str, list[str]] = {}
        for name, value in fields.multi_items():
            if name in _OURS:
                continue
            if isinstance(value, str):
                sent.setdefault(name, []).append(value[:4000])
            elif value.filename:
                folder = self._rooms.server.settings.data / "media"
                picture = await asyncio.to_thread(kept_emblem, folder, await value.read())
                sent["hall.emblem"] = [picture]
        if "emblem-none" in fields:
            sent["hall.emblem"] = [""]
        return sent

    def _form(
        self,
        request: _Asked,
        session: Session,
        wanted: Wanted,
        made: Foreseen,
        sent: Sent | None = None,
        *,
        moved: bool = False,
        status: int = 200,
    ) -> Response[Any]:
        texts = self._texts[language_of(request)]
        wrongs = in_words(made.faults, made.after, texts.language)
        own = [each.key for each in wanted.form.fields]
        near = {key: beside(wrongs, key) for key in own}
        shown = {each for found in near.values() for each in found}
        elsewhere = [each for each in wrongs if each not in shown]
        return self._show(
            request, session, "site_form.html", status=status, wanted=wanted, form=wanted.form,
            mark=made.mark, near=near, elsewhere=elsewhere, moved=moved, sent=sent, doc=made.after,
            typed=lambda each: forms.typed(each, sent), names=names_of(made.after, texts),
            asks=asked_texts(wanted, elsewhere, sent, made.after),
            may=self._room.file.may_write(), path=str(self._room.file.path),
            called=lambda key: said([SettingStep(key=key)], made.after, made.after, texts)[0].what,
        )  # fmt: skip

    def _review(
        self,
        request: _Asked,
        session: Session,
        wanted: Wanted,
        made: Foreseen,
        sent: Sent,
        *,
        told: str = "",
        status: int = 200,
    ) -> Response[Any]:
        texts = self._texts[language_of(request)]
        return self._show(
            request, session, "site_review.html", status=status, wanted=wanted, made=made,
            sent=[(name, value) for name, values in sent.items() for value in values],
            said=said(made.steps, made.before, made.after, texts), told=told,
            effects=effect_words(made, texts), action=wanted.address, mark=made.mark,
            may=self._room.file.may_write(), path=str(self._room.file.path),
        )  # fmt: skip

    def _show(
        self, request: _Asked, session: Session, template: str, *, status: int = 200, **values: Any
    ) -> Response[Any]:
        language = language_of(request)
        texts = self._texts[language]
        return self._rooms.show(
            request, session, "site", template=template, status=status, s=texts.written,
            lang=language, knows=lambda key: key in texts,
            **values,
        )  # fmt: skip


def origin_of(request: _Asked) -> str:
    """Return the address a request came from."""
    return request.client.host if request.client else ""


def saved(change: SettingChange | None) -> Response[Any]:
    """Lead to the history, where the change just made stands first."""
    if change is None:
        return Redirect(f"{HOME}?done=nothing", status_code=303)
    return Redirect(f"/admin/settings?done={change.id}#c-{change.id}", status_code=303)


def _require_keeper(session: Session) -> None:
    if session.actor.role not in ACCOUNT_KEEPERS:
        raise PermissionDeniedException("The site is changed by admins")


def site_pages(rooms: Rooms, room: SiteRoom) -> Router:
    """Return the routes below ``/admin/site``."""
    pages = SitePages(rooms, room)

    @get("/", include_in_schema=False)
    async def home(request: _Asked) -> Response[Any]:
        return await pages.home(request)

    @post("/file", include_in_schema=False)
    async def adopt(request: _Asked) -> Response[Any]:
        return await pages.adopt(request)

    @get("/{area:str}", include_in_schema=False)
    async def area(request: _Asked, area: FromPath[str]) -> Response[Any]:
        return await pages.area(request, area)

    @get("/{area:str}/{item:str}", include_in_schema=False)
    async def item(request: _Asked, area: FromPath[str], item: FromPath[str]) -> Response[Any]:
        return await pages.area(request, area, item)

    @post("/{area:str}", include_in_schema=False)
    async def change(request: _Asked, area: FromPath[str]) -> Response[Any]:
        return await pages.change(request, area)

    @post("/{area:str}/{item:str}", include_in_schema=False)
    async def change_item(
        request: _Asked, area: FromPath[str], item: FromPath[str]
    ) -> Response[Any]:
        return await pages.change(request, area, item)

    return Router(path=HOME, route_handlers=[home, adopt, area, item, change, change_item])
