"""What halls below ask us to publish: an admin here says yes or no.

What is approved becomes an item of this feed under the id it came with; it goes down to everybody,
to the hall it came from as well. Its ``origin`` begins with this feed, which answers for it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, select, update

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.content.applying import apply_page, prepare
from queue_server.content.canonical import record_of
from queue_server.content.database import entry, writing
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.sync.door import UnfitError, safe
from queue_server.sync.refusing import keep_why, submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One item that waits for a decision."""

    hall: str
    kind: str
    id: str
    title: str
    text: tuple[str, ...]
    at: datetime


class Submissions:
    """The desk where they are decided on, over the content of the hall that publishes ``feed``."""

    def __init__(self, content: ContentService, clock: Clock, feed: str) -> None:
        self._content = content
        self._clock = clock
        self._feed = feed

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits, the oldest first."""
        chosen = select(submission).where(submission.c.state == "waiting")
        with self._content.reading() as connection:
            rows = connection.execute(chosen.order_by(submission.c.at)).all()
        return tuple(
            Waiting(
                hall=row.hall, kind=row.kind, id=row.id, title=shown.title, text=shown.paragraphs,
                at=datetime.fromtimestamp(row.at, self._clock.now().tzinfo),
            )
            for row in rows
            if (shown := _read(row.hall, row.kind, row.id, row.data)) is not None
        )  # fmt: skip

    def approve(self, hall: str, kind: str, item_id: str, *, by: str) -> None:
        """Publish it; raises RuleError where it does not wait, or may not be shown."""
        with writing(self._content.engine, self._content.lock, durable=True) as connection:
            same = _same(hall, kind, item_id)
            row = connection.execute(select(submission).where(*same)).one_or_none()
            if row is None or row.state != "waiting":
                raise RuleError("unknown_submission", "this does not wait for a decision")
            record = _read(hall, kind, item_id, row.data)
            if record is None:
                raise RuleError("does_not_fit", "this cannot be shown; refuse it")
            owned = select(entry.c.source).where(entry.c.kind == kind, entry.c.id == item_id)
            if connection.execute(owned).scalar() not in (None, hall):
                raise RuleError("id_taken", "another source has an item under this id; refuse it")
            now = self._clock.now()
            told = prepare(replace(record, published_at=now), origin=(self._feed,))
            apply_page(connection, [told], hall, now)
            connection.execute(update(submission).where(*same).values(state="approved", by=by))

    def refuse(self, hall: str, kind: str, item_id: str, *, by: str, why: str = "") -> None:
        """Leave it unpublished and tell the hall why; it may send another version."""
        with writing(self._content.engine, self._content.lock, durable=True) as connection:
            same = (*_same(hall, kind, item_id), submission.c.state == "waiting")
            told = update(submission).where(*same).values(state="refused", by=by)
            if connection.execute(told).rowcount == 0:
                raise RuleError("unknown_submission", "this does not wait for a decision")
            keep_why(connection, hall, kind, item_id, why)


def _same(hall: str, kind: str, item_id: str) -> tuple[ColumnElement[bool], ...]:
    return (submission.c.hall == hall, submission.c.kind == kind, submission.c.id == item_id)


def _read(hall: str, kind: str, item_id: str, data: bytes) -> Record | None:
    try:
        return safe(record_of(kind, item_id, hall, data))
    except (UnfitError, ValueError, msgspec.MsgspecError, RecursionError):
        return None
