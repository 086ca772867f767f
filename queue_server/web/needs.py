"""The register of needs for work over HTTP (contract §2)."""

import asyncio
from typing import Annotated

from litestar import Router, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from hall.errors import RuleError
from queue_server import wire
from queue_server.content.service import ContentService
from queue_server.content.wishing import check_wishes
from queue_server.service.needs_registry import NeedRegistry
from queue_server.web.actors import Who, require_known

_MATCHES = 10
_NEW_AT_ONCE = 50  # each is told once: more than anybody reads at one look

_Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]


def needs_router(registry: NeedRegistry, content: ContentService) -> Router:
    """Return ``/api/v1/needs``."""

    @post("/", summary="Register a need for work")
    async def register_need(
        who: Who, data: JSONBody[wire.NeedRequest], key: _Key = None
    ) -> wire.NeedReceipt:
        """Keep what was stated, with the consent given, until it is over or withdrawn."""
        actor = require_known(who)
        if not key:
            raise RuleError("key_missing", "An Idempotency-Key header is needed: any unique text")
        check_wishes(data.wishes)
        newest = await asyncio.to_thread(content.newest_item)
        return await registry.register(actor, data, key, seen=newest)

    @get("/", summary="Registered needs")
    async def list_needs(
        who: Who,
        reference: Annotated[str | None, QueryParameter(max_length=20)] = None,
        cursor: Annotated[str | None, QueryParameter(max_length=20)] = None,
    ) -> wire.NeedList:
        """Answer them newest first, to those at windows; by number the visitor's own."""
        return registry.listed(require_known(who), reference=reference, cursor=cursor)

    @post("/matches", status_code=200, summary="Jobs that answer wishes")
    async def match_wishes(who: Who, data: JSONBody[wire.Wishes]) -> wire.MatchList:
        """Answer the best ones with reasons; nothing is kept."""
        require_known(who)
        found = await asyncio.to_thread(content.matching, data, limit=_MATCHES)
        return wire.MatchList(items=found)

    @get("/status", summary="Whether a need is registered")
    async def need_status(
        who: Who, reference: Annotated[str, QueryParameter(max_length=20)]
    ) -> wire.NeedFound:
        """Answer since when and until when, never what was stated."""
        return registry.found(require_known(who), reference)

    @post("/withdraw", status_code=204, summary="Erase a need by its number")
    async def withdraw_need(who: Who, data: JSONBody[wire.NeedNumber]) -> None:
        """Erase it at once."""
        await registry.withdraw(require_known(who), data.reference)

    @post("/{need_id:str}/finish", status_code=200, summary="A window took a need up")
    async def finish_need(who: Who, need_id: FromPath[str]) -> wire.Need:
        """Note it."""
        return await registry.finish(require_known(who), need_id)

    return Router(
        path="/api/v1/needs",
        route_handlers=[
            register_need, list_needs, match_wishes, need_status, _new_jobs(registry, content),
            withdraw_need, finish_need,
        ],
        tags=["needs"],
    )  # fmt: skip


def _new_jobs(registry: NeedRegistry, content: ContentService) -> HTTPRouteHandler:
    @post("/new", status_code=200, summary="Jobs new for a need since the last look")
    async def new_jobs(who: Who, data: JSONBody[wire.NeedNumber]) -> wire.MatchList:
        """Answer the best of them, without reasons: those would tell what was stated."""
        actor = require_known(who)
        need = registry.stated(actor, data.reference)
        newest = await asyncio.to_thread(content.newest_item)
        found = await asyncio.to_thread(
            content.matching, need.wishes, limit=_NEW_AT_ONCE, after=min(need.seen, newest)
        )
        await registry.looked(actor, data.reference, newest)
        plain = tuple(wire.Match(item=each.item, score=0, reasons=()) for each in found)
        return wire.MatchList(items=plain)

    return new_jobs
