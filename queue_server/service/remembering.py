"""Every change of settings, kept so that it can be told and, for thirty days, taken back.

A document a change, written in the same commit as the change itself. It is kept as long as an
audit may ask for it; the journal's row stays for ever.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.loading import document_by_id, documents_before
from queue_server.store.port import Store
from queue_server.store.records import Document
from queue_server.wire.settings import SettingChange, SettingStep

KIND = "setting_change"
TAKEN_BACK_WITHIN = timedelta(days=30)
KEPT = timedelta(days=200)
_TOLD = 500


def note_change(
    image: Image,
    moment: Moment,
    actor: Actor,
    room: str,
    subject: str,
    steps: Sequence[SettingStep],
    *,
    origin: str = "",
    takes_back: SettingChange | None = None,
) -> SettingChange:
    """Remember a change with this commit, and tell it in the journal."""
    change = SettingChange(
        id=f"{image.next_seq:012}",  # in the order they were made, whatever the clock does
        at=moment.wall,
        by=actor.name,
        origin=origin,
        room=room,
        subject=subject,
        steps=tuple(steps),
        takes_back=takes_back.id if takes_back else None,
    )
    _put(image, change)
    if takes_back is not None:
        _put(image, msgspec.structs.replace(takes_back, taken_back=change.id))
    data = {
        "change": change.id, "by": actor.name, "origin": origin, "room": room, "subject": subject,
        "takes_back": change.takes_back,
        "before": {step.key: _short(step.before) for step in steps},
        "after": {step.key: _short(step.after) for step in steps},
    }  # fmt: skip
    kind = "settings_taken_back" if takes_back else "settings_changed"
    image.tell(moment.wall, kind, encode(data), public=False)
    return change


def values_changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[SettingStep, ...]:
    """Return a step for each key whose value differs."""
    return tuple(
        SettingStep(key=key, before=before.get(key), after=after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    )


def change_by_id(database: Store, wanted: str) -> SettingChange | None:
    """Return a change that is still kept; blocks on the database."""
    with database.reading() as connection:
        found = document_by_id(connection, KIND, wanted)
    return None if found is None else _read(found)


def changes_before(database: Store, before: str | None, limit: int) -> list[SettingChange]:
    """Return the changes made before one, the newest first; blocks on the database."""
    with database.reading() as connection:
        return [_read(each) for each in documents_before(connection, KIND, before, limit)]


def _put(image: Image, change: SettingChange) -> None:
    data, until = encode(change), change.at + KEPT
    image.put_document(
        Document(kind=KIND, id=change.id, at=change.at, data=data, live=False, until=until)
    )


def _read(document: Document) -> SettingChange:
    return msgspec.json.decode(document.data, type=SettingChange)


def _short(value: Any) -> Any:
    """Return a value as the journal tells it: the change itself keeps it whole."""
    told = msgspec.json.encode(value).decode()
    return value if len(told) <= _TOLD else told[:_TOLD]
