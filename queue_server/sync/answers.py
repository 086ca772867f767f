"""What became of the items a hall sent up: told by the level above, kept and shown below.

An item is ``waiting`` to be sent, ``submitted``, ``refused`` with a reason, or ``returned``: it
came back under its id in the feed of the level above, which publishes it now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Column, Engine, String, Table, exists, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from queue_server.content.database import body, entry, metadata, writing
from queue_server.content.model import decode_record
from queue_server.content.service import ContentService
from queue_server.sync.outbox import outbox, sent_up
from queue_server.sync.refusing import Refused

_MOST = 200
State = Literal["waiting", "submitted", "refused", "returned"]

# Below: what the level above answered about an item of ours.
answered = Table(
    "sent_answer",
    metadata,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("rev", String, nullable=False),
    Column("why", String, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An item of this hall's own that was sent up, and what became of it."""

    kind: str
    id: str
    title: str
    at: datetime
    state: State
    why: str = ""


def note(engine: Engine, lock: Path, told: Sequence[Refused]) -> None:
    """Keep what the level above answered."""
    if not told:
        return
    with writing(engine, lock) as connection:
        for each in told:
            row = upsert(answered).values(kind=each.kind, id=each.id, rev=each.rev, why=each.why)
            connection.execute(
                row.on_conflict_do_update(
                    index_elements=["kind", "id"],
                    set_={"rev": row.excluded.rev, "why": row.excluded.why},
                )
            )


def any_sent(engine: Engine) -> bool:
    """Tell whether this hall ever sent an item up."""
    with engine.connect() as connection:
        return connection.execute(select(sent_up.c.id).limit(1)).first() is not None


def sent_items(content: ContentService) -> tuple[Sent, ...]:
    """Return what this hall sent up and still has, the newest first."""
    unsent = exists().where(outbox.c.acked_at.is_(None), func.instr(outbox.c.body, sent_up.c.id))
    mine = (answered.c.kind == sent_up.c.kind) & (answered.c.id == sent_up.c.id)
    chosen = (
        select(
            sent_up.c.kind, sent_up.c.id, sent_up.c.rev, sent_up.c.at, entry.c.feed, body.c.record,
            answered.c.rev.label("refused_rev"), answered.c.why, unsent.label("unsent"),
        )
        .join(entry, (entry.c.kind == sent_up.c.kind) & (entry.c.id == sent_up.c.id))
        .join(body, body.c.n == entry.c.n)
        .join(answered, mine, isouter=True)
        .order_by(sent_up.c.at.desc())
        .limit(_MOST)
    )  # fmt: skip
    with content.reading() as connection:
        rows = connection.execute(chosen).all()
    return tuple(
        Sent(
            kind=row.kind, id=row.id, title=decode_record(row.record).title,
            at=datetime.fromtimestamp(row.at, UTC), state=(state := _state(row)),
            why=row.why if state == "refused" else "",
        )
        for row in rows
    )  # fmt: skip


def _state(row: Any) -> State:
    if row.unsent:
        return "waiting"
    if row.feed:
        return "returned"
    return "refused" if row.refused_rev == row.rev else "submitted"
