"""Vacancies registered at a window: kept as documents, shown as jobs, matched to stated needs.

The document is the truth. The job visitors find is brought into the content after it is durable
and goes when the vacancy is closed or over; the same registration again brings it in again.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from hall.ids import uuid7
from queue_server import wire
from queue_server.content.changes import Why
from queue_server.content.cleaning import line, mask_contacts, paragraphs
from queue_server.content.disability import wanted_mask
from queue_server.content.model import EDUCATIONS, FACTS, OCCUPATIONS, Record
from queue_server.content.occupations import occupation_of
from queue_server.content.regions import is_region
from queue_server.content.service import ContentService
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import DESK, Asked, digest_of, earlier, remember, require_role
from queue_server.service.needs_registry import needs
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

KIND, SOURCE = "vacancy", "window"
_PAGE = 50
_MOST_MATCHES = 50


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Commands are durable when they return."""

    hall: RunningHall
    content: ContentService

    async def register(self, actor: Actor, request: wire.VacancyRequest, key: str) -> wire.Vacancy:
        """Register a vacancy and show it; the same key and body again: the same vacancy."""
        asked = Asked(actor=actor, site=self.hall.settings, key=key)
        made = await self.hall.writer.submit(
            lambda image, moment: register(image, moment, asked, request), (actor.token_id, key)
        )
        vacancy = self._known(made)
        await asyncio.to_thread(self.content.import_items, [job_of(vacancy)], source=SOURCE)
        return vacancy

    def listed(self, actor: Actor, cursor: str | None = None) -> wire.VacancyList:
        """Return the vacancies to those at windows, newest first."""
        require_role(actor, DESK)
        kept = vacancies(self.hall.showing.view.documents)
        start = int(cursor) if cursor is not None and cursor.isdecimal() else 0
        more = start + _PAGE < len(kept)
        page = tuple(kept[start : start + _PAGE])
        return wire.VacancyList(items=page, next=str(start + _PAGE) if more else None)

    def matches(self, actor: Actor, vacancy_id: str) -> wire.NeedMatchList:
        """Return the registered needs a vacancy answers, best first, without the person."""
        from queue_server.content.matching import fit

        require_role(actor, DESK)
        record = job_of(self._known(vacancy_id))
        found = []
        for need in needs(self.hall.showing.view.documents):
            score = fit(record, need.wishes) if need.state == "registered" else 0
            if score:
                found.append((score, need))
        found.sort(key=lambda each: (-each[0], each[1].at))
        return wire.NeedMatchList(
            items=tuple(_match(record, need, score) for score, need in found[:_MOST_MATCHES])
        )

    async def close(self, actor: Actor, vacancy_id: str) -> None:
        """Close a vacancy: visitors find it no more."""
        require_role(actor, DESK)
        vacancy = self._known(vacancy_id)
        await self.hall.writer.submit(lambda image, moment: close(image, moment, actor, vacancy_id))
        gone: list[tuple[str, str, Why]] = [("job", vacancy.content_id, "withdrawn")]
        await asyncio.to_thread(self.content.withdraw_items, gone, source=SOURCE)

    def _known(self, vacancy_id: str) -> wire.Vacancy:
        found = self.hall.showing.view.documents.get((KIND, vacancy_id))
        if found is None:
            raise refused("unknown_vacancy", "this vacancy is not registered any more")
        return _read(found)


def vacancies(documents: Mapping[tuple[str, str], Document]) -> list[wire.Vacancy]:
    """Return every registered vacancy, newest first."""
    kept = [_read(each) for (kind, _), each in documents.items() if kind == KIND]
    return sorted(kept, key=lambda each: (each.at, each.id), reverse=True)


def register(image: Image, moment: Moment, asked: Asked, request: wire.VacancyRequest) -> str:
    """Register a vacancy and return its id; refuses codes there are not."""
    require_role(asked.actor, DESK)
    _check(request)
    digest = digest_of("vacancy", msgspec.json.encode(request))
    before = earlier(image, moment, asked, digest)
    if before is not None and image.documents.get((KIND, before)) is not None:
        return before
    made = uuid7(moment.wall)
    vacancy = wire.Vacancy(
        id=made,
        content_id=f"{SOURCE}:{made}",
        told=request,
        at=moment.wall,
        until=moment.wall + timedelta(days=request.days),
        by=asked.actor.name,
    )
    image.put_document(
        Document(kind=KIND, id=made, at=vacancy.at, data=encode(vacancy), until=vacancy.until)
    )
    remember(image, moment, asked, digest, made)
    data = {"id": made, "until": vacancy.until, "by": asked.actor.name}
    image.tell(moment.wall, "vacancy_registered", encode(data), public=False)
    return made


def close(image: Image, moment: Moment, actor: Actor, vacancy_id: str) -> None:
    """Take a vacancy out."""
    require_role(actor, DESK)
    if image.documents.get((KIND, vacancy_id)) is None:
        raise refused("unknown_vacancy", "this vacancy is not registered any more")
    image.documents.drop((KIND, vacancy_id))
    data = {"id": vacancy_id, "by": actor.name}
    image.tell(moment.wall, "vacancy_closed", encode(data), public=False)


def job_of(vacancy: wire.Vacancy) -> Record:
    """Return the job visitors find: without the contact, which is for the windows."""
    told_ = vacancy.told
    mask = 0
    for each in told_.open_to:
        mask |= wanted_mask(each) or 0
    title = line(told_.title)
    return Record(
        kind="job",
        id=vacancy.content_id,
        source=SOURCE,
        title=title,
        employer=line(told_.employer),
        place=line(told_.place),
        region=told_.region,
        occupation=told_.occupation or occupation_of(title),
        pay_min=told_.pay_min,
        pay_max=told_.pay_max,
        education=EDUCATIONS.index(told_.education) if told_.education else None,
        disability=mask,
        facts=told_.facts,
        openings=told_.openings,
        hours=line(told_.hours),
        paragraphs=tuple(map(mask_contacts, paragraphs(told_.description))),
        published_at=vacancy.at,
        expires_at=vacancy.until,
    )


def _match(record: Record, need: wire.Need, score: int) -> wire.NeedMatch:
    from queue_server.content.matching import told

    reasons, left = told(record, need.wishes, {})
    return wire.NeedMatch(
        reference=need.reference,
        score=score,
        wishes=need.wishes,
        reasons=reasons,
        open_questions=left,
    )


def _check(request: wire.VacancyRequest) -> None:
    lowest, highest = request.pay_min or 0, request.pay_max
    holds = {
        "title": bool(line(request.title)),
        "region": not request.region or is_region(request.region),
        "occupation": not request.occupation or request.occupation in OCCUPATIONS,
        "education": not request.education or request.education in EDUCATIONS,
        "open_to": all(wanted_mask(each) is not None for each in request.open_to),
        "facts": all(each in FACTS for each in request.facts),
        "pay_max": highest is None or lowest <= highest,
    }
    for field, right in holds.items():
        if not right:
            detail = f"{field} does not fit; the facets of a search name what there is"
            raise refused("invalid_vacancy", detail, field=field)


def _read(document: Document) -> wire.Vacancy:
    return msgspec.json.decode(document.data, type=wire.Vacancy)
