"""Telling the hall something from the phone: complaint, suggestion, praise, the questionnaire.

Plain forms behind the visitor's own address, no script and no account; what was told gives a
receipt with a number and an address at which the answer stands.
"""

import hashlib
import secrets
from typing import Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath

from hall.errors import RuleError
from queue_server import wire
from queue_server.app import Server
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.hours import local
from queue_server.service.feedback.box import FeedbackBox
from queue_server.service.feedback.questions import asked_now
from queue_server.web.visitor import wants_data
from queue_server.web.visitor_pages import VisitorPages

KINDS = ("complaint", "suggestion", "praise")
ABOUT = ("waiting", "staff", "papers", "access", "machines", "other")
_LONGEST_KEY = 64
_Asked = Request[Any, Any, Any]


class TellingPages:
    """The pages below ``/t/{code}/feedback`` and ``/t/{code}/questionnaire``."""

    def __init__(self, server: Server, pages: VisitorPages, box: FeedbackBox) -> None:
        self._server = server
        self._pages = pages
        self._box = box

    async def form(self, request: _Asked, secret: str, what: str) -> Response[Any]:
        """Return an empty form, or say plainly that there is no ticket behind this address."""
        if await self._server.hall.ticket_by_phone(secret) is None:
            return self._page(request, secret, "unknown", status=404)
        return self._page(request, secret, what)

    async def take(self, request: _Asked, secret: str, what: str) -> Response[Any]:
        """Take it down and give the receipt; the same form sent again gives the same one."""
        found = await self._server.hall.ticket_by_phone(secret)
        if found is None:
            if wants_data(request):
                raise refused("unknown_ticket", "no ticket has this code")
            return self._page(request, secret, "unknown", status=404)
        visitor, ticket = found
        if wants_data(request):
            return await self._told(request, visitor, ticket.id)
        fields = {name: str(value) for name, value in (await request.form()).items()}
        try:
            asked = self._written(fields, ticket, what, self._pages.words(request).language.tag)
            key = fields.get("key", "")[:_LONGEST_KEY] or secrets.token_hex(16)
            receipt = await self._box.tell(visitor, asked, f"{ticket.id}:{key}")
        except msgspec.ValidationError:
            return self._page(request, secret, what, status=422, fields=fields, problem=True)
        except RuleError as refusal:
            status = 422 if refusal.code == "value_missing" else 409
            return self._page(request, secret, what, status=status, fields=fields, problem=True)
        return self._page(request, secret, "thanks", receipt=receipt, fields=fields)

    async def _told(self, request: _Asked, visitor: Actor, ticket: str) -> Response[Any]:
        """Answer a program: the receipt; a body without a key repeats by what it says."""
        body = await request.body()
        asked = msgspec.json.decode(body or b"{}", type=wire.FeedbackRequest)
        key = request.headers.get("idempotency-key") or hashlib.sha256(body).hexdigest()
        asked = msgspec.structs.replace(asked, ticket=ticket)
        receipt = await self._box.tell(visitor, asked, f"{ticket}:{key[:_LONGEST_KEY]}")
        return Response(receipt, status_code=201)

    def _written(
        self, fields: dict[str, str], ticket: wire.Ticket, what: str, language: str
    ) -> wire.FeedbackRequest:
        told: dict[str, Any] = {"ticket": ticket.id, "service": ticket.service}
        if what == "questionnaire":
            answers = {
                each.id: fields[f"q-{each.id}"]
                for each in self._server.site.questions
                if fields.get(f"q-{each.id}")
            }
            if not answers:
                raise refused("value_missing", "answer one question at least", field="answers")
            told |= {"kind": "questionnaire", "answers": answers}
        else:
            words = fields.get("text", "").strip()
            if not words:
                raise refused("value_missing", "write what happened", field="text")
            told |= {
                "kind": fields.get("kind", ""),
                "about": fields.get("about", ""),
                "text": words,
                "contact": fields.get("contact", "").strip(),
                "may_publish": bool(fields.get("may_publish")),
            }
        return msgspec.convert({**told, "language": language}, wire.FeedbackRequest)

    def _page(
        self,
        request: _Asked,
        secret: str,
        what: str,
        *,
        status: int = 200,
        fields: dict[str, str] | None = None,
        problem: bool = False,
        receipt: wire.FeedbackReceipt | None = None,
    ) -> Response[Any]:
        site = self._server.site
        reference = receipt.reference if receipt else ""
        due = receipt.first_by if receipt else None
        return self._pages.answer(
            request,
            "tell.html",
            status=status,
            secret=secret,
            what=what,
            preview=False,
            kinds=KINDS,
            abouts=ABOUT,
            kept={"kind": "complaint", "about": "", "text": "", "contact": "", **(fields or {})},
            key=(fields or {}).get("key") or secrets.token_hex(16),
            problem=problem,
            questions=asked_now(site, self._server.hall.now()),
            receipt=receipt,
            reference=f"{reference[:3]} {reference[3:6]} {reference[6:]}".strip(),
            due=f"{local(due, site):%Y-%m-%d %H:%M}" if due else "",
        )


def telling_pages(server: Server, pages: VisitorPages, box: FeedbackBox) -> Router:
    """Return the pages on which a visitor tells the hall something."""
    telling = TellingPages(server, pages, box)

    @get("/{secret:str}/feedback", include_in_schema=False)
    async def feedback_form(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await telling.form(request, secret, "feedback")

    @post("/{secret:str}/feedback", status_code=200, include_in_schema=False)
    async def take_feedback(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await telling.take(request, secret, "feedback")

    @get("/{secret:str}/questionnaire", include_in_schema=False)
    async def questionnaire_form(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await telling.form(request, secret, "questionnaire")

    @post("/{secret:str}/questionnaire", status_code=200, include_in_schema=False)
    async def take_questionnaire(request: _Asked, secret: FromPath[str]) -> Response[Any]:
        return await telling.take(request, secret, "questionnaire")

    return Router(
        path="/t",
        route_handlers=[feedback_form, take_feedback, questionnaire_form, take_questionnaire],
    )
