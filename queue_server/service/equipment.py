"""What the hall's devices last said of themselves, kept over a restart.

A document a device; the journal gets a row only where something changed.
"""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment
from queue_server.service.asking import DESK, require_role
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

KIND = "device"
REPORTERS = DESK | {"kiosk", "display"}
_KEPT = timedelta(days=30)
_AGAIN = timedelta(hours=1)


def report(image: Image, moment: Moment, actor: Actor, status: wire.DeviceStatus) -> None:
    """Keep what a device says; told in the journal where it differs from before."""
    require_role(actor, REPORTERS)
    known = image.documents.get((KIND, status.device))
    before = None if known is None else _read(known)
    same = before is not None and _said(before) == _said(status)
    if same and known is not None and moment.wall - known.at < _AGAIN:
        return
    since = before.since if same and before is not None else status.since or moment.wall
    state = wire.DeviceState(
        device=status.device,
        kind=status.kind,
        state=status.state,
        cause=status.cause,
        detail=status.detail,
        shows=status.shows,
        since=since,
        by=actor.name,
    )
    image.put_document(
        Document(
            kind=KIND,
            id=status.device,
            at=moment.wall,
            data=encode(state),
            until=moment.wall + _KEPT,
        )
    )
    if not same:
        image.tell(moment.wall, "device_status", encode(state), public=False)


def states(documents: Iterable[Document]) -> tuple[wire.DeviceState, ...]:
    """Return what every device last said, by name."""
    found = (_read(each) for each in documents if each.kind == KIND)
    return tuple(sorted(found, key=lambda each: each.device))


def _said(status: wire.DeviceStatus | wire.DeviceState) -> tuple[str, ...]:
    return (status.kind, status.state, status.cause, status.detail, status.shows)


def _read(document: Document) -> wire.DeviceState:
    return msgspec.json.decode(document.data, type=wire.DeviceState)
