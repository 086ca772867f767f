"""The register of needs for work: with consent, found by number, erased when over or withdrawn.

A need is one live document; whoever withdraws it erases it at once. The journal tells that there
is one, never what was stated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from hall.codes import digits_of
from hall.ids import uuid7
from queue_server import wire
from queue_server.content.cleaning import line
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import DESK, Asked, digest_of, earlier, remember, require_role
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

KIND = "need"
REGISTRARS = DESK | {"kiosk", "phone"}
_PAGE = 50


@dataclass(frozen=True, slots=True)
class NeedRegistry:
    """Commands are durable when they return."""

    hall: RunningHall

    async def register(
        self, actor: Actor, request: wire.NeedRequest, key: str, *, seen: int = 0
    ) -> wire.NeedReceipt:
        """Register a need; the same key and wishes again: the same receipt.

        ``seen`` is the number of the newest item of the content there is now.
        """
        if not key:
            raise refused("key_missing", "send an Idempotency-Key")
        asked = Asked(actor=actor, site=self.hall.settings, key=key)
        made = await self.hall.writer.submit(
            lambda image, moment: register(image, moment, asked, request, seen),
            (actor.token_id, key),
        )
        need = self._known(made)
        return wire.NeedReceipt(id=need.id, reference=need.reference, at=need.at, until=need.until)

    def found(self, actor: Actor, reference: str) -> wire.NeedFound:
        """Return whether there is a need of this number, and until when."""
        require_role(actor, REGISTRARS)
        need = _by_number(needs(self.hall.showing.view.documents), reference)
        return wire.NeedFound(reference=need.reference, at=need.at, until=need.until)

    def stated(self, actor: Actor, reference: str) -> wire.Need:
        """Return the need of a number, to look for its jobs."""
        require_role(actor, REGISTRARS)
        return _by_number(needs(self.hall.showing.view.documents), reference)

    async def looked(self, actor: Actor, reference: str, seen: int) -> None:
        """Note up to which item of the content its jobs were looked at."""
        await self.hall.writer.submit(
            lambda image, moment: note_look(image, actor, reference, seen)
        )

    def listed(
        self, actor: Actor, *, reference: str | None = None, cursor: str | None = None
    ) -> wire.NeedList:
        """Return the registered needs to those at windows, newest first."""
        require_role(actor, DESK)
        kept = needs(self.hall.showing.view.documents)
        if reference is not None:
            return wire.NeedList(items=(_by_number(kept, reference),))
        start = int(cursor) if cursor is not None and cursor.isdecimal() else 0
        page = tuple(kept[start : start + _PAGE])
        return wire.NeedList(
            items=page, next=str(start + _PAGE) if start + _PAGE < len(kept) else None
        )

    async def withdraw(self, actor: Actor, reference: str) -> None:
        """Erase a need by its number."""
        await self.hall.writer.submit(
            lambda image, moment: withdraw(image, moment, actor, reference)
        )

    async def finish(self, actor: Actor, need_id: str) -> wire.Need:
        """Note that a window took it up; it is kept as long as before."""
        await self.hall.writer.submit(lambda image, moment: finish(image, moment, actor, need_id))
        return self._known(need_id)

    def _known(self, need_id: str) -> wire.Need:
        found = self.hall.showing.view.documents.get((KIND, need_id))
        if found is None:
            raise refused("unknown_need", "this need is not registered any more")
        return _read(found)


def needs(documents: Mapping[tuple[str, str], Document]) -> list[wire.Need]:
    """Return every registered need, newest first."""
    kept = [_read(each) for (kind, _), each in documents.items() if kind == KIND]
    return sorted(kept, key=lambda each: (each.at, each.id), reverse=True)


def register(
    image: Image, moment: Moment, asked: Asked, request: wire.NeedRequest, seen: int = 0
) -> str:
    """Register a need and return its id; refuses wishes that say nothing."""
    require_role(asked.actor, REGISTRARS)
    digest = digest_of("need", msgspec.json.encode(request))
    before = earlier(image, moment, asked, digest)
    if before is not None and image.documents.get((KIND, before)) is not None:
        return before
    if request.wishes == wire.Wishes():
        raise refused("value_missing", "state at least one wish", field="wishes")
    reference = digits_of(asked.key or "")
    kept = (_read(each) for each in image.documents.values() if each.kind == KIND)
    if any(each.reference == reference for each in kept):
        # Another's: whoever erases a need by its number erases no other.
        raise refused("key_reused", "this key was used for another need")
    need = wire.Need(
        id=uuid7(moment.wall),
        reference=reference,
        wishes=request.wishes,
        at=moment.wall,
        until=moment.wall + timedelta(days=asked.site.needs.keep_days),
        consent=request.consent,
        language=request.language,
        contact=line(request.contact),
        seen=seen,
    )
    _put(image, need)
    remember(image, moment, asked, digest, need.id)
    _tell(image, moment, asked.actor, need, "need_registered")
    return need.id


def withdraw(image: Image, moment: Moment, actor: Actor, reference: str) -> None:
    """Erase a need; nothing of it stays but that there was one."""
    require_role(actor, REGISTRARS)
    kept = (_read(each) for each in image.documents.values() if each.kind == KIND)
    need = _by_number(kept, reference)
    image.documents.drop((KIND, need.id))
    _tell(image, moment, actor, need, "need_withdrawn")


def note_look(image: Image, actor: Actor, reference: str, seen: int) -> None:
    """Note up to which item a need's jobs were looked at."""
    require_role(actor, REGISTRARS)
    kept = (_read(each) for each in image.documents.values() if each.kind == KIND)
    _put(image, msgspec.structs.replace(_by_number(kept, reference), seen=seen))


def finish(image: Image, moment: Moment, actor: Actor, need_id: str) -> None:
    """Note that a window took a need up."""
    require_role(actor, DESK)
    found = image.documents.get((KIND, need_id))
    if found is None:
        raise refused("unknown_need", "this need is not registered any more")
    need = msgspec.structs.replace(_read(found), state="finished")
    _put(image, need)
    _tell(image, moment, actor, need, "need_finished")


def _by_number(kept: Iterable[wire.Need], reference: str) -> wire.Need:
    digits = "".join(char for char in reference if char.isdecimal())
    for need in kept:
        if need.reference == digits:
            return need
    raise refused("unknown_need", "no need has this number; see the receipt")


def _put(image: Image, need: wire.Need) -> None:
    image.put_document(
        Document(kind=KIND, id=need.id, at=need.at, data=encode(need), until=need.until)
    )


def _read(document: Document) -> wire.Need:
    return msgspec.json.decode(document.data, type=wire.Need)


def _tell(image: Image, moment: Moment, actor: Actor, need: wire.Need, kind: str) -> None:
    data = {"id": need.id, "until": need.until, "state": need.state, "by": actor.name}
    image.tell(moment.wall, kind, encode(data), public=False)
