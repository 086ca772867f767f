"""The sync for those who run the hall: how it stands, what waits for a yes, single items."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody

from queue_server import wire
from queue_server.sync.standing import Standing
from queue_server.web.actors import Who
from queue_server.web.rooms import Rooms
from queue_server.web.sync_door import DECIDERS, SEERS, SyncDoor

_Asked = Request[Any, Any, Any]


def sync_routers(door: SyncDoor) -> tuple[Router, Router]:
    """Return ``/api/v1/sync``: the level above, and what is decided."""
    return _above(door), _desk(door)


def _above(door: SyncDoor) -> Router:

    @get("/", summary="How the hall stands with the level above")
    async def sync_standing(who: Who) -> Standing:
        """Answer what is, how old the content is, why, and what to do, in words."""
        return await door.standing(who)

    @post("/run", status_code=202, summary="Look at the level above now")
    async def sync_run(who: Who, data: JSONBody[wire.SyncRun]) -> None:
        """Begin soon; the standing tells what came of it."""
        await door.run(who, data)

    @post("/pause", status_code=204, summary="Pause the sync, or go on")
    async def sync_pause(who: Who, data: JSONBody[wire.SyncPause]) -> None:
        """Follow the level above no longer, or again."""
        await door.pause(who, data)

    @post("/release", status_code=204, summary="Let go what the level above has no more")
    async def sync_release(who: Who) -> None:
        """Decide on the repair that is held."""
        await door.let_go(who)

    return Router(
        path="/api/v1/sync",
        route_handlers=[sync_standing, sync_run, sync_pause, sync_release],
        tags=["sync"],
    )


def _desk(door: SyncDoor) -> Router:
    @get("/desk", summary="What waits for a decision, and what was decided")
    async def sync_desk(who: Who) -> wire.SyncDesk:
        """Answer held sweeps, items halls below sent up, and decisions about items."""
        return await door.desk(who)

    @post("/holds/{hold:int}", status_code=204, summary="Decide on a held sweep")
    async def sync_hold(who: Who, hold: FromPath[int], data: JSONBody[wire.SyncHoldAnswer]) -> None:
        """Let its items go, or keep them."""
        await door.answer_hold(who, hold, data)

    @post("/submissions", status_code=204, summary="Decide on what a hall below sent up")
    async def sync_submission(who: Who, data: JSONBody[wire.SyncSubmissionAnswer]) -> None:
        """Publish it under its id, or not."""
        await door.answer_submission(who, data)

    @post("/items", status_code=204, summary="Pin, put right or withdraw an item")
    async def sync_item(who: Who, data: JSONBody[wire.SyncItemDecision]) -> None:
        """Hold to it whatever its source says later; ``undo`` takes it back."""
        await door.decide(who, data)

    @post("/own", summary="Publish an item of this hall's own")
    async def sync_own(
        who: Who,
        data: JSONBody[wire.SyncOwnItem],
        key: Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)] = None,
    ) -> wire.SyncOwnItemMade:
        """Put it among the content and send it up; the same key again makes no second item."""
        return await door.publish(who, data, key)

    return Router(
        path="/api/v1/sync",
        route_handlers=[sync_desk, sync_hold, sync_submission, sync_item, sync_own],
        tags=["sync"],
    )


def sync_page(rooms: Rooms) -> Router:
    """Return ``/admin/sync``."""

    @get("/sync", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, SEERS, "The sync is for supervisors and admins")
        boot = {
            "decides": session.actor.role in DECIDERS,
            "above": bool(rooms.server.sync.settings.upstream),
        }
        return rooms.show(request, session, "sync", boot=boot)

    return Router(path="/admin", route_handlers=[page])
