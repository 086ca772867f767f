"""Notices and the emergency over HTTP (contract §2)."""

from typing import Annotated

from litestar import Router, delete, get, post, put
from litestar.params import FromPath, HeaderParameter, JSONBody

from queue_server import wire
from queue_server.service.noticeboard import Noticeboard
from queue_server.web.actors import Who, require_known


def notices_router(board: Noticeboard) -> Router:
    """Return ``/api/v1/notices``."""

    @get("/", summary="Notices that are up or still to come")
    async def list_notices(who: Who) -> wire.NoticeList:
        """Answer each with whether it is on now and what the sinks told of it."""
        return await board.listed(require_known(who))

    @post("/", summary="Publish a notice")
    async def publish_notice(
        who: Who,
        data: JSONBody[wire.NoticeRequest],
        key: Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)] = None,
    ) -> wire.Notice:
        """Put it up on its targets, as its schedule says; the same key again puts up no second."""
        return await board.publish(require_known(who), data, key)

    @put("/{notice_id:str}", summary="Change a notice")
    async def change_notice(
        who: Who, notice_id: FromPath[str], data: JSONBody[wire.NoticeRequest]
    ) -> wire.Notice:
        """Put other words in its place; what it said is kept for thirty days."""
        return await board.change(require_known(who), notice_id, data)

    @delete("/{notice_id:str}", status_code=204, summary="Withdraw a notice")
    async def withdraw_notice(who: Who, notice_id: FromPath[str]) -> None:
        """Take it down everywhere at once."""
        await board.withdraw(require_known(who), notice_id)

    @get("/withdrawn", summary="Notices taken down in the last thirty days")
    async def list_withdrawn(who: Who) -> wire.NoticeVersionList:
        """Answer the last version of each, newest first."""
        return await board.withdrawn(require_known(who))

    @get("/{notice_id:str}/versions", summary="What a notice said before")
    async def list_versions(who: Who, notice_id: FromPath[str]) -> wire.NoticeVersionList:
        """Answer the versions of the last thirty days, newest first."""
        return await board.versions(require_known(who), notice_id)

    @post("/{notice_id:str}/versions/{revision:int}", summary="Put a version back")
    async def put_back(who: Who, notice_id: FromPath[str], revision: FromPath[int]) -> wire.Notice:
        """Publish what a version said, under a new revision."""
        return await board.put_back(require_known(who), notice_id, revision)

    return Router(
        path="/api/v1/notices",
        route_handlers=[
            list_notices, list_withdrawn, publish_notice, change_notice, withdraw_notice,
            list_versions, put_back,
        ],
        tags=["notices"],
    )  # fmt: skip


def emergency_router(board: Noticeboard) -> Router:
    """Return ``/api/v1/emergency``."""

    @get("/", summary="The emergency under way")
    async def get_emergency() -> wire.EmergencyState:
        """Answer it, or null."""
        return wire.EmergencyState(emergency=board.emergency())

    @post("/", summary="Call out a danger on every sink at once")
    async def declare_emergency(who: Who, data: JSONBody[wire.EmergencyRequest]) -> wire.Emergency:
        """Cover everything until it is ended."""
        return await board.declare(require_known(who), data)

    @delete("/", status_code=204, summary="End the emergency")
    async def end_emergency(who: Who) -> None:
        """Let everything go on."""
        await board.end(require_known(who))

    return Router(
        path="/api/v1/emergency",
        route_handlers=[get_emergency, declare_emergency, end_emergency],
        tags=["notices"],
    )
