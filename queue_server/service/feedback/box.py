"""The hall's feedback box as one object, over a running hall."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import msgspec

from hall.codes import code_of, digits_of, new_code, read_code
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.service.asking import DESK, Asked, require_role
from queue_server.service.feedback import rules
from queue_server.service.feedback.questions import Answered, counted
from queue_server.service.running import RunningHall
from queue_server.statistics.withholding import SMALLEST_SHOWN, shown
from queue_server.store.loading import document_by_id, documents_of
from queue_server.store.records import Document

_MOST = 5000
_PAGE = 50


@dataclass(frozen=True, slots=True)
class FeedbackBox:
    """Commands are durable when they return; see ``feedback.rules``."""

    hall: RunningHall

    async def tell(
        self, actor: Actor, request: wire.FeedbackRequest, key: str
    ) -> wire.FeedbackReceipt:
        """Take something down; the same key and words again: the same receipt."""
        if not key:
            raise refused("key_missing", "send an Idempotency-Key")
        # A kiosk prints the receipt while it is cut off: it follows from a key that it drew.
        own = key if actor.role == "kiosk" else None
        return await self._take(actor, request, key, own)

    async def _take(
        self, actor: Actor, request: wire.FeedbackRequest, key: str, own: str | None
    ) -> wire.FeedbackReceipt:
        asked = Asked(actor=actor, site=self.hall.settings, key=key)
        names = await asyncio.to_thread(self._names, own)
        made = await self.hall.writer.submit(
            lambda image, moment: rules.tell(image, moment, asked, request, names),
            (actor.token_id, key),
        )
        told = await self._known(made)
        return wire.FeedbackReceipt(
            id=told.id, reference=told.reference, code=told.code, url=self._url(told.code),
            kind=told.kind, at=told.at, first_by=told.first_by, final_by=told.final_by,
        )  # fmt: skip

    async def rate(
        self, actor: Actor, ticket: str, request: wire.RatingRequest
    ) -> wire.FeedbackReceipt:
        """Rate the visit behind a ticket, once; rating again is refused ``key_reused``."""
        if actor.role == "phone" and actor.ticket != ticket:
            raise refused("forbidden", "another visitor's ticket")
        if ticket not in self.hall.showing.view.tickets:
            raise refused("unknown_ticket", "no such ticket today")
        told = wire.FeedbackRequest(
            kind="rating", score=request.score, text=request.text, ticket=ticket
        )
        return await self._take(actor, told, f"rating:{ticket}", None)

    async def status(self, actor: Actor, reference: str) -> wire.FeedbackStatus:
        """Return what became of something, by the number on its receipt."""
        require_role(actor, rules.TELLERS | DESK)
        digits = "".join(char for char in reference if char.isdecimal())
        return _status(await self._by(rules.REFERENCE, digits))

    async def status_by_code(self, typed: str) -> wire.FeedbackStatus:
        """The same by the code of the receipt, which nobody can guess."""
        return _status(await self._by(rules.CODE, read_code(typed)))

    async def listed(
        self,
        actor: Actor,
        *,
        state: str | None = None,
        kind: str | None = None,
        late: bool | None = None,
        limit: int = _PAGE,
        cursor: str | None = None,
    ) -> wire.FeedbackList:
        """Return what was told, newest first, with numbers to call back."""
        require_role(actor, rules.ANSWERERS)
        kept = await self._all()
        wanted = [
            each
            for each in kept
            if state in {None, each.state}
            and kind in {None, each.kind}
            and late in {None, each.late}
        ]
        start = int(cursor) if cursor is not None and cursor.isdecimal() else 0
        page = wanted[start : start + limit]
        return wire.FeedbackList(
            items=tuple(self._with_contact(each) for each in page),
            next=str(start + limit) if start + limit < len(wanted) else None,
        )

    async def one(self, actor: Actor, feedback_id: str) -> wire.Feedback:
        """Return one thing told."""
        require_role(actor, rules.ANSWERERS)
        return self._with_contact(await self._known(feedback_id))

    async def reply(
        self, actor: Actor, feedback_id: str, request: wire.ReplyRequest
    ) -> wire.Feedback:
        """Answer it."""
        require_role(actor, rules.ANSWERERS)
        told, site = await self._known(feedback_id), self.hall.settings
        return await self.hall.writer.submit(
            lambda image, moment: rules.reply(image, moment, site, actor, told, request)
        )

    async def publish(
        self, actor: Actor, feedback_id: str, words: wire.Publication | None
    ) -> wire.Feedback:
        """Publish it in the hall's own words; None withdraws them."""
        require_role(actor, rules.ANSWERERS)
        told, site = await self._known(feedback_id), self.hall.settings
        return await self.hall.writer.submit(
            lambda image, moment: rules.publish(image, moment, site, actor, told, words)
        )

    async def published(self) -> wire.PublishedList:
        """Return what is published, newest first."""
        zone = ZoneInfo(self.hall.settings.hall.time_zone)
        return wire.PublishedList(
            items=tuple(
                wire.Published(
                    kind=each.kind, day=each.at.astimezone(zone).date().isoformat(),
                    summary=each.published.summary, answer=each.published.answer,
                )
                for each in await self._all()
                if each.published is not None
            )
        )  # fmt: skip

    async def summary(self, actor: Actor, since: date, until: date) -> wire.FeedbackSummary:
        """Count what was told on days from ``since`` to ``until``, both included."""
        require_role(actor, rules.COUNTERS)
        told = await self._between(since, until)
        answers: dict[str, Counter[str]] = {}
        for each in told:
            for question, answer in each.answers.items():
                answers.setdefault(question, Counter())[answer] += 1
        return wire.FeedbackSummary(
            kinds=Counter(each.kind for each in told),
            scores=shown(Counter(str(each.score) for each in told if each.score is not None)),
            answers={question: shown(counts) for question, counts in answers.items()},
            smallest_shown=SMALLEST_SHOWN,
            open=sum(each.state != "closed" for each in told),
            late=sum(each.late for each in told),
        )

    async def answers(self, actor: Actor, since: date, until: date) -> tuple[Answered, ...]:
        """Count the questionnaire's answers, each under the words it was given to."""
        require_role(actor, rules.COUNTERS)
        told = await self._between(since, until)
        return counted(told, self.hall.settings, self.hall.showing.view.documents)

    # --- inside

    async def _between(self, since: date, until: date) -> list[wire.Feedback]:
        zone = ZoneInfo(self.hall.settings.hall.time_zone)
        return [
            each for each in await self._all() if since <= each.at.astimezone(zone).date() <= until
        ]

    def _url(self, code: str) -> str:
        return urljoin(self.hall.settings.hall.public_url.rstrip("/") + "/", f"f/{code}")

    def _with_contact(self, told: wire.Feedback) -> wire.Feedback:
        kept = self.hall.showing.view.documents.get((rules.CONTACT, told.id))
        contact = None if kept is None else msgspec.json.decode(kept.data, type=str)
        return msgspec.structs.replace(told, contact=contact)

    async def _by(self, kind: str, named: str) -> wire.Feedback:
        found = await asyncio.to_thread(self._read, kind, named) if named else None
        if found is None:
            raise refused("unknown_feedback", "nothing has this number; see the receipt")
        return await self._known(msgspec.json.decode(found.data, type=str))

    async def _known(self, feedback_id: str) -> wire.Feedback:
        live = self.hall.showing.view.documents.get((rules.KIND, feedback_id))
        found = live or await asyncio.to_thread(self._read, rules.KIND, feedback_id)
        if found is None:
            raise refused("unknown_feedback", "nothing has this number; see the receipt")
        return rules.read(found)

    async def _all(self) -> list[wire.Feedback]:
        kept = await asyncio.to_thread(self._documents)
        return [rules.read(each) for each in kept]

    def _names(self, own: str | None) -> rules.Names:
        """Return the number and the code of a new receipt: those of a secret key, else drawn ones.

        A key may be known to others, such as that of a ticket's rating.
        """
        if own is not None:
            reference, code = digits_of(own), code_of(own)
            taken = bool(self._read(rules.REFERENCE, reference) or self._read(rules.CODE, code))
            return rules.Names(reference=reference, code=code, taken=taken)
        code = new_code()
        while self._read(rules.REFERENCE, digits_of(code)) is not None:
            code = new_code()
        return rules.Names(reference=digits_of(code), code=code)

    def _read(self, kind: str, named: str) -> Document | None:
        with self.hall.database.reading() as connection:
            return document_by_id(connection, kind, named)

    def _documents(self) -> list[Document]:
        with self.hall.database.reading() as connection:
            return documents_of(connection, rules.KIND, limit=_MOST)


def _status(told: wire.Feedback) -> wire.FeedbackStatus:
    said = tuple(msgspec.structs.replace(each, by="") for each in told.replies)
    return wire.FeedbackStatus(
        reference=told.reference, kind=told.kind, state=told.state, at=told.at,
        first_by=told.first_by, final_by=told.final_by, replies=said,
    )  # fmt: skip
