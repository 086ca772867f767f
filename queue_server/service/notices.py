"""Notices and the emergency: words of the hall's own people for every sink.

Each version of a notice is kept for thirty days, so that a slip can be taken back. There is at
most one emergency; declaring it again changes its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from config.site import Site
from hall.ids import uuid7
from queue_server import wire
from queue_server.content.cleaning import line
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.notices import is_over
from queue_server.service.asking import Asked, digest_of, earlier, remember, require_role
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

NOTICE, VERSION, EMERGENCY = "notice", "notice_version", "emergency"
PUBLISHERS = frozenset({"admin", "supervisor", "system"})
ALARMERS = frozenset({"staff", "reception", "supervisor", "admin", "system"})
"""Whoever is signed in may call out a fire: in a small hall nobody else may be there."""
KEPT = timedelta(days=30)
MOST_NOTICES = 200


@dataclass(frozen=True, slots=True)
class Published:
    """What is kept of notices, as read from a view's documents."""

    notices: tuple[wire.Notice, ...]
    emergency: wire.Emergency | None


def published(documents: Mapping[tuple[str, str], Document], now: datetime) -> Published:
    """Return what is not over, higher priority first, then older first."""
    notices = [
        msgspec.json.decode(each.data, type=wire.Notice)
        for (kind, _), each in documents.items()
        if kind == NOTICE
    ]
    emergencies = [each for (kind, _), each in documents.items() if kind == EMERGENCY]
    return Published(
        tuple(
            sorted(
                (each for each in notices if not is_over(each, now)),
                key=lambda each: (-each.priority, each.id),
            )
        ),
        msgspec.json.decode(emergencies[0].data, type=wire.Emergency) if emergencies else None,
    )


def publish(image: Image, moment: Moment, asked: Asked, request: wire.NoticeRequest) -> wire.Notice:
    """Put a new notice up; refuses what names something the site has not, or is over already.

    The same key and words again: the same notice, as long as it is up.
    """
    site, actor = asked.site, asked.actor
    require_role(actor, PUBLISHERS)
    digest = digest_of("notice", msgspec.json.encode(request))
    before = earlier(image, moment, asked, digest)
    if before is not None and image.documents.get((NOTICE, before)) is not None:
        return _known(image, before)
    if sum(1 for each in image.documents.values() if each.kind == NOTICE) >= MOST_NOTICES:
        raise refused("notices_full", f"{MOST_NOTICES} notices are up; withdraw some first")
    notice = _checked(request, site, moment, uuid7(moment.wall), revision=1)
    remember(image, moment, asked, digest, notice.id)
    return _put(image, moment, actor, notice, "notice_published")


def change(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    notice_id: str,
    request: wire.NoticeRequest,
) -> wire.Notice:
    """Put other words in the place of a notice; ``revision`` refuses a stale view."""
    require_role(actor, PUBLISHERS)
    before = _known(image, notice_id)
    if request.revision is not None and request.revision != before.revision:
        raise refused(
            "stale_version", "somebody changed this notice meanwhile", state=str(before.revision)
        )
    notice = _checked(request, site, moment, notice_id, revision=before.revision + 1)
    return _put(image, moment, actor, notice, "notice_changed")


def withdraw(image: Image, moment: Moment, actor: Actor, notice_id: str) -> None:
    """Take a notice down everywhere at once."""
    require_role(actor, PUBLISHERS)
    before = _known(image, notice_id)
    image.documents.drop((NOTICE, notice_id))
    _keep(image, moment, actor, before, withdrawn=True)
    data = {"id": notice_id, "revision": before.revision, "by": actor.name}
    image.tell(moment.wall, "notice_withdrawn", encode(data), public=True)


def put_back(
    image: Image, moment: Moment, site: Site, actor: Actor, version: wire.NoticeVersion
) -> wire.Notice:
    """Put an earlier version up again, as a new revision."""
    require_role(actor, PUBLISHERS)
    present = image.documents.get((NOTICE, version.notice.id))
    newest = version.notice.revision
    if present is not None:
        newest = msgspec.json.decode(present.data, type=wire.Notice).revision
    wanted = {
        name: getattr(version.notice, name)
        for name in wire.NoticeRequest.__struct_fields__
        if name != "revision"
    }
    request = wire.NoticeRequest(**wanted)
    notice = _checked(request, site, moment, version.notice.id, revision=newest + 1)
    return _put(image, moment, actor, notice, "notice_published")


def declare(
    image: Image, moment: Moment, site: Site, actor: Actor, request: wire.EmergencyRequest
) -> wire.Emergency:
    """Call out a danger everywhere at once; a second one takes the first one's place."""
    require_role(actor, ALARMERS)
    _zones_known(site, request.zones)
    under_way = _under_way(image)
    emergency = wire.Emergency(
        id=under_way.id if under_way else uuid7(moment.wall),
        kind=request.kind,
        since=under_way.since if under_way else moment.wall,
        text=words_of(request.text, "text"),
        spoken=words_of(request.spoken, "spoken"),
        zones=request.zones,
        seq=image.next_seq,
    )
    image.put_document(_document(EMERGENCY, emergency.id, moment, emergency))
    data = msgspec.to_builtins(msgspec.structs.replace(emergency, seq=None))
    image.tell(moment.wall, "emergency_declared", encode({**data, "by": actor.name}), public=True)
    return emergency


def end(image: Image, moment: Moment, actor: Actor) -> None:
    """End the emergency; everything goes on where it was."""
    require_role(actor, ALARMERS)
    under_way = _under_way(image)
    if under_way is None:
        raise refused("no_emergency", "no emergency is under way")
    image.documents.drop((EMERGENCY, under_way.id))
    data = {"id": under_way.id, "by": actor.name}
    image.tell(moment.wall, "emergency_ended", encode(data), public=True)


def _under_way(image: Image) -> wire.Emergency | None:
    found = next((each for each in image.documents.values() if each.kind == EMERGENCY), None)
    return None if found is None else msgspec.json.decode(found.data, type=wire.Emergency)


def _known(image: Image, notice_id: str) -> wire.Notice:
    found = image.documents.get((NOTICE, notice_id))
    notice = None if found is None else msgspec.json.decode(found.data, type=wire.Notice)
    if notice is None or notice.playlist:
        raise refused("unknown_notice")
    return notice


def _checked(
    request: wire.NoticeRequest, site: Site, moment: Moment, notice_id: str, *, revision: int
) -> wire.Notice:
    text = words_of(request.text, "text")
    first = site.hall.languages[0]
    if first not in text:
        raise refused("value_missing", f"the words in {first} are missing", field="text")
    starts, expires = request.starts_at, request.expires_at
    if expires is not None and (expires <= moment.wall or (starts and expires <= starts)):
        raise refused("time_past", "the notice would be over before it is seen", field="expires_at")
    targets_known(site, request.targets)
    values = {name: getattr(request, name) for name in wire.NoticeRequest.__struct_fields__}
    values |= {"text": text, "spoken": words_of(request.spoken, "spoken"), "revision": revision}
    return wire.Notice(id=notice_id, **values)


def _put(image: Image, moment: Moment, actor: Actor, notice: wire.Notice, kind: str) -> wire.Notice:
    kept = msgspec.structs.replace(notice, seq=image.next_seq)
    image.put_document(_document(NOTICE, notice.id, moment, kept, until=notice.expires_at))
    _keep(image, moment, actor, kept, withdrawn=False)
    data = msgspec.to_builtins(notice)
    image.tell(moment.wall, kind, encode({**data, "by": actor.name}), public=True)
    return kept


def _keep(
    image: Image, moment: Moment, actor: Actor, notice: wire.Notice, *, withdrawn: bool
) -> None:
    version = wire.NoticeVersion(notice=notice, at=moment.wall, by=actor.name, withdrawn=withdrawn)
    end = "w" if withdrawn else str(notice.revision)
    image.put_document(
        Document(
            kind=VERSION,
            id=f"{notice.id}:{end}",
            at=moment.wall,
            data=encode(version),
            live=False,
            until=moment.wall + KEPT,
        )
    )


def _document(
    kind: str, document_id: str, moment: Moment, value: object, until: datetime | None = None
) -> Document:
    return Document(kind=kind, id=document_id, at=moment.wall, data=encode(value), until=until)


def words_of(texts: Mapping[str, str], field: str) -> dict[str, str]:
    """Return texts by language as one clean line each; refuses what is empty once cleaned."""
    words = {language: line(text) for language, text in texts.items()}
    empty = [language for language, text in words.items() if not text]
    if empty:
        raise refused("value_missing", f"no words in {', '.join(empty)}", field=field)
    return words


def targets_known(site: Site, targets: tuple[str, ...]) -> None:
    """Refuse places the hall has not."""
    known = {f"zone:{each.id}" for each in site.zones}
    known |= {f"sign:{each.id}" for each in site.signs}
    known |= {f"board:{each.id}" for each in site.boards}
    strange = [each for each in targets if each not in known]
    if strange:
        raise refused("unknown_target", f"the hall has no {', '.join(strange)}", field="targets")


def _zones_known(site: Site, zones: tuple[str, ...]) -> None:
    strange = {*zones} - {each.id for each in site.zones}
    if strange:
        raise refused(
            "unknown_target", f"the hall has no zone {', '.join(sorted(strange))}", field="zones"
        )
