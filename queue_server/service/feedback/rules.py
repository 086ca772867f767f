"""Taking down what visitors tell, answering it, publishing it; kept as documents.

What is open is live, what is closed is read when asked for. Whoever tells stays unknown: no ticket
is kept with it, only the service and the window; a number to call back lies in a document of its
own. The journal tells that something was told, never what.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from config.site import Site
from hall.ids import uuid7
from queue_server import wire
from queue_server.content.cleaning import line, paragraphs
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import DESK, Asked, digest_of, earlier, remember, require_role
from queue_server.service.feedback.deadlines import final_by, first_by
from queue_server.service.feedback.questions import keep_versions
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

KIND, CONTACT, REFERENCE, CODE = (
    "feedback", "feedback_contact", "feedback_reference", "feedback_code",
)  # fmt: skip
TELLERS = DESK | {"kiosk", "phone"}
ANSWERERS = frozenset({"admin", "supervisor", "system"})
COUNTERS = ANSWERERS | {"reader"}
CONTACT_KEPT = timedelta(days=30)
_ANSWERED = frozenset({"complaint", "suggestion", "praise", "interest"})
_LATE_TELLING = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The number and the code of a receipt; ``taken`` where another's receipt has one of them."""

    reference: str
    code: str
    taken: bool = False


def tell(
    image: Image, moment: Moment, asked: Asked, request: wire.FeedbackRequest, names: Names
) -> str:
    """Take something down and return its id; the same key and words again: the same."""
    require_role(asked.actor, TELLERS)
    site = asked.site
    digest = digest_of("feedback", msgspec.json.encode(request))
    before = earlier(image, moment, asked, digest)
    if before is not None:
        return before
    if names.taken or image.documents.get((REFERENCE, names.reference)):
        # Another's: no key that somebody chose leads another's receipt astray.
        raise refused("key_reused", "this key was used for something else that was told")
    _fits(request, site)
    at = _told_at(request.at, moment.wall)
    owed = request.kind in _ANSWERED
    service, window = _visited(image, asked.actor, request)
    until = moment.wall + timedelta(days=site.feedback.keep_days)
    told = wire.Feedback(
        id=uuid7(moment.wall),
        reference=names.reference,
        code=names.code,
        kind=request.kind,
        state="received" if owed else "closed",
        at=at,
        about=request.about,
        points=request.points,
        text=_clean(request.text),
        score=request.score,
        answers=dict(request.answers),
        versions=keep_versions(image, moment, site, request.answers, until),
        service=service,
        window=window,
        language=request.language,
        channel=asked.actor.name if asked.actor.role == "kiosk" else asked.actor.role,
        may_publish=request.may_publish and owed,
        first_by=first_by(at, site) if owed else None,
        final_by=final_by(at, site) if owed else None,
    )
    _keep(image, moment, told, until)
    for kind, named in ((REFERENCE, told.reference), (CODE, told.code)):
        image.put_document(
            Document(kind=kind, id=named, at=at, data=encode(told.id), live=False, until=until)
        )
    if request.contact and owed:
        _keep_contact(image, told, line(request.contact), until)
    remember(image, moment, asked, digest, told.id)
    _tell(image, moment, asked.actor, told, "feedback_received")
    return told.id


def reply(
    image: Image, moment: Moment, site: Site, actor: Actor, told: wire.Feedback,
    request: wire.ReplyRequest,
) -> wire.Feedback:  # fmt: skip
    """Answer; the final answer closes it and starts the clock of the number to call back."""
    require_role(actor, ANSWERERS)
    told = _latest(image, told)
    if told.state == "closed":
        raise refused("wrong_state", f"{told.reference} is closed", state="closed")
    said = wire.FeedbackReply(
        at=moment.wall, text=_needed(request.text), final=request.final, by=actor.name
    )
    answered = msgspec.structs.replace(
        told,
        replies=(*told.replies, said),
        state="closed" if request.final else "answered",
        late=told.late or _is_late(told, moment.wall),
    )
    _keep(image, moment, answered, _until(told, site))
    kept = image.documents.get((CONTACT, told.id))
    if request.final and kept is not None:
        _keep_contact(image, told, msgspec.json.decode(kept.data), moment.wall + CONTACT_KEPT)
    _tell(image, moment, actor, answered, "feedback_answered")
    return answered


def publish(
    image: Image, moment: Moment, site: Site, actor: Actor, told: wire.Feedback,
    words: wire.Publication | None,
) -> wire.Feedback:  # fmt: skip
    """Publish in the hall's own words, or withdraw that; only what its teller agreed to."""
    require_role(actor, ANSWERERS)
    told = _latest(image, told)
    if words is not None and not told.may_publish:
        raise refused("forbidden", "whoever told this did not agree to have it published")
    if words is not None and not told.replies:
        raise refused("wrong_state", "answer it first", state=told.state)
    changed = msgspec.structs.replace(told, published=words)
    _keep(image, moment, changed, _until(told, site))
    kind = "feedback_published" if words is not None else "feedback_withdrawn"
    _tell(image, moment, actor, changed, kind)
    return changed


def grow_late(image: Image, moment: Moment) -> None:
    """Note once, in the journal too, what was not answered in time."""
    for document in list(image.documents.values()):
        if document.kind != KIND:
            continue
        told = read(document)
        if not told.late and _is_late(told, moment.wall):
            late = msgspec.structs.replace(told, late=True)
            _keep(image, moment, late, document.until)
            _tell(image, moment, SYSTEM, late, "feedback_late")


def read(document: Document) -> wire.Feedback:
    """Return what a document keeps."""
    return msgspec.json.decode(document.data, type=wire.Feedback)


def _is_late(told: wire.Feedback, now: datetime) -> bool:
    due = told.first_by if told.state == "received" else told.final_by
    return told.state != "closed" and due is not None and now > due


def _fits(request: wire.FeedbackRequest, site: Site) -> None:
    if request.service is not None and all(each.id != request.service for each in site.services):
        raise refused("unknown_service", f"no service {request.service!r}", field="service")
    if request.kind == "rating":
        if request.score is None:
            raise refused("value_missing", "a rating is a score from 1 to 5", field="score")
    elif request.kind == "questionnaire":
        known = {one.id: {each.value for each in one.choices} for one in site.questions}
        strange = [q for q, a in request.answers.items() if a not in known.get(q, ())]
        if strange or not request.answers:
            told = f"no such question or answer: {', '.join(strange)}" if strange else "no answers"
            raise refused("value_missing", told, field="answers")
    elif not (request.points or request.text.strip() or request.about):
        raise refused("value_missing", "say at least what it is about", field="text")


def _told_at(told: datetime | None, now: datetime) -> datetime:
    """Return when it was told: a kiosk that was alone brings it later, never earlier."""
    if told is None or told > now or now - told > _LATE_TELLING:
        return now
    return told


def _visited(
    image: Image, actor: Actor, request: wire.FeedbackRequest
) -> tuple[str | None, str | None]:
    named = actor.ticket if actor.role == "phone" else request.ticket
    ticket = image.tickets.get(named or "")
    if ticket is None:
        return request.service, None
    window = ticket.window or (ticket.legs[-1].window if ticket.legs else None)
    return ticket.service, window


def _latest(image: Image, told: wire.Feedback) -> wire.Feedback:
    kept = image.documents.get((KIND, told.id))
    return told if kept is None else read(kept)


def _until(told: wire.Feedback, site: Site) -> datetime:
    return told.at + timedelta(days=site.feedback.keep_days)


def _keep(image: Image, moment: Moment, told: wire.Feedback, until: datetime | None) -> None:
    image.put_document(
        Document(
            kind=KIND, id=told.id, at=told.at, data=encode(told),
            live=told.state != "closed", until=until,
        )
    )  # fmt: skip


def _keep_contact(image: Image, told: wire.Feedback, contact: str, until: datetime) -> None:
    image.put_document(
        Document(kind=CONTACT, id=told.id, at=told.at, data=encode(contact), until=until)
    )


def _clean(text: str) -> str:
    return "\n".join(paragraphs(text))


def _needed(text: str) -> str:
    cleaned = _clean(text)
    if not cleaned:
        raise refused("value_missing", "an answer has words", field="text")
    return cleaned


def _tell(image: Image, moment: Moment, actor: Actor, told: wire.Feedback, kind: str) -> None:
    data = {
        "id": told.id, "reference": told.reference, "kind": told.kind, "state": told.state,
        "late": told.late, "first_by": told.first_by, "final_by": told.final_by, "by": actor.name,
    }  # fmt: skip
    image.tell(moment.wall, kind, encode(data), public=False)
