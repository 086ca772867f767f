"""Hall today: the first page of those who run the hall, and the same over the API."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.params import JSONBody, QueryParameter

from queue_server.service.asking import require_role
from queue_server.service.machine import Machine, back_up
from queue_server.today.telling import Standing
from queue_server.web.actors import Who
from queue_server.web.pages import language_of
from queue_server.web.rooms import Rooms

_ADMINS = frozenset({"admin"})
_Language = Annotated[str, QueryParameter(name="lang", max_length=16)]
_Asked = Request[Any, Any, Any]


class Dismissal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``POST /api/v1/today/dismissals``: the finding's ``mark``."""

    mark: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """A copy of the hall, checked whole: its file's name in the server's ``backups`` folder."""

    file: str
    rows: int
    tickets: int
    content: int


def today_routers(rooms: Rooms) -> tuple[Router, Router]:
    """Return the page ``/admin/`` and the calls under ``/api/v1/today``."""
    server, today = rooms.server, rooms.server.today

    @get("/", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request)
        standing = await today.standing(session.actor, language_of(request))
        boot = {
            "manager": session.actor.role in ("supervisor", "admin"),
            "standing": msgspec.to_builtins(standing),
        }
        return rooms.show(request, session, "today", boot=boot, standing=standing)

    @get("/", summary="What works in the hall and what does not, in words")
    async def standing(request: _Asked, who: Who, lang: _Language = "") -> Standing:
        """Answer every finding with what visitors notice, what to do and who can."""
        return await today.standing(who, lang if lang in ("zh-CN", "en") else language_of(request))

    @post("/dismissals", status_code=204, summary="Leave a finding out for a week")
    async def dismiss(data: JSONBody[Dismissal], who: Who) -> None:
        """Leave it out until it begins anew; what stops visitors stays."""
        await today.dismiss(who, data.mark)

    @post("/dismissals/recall", status_code=204, summary="Show what was left out again")
    async def recall(who: Who) -> None:
        """Show everything again."""
        await today.recall(who)

    @post("/backups", summary="Copy the hall now, and check the copy")
    async def backup(who: Who) -> Backup:
        """Write a checked copy into the server's own ``backups`` folder."""
        require_role(who, _ADMINS)
        folder = server.settings.data / "backups"
        folder.mkdir(mode=0o700, exist_ok=True)
        name = server.clock.now().strftime("hall-%Y%m%dT%H%M%SZ.sqlite3")
        machine = Machine(hall=server.hall, content=server.content)
        made = await back_up(machine, {"file": str(folder / name)})
        return Backup(
            file=name, rows=made["rows"], tickets=made["tickets"], content=made["content"]
        )

    return (
        Router(path="/admin", route_handlers=[page]),
        Router(
            path="/api/v1/today", route_handlers=[standing, dismiss, recall, backup], tags=["today"]
        ),
    )
