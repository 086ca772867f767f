"""Complaints, suggestions, praise, ratings and the questionnaire over HTTP (contract §2)."""

from datetime import date
from typing import Annotated

from litestar import Router, delete, get, post, put
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from hall.errors import RuleError
from queue_server import wire
from queue_server.service.feedback.box import FeedbackBox
from queue_server.web.actors import Who, require_known

_Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]
_Short = Annotated[str, QueryParameter(max_length=64)]


def feedback_router(box: FeedbackBox) -> Router:
    """Return ``/api/v1/feedback``."""

    @post("/", summary="Tell the hall something")
    async def tell_feedback(
        who: Who, data: JSONBody[wire.FeedbackRequest], key: _Key = None
    ) -> wire.FeedbackReceipt:
        """Answer the receipt: its number, and by when an answer comes."""
        actor = require_known(who)
        if not key:
            raise RuleError("key_missing", "An Idempotency-Key header is needed: any unique text")
        return await box.tell(actor, data, key)

    @get("/", summary="What was told")
    async def list_feedback(
        who: Who,
        at: Annotated[wire.FeedbackState | None, QueryParameter(name="state")] = None,
        kind: Annotated[wire.FeedbackKind | None, QueryParameter()] = None,
        late: Annotated[bool | None, QueryParameter()] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, QueryParameter(max_length=20)] = None,
    ) -> wire.FeedbackList:
        """Answer it newest first; admins and supervisors only."""
        return await box.listed(
            require_known(who), state=at, kind=kind, late=late, limit=limit, cursor=cursor
        )

    @get("/status", summary="What became of something told")
    async def feedback_status(who: Who, reference: _Short) -> wire.FeedbackStatus:
        """Answer its state and the hall's answers, by the number on the receipt."""
        return await box.status(require_known(who), reference)

    @get("/published", summary="Published cases")
    async def list_published() -> wire.PublishedList:
        """Answer them newest first, in the hall's own words."""
        return await box.published()

    @get("/summary", summary="Counts of what was told")
    async def feedback_summary(
        who: Who,
        since: Annotated[date, QueryParameter()],
        until: Annotated[date, QueryParameter()],
    ) -> wire.FeedbackSummary:
        """Answer how many of each kind, score and answer from day to day."""
        return await box.summary(require_known(who), since, until)

    return Router(
        path="/api/v1/feedback",
        route_handlers=[
            tell_feedback, list_feedback, feedback_status, list_published, feedback_summary,
        ],
        tags=["feedback"],
    )  # fmt: skip


def answers_router(box: FeedbackBox) -> Router:
    """Return ``/api/v1/feedback/{id}``, for those who answer."""

    @get("/{feedback_id:str}", summary="One thing told")
    async def get_feedback(who: Who, feedback_id: FromPath[str]) -> wire.Feedback:
        """Answer it whole; admins and supervisors only."""
        return await box.one(require_known(who), feedback_id)

    @post("/{feedback_id:str}/replies", status_code=200, summary="Answer it")
    async def reply_to_feedback(
        who: Who, feedback_id: FromPath[str], data: JSONBody[wire.ReplyRequest]
    ) -> wire.Feedback:
        """Answer it; the final answer closes it."""
        return await box.reply(require_known(who), feedback_id, data)

    @put("/{feedback_id:str}/publication", summary="Publish it")
    async def publish_feedback(
        who: Who, feedback_id: FromPath[str], data: JSONBody[wire.Publication]
    ) -> wire.Feedback:
        """Publish it in the hall's own words, where its teller agreed."""
        return await box.publish(require_known(who), feedback_id, data)

    @delete(
        "/{feedback_id:str}/publication", status_code=200, summary="Withdraw what was published"
    )
    async def withdraw_feedback(who: Who, feedback_id: FromPath[str]) -> wire.Feedback:
        """Publish it no more."""
        return await box.publish(require_known(who), feedback_id, None)

    return Router(
        path="/api/v1/feedback",
        route_handlers=[
            get_feedback, reply_to_feedback, publish_feedback, withdraw_feedback,
        ],
        tags=["feedback"],
    )  # fmt: skip


def rating_router(box: FeedbackBox) -> Router:
    """Return ``/api/v1/tickets/{id}/rating``."""

    @post("/tickets/{ticket_id:str}/rating", summary="Rate the visit behind a ticket")
    async def rate_ticket(
        who: Who, ticket_id: FromPath[str], data: JSONBody[wire.RatingRequest]
    ) -> wire.FeedbackReceipt:
        """Take the rating down, once a ticket."""
        return await box.rate(require_known(who), ticket_id, data)

    return Router(path="/api/v1", route_handlers=[rate_ticket], tags=["feedback"])
