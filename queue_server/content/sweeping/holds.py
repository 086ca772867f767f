"""What waits for an admin: so many items of a source would go that somebody must say yes."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, delete, select, tuple_, update

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.content.database import body, entry
from queue_server.content.model import decode_record
from queue_server.content.service import ContentService
from queue_server.content.sweeping.deciding import Key
from queue_server.content.sweeping.sweep import withdraw
from queue_server.content.sweeping.tables import hold, missing

_EXAMPLES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A sweep that waits: so many (``count``) of a source's items (``of``).

    ``examples`` are some of their ids, ``titles`` what these say.
    """

    id: int
    source: str
    at: datetime
    count: int
    of: int
    examples: tuple[str, ...]
    titles: tuple[str, ...] = ()


def holds(service: ContentService) -> tuple[Hold, ...]:
    """Return what waits, the oldest first."""
    with service.reading() as connection:
        rows = connection.execute(select(hold).where(hold.c.state == "held").order_by(hold.c.n))
        return tuple(
            Hold(
                id=row.n,
                source=row.source,
                at=datetime.fromtimestamp(row.at, UTC),
                count=len(keys := _keys(row.items)),
                of=row.of,
                examples=tuple(own for _, own in keys[:_EXAMPLES]),
                titles=_titles(connection, keys[:_EXAMPLES]),
            )
            for row in rows
        )


def release(service: ContentService, clock: Clock, hold_id: int, by: str) -> int:
    """Let held items go, except those seen again since; return how many went.

    Raises RuleError ``unknown_hold`` where none of that number waits.
    """
    source, keys = _decide(service, clock, hold_id, "released", by)
    return withdraw(service, source, _still_missing(service, source, keys))


def discard(service: ContentService, clock: Clock, hold_id: int, by: str) -> int:
    """Keep held items: their misses are counted anew. Return how many stay."""
    source, keys = _decide(service, clock, hold_id, "discarded", by)
    with service.writing() as connection:
        connection.execute(delete(missing).where(missing.c.source == source))
    return len(keys)


def _decide(
    service: ContentService, clock: Clock, hold_id: int, state: str, by: str
) -> tuple[str, list[Key]]:
    with service.writing() as connection:
        waiting = (hold.c.n == hold_id) & (hold.c.state == "held")
        row = connection.execute(select(hold).where(waiting)).one_or_none()
        if row is None:
            raise RuleError("unknown_hold", f"no hold {hold_id} waits; it may be decided already")
        now = int(clock.now().timestamp())
        connection.execute(update(hold).where(waiting).values(state=state, by=by, decided=now))
        return row.source, _keys(row.items)


def _still_missing(service: ContentService, source: str, keys: list[Key]) -> list[Key]:
    """Return those keys still held and not seen since: what came back stays."""
    with service.reading() as connection:
        here = connection.execute(
            select(entry.c.kind, entry.c.id).where(entry.c.source == source, entry.c.feed == "")
        )
        present = {(kind, own) for kind, own in here}
    return [key for key in keys if key in present]


def _titles(connection: Connection, keys: list[Key]) -> tuple[str, ...]:
    records = {
        (row.kind, row.id): row.record
        for row in connection.execute(
            select(entry.c.kind, entry.c.id, body.c.record)
            .join(body, body.c.n == entry.c.n)
            .where(tuple_(entry.c.kind, entry.c.id).in_(keys))
        )
    }
    return tuple(decode_record(records[key]).title for key in keys if key in records)


def _keys(items: bytes) -> list[Key]:
    return [(kind, own) for kind, own in msgspec.json.decode(items, type=list[tuple[str, str]])]
