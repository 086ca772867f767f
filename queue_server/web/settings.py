"""The page ``/admin/settings``: every change of settings, and the way back for thirty days."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect

from hall.errors import ConfigError, RuleError
from hall.texts import Texts
from queue_server import wire
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.remembering import change_by_id, changes_before
from queue_server.sites.faults import in_words
from queue_server.sites.file import FileChangedError
from queue_server.sites.naming import Said, said
from queue_server.sites.places import value_at
from queue_server.sites.room import ROOM, ForbiddenChangeError, SiteRoom
from queue_server.sites.taking_back import Undoing, may_be_taken_back, undoing
from queue_server.web.decided import Decided, Decisions
from queue_server.web.pages import language_of
from queue_server.web.published import Published
from queue_server.web.rooms import Rooms
from queue_server.web.sessions import Session
from queue_server.web.site import origin_of, saved, site_words
from queue_server.web.site_words import effect_words
from queue_server.web.undoing import Others
from queue_server.wire.settings import SettingChange, SettingStep

_HOME = "/admin/settings"
_READERS = frozenset({"supervisor", "admin"})
_PAGE = 30
_Asked = Request[Any, Any, Any]


class SettingsPage:
    """The history of settings over one server."""

    def __init__(
        self,
        rooms: Rooms,
        room: SiteRoom,
        others: Others,
        published: Published,
        decisions: Decisions,
    ) -> None:
        self._rooms = rooms
        self._room = room
        self._others = others
        self._published = published
        self._decisions = decisions
        self._hall = rooms.server.hall
        self._texts = site_words()

    async def history(self, request: _Asked) -> Response[Any]:
        """Return the changes, the newest first."""
        session = self._enter(request)
        before = request.query_params.get("before")
        found = await asyncio.to_thread(changes_before, self._hall.database, before, _PAGE + 1)
        texts = self._texts[language_of(request)]
        now = self._hall.now()
        told = [] if before else await self._published.changes(session.actor, texts)
        return self._rooms.show(
            request, session, "settings", s=texts.written, clock=self._clock,
            published=told, before=before, decided=[] if before else await self._decided(texts),
            not_undone="kept" in request.query_params, back="back" in request.query_params,
            fault="fault" in request.query_params, undone="undone" in request.query_params,
            changes=[(each, self._said(each, texts)) for each in found[:_PAGE]],
            young=lambda each: may_be_taken_back(each, now),
            older=found[_PAGE - 1].id if len(found) > _PAGE else "",
            may=session.actor.role in ACCOUNT_KEEPERS, done=request.query_params.get("done", ""),
        )  # fmt: skip

    async def take_down(self, request: _Asked, item: str) -> Response[Any]:
        """Take back what was published last of a notice or playlist."""
        session, fields = await self._rooms.own_form(request)
        if session.actor.role not in _READERS:
            raise PermissionDeniedException("Notices are for supervisors and admins")
        revision = str(fields.get("revision", ""))
        try:
            wanted = int(revision) if revision.isdecimal() else 0
            await self._published.take_back(session.actor, item, wanted)
        except RuleError:
            return Redirect(f"{_HOME}?fault=1#published", status_code=303)
        return Redirect(f"{_HOME}?undone=1#published", status_code=303)

    async def take_back_decision(self, request: _Asked) -> Response[Any]:
        """Take back what was decided about an item of content."""
        session, fields = await self._rooms.own_form(request)
        if session.actor.role not in _READERS:
            raise PermissionDeniedException("Content is corrected by supervisors and admins")
        named = {name: str(fields.get(name, "")) for name in ("kind", "id", "act")}
        try:
            asked = msgspec.convert({**named, "undo": True}, wire.SyncItemDecision)
            await self._decisions.take_back(session.actor, asked, str(fields.get("mark", "")))
        except (RuleError, msgspec.ValidationError):
            return Redirect(f"{_HOME}?kept=1#decided", status_code=303)
        return Redirect(f"{_HOME}?back=1#decided", status_code=303)

    async def _decided(self, texts: Texts) -> list[Decided]:
        return await self._decisions.recent(texts, self._hall.now())

    async def ask(self, request: _Asked, wanted: str) -> Response[Any]:
        """Show what taking a change back would do, and what stands in the way."""
        session = self._enter(request)
        change = await self._change(wanted)
        return self._asked(request, session, change, await self._undoing(change))

    async def take_back(self, request: _Asked, wanted: str) -> Response[Any]:
        """Take a change back."""
        session, fields = await self._rooms.own_form(request)
        if session.actor.role not in ACCOUNT_KEEPERS:
            raise PermissionDeniedException("Settings are changed by admins")
        change = await self._change(wanted)
        undo = await self._undoing(change)
        if undo.conflicts or not may_be_taken_back(change, self._hall.now()):
            return self._asked(request, session, change, undo, status=409)
        origin, mark = origin_of(request), str(fields.get("mark", ""))
        try:
            if change.room == ROOM:
                made = await self._room.save(
                    session.actor, undo.steps, mark, origin=origin, takes_back=change
                )
                return saved(made)
            await self._others.take_back(session.actor, change, undo, origin)
        except (ConfigError, ForbiddenChangeError, FileChangedError, RuleError):
            undo = await self._undoing(change)
            return self._asked(request, session, change, undo, status=409)
        return Redirect(_HOME, status_code=303)

    def _asked(
        self,
        request: _Asked,
        session: Session,
        change: SettingChange,
        undo: Undoing,
        *,
        status: int = 200,
    ) -> Response[Any]:
        texts = self._texts[language_of(request)]
        values: dict[str, Any] = {"effects": (), "wrongs": (), "forbidden": False, "mark": ""}
        steps = undo.steps
        if change.room == ROOM and not undo.conflicts:
            made = self._room.foresee(undo.steps)
            steps = made.steps
            values = {
                "effects": effect_words(made, texts), "forbidden": bool(made.forbidden),
                "wrongs": in_words(made.faults, made.after, texts.language), "mark": made.mark,
            }  # fmt: skip
        table = self._room.foresee(()).before if change.room == ROOM else {}
        conflicts = [
            (found, each.by)
            for each in undo.conflicts
            for found in said([_now(each.key, each.now)], table, table, texts)
        ]
        return self._rooms.show(
            request, session, "settings", template="settings_undo.html", status=status,
            s=texts.written, clock=self._clock, change=change, conflicts=conflicts,
            said=said(steps, table, table, texts),
            young=may_be_taken_back(change, self._hall.now()),
            may=session.actor.role in ACCOUNT_KEEPERS, **values,
        )  # fmt: skip

    async def _undoing(self, change: SettingChange) -> Undoing:
        later = await asyncio.to_thread(changes_before, self._hall.database, None, 1000)
        since = [each for each in later if each.id > change.id and _same(each, change)]
        if change.room == ROOM:
            table = self._room.foresee(()).before
            return undoing(change, lambda key: value_at(table, key), since)
        now = self._others.now(change)
        return undoing(change, now.get, since)

    async def _change(self, wanted: str) -> SettingChange:
        found = await asyncio.to_thread(change_by_id, self._hall.database, wanted)
        if found is None:
            raise NotFoundException("There is no such change")
        return found

    def _said(self, change: SettingChange, texts: Texts) -> tuple[Said, ...]:
        table = self._room.foresee(()).before if change.room == ROOM else {}
        return said(change.steps, table, table, texts)

    def _enter(self, request: _Asked) -> Session:
        return self._rooms.enter(request, _READERS, "Settings are for supervisors and admins")

    def _clock(self, instant: datetime) -> str:
        zone = ZoneInfo(self._hall.settings.hall.time_zone)
        return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def settings_pages(
    rooms: Rooms, room: SiteRoom, others: Others, published: Published, decisions: Decisions
) -> Router:
    """Return ``/admin/settings``."""
    page = SettingsPage(rooms, room, others, published, decisions)

    @get("/", include_in_schema=False)
    async def history(request: _Asked) -> Response[Any]:
        return await page.history(request)

    @get("/{change:str}", include_in_schema=False)
    async def ask(request: _Asked, change: FromPath[str]) -> Response[Any]:
        return await page.ask(request, change)

    @post("/{change:str}", include_in_schema=False)
    async def take_back(request: _Asked, change: FromPath[str]) -> Response[Any]:
        return await page.take_back(request, change)

    @post("/published/{item:str}", include_in_schema=False)
    async def take_down(request: _Asked, item: FromPath[str]) -> Response[Any]:
        return await page.take_down(request, item)

    @post("/decided/undo", include_in_schema=False)
    async def take_back_decision(request: _Asked) -> Response[Any]:
        return await page.take_back_decision(request)

    handlers = [history, ask, take_back, take_down, take_back_decision]
    return Router(path=_HOME, route_handlers=handlers)


def _now(key: str, value: Any) -> SettingStep:
    return SettingStep(key=key, after=value)


def _same(one: SettingChange, other: SettingChange) -> bool:
    return (one.room, one.subject) == (other.room, other.subject)
